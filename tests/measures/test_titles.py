"""Whatever an explanation shows has a name in every language: facts of measures, and codes of facts."""

from datetime import date

from familymap import country
from familymap.measures.titles import load_codes, load_own_titles, load_titles
from familymap.rulebook import BASE, declarations, rules_on
from familymap.rules.values import TEXT

KAZAKHSTAN = country.load()
RULES, _ = declarations("kazakhstan")
MADE = rules_on(KAZAKHSTAN, date(2026, 1, 15))


def test_what_an_answer_is_read_from_has_a_title() -> None:
    """Signs of receipt are not explained, so they need none."""
    shown = {
        name
        for measure in MADE.measures.values()
        for name in MADE.stands_on([*measure.conditions, *filter(None, [measure.amount])])
        if MADE.rules[name].rule.kind == "fact"
    }
    assert shown - {*load_titles(KAZAKHSTAN), *load_own_titles(KAZAKHSTAN)} == set()


def test_titles_of_measures_name_facts_of_measures() -> None:
    own = {rule.name for rule in RULES if "/measures/" in rule.place.file and rule.kind == "fact"}
    assert set(load_own_titles(KAZAKHSTAN)) - own == set()


def test_titles_are_short() -> None:
    titles = {**load_titles(KAZAKHSTAN), **load_own_titles(KAZAKHSTAN)}
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
