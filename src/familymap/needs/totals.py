"""For each measure, area and type of family: to how many it is due, at least and at most, how many get it.

A unit (person, family or household) falls into one of six: due or perhaps due (cannot tell), each received,
not received, or not known to be. With a … f for their numbers:

    due          a received, b not received, c receipt not known
    cannot tell  d received, e not received, f receipt not known

    units due       a+b+c              …  a+b+c+d+e+f
    gap             b                  …  b+c+e+f
    take-up         a / (a+b+c+e+f)    …  (a+c+d+f) / (a+b+c+d+f)

Each bound of the take-up is reached by some turn of what is not known. Money counts an amount that is not
known at its bounds: below as 0 where it has none; above, units without a bound are counted apart
(`unbounded`), and with them the upper bound of the money is open.
"""

from familymap.engine.steps import Step
from familymap.needs.cells import CELL, count_if, spread, sum_if, whole
from familymap.needs.declaration import Needs
from familymap.needs.units import answer, levels, per_month
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Measure, household

UNITS = ("due_received", "due_not_received", "due_receipt_unknown",
         "open_received", "open_not_received", "open_receipt_unknown")  # fmt: skip
"""The numbers a … f of the module's text, as columns."""

FAMILIES = ("families_gap", "families_receipt_unknown", "families_received", "families_cannot_tell")
"""Each family is in one of these at most: something due is not received; or its receipt is not known; or all
that is due is received; or nothing is due for certain, but something may be. Of a household's measure they
count households."""

MONEY = ("due_lower", "due_upper", "gap_lower", "gap_upper")
OPEN = ("amount_unknown", "due_unbounded", "gap_unbounded")
"""Units due whose amount is not known; units due or perhaps due without a bound of it; those in the gap."""


def total_steps(made: Catalogue, needs: Needs) -> list[Step]:
    """`need_cell` (intermediate) and `need_total`."""
    return [_cell_step(made), _total_step(made, needs)]


def _missing(made: Catalogue) -> list[str]:
    """Columns that count the units for which a condition is what is missing, by the condition's place."""
    most = max((len(measure.conditions) for measure in made.measures.values()), default=0)
    return [f"missing_{place}" for place in range(most)]


def _cell_step(made: Catalogue) -> Step:
    missing = _missing(made)
    text = " union all ".join(_cells_of(measure, missing) for measure in made.measures.values())
    return Step(
        "need_cell",
        "For each measure, settlement and type of family: the counts that add up.",
        ("family_cell", "household_cell", *(f"assessment_{level.name}" for level in levels(made))),
        lambda *_: text,
        ("measure", "area", "family_type"),
        sealed=False,
    )


def _cells_of(measure: Measure, missing: list[str]) -> str:
    """SQL: the cells of one measure, first put together by family (by household where that is the unit)."""
    name, is_money = measure.name, measure.amount is not None
    due, got = f"{name}_due", f"{name}_received"
    least = per_month(measure, f"{name}_at_least") if is_money else "cast(null as bigint)"
    bound = per_month(measure, f"{name}_at_most") if is_money else "cast(null as bigint)"
    is_open = f"{due} is null"
    not_had = f"{got} is not true"
    in_gap = f"({due} is not false and {not_had})"
    unbounded = f"{name}_at_most is null" if is_money else "false"
    unit_counts = [
        f"{due} and {got}",
        f"{due} and not {got}",
        f"{due} and {got} is null",
        f"{is_open} and {got}",
        f"{is_open} and not {got}",
        f"{is_open} and {got} is null",
    ]
    columns = {
        **{column: count_if(condition) for column, condition in zip(UNITS, unit_counts, strict=True)},
        "due_lower": sum_if(due, least),
        "due_upper": sum_if(f"{due} is not false", bound),
        "gap_lower": sum_if(f"{due} and not {got}", least),
        "gap_upper": sum_if(in_gap, bound),
        "amount_unknown": count_if(f"{due} and {name}_amount is null" if is_money else "false"),
        "due_unbounded": count_if(f"{due} is not false and {unbounded}"),
        "gap_unbounded": count_if(f"{in_gap} and {unbounded}"),
        **{
            column: count_if(f"{is_open} and {answer(f'{name}_conditions', place)} = 2")
            if place < len(measure.conditions)
            else "cast(0 as bigint)"
            for place, column in enumerate(missing)
        },
    }
    key = "household_id" if measure.unit == household else "family_id"
    cell = "household_cell" if measure.unit == household else "family_cell"
    summed = ", ".join(f"{text} as {column}" for column, text in columns.items())
    by_family = (
        f"select {key}, {summed} from assessment_{measure.unit.name} "
        f"where {due} is not false and {key} is not null group by {key}"
    )
    states = {
        "families_gap": "due_not_received > 0",
        "families_receipt_unknown": "due_not_received = 0 and due_receipt_unknown > 0",
        "families_received": "due_not_received = 0 and due_receipt_unknown = 0 and due_received > 0",
        "families_cannot_tell": "due_received + due_not_received + due_receipt_unknown = 0",
    }
    listed = ", ".join(
        [
            *(f"{count_if(condition)} as {state}" for state, condition in states.items()),
            *(f"{whole(f'sum({column})')} as {column}" for column in columns),
        ]
    )
    return (
        f"select '{name}' as measure, area, family_type, {listed} from ({by_family}) as of_family "
        f"join {cell} as cell on cell.{key} = of_family.{key} group by area, family_type"
    )


def _total_step(made: Catalogue, needs: Needs) -> Step:
    missing = _missing(made)
    sums = {column: whole(f"sum({column})") for column in (*FAMILIES, *UNITS, *MONEY, *OPEN, *missing)}

    def build(need_cell: str) -> str:
        kinds = " ".join(f"when '{one.name}' then '{one.unit.name}'" for one in made.measures.values())
        periods = " ".join(f"when '{one.name}' then '{one.period}'" for one in made.measures.values())
        shown = ", ".join(("measure", *CELL))
        return f"""
        select {shown}, case measure {kinds} end as unit, case measure {periods} end as period,
            {", ".join((*FAMILIES, *UNITS))},
            due_received + due_not_received + due_receipt_unknown as units_due_lower,
            {" + ".join(UNITS)} as units_due_upper,
            due_not_received as gap_units_lower,
            due_not_received + due_receipt_unknown + open_not_received + open_receipt_unknown
                as gap_units_upper,
            {
            _share(
                "due_received",
                "due_received + due_not_received + due_receipt_unknown + "
                "open_not_received + open_receipt_unknown",
            )
        } as take_up_lower,
            {
            _share(
                "due_received + due_receipt_unknown + open_received + open_receipt_unknown",
                "due_received + due_not_received + due_receipt_unknown + open_received + "
                "open_receipt_unknown",
            )
        } as take_up_upper,
            {", ".join((*MONEY, *OPEN))},
            {_most_missing(made, missing)} as missing_condition,
            {_greatest(missing)} as missing_units
        from ({spread(need_cell, needs, ("measure",), sums)}) as added
        """

    return Step(
        "need_total",
        "For each measure, area and type of family: due, received, gap and money, lower and upper.",
        ("need_cell",),
        build,
        ("measure", *CELL),
    )


def _share(part: str, of: str) -> str:
    return f"case when {of} > 0 then cast({part} as double) / cast({of} as double) end"


def _greatest(columns: list[str]) -> str:
    return f"greatest({', '.join(['0', *columns])})" if columns else "0"


def _most_missing(made: Catalogue, missing: list[str]) -> str:
    """SQL: the name of the condition that is missing most often; the earlier one of equals."""
    most = _greatest(missing)
    names = " ".join(
        f"when measure = '{measure.name}' and {missing[place]} > 0 and {missing[place]} = {most} "
        f"then '{name}'"
        for measure in made.measures.values()
        for place, name in enumerate(measure.conditions)
    )
    return f"case {names} end" if names else "cast(null as varchar)"
