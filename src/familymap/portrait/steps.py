"""The portrait as steps: every fact of every person, household and family, in three tables."""

from collections.abc import Collection

from familymap.engine.steps import Step
from familymap.portrait.base import BASE_STEPS, FAMILY_FACTS, HOUSEHOLD_FACTS, PERSON_FACTS
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Level, family, household, person
from familymap.rules.sources import source_facts
from familymap.rules.stages import stage_steps
from familymap.rules.tables import Table

KINDS = ("fact", "deprivation", "asked")
"""What a portrait consists of; conditions and amounts are the measures' own."""


def portrait_facts(made: Catalogue) -> dict[Level, list[str]]:
    """The facts of the portrait by level: those of the tables, then those of the rules."""
    facts: dict[Level, list[str]] = {level: list(given) for level, given in made.base.items()}
    for name, settled in made.rules.items():
        if settled.rule.kind in KINDS:
            facts[settled.rule.level].append(name)
    return facts


def portrait_steps(made: Catalogue, missing: Collection[str]) -> list[Step]:
    """Steps up to `portrait_person`, `portrait_household` and `portrait_family`; a column for each fact.

    Of the registers in `missing` nothing was delivered: what only they know is unknown.
    """
    sources, joined = source_facts(made, missing)
    given = {
        person: Table(person, "person_base", frozenset(PERSON_FACTS), joined),
        household: Table(household, "household_base", frozenset(HOUSEHOLD_FACTS)),
        family: Table(family, "family_base", frozenset(FAMILY_FACTS)),
    }
    return [*BASE_STEPS, *sources, *stage_steps(made, "portrait", portrait_facts(made), given)]


def portrait_tables(made: Catalogue) -> dict[Level, Table]:
    """The three tables as the rooms after this one find them."""
    return {
        level: Table(level, f"portrait_{level.name}", frozenset(names))
        for level, names in portrait_facts(made).items()
    }
