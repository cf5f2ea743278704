"""Formulas and values are said in Kazakh, Russian and English: every operator, every type, every text."""

import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from familymap import country, texts
from familymap.declarations import Words
from familymap.measures.titles import load_titles
from familymap.rulebook import rules_on
from familymap.rules import (
    AREA,
    COUNT,
    DATE,
    MONEY,
    MULTIPLE,
    PERSON,
    SHARE,
    TEXT,
    YES_NO,
    any_of,
    assume,
    choose,
    known,
    largest,
    per,
    ratio,
    total,
)
from familymap.rules import words as room
from familymap.rules.expression import Expression, Name
from familymap.rules.typing import _SETTLERS, settle
from familymap.rules.values import Stored, Type
from familymap.rules.words import formula, value_words
from familymap.texts import LANGUAGES
from tests.rules.land import land
from tests.rules.probes import AGGREGATES, PROBES, resolve, settled

MADE = land()
TITLES = {
    "children": Words(kk="балалар саны", ru="число детей", en="Number of children"),
    "income": Words(kk="табысы", ru="доход", en="income"),
    "members": Words(kk="отбасы мүшелері", ru="членов семьи", en="members"),
    "is_child": Words(kk="бала", ru="ребёнок", en="child"),
    "birth_date": Words(kk="туған күні", ru="дата рождения", en="date of birth"),
    "household_income": Words(kk="үйдегі табыс", ru="доход в доме", en="income of the home, a month"),
}


def plain(text: str) -> str:
    """With ordinary spaces, so that the expectations can be read."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


# Values


@pytest.mark.parametrize(
    ("value", "of", "kk", "ru", "en"),
    [
        (6_933_000, MONEY, "69 330 ₸", "69 330 ₸", "69,330 ₸"),
        (-5_097_540, MONEY, "-50 975,40 ₸", "-50 975,40 ₸", "-50,975.40 ₸"),
        (0, MONEY, "0 ₸", "0 ₸", "0 ₸"),
        (3_500, SHARE, "35%", "35 %", "35%"),
        (3_333, SHARE, "33,33%", "33,33 %", "33.33%"),
        (160_300, MULTIPLE, "16,03", "16,03", "16.03"),
        (12_345, MULTIPLE, "1,2345", "1,2345", "1.2345"),
        (1_800, AREA, "18 м²", "18 м²", "18 m²"),
        (1_850, AREA, "18,5 м²", "18,5 м²", "18.5 m²"),
        (12_000, COUNT, "12 000", "12 000", "12,000"),
        (date(2026, 1, 15), DATE, "2026 ж. 15 қаңтар", "15 января 2026 г.", "January 15, 2026"),
        (True, YES_NO, "иә", "да", "yes"),
        (False, YES_NO, "жоқ", "нет", "no"),
        ("car", TEXT, "car", "car", "car"),
        (12_000, PERSON, "12000", "12000", "12000"),
        (None, MONEY, "белгісіз", "неизвестно", "unknown"),
    ],
)
def test_values(value: Stored, of: Type, kk: str, ru: str, en: str) -> None:
    assert [plain(value_words(value, of, language)) for language in LANGUAGES] == [kk, ru, en]


# Formulas


def said(name: str, language: str) -> str:
    return plain(formula(MADE.rules[name], TITLES, language, MADE))


@pytest.mark.parametrize(
    ("name", "kk", "ru", "en"),
    [
        (
            "is_child",
            "age < 18 (grown_up_from (kk), 2021 жылдан бастап)",
            "age < 18 (grown_up_from (ru), с 2021 года)",
            "age < 18 (grown up from, since 2021)",
        ),
        (
            "age",
            "толық жыл: туған күні → есептеу күні",
            "полных лет: дата рождения → день расчёта",
            "full years: date of birth → day of the calculation",
        ),
        ("children", "отбасындағы саны: бала", "сколько в семье: ребёнок", "how many in the family: child"),
        (
            "household_income",
            "үй шаруашылығындағы қосынды: табысы, тек табысы белгілі болғанда",
            "сумма в домохозяйстве: доход, только где доход известно",
            "sum in the household: income, counted where income is known",
        ),
        (
            "all_grown",
            "отбасындағы бәрі: бала емес",
            "все в семье: не ребёнок",
            "all in the family: not child",
        ),
        (
            "tools",
            "тіркелімдегі саны: kind = «tool»",
            "сколько в регистре: kind = «tool»",
            "how many in the register: kind = «tool»",
        ),
        (
            "did_not_refuse",
            "wants_help, белгісіз болса иә (nobody was asked yet)",
            "wants_help, а если неизвестно, то да (nobody was asked yet)",
            "wants_help, or yes where unknown (nobody was asked yet)",
        ),
    ],
)
def test_formulas_by_title(name: str, kk: str, ru: str, en: str) -> None:
    assert [said(name, language) for language in LANGUAGES] == [kk, ru, en]


def test_a_long_formula() -> None:
    assert said("child_amount", "en") == (
        "up to whole tenge: (the smallest: child amounts (since 2021) [number of children: 1 → 1,000 ₸; "
        "2 → 1,800.50 ₸; 3 → unknown]; 45,000 ₸ (poor below, since 2021) − «income of the home, a month»)"
        " × (if youngest_child_born + 12 months < day of the calculation, then 0.5, otherwise 1)"
    )


def test_formulas_by_name() -> None:
    """Without titles a formula is in the names of the rules, as a page beside the code shows it."""
    assert formula(MADE.rules["poor_child"].node) == (
        "is_child and (family_income ÷ members < poor_below or area_per_person < 10 m²)"
    ).replace("10 m²", "10\u00a0m²")
    assert formula(MADE.rules["lives_among_poor_children"]) == (
        "poor_children_here > 0 and not (wage is known and wage > 0\u00a0₸)"
    )


MONEY_OF, HEADS, YES, ALSO = Name("money"), Name("heads"), Name("yes"), Name("also")


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ((Name("count") + HEADS) * HEADS, "(count + heads) × heads"),
        (Name("count") - (HEADS - 1), "count − (heads − 1)"),
        (Name("count") - HEADS - 1, "count − heads − 1"),
        (per(per(MONEY_OF, HEADS), Name("count")), "money ÷ heads ÷ count"),
        (per(MONEY_OF, HEADS * 2), "money ÷ (heads × 2)"),
        (YES | ALSO | YES, "yes or also or yes"),
        (YES | ALSO & YES, "yes or (also and yes)"),
        ((YES | ALSO) & YES, "(yes or also) and yes"),
        (~(YES & ALSO), "not (yes and also)"),
        (~known(MONEY_OF), "money is unknown"),
        (~(HEADS > 1), "not (heads > 1)"),
        (ratio(Name("count") + 1, HEADS) > 0, "(share: (count + 1) ÷ heads) > 0%"),
        (
            choose(YES, 1, choose(ALSO, 2, HEADS)),
            "if yes, then 1, otherwise (if also, then 2, otherwise heads)",
        ),
        (assume(HEADS + 1, 0, because="why"), "heads + 1, or 0 where unknown (why)"),
        (total(MONEY_OF), "sum: money"),
        (
            any_of(YES) & (largest(HEADS, where=ALSO) > 2),
            "(at least one: yes) and (the largest: heads, counted where also) > 2",
        ),
    ],
)
def test_brackets(expression: Expression, text: str) -> None:
    """As few as keep the meaning; «and» within «or» always has them."""
    assert formula(settle(expression, resolve)) == text


def test_every_operator_has_its_words() -> None:
    assert {*room.SIGNS, *room.WORDS, "lookup"} - {"not_known"} == set(_SETTLERS)
    for nodes in (settled(PROBES), settled(AGGREGATES)):
        for node in nodes.values():
            assert all(formula(node, {}, language) for language in LANGUAGES)


def test_values_that_were_not_found() -> None:
    entries = formula(settled(PROBES)["entry of nothing"])
    assert entries == "empty_table [code]"


# Texts

WRITTEN = {
    *room.ANSWERS.values(),
    *room.DATES.values(),
    *room.WORDS.values(),
    room.COUNTED_WHERE,
    room.IN_FAMILY,
    room.IN_HOUSEHOLD,
    room.IN_REGISTER,
    room.SINCE_YEAR,
    room.SINCE_DAY,
    room.NOT_FOUND,
    "m²",
}
PLACES = re.compile(r"{(\w+)}")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_catalog_holds_every_text_and_no_other(language: str) -> None:
    with (Path(texts.__file__).parent / "locale" / language / "rules.po").open("rb") as lines:
        catalog = {str(entry.id): str(entry.string) for entry in read_po(lines) if entry.id}
    assert set(catalog) == WRITTEN
    for english, translated in catalog.items():
        assert translated, english
        assert sorted(PLACES.findall(translated)) == sorted(PLACES.findall(english)), english


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_of_kazakhstan_can_be_said(language: str) -> None:
    declared = country.load()
    made, titles = rules_on(declared, date(2026, 1, 15)), load_titles(declared)
    for rule in made.rules.values():
        if rule.rule.expression is not None:
            text = formula(rule, titles, language, made)
            assert text and "{" not in text and "  " not in text, rule.rule.name
            assert text.count("(") == text.count(")"), text
