"""Where a family is counted: its settlement and type; and how counts add up over areas and types."""

from collections.abc import Mapping, Sequence

from familymap.engine.steps import Step
from familymap.needs.declaration import Needs

UNKNOWN = "unknown"
"""The area or type of families of which it is not known."""

ALL = "all"
"""The whole country as an area, all types as a type."""

SETTLEMENT, COUNTRY = "settlement", "country"
CELL = ("area_level", "area", "family_type")
"""The columns that say which families are counted in a row of totals."""


def cell_steps(needs: Needs) -> list[Step]:
    """`family_cell` and `household_cell`."""
    return [_family_cell(needs.family_types.fact), _household_cell()]


def _family_cell(fact: str) -> Step:
    def build(family: str, portrait_family: str) -> str:
        return f"""
        select f.family_id, p.household_id, coalesce(f.kato, '{UNKNOWN}') as area,
            coalesce(p.{fact}, '{UNKNOWN}') as family_type,
            cast(f.members as bigint) as members, cast(f.adults as bigint) as adults
        from {family} f join {portrait_family} p on p.family_id = f.family_id
        """

    return Step(
        "family_cell",
        "Each family's settlement (that of its head's dwelling) and type.",
        ("family", "portrait_family"),
        build,
        ("family_id",),
        sealed=False,
    )


def _household_cell() -> Step:
    def build(household: str, family_cell: str) -> str:
        return f"""
        select h.household_id, coalesce(h.kato, '{UNKNOWN}') as area,
            coalesce(c.family_type, '{UNKNOWN}') as family_type
        from {household} h
        left join (
            select household_id, family_type, row_number() over (
                partition by household_id order by members desc, family_id
            ) as place
            from {family_cell} where household_id is not null
        ) c on c.household_id = h.household_id and c.place = 1
        """

    return Step(
        "household_cell",
        "Each household's settlement, and the type of its largest family.",
        ("household", "family_cell"),
        build,
        ("household_id",),
        sealed=False,
    )


def spread(table: str, needs: Needs, keys: Sequence[str], sums: Mapping[str, str]) -> str:
    """SQL: counts by settlement and type added up for every level of areas, each type and all types.

    `keys` are further columns to keep apart; `sums` are the columns to add up with their aggregate.
    """
    areas = {
        SETTLEMENT: "area",
        **{
            level: f"case when area = '{UNKNOWN}' then area else substr(area, 1, {length}) end"
            for level, length in sorted(needs.area_levels.items(), key=lambda one: -one[1])
        },
        COUNTRY: f"'{ALL}'",
    }
    listed = ", ".join(f"{text} as {name}" for name, text in sums.items())
    kept = "".join(f"{key}, " for key in keys)
    return " union all ".join(
        f"select {kept}'{level}' as area_level, area_of as area, type_of as family_type, {listed} "
        f"from (select *, {area} as area_of, {family_type} as type_of from {table}) as placed "
        f"group by {kept}area_of, type_of"
        for level, area in areas.items()
        for family_type in ("family_type", f"'{ALL}'")
    )


def whole(expression: str) -> str:
    """A sum as a whole number of 64 bits; nothing to add up is 0."""
    return f"cast(coalesce({expression}, 0) as bigint)"


def count_if(condition: str) -> str:
    """How many rows fulfil the condition."""
    return whole(f"sum(case when {condition} then 1 else 0 end)")


def sum_if(condition: str, what: str) -> str:
    """The sum over the rows that fulfil the condition; what is unknown adds nothing."""
    return whole(f"sum(case when {condition} then {what} end)")
