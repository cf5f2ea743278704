"""Whatever an explanation shows has a name in every language: facts of measures, and codes of facts."""

from datetime import date

import pytest

from familymap import country
from familymap.measures.answers import named_rules
from familymap.measures.texts import facts_that_differ, load_texts
from familymap.measures.titles import fact_titles, load_codes, load_own_titles, load_titles
from familymap.rulebook import BASE, declarations, rules_on
from familymap.rules.values import TEXT

KAZAKHSTAN = country.load()
RULES, _ = declarations("kazakhstan")
TEXTS = load_texts(KAZAKHSTAN.folder / "measures")
MADE = rules_on(KAZAKHSTAN, date(2026, 1, 15))


def test_what_an_answer_is_read_from_has_a_title() -> None:
    shown = {
        name
        for measure in MADE.measures.values()
        for name in MADE.stands_on(named_rules(measure))
        if MADE.rules[name].rule.kind in ("fact", "asked")
    }
    assert shown - set(fact_titles(KAZAKHSTAN)) == set()


def declared_in(measure: str) -> set[str]:
    folder = f"/measures/{measure}/"
    return {rule.name for rule in RULES if folder in rule.place.file and rule.kind == "fact"}


@pytest.mark.parametrize("measure", sorted(TEXTS))
def test_every_fact_of_a_measure_has_a_title_in_its_folder(measure: str) -> None:
    assert facts_that_differ(TEXTS[measure], declared_in(measure)) == []


def test_no_fact_has_two_titles() -> None:
    own, shared = load_own_titles(KAZAKHSTAN), load_titles(KAZAKHSTAN)
    asked = {rule.name for rule in RULES if rule.title}
    assert len(own) == sum(len(texts.facts) for texts in TEXTS.values())
    assert set(own) & set(shared) == set(own) & asked == set(shared) & asked == set()
    assert len(fact_titles(KAZAKHSTAN)) == len(own) + len(shared) + len(asked)


def test_titles_are_short() -> None:
    titles = fact_titles(KAZAKHSTAN)
    long = [name for name, title in titles.items() if max(map(len, (title.kk, title.ru, title.en))) > 80]
    assert long == []


def test_codes_that_measures_read_are_named() -> None:
    codes = load_codes(KAZAKHSTAN)
    read = {
        need
        for measure in MADE.measures.values()
        for rule in MADE.stands_on(measure.conditions)
        for need in MADE.rules[rule].needs
        if MADE.type_of(need) == TEXT and need != "area"
    }
    assert read - set(codes) == set()


def test_every_code_of_a_register_that_a_fact_can_be_is_named() -> None:
    codes = load_codes(KAZAKHSTAN)
    for name, words in codes.items():
        if name in MADE.rules and MADE.rules[name].rule.register:
            columns = KAZAKHSTAN.contracts[MADE.rules[name].rule.register].columns
            read = MADE.rules[name].node.names
            possible = {code for column in read for code in columns[column].codes or ()}
            assert possible <= set(words), name
    assert {"M", "F"} == set(codes["sex"])
    assert len(codes["region"]) == 20


def test_codes_belong_to_facts() -> None:
    base = {name for facts in BASE.values() for name in facts}
    assert [name for name in load_codes(KAZAKHSTAN) if name not in base and name not in MADE.rules] == []
