"""The published tables: every area and type, figures or nothing."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from familymap.needs.publication import PublishedRow, published_measures, published_unmet, write_csv
from tests.needs.country import ASTANA, NEEDS, TOWN, VILLAGE


class Rows:
    """An engine that has one answer."""

    def __init__(self, *rows: tuple[Any, ...]) -> None:
        self.answer = list(rows)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.answer


def cell(area: str, family_type: str, gap: int, received: int) -> tuple[Any, ...]:
    return ("large", area, family_type, gap, 0, received, 0, gap * 100, gap * 300)


CELLS = (
    cell(ASTANA, "alone", 300, 900),
    cell(ASTANA, "together", 400, 2000),
    cell(TOWN, "alone", 50, 60),
    cell(TOWN, "together", 70, 80),
    cell(VILLAGE, "alone", 4, 40),
    cell(VILLAGE, "together", 30, 50),
)


def published(
    *cells: tuple[Any, ...], limit: int | None = None
) -> dict[tuple[str, str, str], Sequence[int] | None]:
    rows = published_measures(Rows(*cells), NEEDS, limit)  # type: ignore[arg-type]
    return {(row.area_level, row.area, row.family_type): row.figures for row in rows}


def test_a_small_figure_and_what_would_betray_it_are_held_back_and_the_rest_is_shown() -> None:
    found = published(*CELLS)
    assert {place for place, figures in found.items() if figures is None} == {
        ("settlement", VILLAGE, "alone"),
        ("settlement", VILLAGE, "together"),
        ("settlement", TOWN, "alone"),
        ("settlement", TOWN, "together"),
    }
    assert found["district", "5936", "alone"] == (54, 0, 100, 0, 5400, 16200)
    assert found["country", "all", "all"] == (854, 0, 3130, 0, 85400, 256200)
    assert len(found) == 3 * 3 + 2 * 3 + 2 * 3 + 3


def test_the_limit_is_declared_and_can_be_another() -> None:
    assert None not in published(*CELLS, limit=4).values()
    assert ("settlement", VILLAGE, "alone") not in [
        place for place, figures in published(*CELLS[:4]).items() if figures is None
    ]


def test_places_nobody_knows_are_an_area_of_their_own() -> None:
    found = published(cell("unknown", "alone", 20, 20), cell(ASTANA, "alone", 20, 20))
    assert ("region", "unknown", "alone") in found


def test_indicators_are_published_by_where_families_stand() -> None:
    rows = Rows(("home", ASTANA, "alone", 10, 0, 30, 40, 0, 60), ("home", TOWN, "alone", 0, 0, 0, 3, 0, 90))
    found = {
        (row.area_level, row.area, row.family_type): row.figures
        for row in published_unmet(rows, NEEDS)  # type: ignore[arg-type]
    }
    assert found["settlement", TOWN, "alone"] is None
    assert found["settlement", ASTANA, "alone"] is None, "or the total less this one would tell"
    assert found["country", "all", "all"] == (10, 0, 30, 43, 0, 150)


def test_the_file_is_empty_where_something_is_held_back(tmp_path: Path) -> None:
    rows = [
        PublishedRow("large", "country", "all", "all", (12, 90)),
        PublishedRow("large", "region", "59", "all", None),
    ]
    assert write_csv(rows, "measure", ("gap", "received"), tmp_path / "measures.csv") == 1
    with (tmp_path / "measures.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["measure", "area_level", "area", "family_type", "held_back", "gap", "received"],
            ["large", "country", "all", "all", "no", "12", "90"],
            ["large", "region", "59", "all", "yes", "", ""],
        ]
    assert [path.name for path in tmp_path.iterdir()] == ["measures.csv"]
