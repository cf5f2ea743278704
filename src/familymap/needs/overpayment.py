"""Possible overpayments: paid last month, and certainly not due. Only for a human; nothing follows by itself.

What cannot be told is never counted: as long as anybody to whom the payment may belong may be due it, there
is no row. A payment does not say for whom of a family it is meant, nor which of two measures of one code it
is; then one row stands for the family, with the measure and the person who come nearest to being due.
"""

from collections.abc import Sequence

from familymap.engine.steps import Step
from familymap.needs.cells import UNKNOWN
from familymap.needs.units import UNIT_KEY, answer, levels, payment_scope
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Level, Measure, household

Alike = Sequence[Measure]
"""Measures whose payments cannot be told apart: they share a code."""


def code_groups(made: Catalogue) -> list[Alike]:
    """The measures paid month by month, together where they share a code.

    What is paid once was due or not on the day of payment; today's answer says nothing about it.
    """
    groups: list[Alike] = []
    for measure in made.measures.values():
        if not measure.received_as or measure.period not in ("month", "year"):
            continue
        alike = [g for g in groups if any(set(m.received_as) & set(measure.received_as) for m in g)]
        groups = [g for g in groups if g not in alike]
        groups.append([*(m for g in alike for m in g), measure])
    return groups


def overpayment_step(made: Catalogue) -> Step:
    """The step that writes `possible_overpayment`."""
    parts = [
        _of_units(group[0])
        if len(group) == 1 and payment_scope(group[0]) == group[0].unit
        else _of_families(group)
        for group in code_groups(made)
    ]
    listed = " union all ".join(parts)

    def build(*_: str) -> str:
        return f"""
        select p.measure, p.unit_id, p.level, p.family_id, p.person_id, p.household_id,
            case when p.level = 'household' then coalesce(h.area, '{UNKNOWN}')
                else coalesce(c.area, '{UNKNOWN}') end as area,
            case when p.level = 'household' then coalesce(h.family_type, '{UNKNOWN}')
                else coalesce(c.family_type, '{UNKNOWN}') end as family_type,
            p.failed_conditions, true as only_for_a_human
        from ({listed}) p
        left join family_cell c on c.family_id = p.family_id
        left join household_cell h on h.household_id = p.household_id
        """

    return Step(
        "possible_overpayment",
        "Only for a human: received and certainly not due, with the conditions that are not met.",
        ("family_cell", "household_cell", *(f"assessment_{level.name}" for level in levels(made))),
        build,
        ("measure", "unit_id"),
    )


def _candidate(measure: Measure) -> str:
    """SQL: the units that receive the measure and are certainly not due it, with what failed."""
    failed = [
        f"case when {answer(f'{measure.name}_conditions', place)} = 0 then '{name}' end"
        for place, name in enumerate(measure.conditions)
    ]
    count = " + ".join(
        f"case when {answer(f'{measure.name}_conditions', place)} = 0 then 1 else 0 end"
        for place in range(len(measure.conditions))
    )
    return (
        f"select '{measure.name}' as measure, {UNIT_KEY[measure.unit]} as unit_id, "
        f"'{measure.unit.name}' as level, {_keys(measure.unit)}, concat_ws(', ', {', '.join(failed)}) "
        f"as failed_conditions, {count} as failed_count from assessment_{measure.unit.name} "
        f"where {measure.name}_received and not {measure.name}_due"
    )


def _keys(level: Level) -> str:
    own = {"person": ("family_id", "person_id", "household_id"), "family": ("family_id", "household_id")}
    there = own.get(level.name, ("household_id",))
    names = ("family_id", "person_id", "household_id")
    return ", ".join(name if name in there else f"cast(null as bigint) as {name}" for name in names)


COLUMNS = "measure, unit_id, level, family_id, person_id, household_id, failed_conditions"


def _of_units(measure: Measure) -> str:
    """The unit's own payments and the unit's own answer: nothing else to look at."""
    return f"select {COLUMNS} from ({_candidate(measure)}) as candidate"


def _of_families(group: Alike) -> str:
    """One row for a family none of whose units may be due any of these measures."""
    for measure in group:
        assert measure.unit != household, f"{measure.name}: a code shared with a household's measure"
    may_be_due = " union all ".join(
        f"select family_id from assessment_{measure.unit.name} where {measure.name}_due is not false"
        for measure in group
    )
    candidates = " union all ".join(_candidate(measure) for measure in group)
    return f"""
    select {COLUMNS} from (
        select c.*, row_number() over (
            partition by c.family_id order by c.failed_count, c.measure, c.unit_id
        ) as place
        from ({candidates}) as c
        left join (select distinct family_id from ({may_be_due}) as claim) as d on d.family_id = c.family_id
        where d.family_id is null
    ) as nearest where place = 1
    """
