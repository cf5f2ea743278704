"""However the unknown turns out, every figure lies between its bounds, and so does every family's place."""

from collections.abc import Iterator
from random import Random
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from familymap import country
from familymap.wellbeing.compare import placed
from familymap.wellbeing.counting import family_scores, indicators, measures, patterns
from familymap.wellbeing.method import CountingMethod, Points, PointsMethod, load_methods
from familymap.wellbeing.points import family_points
from tests.wellbeing.tables import Row, answer, families, offered

METHODS = load_methods(country.load().folder / "wellbeing")
COUNTING, POINTS = METHODS["counting"], METHODS["points"]
assert isinstance(COUNTING, CountingMethod) and isinstance(POINTS, PointsMethod)
CLOSE = 1e-12
OFTEN = settings(max_examples=30)


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


lack = st.sampled_from([True, False, None])
family = st.fixed_dictionaries({"members": st.integers(1, 9)}, optional=dict.fromkeys(COUNTING.facts, lack))


@OFTEN
@given(st.lists(st.lists(family, min_size=1, max_size=6), min_size=1, max_size=8), st.integers(0, 2**32))
def test_counting(tables: list[list[Row]], seed: int) -> None:
    """Each table stands twice: as it is, and with the unknown turned out in some way."""
    rows, chance = [], Random(seed)
    for number, table in enumerate(tables):
        for row in table:
            turned = {name: chance.random() < 0.5 for name in COUNTING.facts if row.get(name) is None}
            rows += [
                {**row, "table_no": f"unknown {number}"},
                {**row, **turned, "table_no": f"known {number}"},
            ]
    by = ("table_no",)
    with duckdb.connect() as database:
        portrait = families(database, COUNTING, rows, *by)
        sql = patterns(COUNTING, family_scores(COUNTING, portrait, by, True), by)
        database.execute(f"create temp table pattern as {sql}")
        found = answer(database, measures(COUNTING, "pattern", by, by))
        listed = answer(database, indicators(COUNTING, "pattern", by))
    of = {(row["table_no"], row["unit"], row.get("indicator")): row for row in [*found, *listed]}
    for (table_no, unit, indicator), known in of.items():
        if table_no.startswith("known"):
            bounds = of[table_no.replace("known", "unknown"), unit, indicator]
            for name in ("headcount", "intensity", "adjusted", "contribution", "raw", "censored"):
                value = known.get(f"{name}_lower")
                if value is not None:
                    assert value == pytest.approx(known[f"{name}_upper"], abs=CLOSE)
                    lower, upper = bounds[f"{name}_lower"], bounds[f"{name}_upper"]
                    assert lower - CLOSE <= value <= upper + CLOSE, (name, indicator, unit, tables)


def values(one: Points) -> st.SearchStrategy[Any]:
    """Values of a question of the points table, or none."""
    if one.by_number:
        return st.none() | st.integers(0, 15)
    return st.sampled_from([None, *(band.value for band in one.bands)])


questions = st.fixed_dictionaries({name: values(one) for name, one in POINTS.indicators.items()})


def points_rows(database: duckdb.DuckDBPyConnection, answers: list[Row]) -> list[Row]:
    """What the table gives for families with these answers; lower bounds stay unknown unless given."""
    facts = {one.fact: name for name, one in POINTS.indicators.items()}
    lowest = {one.at_least: name for name, one in POINTS.indicators.items() if one.at_least}
    kinds = {fact: _kind(POINTS.indicators[name]) for fact, name in {**facts, **lowest}.items()}
    columns: dict[str, pa.Array] = {
        "family_id": pa.array(range(len(answers)), pa.int64()),
        "members": pa.array([1] * len(answers), pa.int64()),
    }
    for fact, kind in kinds.items():
        columns[fact] = pa.array([row.get(facts.get(fact, fact)) for row in answers], kind)
    return answer(database, family_points(POINTS, offered(database, columns), (), True), "family_id")


def _kind(one: Points) -> pa.DataType:
    if one.by_number:
        return pa.int64()
    return pa.bool_() if isinstance(one.bands[0].value, bool) else pa.string()


@OFTEN
@given(st.lists(st.tuples(questions, st.integers(0, 2**32)), min_size=1, max_size=10))
def test_points(drawn: list[tuple[Row, int]]) -> None:
    order = [level.level for level in POINTS.levels]
    turned_out = [
        {
            name: Random(f"{name} {seed}").choice(_possible(POINTS.indicators[name]))
            if value is None
            else value
            for name, value in answers.items()
        }
        for answers, seed in drawn
    ]
    with duckdb.connect() as database:
        unknown = points_rows(database, [answers for answers, _ in drawn])
        known = points_rows(database, turned_out)
    for before, after in zip(unknown, known, strict=True):
        assert before["score_at_least"] <= after["score_at_least"] <= after["score_at_most"]
        assert after["score_at_most"] <= before["score_at_most"]
        best, worst = order.index(before["level_best"]), order.index(before["level_worst"])
        assert best <= order.index(after["level_best"]) <= order.index(after["level_worst"]) <= worst
        if before["in_need"] is not None:
            assert after["in_need"] == before["in_need"]


def _possible(one: Points) -> list[Any]:
    return list(range(15)) if one.by_number else [band.value for band in one.bands]


@pytest.mark.parametrize("name", sorted(METHODS))
def test_with_everything_unknown_nothing_is_said(database: duckdb.DuckDBPyConnection, name: str) -> None:
    method = METHODS[name]
    if isinstance(method, CountingMethod):
        kinds = dict.fromkeys(method.facts.values(), pa.bool_())
    else:
        asked = method.indicators.values()
        kinds = {fact: _kind(one) for one in asked for fact in (one.fact, one.at_least) if fact}
    columns = {fact: pa.nulls(1, kind) for fact, kind in kinds.items()}
    one = {"family_id": pa.array([1]), "members": pa.array([3])}
    [row] = answer(database, placed(method, offered(database, {**one, **columns})))
    assert (row["place"], row["in_need"]) == ("unknown", None)
