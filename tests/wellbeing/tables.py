"""Small methods and tables of families for tests, and the answers of a step's SQL as rows by name."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import duckdb
import pyarrow as pa

from familymap.wellbeing.method import CountingMethod

TEXTS = {"kk": "мәтін", "ru": "текст", "en": "text"}
Row = dict[str, Any]


def counting_method(
    dimensions: Mapping[str, Mapping[str, str | None] | Sequence[str]],
    cutoff: str,
    weights: Mapping[str, str] | None = None,
) -> CountingMethod:
    """A method whose indicators read the fact of their own name.

    Dimensions weigh alike unless `weights` says otherwise; indicators too, unless a mapping gives their
    share.
    """
    equal = str(Fraction(1, len(dimensions)))
    return CountingMethod.model_validate(
        {
            "version": 1,
            "name": "small",
            "kind": "counting",
            "title": TEXTS,
            "plain": TEXTS,
            "reference": "test",
            "certainty": "assumption",
            "cutoff": cutoff,
            "cutoff_why": "test",
            "dimensions": {
                name: {
                    "title": TEXTS,
                    "weight": (weights or {}).get(name, equal),
                    "indicators": {
                        indicator: {
                            "fact": f"fact_{indicator}",
                            "why": "test",
                            "reference": "test",
                            "certainty": "assumption",
                            "weight": indicators[indicator] if isinstance(indicators, Mapping) else None,
                        }
                        for indicator in indicators
                    },
                }
                for name, indicators in dimensions.items()
            },
        }
    )


def families(
    database: duckdb.DuckDBPyConnection, method: CountingMethod, rows: Sequence[Row], *groups: str
) -> str:
    """A table `portrait` with one row per family; indicators by their own name, members 1 when not said."""
    columns: dict[str, pa.Array] = {
        "family_id": pa.array(range(1, len(rows) + 1), pa.int64()),
        "members": pa.array([row.get("members", 1) for row in rows], pa.int64()),
    }
    for name in groups:
        columns[name] = pa.array([row.get(name) for row in rows], pa.string())
    for name, fact in method.facts.items():
        columns[fact] = pa.array([row.get(name) for row in rows], pa.bool_())
    return offered(database, columns)


def offered(database: duckdb.DuckDBPyConnection, columns: Mapping[str, pa.Array]) -> str:
    """The table `portrait` with these columns."""
    database.register("portrait", pa.table(dict(columns)))
    return "portrait"


def answer(database: duckdb.DuckDBPyConnection, sql: str, order: str = "") -> list[Row]:
    """The rows of a query by column name."""
    found = database.execute(f"select * from ({sql}) {f'order by {order}' if order else ''}")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
