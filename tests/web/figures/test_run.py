"""The figures of a real run equal the totals of needs and the measures of methods; what is published."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from familymap import country
from familymap.engine.store import RunStore
from familymap.web import figures, publishing
from familymap.web.figures import reading
from familymap.web.publishing.publication import Publication

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def run(country: Path) -> Any:
    """The tables of the sealed run, as views."""
    sealed = RunStore(country).latest()
    connection = duckdb.connect()
    for name in (
        "area_figure",
        "need_total",
        "unmet_total",
        "counting_measures",
        "family",
        "portrait_family",
    ):
        connection.execute(f"create view {name} as select * from read_parquet('{sealed.table(name)}')")
    yield connection
    connection.close()


EQUAL = {
    "gaps": (
        "select substr(name, 5), area_level, area, part, lower from area_figure "
        "where name like 'gap%' and state = 'gap' and kind = 'count'",
        "select measure, area_level, area, family_type, families_gap from need_total where families_gap > 0 "
        "and (area_level <> 'settlement' or family_type = 'all')",
    ),
    "received": (
        "select substr(name, 9), area_level, area, part, lower from area_figure "
        "where name like 'take_up%' and kind = 'count'",
        "select measure, area_level, area, family_type, families_received from need_total "
        "where families_received > 0 and (area_level <> 'settlement' or family_type = 'all')",
    ),
    "money": (
        "select substr(name, 5), area_level, area, part, lower from area_figure "
        "where kind = 'money' and lower > 0",
        "select measure, area_level, area, family_type, gap_lower from need_total where gap_lower > 0 "
        "and (area_level <> 'settlement' or family_type = 'all')",
    ),
    "unmet": (
        "select substr(name, 7), area_level, area, part, lower from area_figure "
        "where name like 'unmet%' and state = 'unmet' and kind = 'people'",
        "select indicator, area_level, area, family_type, sum(people) from unmet_total "
        "where place in ('received_and_still', 'not_due', 'no_measure') "
        "and (area_level <> 'settlement' or family_type = 'all') "
        "group by all",
    ),
    "lacks": (
        "select substr(name, 6), area_level, area, part, lower from area_figure "
        "where name like 'lack%' and state = 'yes' and kind = 'count'",
        "select indicator, area_level, area, family_type, sum(families) from unmet_total "
        "where place <> 'unknown' and (area_level <> 'settlement' or family_type = 'all') group by all",
    ),
    "poor": (
        "select area, part, sum(lower) filter (where state = 'yes'), sum(lower) from area_figure "
        "where name = 'poor_counting' and kind = 'people' and area_level = 'region' and part = 'all' "
        "and area <> 'unknown' group by all",
        "select part, 'all', nullif(poor_lower, 0), poor_upper from counting_measures "
        "where grouping_name = 'family_region' and unit = 'people' and part <> 'unknown' and poor_upper > 0",
    ),
    "poor by type": (
        "select part, sum(lower) filter (where state = 'yes'), sum(lower) from area_figure "
        "where name = 'poor_counting' and kind = 'count' and area = 'all' and part <> 'all' group by all",
        "select part, nullif(poor_lower, 0), poor_upper from counting_measures "
        "where grouping_name = 'family_type' and unit = 'families' and poor_upper > 0",
    ),
    "intensity": (
        "select part, lower, upper from area_figure where kind = 'intensity' and area = 'all'",
        "select part, round(intensity_lower * 1e6)::bigint, round(intensity_upper * 1e6)::bigint "
        "from counting_measures where grouping_name in ('all', 'family_type') "
        "and unit = 'people' and poor_upper > 0",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EQUAL)
def test_figures_are_those_of_the_tables_they_stand_on(run: Any, name: str) -> None:
    found, wanted = (set(run.execute(sql).fetchall()) for sql in EQUAL[name])
    print(f"{name}: {len(found)} rows equal")
    assert found == wanted and found


def test_the_adjusted_headcount_is_that_of_the_method(run: Any) -> None:
    [(lower, upper)] = run.execute(
        "select (sum(s.lower) filter (where s.state = 'yes') / any_value(p.lower) / 1e6)::double, "
        "(sum(s.upper) / any_value(p.lower) / 1e6)::double from area_figure s join area_figure p "
        "on p.name = 'families' and p.kind = 'people' and p.area = 'all' and p.part = 'all' "
        "where s.name = 'poor_counting' and s.kind = 'score' and s.area = 'all' and s.part = 'all'"
    ).fetchall()
    [wanted] = run.execute(
        "select adjusted_lower, adjusted_upper from counting_measures "
        "where grouping_name = 'all' and unit = 'people'"
    ).fetchall()
    assert (lower, upper) == pytest.approx(wanted, rel=1e-4)


def test_what_each_side_of_life_adds_makes_the_adjusted_headcount(run: Any) -> None:
    found = run.execute(
        "select area, part, state = 'yes' as surely, sum(lower) filter (where name = 'poor_counting'), "
        "sum(lower) filter (where name <> 'poor_counting') from area_figure where kind = 'score' "
        "and name like 'poor_counting%' and area_level <> 'settlement' group by all"
    ).fetchall()
    sure = [(whole, parts) for _, _, surely, whole, parts in found if surely]
    assert sure
    for whole, parts in sure:
        assert parts == pytest.approx(whole, rel=1e-4)


def test_an_area_shows_all_sides_of_life_or_none(current: Publication) -> None:
    sides = [f"poor_counting_{side}" for side in country.load().methods["counting"].dimensions]
    for level in ("country", "region", "district", "settlement"):
        there = reading.cells(current.folder, sides, level, "", "all", "all")
        assert len({there.held.get(side, frozenset()) for side in sides}) == 1, level


@pytest.fixture(scope="module")
def current(published: Path) -> Publication:
    found = publishing.current(published)
    assert found
    return found


def test_every_figure_of_the_publication_answers_on_every_level(current: Publication) -> None:
    asked = shown = 0
    for figure in figures.catalogue("en"):
        for level in ("country", "region", "district", "settlement", "hex"):
            for way in figure.ways:
                rows = figures.table(current, figure.name, level, measure_as=way, language="en")
                asked += len(rows)
                for row in rows:
                    assert not (row.held_back and row.lower is not None)
                    if row.lower is not None and row.upper is not None:
                        assert row.lower <= row.upper + 1e-9, (figure.name, level, way, row)
                        shown += 1
                    if figure.kind == "count" and way == "number" and row.lower is not None:
                        assert not 0 < row.lower < 10 and not 0 < (row.upper or 0) - row.lower < 10
    print(f"{asked} numbers asked for, {shown} shown")
    assert shown > 100


def test_areas_of_the_made_up_country_have_names_and_shapes(current: Publication) -> None:
    rows = figures.table(current, "families", "settlement", language="kk")
    assert rows and not any(row.name.isdigit() for row in rows)
    for level in ("region", "district"):
        assert len(figures.geojson(current, level).encode()) < 500_000
