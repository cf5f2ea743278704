"""Who changes place: between two methods, and between two runs."""

from collections.abc import Iterator

import duckdb
import pytest

from familymap.wellbeing.compare import cross, need_changes, placed, places
from familymap.wellbeing.transitions import transitions
from tests.wellbeing.tables import Row, answer, counting_method, families


@pytest.fixture
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


STRICT = counting_method({"work": ["income"], "home": ["room", "heat"]}, "1/2")
MILD = counting_method({"work": ["income"], "home": ["room", "heat"]}, "1")
ROWS = [
    {"income": True, "room": True, "heat": True, "members": 5, "region": "north"},
    {"income": True, "room": False, "heat": False, "members": 4, "region": "north"},
    {"income": True, "room": True, "heat": None, "members": 3, "region": "south"},
    {"income": False, "room": False, "heat": False, "members": 2, "region": "south"},
    {"income": None, "room": False, "heat": False, "members": 1, "region": None},
]


def test_each_pair_of_places_is_counted(database: duckdb.DuckDBPyConnection) -> None:
    table = families(database, STRICT, ROWS, "region")
    rows = answer(database, cross(placed(STRICT, table), placed(MILD, table)))
    assert places(STRICT) == ["not_poor", "poor", "unknown"]
    assert {(row["first_place"], row["second_place"]): (row["families"], row["people"]) for row in rows} == {
        ("poor", "poor"): (1, 5),
        ("poor", "not_poor"): (1, 4),
        ("poor", "unknown"): (1, 3),
        ("not_poor", "not_poor"): (1, 2),
        ("unknown", "not_poor"): (1, 1),
    }


def test_need_by_part_of_the_country(database: duckdb.DuckDBPyConnection) -> None:
    table, by = families(database, STRICT, ROWS, "region"), ("region",)
    rows = answer(database, need_changes(placed(STRICT, table, by), placed(MILD, table, by), by))
    assert {(row["region"], row["change"]): row["people"] for row in rows} == {
        ("north", "both"): 5,
        ("north", "first_only"): 4,
        ("south", "unknown"): 3,
        ("south", "neither"): 2,
        ("unknown", "unknown"): 1,
    }


def test_silence_taken_for_none(database: duckdb.DuckDBPyConnection) -> None:
    table = families(database, STRICT, ROWS)
    rows = answer(database, placed(STRICT, table, (), silence_is_none=True), "family_id")
    assert [row["place"] for row in rows] == ["poor", "poor", "poor", "not_poor", "not_poor"]


def test_what_became_of_families_between_two_runs(database: duckdb.DuckDBPyConnection) -> None:
    def run(name: str, rows: list[tuple[int, int, str]]) -> str:
        values = ", ".join(f"({number}, {members}, '{place}')" for number, members, place in rows)
        database.execute(f"create table {name} as from (values {values}) as t(family_id, members, place)")
        return f"select * from {name}"

    earlier = run("earlier", [(1, 5, "D"), (2, 2, "D"), (3, 4, "C"), (4, 1, "D")])
    later = run("later", [(1, 6, "D"), (2, 2, "C"), (3, 4, "C"), (5, 3, "E")])
    found: list[Row] = answer(database, transitions(earlier, later))
    matrix = {(row["place_before"], row["place_after"]): row for row in found}
    assert {pair: (row["families"], row["people"]) for pair, row in matrix.items()} == {
        ("D", "D"): (1, 6),
        ("D", "C"): (1, 2),
        ("D", "gone"): (1, 1),
        ("C", "C"): (1, 4),
        ("new", "E"): (1, 3),
    }
    assert matrix["D", "D"]["families_share"] == pytest.approx(1 / 3)
    assert matrix["D", "D"]["people_share"] == pytest.approx(6 / 9)
    assert sum(row["families_share"] for row in found if row["place_before"] == "D") == pytest.approx(1)
