"""Whom a measure is due to and whose payments show it, in the words of the assessment's tables."""

from collections.abc import Iterable, Sequence

from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Level, Measure, family, household, person

UNIT_KEY = {person: "person_id", household: "household_id", family: "family_id"}
"""Level → the column that numbers its units."""


def levels(made: Catalogue) -> list[Level]:
    """The levels at which a measure in force is due: each has an assessment table."""
    return [level for level in UNIT_KEY if any(one.unit == level for one in made.measures.values())]


def of_level(made: Catalogue, level: Level) -> list[Measure]:
    """The measures in force that are due to units of this level."""
    return [measure for measure in made.measures.values() if measure.unit == level]


def payment_scope(measure: Measure) -> Level:
    """Whose payments show that it is received: the person's own, or those of the family or household."""
    if measure.unit == person:
        return person if measure.payee == "self" else family
    return measure.unit


def per_month(measure: Measure, column: str) -> str:
    """SQL: an amount of the measure as money per month; a payment made once stays what it is."""
    return f"({column} // 12)" if measure.period == "year" else column


def answer(column: str, place: int) -> str:
    """SQL: the answer of one condition in a `m_conditions` column."""
    return f"(({column} // {4**place}) % 4)"


def rows(lines: Iterable[Sequence[str | None]], name: str, columns: Sequence[str]) -> str:
    """SQL: a small table of texts; without lines an empty one."""
    listed = [
        "(" + ", ".join("cast(null as varchar)" if value is None else f"'{value}'" for value in line) + ")"
        for line in lines
    ]
    if not listed:
        empty = ", ".join(f"cast(null as varchar) as {column}" for column in columns)
        return f"(select {empty} where false) as {name}"
    return f"(values {', '.join(listed)}) as {name}({', '.join(columns)})"
