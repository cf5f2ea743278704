"""Places, names and identifiers of the made-up country."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import pytest

from familymap.registers.iin import is_valid
from familymap.synthetic.districts import draw_districts
from familymap.synthetic.names import russian_surname, womans_surname
from familymap.synthetic.parameters import ParameterError, Parameters, declared
from familymap.synthetic.people import country_order
from familymap.synthetic.persons import iin
from familymap.synthetic.places import shared_out, write_places
from familymap.synthetic.spelling import romanised, russified


def test_the_regions_are_the_twenty_with_their_published_people() -> None:
    regions = declared("kazakhstan", "places/regions.yaml")["regions"]
    assert len(regions) == 20
    assert sum(region["population"]["urban"] for region in regions) == 12_208_259
    assert sum(region["population"]["rural"] for region in regions) == 7_556_745
    assert all(
        region["iso"] == f"KZ-{region['kato']}" and set(region["names"]) == {"kk", "ru", "en"}
        for region in regions
    )


def test_districts_touch_and_never_overlap_in_the_whole_country() -> None:
    regions = declared("kazakhstan", "places/regions.yaml")["regions"]
    districts = [district for region in regions for district in draw_districts(region)]
    assert len({district.code for district in districts}) == len(districts)
    for place, one in enumerate(districts):
        for other in districts[:place]:
            wide = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
            high = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
            assert wide < 1e-9 or high < 1e-9, (one, other)


@pytest.mark.parametrize("people", [1_000, 200_000, 20_000_000])
def test_settlements_hold_all_people_and_most_villages_are_small(people: int, tmp_path: Path) -> None:
    write_places(country_order(people, 1), "kazakhstan", tmp_path)
    settlements = duckdb.sql(f"from '{tmp_path}/settlement.parquet'").fetchall()
    assert sum(row[-1] for row in settlements) == people
    assert len({row[0] for row in settlements}) == len(settlements)
    assert all(len(row[0]) == 9 and row[0][:2] == row[1] and row[0][:4] == row[2] for row in settlements)
    villages = [row[-1] for row in settlements if row[6] == "village"]
    if people == 20_000_000:
        assert 6_000 < len(villages) < 6_400
        assert sum(size < 500 for size in villages) > len(villages) / 2
    shapes = json.loads((tmp_path / "boundaries.geojson").read_text(encoding="utf-8"))
    assert {shape["properties"]["kato"] for shape in shapes["features"]} >= {row[2] for row in settlements}


def test_parts_add_up() -> None:
    assert shared_out(100, [1, 1, 1]) == [33, 34, 33]
    assert sum(shared_out(7, [0.1] * 13)) == 7


def test_surnames_and_spellings() -> None:
    assert [russian_surname(name) for name in ("Ахмет", "Абай", "Әлі", "Мұса")] == [
        "Ахметов",
        "Абаев",
        "Әлиев",
        "Мұсаев",
    ]
    assert [womans_surname(name) for name in ("Ахметов", "Левицкий", "Ким", "Королёв")] == [
        "Ахметова",
        "Левицкая",
        "Ким",
        "Королёва",
    ]
    assert romanised(russified("Қызылжар")) == "Kyzylzhar"


def test_names_are_many_and_in_their_kazakh_spelling() -> None:
    names = declared("kazakhstan", "synthetic/names.yaml")
    for sex in "MF":
        listed = {name for lists in names["given"].values() for era in lists[sex].values() for name in era}
        assert len(listed) > 280
    kazakh = [name for era in names["given"]["kazakh"]["M"].values() for name in era]
    letters = Counter("".join(kazakh).lower())
    assert all(letters[letter] for letter in "әғқңөұүі")


def test_identifiers_are_valid_and_all_different_for_a_whole_day() -> None:
    day = "date '1999-12-31'"
    numbers = [
        row[0]
        for row in duckdb.sql(
            f"select {iin(day, chr(39) + 'M' + chr(39), 'serial')} from range(9000) t(serial)"
        ).fetchall()
    ]
    assert len(set(numbers)) == 9_000
    assert all(is_valid(number) and number.startswith("9912317") for number in numbers)


def test_every_parameter_says_where_it_comes_from() -> None:
    parameters = Parameters.load("kazakhstan", "synthetic/people.yaml")
    assert all(parameters.describe(name).unit for name in parameters)
    with pytest.raises(ParameterError, match="declares no parameter «shoe_size»"):
        parameters["shoe_size"]
    with pytest.raises(ParameterError, match="has no source"):
        Parameters("some.yaml", {"height": {"value": 1, "unit": "m", "certainty": "A"}})


def test_the_country_order_carries_the_date() -> None:
    assert country_order(1_000, 1).today == "date '2026-01-01'"
    assert country_order(1_000, 1, date(2026, 3, 1)).horizon == "date '2011-03-01'"
