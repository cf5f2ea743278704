"""Every measure in force for every unit: due, not due or cannot tell, and each condition's answer."""

from collections.abc import Mapping, Sequence

from familymap.engine.steps import Step
from familymap.measures.answer_sql import answer_columns, rules_of
from familymap.portrait.steps import portrait_tables
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Level, Measure
from familymap.rules.stages import stage_steps
from familymap.rules.tables import KEYS, ORDER


def assessment_steps(made: Catalogue) -> list[Step]:
    """Steps that write `assessment_person`, `assessment_household`, `assessment_family` and `entitlement`.

    An assessment holds for each measure m of its level: m_due (unknown = cannot tell), m_conditions
    (condition i in bits 2i and 2i+1: 0 no, 1 yes, 2 unknown), m_amount (tiyn; unknown where not due or not
    known), m_at_least and m_at_most (the amount, or its bounds where it is not known; unknown without a
    bound), m_payee, m_received.
    """
    by_level = {level: measures for level in ORDER if (measures := measures_of(made, level))}
    wanted = {level: rules_of(measures) for level, measures in by_level.items()}
    finish = {
        level: [
            f"{text} as {measure.name}_{name}"
            for measure in measures
            for name, text in answer_columns(measure).items()
        ]
        for level, measures in by_level.items()
    }
    steps = stage_steps(made, "assessment", wanted, portrait_tables(made), finish)
    return [*steps, _entitlement(by_level)]


def measures_of(made: Catalogue, level: Level) -> list[Measure]:
    """The measures in force whose unit is a person, household or family."""
    return [measure for measure in made.measures.values() if measure.unit == level]


def _entitlement(by_level: Mapping[Level, Sequence[Measure]]) -> Step:
    """What is due for certain, one row per measure and unit."""
    parts = []
    for level, measures in by_level.items():
        keys = ", ".join(
            key if key in KEYS[level] else f"cast(null as bigint) as {key}"
            for key in ("family_id", "person_id", "household_id")
        )
        unit = {"person": "person_id", "family": "family_id", "household": "household_id"}[level.name]
        parts += [
            f"select '{measure.name}' as measure, {unit} as unit_id, '{level.name}' as level, {keys}, "
            f"{measure.name}_amount as amount, {measure.name}_at_least as at_least, "
            f"{measure.name}_at_most as at_most, {measure.name}_payee as payee_id, "
            f"{measure.name}_received as received from assessment_{level.name} where {measure.name}_due"
            for measure in measures
        ]
    text = " union all ".join(parts)
    return Step(
        "entitlement",
        "What is due for certain: one row per measure and person, family or household.",
        tuple(f"assessment_{level.name}" for level in by_level),
        lambda *_: text,
        ("measure", "unit_id"),
    )
