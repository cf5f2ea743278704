"""What holds for every measure and any family at all, in any month since 2021."""

from datetime import date
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from familymap.rulebook import rules_on
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Measure
from familymap.rules.node import Node
from familymap.rules.unit import Evaluation, FactsOf, OneFamily
from tests.measures.drawn import DECLARED
from tests.measures.made_up_families import family_of

MONTHS = [date(year, month, 1) for year in range(2021, 2027) for month in range(1, 13)]
LOOKS_AT_THE_UNKNOWN = {"known", "assume", "first_known"}
"""Operators by which a rule says openly what it makes of a fact that nobody knows."""

families = st.integers(0, 10**9)
in_any_month = settings(max_examples=300)


@cache
def law_of(month: date) -> Evaluation:
    return Evaluation(rules_on(DECLARED, month))


def told(month: date, number: int) -> OneFamily:
    law = law_of(month)
    return law.complete(family_of(law.catalogue, number))


def units(measure: Measure, one: OneFamily) -> list[FactsOf]:
    match measure.unit.name:
        case "person":
            return list(one.members)
        case "family":
            return [one.family]
        case _:
            return [one.household]


def is_due(measure: Measure, unit: FactsOf) -> bool | None:
    answers = [unit[condition] for condition in measure.conditions]
    return False if False in answers else None if None in answers else True


def test_the_rules_load_for_every_month() -> None:
    least = {2021: 20, 2022: 20, 2023: 20, 2024: 20, 2025: 20, 2026: 30}
    for month in MONTHS:
        assert len(law_of(month).catalogue.measures) >= least[month.year], month


@in_any_month
@given(month=st.sampled_from(MONTHS), number=families)
def test_an_amount_lies_within_its_bounds_and_takes_nothing_away(month: date, number: int) -> None:
    one = told(month, number)
    for measure in law_of(month).catalogue.measures.values():
        for unit in units(measure, one):
            if not is_due(measure, unit):
                continue
            names = (measure.at_least, measure.amount, measure.at_most)
            known = [unit[name] for name in names if name and unit[name] is not None]
            assert known == sorted(known), (measure.name, known)
            assert all(amount >= 0 for amount in known), measure.name


@in_any_month
@given(month=st.sampled_from(MONTHS), number=families)
def test_measures_that_exclude_each_other_are_never_both_due(month: date, number: int) -> None:
    one = told(month, number)
    measures = law_of(month).catalogue.measures
    for measure in measures.values():
        for other in measure.excludes:
            if other in measures and measures[other].unit == measure.unit:
                for unit in units(measure, one):
                    assert not (is_due(measure, unit) and is_due(measures[other], unit)), measure.name


@in_any_month
@given(month=st.sampled_from(MONTHS), number=families, chance=st.randoms(use_true_random=False))
def test_knowing_less_never_gives_another_answer(month: date, number: int, chance) -> None:  # type: ignore[no-untyped-def]
    law = law_of(month)
    whole, less = told(month, number), family_of(law.catalogue, number)
    forgotten = chance.choice(less.members)
    fact = chance.choice(sorted(name for name in forgotten if name not in ("self", "role")))
    forgotten[fact] = None
    law.complete(less)
    for name in plain_rules(law.catalogue):
        level = law.catalogue.rules[name].rule.level.name
        pairs = {
            "person": zip(whole.members, less.members, strict=True),
            "family": [(whole.family, less.family)],
            "household": [(whole.household, less.household)],
        }
        for before, after in pairs[level]:
            if name != fact and after[name] is not None:
                assert after[name] == before[name], (name, fact)


@cache
def _plain(month: date) -> frozenset[str]:
    made = law_of(month).catalogue
    plain: set[str] = set()
    for name, settled in made.rules.items():
        own = settled.needs & made.rules.keys()
        if settled.rule.register or (own <= plain and not LOOKS_AT_THE_UNKNOWN & operators(settled.node)):
            plain.add(name)
    return frozenset(plain)


def plain_rules(made: Catalogue) -> frozenset[str]:
    """Rules that stand on nothing that looks whether a fact is known."""
    return _plain(made.as_of)


def operators(node: Node) -> set[str]:
    return {node.operator}.union(*(operators(operand) for operand in node.operands))


def test_most_of_what_a_family_is_stands_on_plain_rules() -> None:
    made = law_of(date(2026, 1, 1)).catalogue
    assert len(plain_rules(made)) > 250
