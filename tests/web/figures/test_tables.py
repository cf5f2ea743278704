"""Tables, shapes and files of one publication say the same, and what is held back nowhere."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from familymap.web import figures
from familymap.web.figures import reading
from familymap.web.publishing.publication import Publication
from tests.web.figures.made_up import Truth, drawn, published

LANGUAGES = ("kk", "ru", "en")


def by_area(publication: Publication, figure: str, level: str, **more: str) -> dict[str, figures.Row]:
    return {row.area: row for row in figures.table(publication, figure, level, language="en", **more)}


def test_numbers_are_those_of_the_run_with_their_bounds(publication: Publication, truth: Truth) -> None:
    [country] = figures.table(publication, "lack_income", "country", language="en")
    sure, maybe = truth["lack_income", "yes"]["all", "all"], truth["lack_income", "unknown"]["all", "all"]
    assert (country.lower, country.upper) == (sure, sure + maybe) and country.area == "all"
    for area, row in by_area(publication, "lack_income", "region").items():
        if not row.held_back:
            assert row.lower == truth["lack_income", "yes"][area, "all"]


def test_a_share_is_of_those_who_are_looked_at(publication: Publication, truth: Truth) -> None:
    [row] = figures.table(publication, "neet", "country", measure_as="share", language="en")
    yes, unknown, no = (truth["neet", state]["all", "all"] for state in ("yes", "unknown", "no"))
    assert row.lower == pytest.approx(yes / (yes + unknown + no))
    assert row.upper == pytest.approx((yes + unknown) / (yes + unknown + no))


def test_take_up_lies_between_the_two_turns_of_what_is_not_known(
    publication: Publication, truth: Truth
) -> None:
    [row] = figures.table(publication, "take_up_large_family", "country", measure_as="share", language="en")
    gap, open_ = (truth["gap_large_family", state]["all", "all"] for state in ("gap", "open"))
    received = truth["take_up_large_family", "received"]["all", "all"]
    assert row.lower == pytest.approx(received / (received + gap + open_))
    assert row.upper == pytest.approx((received + open_) / (received + gap + open_))


def test_money_per_head_is_per_person_of_the_families(publication: Publication, truth: Truth) -> None:
    [money] = figures.table(publication, "gap_money_large_family", "country", language="en")
    [head] = figures.table(
        publication, "gap_money_large_family", "country", measure_as="per_head", language="en"
    )
    assert money.lower == 100 * truth["gap_large_family", "gap"]["all", "all"]
    assert head.lower == pytest.approx((money.lower or 0) / (3 * truth["families", "all"]["all", "all"]))


def test_areas_lie_within_what_was_asked_for(publication: Publication) -> None:
    assert {area[:2] for area in by_area(publication, "families", "district", within="59")} == {"59"}
    assert by_area(publication, "families", "region").keys() == {"10", "59", "61"}


def test_what_the_publication_does_not_have_is_empty(publication: Publication) -> None:
    assert figures.table(publication, "nonsense", "region") == ()
    assert figures.table(publication, "gap_rent_subsidy", "region") == ()
    assert figures.table(publication, "families", "region", grouping="family_type", part="nonsense") == ()
    assert (
        figures.table(publication, "families", "settlement", grouping="family_type", part="no_children") == ()
    )


def test_a_hexagon_is_the_sum_of_its_settlements_or_held_back(publication: Publication) -> None:
    settlements = by_area(publication, "lack_income", "settlement")
    for within in ("", "10"):
        hexes = by_area(publication, "lack_income", "hex", within=within)
        shown = sum(row.lower or 0 for row in hexes.values() if not row.held_back)
        assert len(hexes) > 1
        if not within:
            assert shown <= sum(row.lower or 0 for row in settlements.values())
            assert any(row.held_back for row in hexes.values())
            drawn_ones = json.loads(figures.geojson(publication, "hex"))["features"]
            assert {one["properties"]["area"] for one in drawn_ones} == set(hexes)


@pytest.mark.parametrize("within", ["10", "61"])
def test_the_index_of_a_hexagon_is_that_of_all_people_in_it(publication: Publication, within: str) -> None:
    indexes = by_area(publication, "adjusted_counting", "settlement", measure_as="share")
    sizes = {area: row.lower or 0 for area, row in by_area(publication, "families", "settlement").items()}
    inside: dict[str, list[str]] = {}
    for place in reading.places(publication.folder, "settlement"):
        inside.setdefault(place.hex_near, []).append(place.area)
    hexes = by_area(publication, "adjusted_counting", "hex", within=within, measure_as="share")
    shown = {cell: row for cell, row in hexes.items() if row.lower}
    assert shown
    for cell, row in shown.items():
        scores = sum((indexes[area].lower or 0) * sizes[area] for area in inside[cell])
        assert row.lower == pytest.approx(scores / sum(sizes[area] for area in inside[cell]))


@pytest.mark.parametrize("level", ["region", "district", "settlement"])
def test_shapes_are_those_of_the_table_and_small(publication: Publication, level: str) -> None:
    text = figures.geojson(publication, level)
    found = json.loads(text)["features"]
    assert [one["properties"]["area"] for one in found] == list(by_area(publication, "families", level))
    assert {one["geometry"]["type"] for one in found} == ({"Point"} if level == "settlement" else {"Polygon"})
    assert len(text.encode()) < 500_000


def test_nothing_that_is_held_back_stands_in_a_file(publication: Publication) -> None:
    rows = figures.table(publication, "lack_income", "settlement", language="ru")
    assert any(row.held_back for row in rows) and not all(row.held_back for row in rows)
    asked = {"level": "settlement", "language": "ru"}
    lines = list(
        csv.reader(
            io.StringIO(figures.export(publication, "lack_income", kind="csv", **asked).decode("utf-8-sig"))
        )
    )
    book = openpyxl.load_workbook(
        io.BytesIO(figures.export(publication, "lack_income", kind="xlsx", **asked))
    )
    drawn_ones = json.loads(figures.export(publication, "lack_income", kind="geojson", **asked))["features"]
    sheet = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    for row, line, cells, one in zip(rows, lines[1:], sheet, drawn_ones, strict=False):
        number = "" if row.lower is None else str(int(row.lower))
        assert line == [
            row.area,
            row.name,
            number,
            "" if row.upper is None else str(int(row.upper)),
            "да" if row.held_back else "нет",
        ]
        assert cells[:3] == (row.area, row.name, row.lower) and cells[4] == line[4]
        assert (one["properties"]["lower"], one["properties"]["held_back"]) == (row.lower, row.held_back)
    said = dict(lines[len(rows) + 2 :])
    assert said["Расчёт"] == "made-up" and said["По состоянию на"] == "2026-01-01"


def test_files_write_money_in_tenge(publication: Publication, truth: Truth) -> None:
    text = figures.export(publication, "gap_money_large_family", "country", "csv", language="en").decode(
        "utf-8-sig"
    )
    assert text.splitlines()[1].split(",")[2] == str(truth["gap_large_family", "gap"]["all", "all"])


def test_a_change_is_the_difference_and_a_small_one_is_held_back(truth: Truth, store: Path) -> None:
    later = {group: cells.copy() for group, cells in drawn(0).items()}
    region = next(area for area, _ in later["families", "all"] if len(area) == 2)
    for number, (area, part) in ((400, ("all", "all")), (400, (region, "all"))):
        for topic in (("families", "all"), ("lack_home", "yes")):
            later[topic][area, part] += number
            later[topic][area, "no_children"] += number
    for topic in (("families", "all"), ("lack_home", "yes")):
        for area in [
            area for area, part in later[topic] if part == "all" and area.startswith(region) and len(area) > 2
        ]:
            share = (
                400
                if area == min(a for a, _ in later[topic] if len(a) == len(area) and a.startswith(region))
                else 0
            )
            later[topic][area, "all"] += share
            if len(area) == 4:
                later[topic][area, "no_children"] += share
    second, _ = published(later, store, 2, before=1)
    [country] = figures.table(second, "lack_home", "country", measure_as="change", language="en")
    assert (country.lower, country.held_back) == (400, False)
    changes = by_area(second, "lack_home", "region", measure_as="change")
    assert sum(row.lower or 0 for row in changes.values()) in (0, 400)


def test_without_a_publication_before_no_change_is_known(publication: Publication) -> None:
    [row] = figures.table(publication, "families", "country", measure_as="change", language="en")
    assert (row.lower, row.upper, row.held_back) == (None, None, False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_its_words(language: str) -> None:
    for one in figures.catalogue(language):
        assert one.title and one.short and one.plain and one.theme
        assert "{" not in one.title + one.plain
        assert one.ways
    names = [one.name for one in figures.catalogue(language)]
    assert len(names) == len(set(names))
