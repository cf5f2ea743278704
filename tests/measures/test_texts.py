"""What measures say to people: in three languages, short and calm; what is not is refused with a mend."""

from pathlib import Path

import pytest

from familymap.country import load
from familymap.measures.readability import hard_to_read
from familymap.measures.texts import (
    SMS_LIMIT,
    BadMeasureTexts,
    MeasureTexts,
    conditions_that_differ,
    facts_that_differ,
    filled,
    hard_texts,
    load_measure_texts,
    load_texts,
)
from familymap.rulebook import declarations
from familymap.rules import Measure
from familymap.rules.declare import Rule

MEASURES = load("kazakhstan").folder / "measures"
SAMPLE = MEASURES / "youth_practice" / "texts.yaml"
GOOD = SAMPLE.read_text("utf-8")

DECLARED = declarations("kazakhstan")[1]
SPEAKING = [measure for measure in DECLARED if (MEASURES / measure.name / "texts.yaml").exists()]


def test_every_measure_speaks() -> None:
    silent = [measure.name for measure in DECLARED if measure not in SPEAKING]
    assert not silent, f"no texts.yaml: {', '.join(silent)}"


def test_all_texts_of_the_country_load() -> None:
    texts = load_texts(MEASURES)
    assert {"large_family", "youth_practice"} <= set(texts)


@pytest.mark.parametrize("measure", SPEAKING, ids=lambda measure: measure.name)
def test_texts_of_a_measure(measure: Measure) -> None:
    """Every condition has its three answers, and nothing is hard to read."""
    texts = load_measure_texts(MEASURES / measure.name / "texts.yaml")
    faults = [*conditions_that_differ(texts, measure.conditions), *hard_texts(texts)]
    assert not faults, "\n".join([f"{measure.name}:", *faults])


@pytest.mark.parametrize("measure", SPEAKING, ids=lambda measure: measure.name)
def test_an_amount_is_only_named_where_there_is_one(measure: Measure) -> None:
    texts = load_measure_texts(MEASURES / measure.name / "texts.yaml")
    if measure.amount is None and measure.at_most is None:
        assert "{amount}" not in "".join(text for _, text in [*texts.sms.texts(), *texts.letter.texts()])


ASKED = [rule for rule in declarations("kazakhstan")[0] if rule.kind == "asked"]


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.name)
def test_a_question_is_easy_to_read(asked: Rule) -> None:
    """Every question that a rule puts to a family, in every language."""
    assert set(asked.question) == set(asked.title) == set(SMS_LIMIT)
    faults = [
        f"{language}: {fault}"
        for language, text in asked.question.items()
        for fault in hard_to_read(text, language)
    ]
    assert not faults, "\n".join([f"{asked.place}: {asked.name}:", *faults])


def changed(tmp_path: Path, before: str, after: str) -> MeasureTexts:
    assert before in GOOD
    path = tmp_path / "texts.yaml"
    path.write_text(GOOD.replace(before, after, 1), "utf-8")
    return load_measure_texts(path)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("title:", "titel:", "title: is missing, add it"),
        ('  kk: "Жастар практикасы"\n', "", ":1: title.kk: is missing, add it"),
        ('  en: "Youth practice"\n', '  en: ""\n', ":4: title.en:"),
        ('en: "Youth practice"', 'en: "Youth practice!"', "has an exclamation mark: end the sentence"),
        ('ru: "Молодёжная практика"', 'ru: "МОЛОДЁЖНАЯ практика"', "has «МОЛОДЁЖНАЯ» in capitals"),
        ("{amount} tenge a month. Ask", "{sum} tenge a month. Ask", "has {sum}, which nothing fills in"),
        ("The career centre finds", "With {amount} the career centre finds", "en: nothing is filled in here"),
        ("Ask at your career centre.", "Ask at your career centre. " * 3, "en: has "),
        ("Ask at your career centre.", "Ask at your career centre…", "«…» halves the room of a message"),
        ("Приходите в карьерный центр.", "Приходите в карьерный центр. " * 2, "ru: has "),
        ("    unknown:\n", "    perhaps:\n", "youth_practice_unemployed.unknown: is missing, add it"),
        ("sms:", "sms: [", "this is not YAML"),
        ("plain:", "title:", "«title» is given twice: remove one"),
    ],
)
def test_bad_texts_are_told(tmp_path: Path, before: str, after: str, told: str) -> None:
    with pytest.raises(BadMeasureTexts) as trouble:
        changed(tmp_path, before, after)
    assert told in str(trouble.value) and str(tmp_path / "texts.yaml") in str(trouble.value)


def test_a_file_that_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "texts.yaml"
    with pytest.raises(BadMeasureTexts, match="No such file"):
        load_measure_texts(path)
    path.write_text("")
    with pytest.raises(BadMeasureTexts, match="holds no texts"):
        load_measure_texts(path)
    path.write_text("[]")
    with pytest.raises(BadMeasureTexts, match="holds no texts"):
        load_measure_texts(path)


def test_faults_of_all_measures_are_told_at_once(tmp_path: Path) -> None:
    for name, spoilt in (("one", "titel:"), ("other", "tittle:")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "texts.yaml").write_text(GOOD.replace("title:", spoilt, 1), "utf-8")
    with pytest.raises(BadMeasureTexts) as trouble:
        load_texts(tmp_path)
    assert "one/texts.yaml" in str(trouble.value) and "other/texts.yaml" in str(trouble.value)


@pytest.mark.parametrize("quoted", [True, False])
def test_yes_and_no_may_stand_without_quotes(tmp_path: Path, quoted: bool) -> None:
    """YAML reads them as true and false."""
    path = tmp_path / "texts.yaml"
    path.write_text(GOOD if quoted else GOOD.replace('"yes"', "yes").replace('"no"', "no"), "utf-8")
    assert load_measure_texts(path) == load_measure_texts(SAMPLE)


def test_roman_numbers_and_common_letters_are_no_shouting(tmp_path: Path) -> None:
    texts = changed(tmp_path, 'en: "Youth practice"', 'en: "Youth practice, group II, by SMS"')
    assert texts.title.en == "Youth practice, group II, by SMS"


def test_a_message_is_measured_with_the_longest_amount() -> None:
    texts = load_measure_texts(SAMPLE)
    for language, text in texts.sms.texts():
        assert len(text) < len(filled(text)) <= SMS_LIMIT[language]


def test_conditions_of_the_measure_and_of_its_texts() -> None:
    texts = load_measure_texts(SAMPLE)
    known = list(texts.conditions)
    assert conditions_that_differ(texts, known) == []
    assert conditions_that_differ(texts, [*known[1:], "lives_on_the_moon"]) == [
        "conditions.lives_on_the_moon: is missing, add it",
        "conditions.youth_practice_unemployed: is no condition of the measure, remove it",
    ]


def test_facts_of_the_folder_and_of_its_texts(tmp_path: Path) -> None:
    texts = changed(tmp_path, "  youth_practice_finished_on:", "  youth_practice_ended_on:")
    assert facts_that_differ(texts, ["youth_practice_ended_on", "youth_practice_finished_on"]) == [
        "facts.youth_practice_finished_on: is missing, add it",
        "facts.youth_practice_left_study_on: is no fact declared in this folder, remove it",
        "facts.youth_practice_wage_in_all: is no fact declared in this folder, remove it",
    ]


def test_a_hard_text_is_named_with_its_place(tmp_path: Path) -> None:
    texts = changed(
        tmp_path,
        "The job is in your own profession. The state",
        "The job is in your own profession, the state",
    )
    assert hard_texts(texts) == []
    texts = changed(
        tmp_path,
        "You are registered as unemployed.",
        "You are one of those who " + "very " * 25 + "long wait.",
    )
    assert [fault.split(":")[0] for fault in hard_texts(texts)] == [
        "conditions.youth_practice_unemployed.yes.en",
        "conditions.youth_practice_unemployed.yes.en",
    ]
