"""The points table: every band, borders in doubt, what is undefined, what is known only from below."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from familymap import country
from familymap.wellbeing.method import PointsMethod, load_method
from familymap.wellbeing.points import family_points, levels, patterns
from tests.wellbeing.tables import Row, answer
from tests.wellbeing.test_bounds import points_rows

POINTS = load_method(country.load().folder / "wellbeing" / "points.yaml")
assert isinstance(POINTS, PointsMethod)
NOTHING: Row = {name: (0 if one.by_number else one.bands[0].value) for name, one in POINTS.indicators.items()}


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def judged(database: duckdb.DuckDBPyConnection, **given: Any) -> Row:
    """One family: what is given, and the first band of everything else."""
    [row] = points_rows(database, [{**NOTHING, **given}])
    return row


@pytest.mark.parametrize(
    ("question", "values"),
    [
        (name, [(band.value if band.value is not None else band.from_, band.points) for band in one.bands])
        for name, one in POINTS.indicators.items()
    ],
)
def test_every_band(
    database: duckdb.DuckDBPyConnection, question: str, values: list[tuple[Any, int | tuple[int, int]]]
) -> None:
    rows = points_rows(database, [{**NOTHING, question: value} for value, _ in values])
    for row, (_, points) in zip(rows, values, strict=True):
        expected = points if isinstance(points, tuple) else (points, points)
        assert (row[f"{question}_least"], row[f"{question}_most"]) == expected


def test_numbers_beyond_the_last_band(database: duckdb.DuckDBPyConnection) -> None:
    assert judged(database, cars=17)["cars_most"] == 100
    assert judged(database, children=9)["children_least"] == 200


def test_what_is_known_from_below_leaves_only_the_bands_from_there(
    database: duckdb.DuckDBPyConnection,
) -> None:
    row = judged(database, income=None)
    assert (row["income_least"], row["income_most"]) == (0, 620)
    row = judged(database, income=None, points_income_known="two_to_three")
    assert (row["income_least"], row["income_most"]) == (280, 620)
    row = judged(database, working=None, points_working_known=1)
    assert (row["working_least"], row["working_most"]) == (150, 300)
    row = judged(database, income="none", points_income_known="two_to_three")
    assert (row["income_least"], row["income_most"]) == (0, 0)


def scored(database: duckdb.DuckDBPyConnection, score: int) -> Row:
    """A family of that score, made by shifting the points of one band."""
    [plain] = points_rows(database, [NOTHING])
    shift = score - plain["score_at_least"]
    one = POINTS.indicators["cars"]
    bands = (one.bands[0].model_copy(update={"points": one.bands[0].least + shift}), *one.bands[1:])
    block = POINTS.dimensions["movable_property"]
    shifted = POINTS.model_copy(
        update={
            "dimensions": {
                **POINTS.dimensions,
                "movable_property": block.model_copy(
                    update={
                        "indicators": {**block.indicators, "cars": one.model_copy(update={"bands": bands})}
                    }
                ),
            }
        }
    )
    shifted.__dict__.pop("indicators", None)
    [row] = answer(database, family_points(shifted, "portrait"))
    assert row["score_at_least"] == row["score_at_most"] == score
    return row


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (1_800, "A"),
        (1_799, "B"),
        (730, "B"),
        (729, "C"),
        (-30, "C"),
        (-31, "D"),
        (-458, "D"),
        (-459, None),
        (-460, None),
        (-461, "E"),
    ],
)
def test_the_borders_of_the_levels(
    database: duckdb.DuckDBPyConnection, score: int, level: str | None
) -> None:
    """Between −458 and −460 the source contradicts itself: there the level is D or E."""
    row = scored(database, score)
    assert row["level"] == level
    assert row["in_need"] is (score < -30)
    if level is None:
        assert (row["level_best"], row["level_worst"]) == ("D", "E")


def test_silence_as_none_is_kept_apart(database: duckdb.DuckDBPyConnection) -> None:
    [row] = points_rows(database, [{}])
    assert (row["score_at_least"], row["score_at_most"], row["level"]) == (-1_670, 4_600, None)
    assert row["score_if_none"] == -50 - 200 - 100  # no car, no dwelling, not registered
    assert row["level_if_none"] == "D"


def test_how_many_are_at_each_level(database: duckdb.DuckDBPyConnection) -> None:
    points_rows(database, [NOTHING, {**NOTHING, "income": None}, {}])
    sql = f"select * replace (family_id + 1 as members) from ({family_points(POINTS, 'portrait')})"
    database.execute(f"create or replace temp table judged as {sql}")
    pattern = f"({patterns('judged', ())}) as pattern"
    rows = answer(database, levels(POINTS, pattern), "unit, level")
    families = {row["level"]: row for row in rows if row["unit"] == "families"}
    assert {name: (row["count_lower"], row["count_upper"]) for name, row in families.items()} == {
        "A": (0, 1),
        "B": (0, 1),
        "C": (0, 2),
        "D": (0, 2),
        "E": (1, 3),
    }
    assert sum(row["count_if_none"] for row in families.values()) == 3
    people = {row["level"]: row["count_upper"] for row in rows if row["unit"] == "people"}
    assert people["E"] == 1 + 2 + 3 and people["A"] == 3
