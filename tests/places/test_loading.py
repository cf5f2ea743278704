"""Boundaries come in from GeoJSON, shapefile and GeoPackage, by KATO or COD-AB; every fault is named."""

from pathlib import Path

import pytest
import shapely

from familymap.places.area import kept, read_areas
from familymap.places.faults import BadBoundaries
from familymap.places.loading import load_boundaries
from tests.places.files import Rows, square, write

REGIONS = ("10", "59", "71")
ENDINGS = (".geojson", ".shp", ".gpkg")
BY_KATO: Rows = [
    ({"kato": "59", "name_kk": "Солтүстік", "name_ru": "Северная", "name_en": "North"}, square(68, 53, 3)),
    (
        {"kato": "593600000", "name_kk": "Қызылжар", "name_ru": "Кызылжар", "name_en": "Kyzylzhar"},
        square(68, 53),
    ),
]
BY_COD: Rows = [
    (
        {"ADM1_PCODE": "KZ59", "ADM2_PCODE": "KZ5936", "ADM2_EN": "Kyzylzhar", "ADM2_RU": "Кызылжар"},
        square(68, 53),
    ),
    ({"ADM1_PCODE": "KZ59", "ADM2_PCODE": "KZ5937", "ADM2_EN": "Esil", "ADM2_RU": "Есиль"}, square(69, 53)),
]


@pytest.mark.parametrize("ending", ENDINGS)
def test_areas_keyed_by_kato_come_in(ending: str, tmp_path: Path) -> None:
    loaded = load_boundaries(
        write(BY_KATO, tmp_path / f"areas{ending}"), tmp_path, REGIONS, ["59", "5936", "5940"]
    )
    assert loaded.counts == {"region": 1, "district": 1, "settlement": 0}
    assert loaded.without_shape == ["5940"]
    region, district = read_areas(kept(tmp_path))
    assert (region.code, region.level, region.names) == ("59", "region", ("Солтүстік", "Северная", "North"))
    assert (district.code, district.level, district.names[0]) == ("5936", "district", "Қызылжар")
    assert district.shape.equals(square(68, 53)) and not district.schematic


@pytest.mark.parametrize("ending", ENDINGS)
def test_areas_keyed_by_cod_ab_come_in(ending: str, tmp_path: Path) -> None:
    load_boundaries(write(BY_COD, tmp_path / f"adm2{ending}"), tmp_path, REGIONS)
    found = {area.code: area.names for area in read_areas(kept(tmp_path))}
    assert found == {"5936": ("", "Кызылжар", "Kyzylzhar"), "5937": ("", "Есиль", "Esil")}


def test_a_later_file_replaces_areas_of_the_same_code_and_keeps_the_others(tmp_path: Path) -> None:
    load_boundaries(write(BY_COD, tmp_path / "adm2.gpkg"), tmp_path, REGIONS)
    moved: Rows = [({"kato": "5936"}, square(60, 50)), ({"kato": "593620100"}, shapely.Point(60.5, 50.5))]
    load_boundaries(write(moved, tmp_path / "moved.geojson"), tmp_path, REGIONS)
    found = {area.code: area for area in read_areas(kept(tmp_path))}
    assert set(found) == {"5936", "5937", "593620100"}
    assert found["5936"].shape.equals(square(60, 50)) and found["593620100"].level == "settlement"


def test_settlements_come_from_a_table_too(tmp_path: Path) -> None:
    table = tmp_path / "settlements.csv"
    table.write_text(
        "kato,name_kk,lon,lat\n593620100,Ақжар,68.5,53.5\n711110000,Сарыарқа,71.4,51.1\n", "utf-8"
    )
    assert load_boundaries(table, tmp_path, REGIONS).counts["settlement"] == 2
    assert read_areas(kept(tmp_path))[0].names[0] == "Ақжар"


@pytest.mark.parametrize("ending", ENDINGS)
def test_another_system_of_coordinates_is_named_and_the_mend_too(ending: str, tmp_path: Path) -> None:
    file = write(BY_KATO, tmp_path / f"areas{ending}", "EPSG:32642")
    with pytest.raises(BadBoundaries) as told:
        load_boundaries(file, tmp_path, REGIONS)
    assert str(file) in str(told.value)
    assert "32642" in str(told.value) or "UTM" in str(told.value)
    assert "ogr2ogr -t_srs EPSG:4326" in str(told.value)
    assert "EPSG:4326" in told.value.text("kk") and "градус" in told.value.text("ru")
    assert not kept(tmp_path).exists()


BOWTIE = shapely.Polygon([(68, 53), (69, 54), (69, 53), (68, 54)])
FAULTS: dict[str, tuple[Rows, str]] = {
    "unknown region": (
        [({"kato": "88"}, square(68, 53))],
        "feature 1: «88» lies in no region of the country",
    ),
    "no code": ([({"name": "x"}, square(68, 53))], "feature 1: it does not say which area it is"),
    "code of three digits": ([({"kato": "593"}, square(68, 53))], "kato «593» is no KATO code"),
    "foreign pcode": ([({"ADM2_PCODE": "59-36"}, square(68, 53))], "is no code of COD-AB"),
    "no shape": ([BY_KATO[0], ({"kato": "5936"}, None)], "feature 2: it has no shape"),
    "a line": (
        [({"kato": "59"}, shapely.LineString([(68, 53), (69, 54)]))],
        "it is a LineString, not a polygon",
    ),
    "crossing itself": ([({"kato": "59"}, BOWTIE)], "feature 1: its polygon is not valid (Self-intersection"),
    "a district as a point": (
        [({"kato": "5936"}, shapely.Point(68, 53))],
        "5936 is a point: give its polygon",
    ),
    "metres": ([({"kato": "59"}, square(500_000, 5_800_000, 1000))], "are no degrees"),
    "twice": (
        [({"kato": "59"}, square(68, 53)), ({"kato": "59"}, square(69, 53))],
        "59 is feature 1 already",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_names_the_feature_and_the_mend_and_nothing_is_kept(name: str, tmp_path: Path) -> None:
    rows, said = FAULTS[name]
    file = write(rows, tmp_path / "areas.geojson")
    with pytest.raises(BadBoundaries) as told:
        load_boundaries(file, tmp_path, REGIONS)
    assert "areas.geojson, feature" in str(told.value) and said in str(told.value)
    assert "Nothing was kept" in str(told.value)
    assert not kept(tmp_path).exists()


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    rows: Rows = [({"kato": "88"}, square(68, 53)), BY_KATO[0], ({"kato": "59"}, None)]
    with pytest.raises(BadBoundaries) as told:
        load_boundaries(write(rows, tmp_path / "areas.geojson"), tmp_path, REGIONS)
    assert "feature 1" in str(told.value) and "feature 3" in str(told.value)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("areas.kml", "", "files of this kind are not read"),
        ("gone.geojson", None, "there is no such file"),
        ("broken.geojson", "{", "this is not a GeoJSON"),
        ("empty.geojson", '{"type": "FeatureCollection", "features": []}', "there is no feature in it"),
        ("list.geojson", "[]", "it has no list of «features»"),
        ("broken.gpkg", "no database at all, only a text that is long enough", "this is not a GeoPackage"),
        ("points.csv", "kato,lat\n1,2\n", "it has no column lon"),
    ],
)
def test_a_file_that_is_none_is_refused(name: str, content: str | None, said: str, tmp_path: Path) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(BadBoundaries, match=said):
        load_boundaries(file, tmp_path, REGIONS)


def test_a_shapefile_without_its_companions_says_which_is_missing(tmp_path: Path) -> None:
    file = write(BY_KATO, tmp_path / "areas.shp")
    file.with_suffix(".prj").unlink()
    with pytest.raises(BadBoundaries, match=r"areas\.prj is missing"):
        load_boundaries(file, tmp_path, REGIONS)
