"""Ten thousand random tables against plain NumPy that shares no code with the room.

The oracle tries every way in which the unknown can turn out and takes the smallest and the largest of each
figure. Half of the tables have nothing unknown: there everything must be equal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from familymap.wellbeing.counting import family_scores, indicators, measures, patterns
from familymap.wellbeing.method import CountingMethod
from tests.wellbeing.tables import Row, answer, counting_method

METHODS, TABLES_OF_EACH, MOST_FAMILIES, MOST_UNKNOWN = 20, 500, 7, 6
CLOSE = 1e-12
Figures = dict[str, tuple[float, float] | None]
"""Each figure at its smallest and largest; None where it has no value however the unknown turns out."""


@dataclass
class Table:
    """Families in two parts of a country: what each lacks (1, 0, or -1 for unknown) and its members."""

    lacks: np.ndarray
    members: np.ndarray
    part: np.ndarray

    @property
    def is_known(self) -> bool:
        return bool((self.lacks >= 0).all())


@dataclass
class Drawn:
    """A random method and its tables."""

    weights: list[int]
    cutoff: Fraction
    tables: list[Table] = field(default_factory=list)

    @property
    def method(self) -> CountingMethod:
        """The same method as a country would declare it: two dimensions where there are indicators enough."""
        whole, half = sum(self.weights), max(1, len(self.weights) // 2)
        dimensions = {}
        for name, of in (("first", range(half)), ("second", range(half, len(self.weights)))):
            inside = sum(self.weights[number] for number in of)
            if inside:
                dimensions[name] = {
                    f"indicator_{number}": str(Fraction(self.weights[number], inside)) for number in of
                }
        sizes = {
            "first": str(Fraction(sum(self.weights[:half]), whole)),
            "second": str(Fraction(sum(self.weights[half:]), whole)),
        }
        return counting_method(dimensions, str(self.cutoff), sizes)


def draw(chance: np.random.Generator) -> Drawn:
    """A method of one to six indicators and its tables."""
    weights = [int(weight) for weight in chance.integers(1, 7, size=chance.integers(1, 7))]
    parts = int(chance.integers(1, 13))
    drawn = Drawn(weights, Fraction(int(chance.integers(1, parts + 1)), parts))
    for number in range(TABLES_OF_EACH):
        families = int(chance.integers(1, MOST_FAMILIES + 1))
        lacks = (chance.random((families, len(weights))) < chance.random()).astype(np.int8)
        if number % 2:
            unknown = chance.permutation(lacks.size)[: chance.integers(1, MOST_UNKNOWN + 1)]
            lacks.reshape(-1)[unknown] = -1
        drawn.tables.append(
            Table(lacks, chance.integers(1, 9, size=families), chance.integers(0, 2, size=families))
        )
    return drawn


def every_turn(lacks: np.ndarray) -> np.ndarray:
    """The table once for each way in which its unknown can turn out: turn × family × indicator."""
    unknown = np.argwhere(lacks < 0)
    turns = 2 ** len(unknown)
    known = np.repeat(lacks[None], turns, axis=0).astype(np.int64)
    for place, (family, indicator) in enumerate(unknown):
        known[:, family, indicator] = (np.arange(turns) >> place) & 1
    return known


def figures(drawn: Drawn, table: Table, choices: Sequence[np.ndarray]) -> Iterator[Figures]:
    """What the definitions give for each choice of families, at the smallest and the largest."""
    weights, whole = np.array(drawn.weights), sum(drawn.weights)
    lacks = every_turn(table.lacks)
    score = lacks @ weights
    poor = score * drawn.cutoff.denominator >= drawn.cutoff.numerator * whole
    lacks_and_poor, depths = lacks * poor[:, :, None], score * poor
    everywhere = depths @ table.members
    for chosen in choices:
        here = table.members * chosen
        people, poor_people, depth = here.sum(), poor @ here, depths @ here
        censored, raw = here @ lacks_and_poor, here @ lacks
        found: Figures = {
            "headcount": _span(poor_people, people),
            "intensity": _span(depth, whole * poor_people),
            "adjusted": _span(depth, whole * people),
            "contribution": _span(depth, everywhere),
        }
        for number, weight in enumerate(drawn.weights):
            found[f"raw_{number}"] = _span(raw[:, number], people)
            found[f"censored_{number}"] = _span(censored[:, number], people)
            found[f"contribution_{number}"] = _span(weight * censored[:, number], depth)
        yield found


def _span(part: np.ndarray, whole: np.ndarray) -> tuple[float, float] | None:
    with np.errstate(invalid="ignore"):
        shares = part / whole
    if np.isnan(shares).all():
        return None
    return float(np.fmin.reduce(shares)), float(np.fmax.reduce(shares))


def portrait(drawn: Drawn) -> pa.Table:
    """All tables of a method in one, as the portrait gives them."""
    stacked = np.concatenate([table.lacks for table in drawn.tables])
    number = np.concatenate([np.full(len(table.members), no) for no, table in enumerate(drawn.tables)])
    columns: dict[str, pa.Array] = {
        "family_id": pa.array(np.arange(len(number))),
        "members": pa.array(np.concatenate([table.members for table in drawn.tables])),
        "table_no": pa.array([str(no) for no in number]),
        "part": pa.array([str(part) for part in np.concatenate([table.part for table in drawn.tables])]),
    }
    for indicator in range(stacked.shape[1]):
        values = stacked[:, indicator]
        columns[f"fact_indicator_{indicator}"] = pa.array(values > 0, mask=values < 0)
    return pa.table(columns)


def worked_out(
    database: duckdb.DuckDBPyConnection, drawn: Drawn, by: Sequence[str]
) -> tuple[dict[tuple[str, ...], Row], dict[tuple[str, ...], Row]]:
    """What the room gives: measures by group, figures by group and indicator."""
    method = drawn.method
    database.register("portrait", portrait(drawn))
    sql = patterns(method, family_scores(method, "portrait", by, True), by)
    database.execute(f"create or replace temp table pattern as {sql}")
    of_groups = answer(database, measures(method, "pattern", by, ("table_no",)))
    of_indicators = answer(database, indicators(method, "pattern", by))
    return (
        {tuple(row[name] for name in by): row for row in of_groups if row["unit"] == "people"},
        {
            (*(row[name] for name in by), row["indicator"]): row
            for row in of_indicators
            if row["unit"] == "people"
        },
    )


def bounds(row: Row, name: str) -> tuple[float, float] | None:
    lower, upper = row[f"{name}_lower"], row[f"{name}_upper"]
    return None if lower is None else (lower, upper)


REACHED = ("headcount", "adjusted", "contribution", "raw", "censored")
"""Figures whose bounds are reached by some turn of the unknown."""


def agree(
    name: str, exactly: bool, mine: tuple[float, float] | None, true: tuple[float, float] | None
) -> bool:
    """Whether the room's bounds are the oracle's, or lie around them where only that is promised."""
    if mine is None or true is None:
        return mine is true
    if exactly or name in REACHED:
        return abs(mine[0] - true[0]) < CLOSE and abs(mine[1] - true[1]) < CLOSE
    upper_is_reached = name == "intensity"
    return (
        -CLOSE <= mine[0] <= true[0] + CLOSE
        and true[1] - CLOSE <= mine[1] <= 1 + CLOSE
        and (not upper_is_reached or abs(mine[1] - true[1]) < CLOSE)
    )


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@pytest.mark.slow
def test_ten_thousand_tables(database: duckdb.DuckDBPyConnection) -> None:
    chance, checked = np.random.default_rng(20260101), 0
    for _ in range(METHODS):
        drawn = draw(chance)
        whole = worked_out(database, drawn, ("table_no",))
        in_parts = worked_out(database, drawn, ("table_no", "part"))
        for number, table in enumerate(drawn.tables):
            groups = [((str(number),), whole, np.ones(len(table.part), dtype=np.int64))]
            groups += [
                ((str(number), str(part)), in_parts, (table.part == part).astype(np.int64))
                for part in np.unique(table.part)
            ]
            truths = figures(drawn, table, [chosen for _, _, chosen in groups])
            for (group, (measured, listed), _), true in zip(groups, truths, strict=True):
                for name in ("headcount", "intensity", "adjusted", "contribution"):
                    mine = bounds(measured[group], name)
                    assert agree(name, table.is_known, mine, true[name]), (
                        drawn,
                        table,
                        group,
                        name,
                        mine,
                        true,
                    )
                for place in range(len(drawn.weights)):
                    row = listed[(*group, f"indicator_{place}")]
                    for kind, promised in (
                        ("raw", "raw"),
                        ("censored", "censored"),
                        ("contribution", "part"),
                    ):
                        mine = bounds(row, kind)
                        fits = agree(promised, table.is_known, mine, true[f"{kind}_{place}"])
                        assert fits, (drawn, table, group, kind, place, mine, true)
                added = [
                    listed[(*group, f"indicator_{place}")]["contribution"]
                    for place in range(len(drawn.weights))
                ]
                assert None in added or abs(sum(added) - 1) < CLOSE
            checked += 1
    assert checked == METHODS * TABLES_OF_EACH == 10_000
