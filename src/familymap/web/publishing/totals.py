"""What a table adds up to, in the run and in the serving store: both have to say the same."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.web.publishing.projection import NO_SUM, Columns, Table
from familymap.web.publishing.publication import PublishingError

SUMMED = frozenset({"BIGINT", "INTEGER", "SMALLINT"})

Totals = Mapping[str, Sequence[int | None]]
"""Column → how many rows know it, then for numbers and yes/no their sum; `rows` → how many rows there are."""


def expected(engine: DuckDBEngine, table: Table, columns: Columns) -> Totals:
    """What the run says the table has to add up to, worked out from its sealed tables, not from the
    projection.
    """
    found: dict[str, Sequence[int | None]] = {}
    for source, compared in table.compared.items():
        there = [name for name in compared if name in columns]
        [row] = engine.rows(f"select {asked(there, columns)} from {source}")
        found |= read(there, columns, row)
        if source.startswith("("):
            found.pop("rows")
    return found


def asked(names: Iterable[str], columns: Columns) -> str:
    """SQL: the count of rows, then of each column the count of known values and the sum."""
    parts = ["count(*)"]
    for name in names:
        parts.append(f"count({name})")
        if summed(name, columns):
            parts.append(f"sum(cast({name} as bigint))")
        elif columns[name] == "BOOLEAN":
            parts.append(f"sum(case when {name} then 1 else 0 end)")
    return ", ".join(parts)


def read(names: Sequence[str], columns: Columns, row: Sequence[Any]) -> dict[str, Sequence[int | None]]:
    """The answer to `asked`."""
    values = iter(row)
    found: dict[str, Sequence[int | None]] = {"rows": [int(next(values))]}
    for name in names:
        counted = int(next(values))
        if summed(name, columns) or columns[name] == "BOOLEAN":
            total = next(values)
            found[name] = [counted, None if total is None or not counted else int(total)]
        else:
            found[name] = [counted]
    return found


def summed(name: str, columns: Columns) -> bool:
    """Whether the values of a column are added up."""
    return columns[name] in SUMMED and name not in NO_SUM


def compare(table: Table, wanted: Totals, loaded: Totals) -> None:
    """Raises PublishingError where what was loaded is not what the run holds."""
    for name, expected in wanted.items():
        if list(loaded[name]) != list(expected):
            raise PublishingError(
                f"What was loaded is not what the run holds: {table.name}.{name} has {_told(loaded[name])} "
                f"where the run has {_told(expected)}. Nothing was published; publish again, and if it stays "
                "so, report it."
            )


def _told(found: Sequence[int | None]) -> str:
    return " / ".join("unknown" if one is None else str(one) for one in found)
