"""Small pieces of SQL that the methods share: who is grouped by what, and how exact counts become shares."""

from collections.abc import Sequence
from dataclasses import dataclass

UNKNOWN = "unknown"
"""The name of a group whose families are known to be in none of the others (region or type not known)."""

UNITS = {"people": "people", "families": "families"}
"""Counted unit → the column of a pattern table that counts it."""


def columns(*names: str, table: str = "") -> str:
    """Columns for a select list, each followed by a comma, so that none at all is fine too."""
    place = f"{table}." if table else ""
    return "".join(f"{place}{name}, " for name in names)


def group_by(names: Sequence[str]) -> str:
    """A group-by clause; nothing when there is nothing to group by."""
    return f"group by {', '.join(names)}" if names else ""


def groups(by: Sequence[str]) -> str:
    """Grouping columns as texts for a select list; the unknown group is called «unknown»."""
    return "".join(f"coalesce(cast({name} as varchar), '{UNKNOWN}') as {name}, " for name in by)


def whole(expression: str) -> str:
    """A sum as a whole number of 64 bits (DuckDB adds up in 128 bits, which Parquet has not)."""
    return f"cast(coalesce({expression}, 0) as bigint)"


def sum_where(condition: str, what: str = "weight") -> str:
    """How much there is of what fulfils the condition."""
    return whole(f"sum(case when {condition} then {what} else 0 end)")


def share(part: str, of: str) -> str:
    """A share as a number between 0 and 1; unknown where there is nothing to have a share of."""
    return f"case when {of} > 0 then cast({part} as double) / cast({of} as double) end"


@dataclass(frozen=True)
class Bounds:
    """SQL of the lowest and the highest that a figure can be."""

    lower: str
    upper: str


def part_bounds(lower: str, upper: str, all_lower: str, all_upper: str) -> Bounds:
    """Between what a part's share of a whole lies, when the part and the rest are each known within bounds.

    The share is lowest with the part at its lowest and the rest at its highest. Unknown only where there
    cannot be a whole at all.
    """
    fewest, most = f"{lower} + {all_upper} - ({upper})", f"{upper} + {all_lower} - ({lower})"
    return Bounds(
        f"case when {all_upper} > 0 then coalesce({share(lower, fewest)}, 1) end",
        f"case when {all_upper} > 0 then coalesce({share(upper, most)}, 0) end",
    )


def by_unit(pattern: str, by: Sequence[str], carried: Sequence[str]) -> str:
    """A pattern table once for each unit: `unit` says what is counted, `weight` how much of it."""
    parts = [
        f"select {columns(*by)}'{unit}' as unit, {counted} as weight, {', '.join(carried)} from {pattern}"
        for unit, counted in UNITS.items()
    ]
    return " union all ".join(parts)


def spread(pattern: str, groupings: Sequence[str], carried: Sequence[str]) -> str:
    """A pattern table once for the whole country and once for each grouping.

    The columns `grouping` and `part` say which grouping and which part of it ('all', 'all' for the country).
    """
    listed = ", ".join([*UNITS.values(), *carried])
    parts = [
        f"select '{grouping}' as grouping_name, {part} as part, {listed} from {pattern}"
        for grouping, part in [("all", "'all'"), *((name, name) for name in groupings)]
    ]
    return " union all ".join(parts)
