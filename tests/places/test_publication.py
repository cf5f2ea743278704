"""Areas of a publication: sketched where nobody loaded a shape, small enough to send, with hexagons."""

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import shapely

from familymap import country
from familymap.places.area import Area, kept, write_areas
from familymap.places.hexes import NEAR, WIDE, hex_at, hex_shape
from familymap.places.publication import MOST_BYTES, publish_areas
from familymap.places.simplifying import geometry, simplified
from familymap.places.sketch import load_regions, pieces
from tests.places.files import square

REGIONS = load_regions(country.load().folder)


def test_what_nobody_loaded_is_sketched_inside_what_is_around_it(tmp_path: Path) -> None:
    codes = ["1031", "1036", "103120100", "103620100", "103620200", "unknown"]
    assert publish_areas(tmp_path, codes, REGIONS, tmp_path / "areas.parquet") == 6
    found = {row["area"]: row for row in pq.read_table(tmp_path / "areas.parquet").to_pylist()}
    shapes = {code: shapely.from_wkb(row["shape"]) for code, row in found.items()}
    assert shapes["10"].buffer(0.01).contains(shapes["1031"]) and not shapes["1031"].overlaps(shapes["1036"])
    assert shapes["1036"].contains(shapes["103620100"]) and shapes["103620100"] != shapes["103620200"]
    assert all(row["schematic"] for row in found.values())
    assert found["10"]["name_ru"] == "Абайская область"


def test_what_was_loaded_is_shown_as_it_is(tmp_path: Path) -> None:
    write_areas([Area("1031", "district", ("а", "б", "c"), square(78, 47))], kept(tmp_path))
    publish_areas(tmp_path, ["103120100"], REGIONS, tmp_path / "areas.parquet")
    rows = pq.read_table(tmp_path / "areas.parquet").to_pylist()
    region, district, settlement = rows
    assert shapely.from_wkb(district["shape"]).equals(square(78, 47)) and not district["schematic"]
    assert shapely.from_wkb(region["shape"]).equals(square(78, 47)), "a region is what its districts are"
    assert shapely.from_wkb(district["shape"]).contains(shapely.from_wkb(settlement["shape"]))


def test_pieces_fill_a_shape_evenly() -> None:
    parts = pieces(shapely.union(square(0, 0, 4), square(4, 0, 2)), 7)
    areas = [part.area for part in parts]
    assert len(parts) == 7 and max(areas) / min(areas) < 1.01
    assert abs(sum(areas) - 20) < 1e-6


def wavy(columns: int, rows: int, corners: int) -> list[shapely.Polygon]:
    """Neighbours with long, wavy common borders."""

    def edge(a: np.ndarray, b: np.ndarray) -> list[tuple[float, float]]:
        steps = np.linspace(0, 1, corners)[:, None]
        line = a + (b - a) * steps
        wave = 0.05 * np.sin(steps * 40) * np.sin(np.pi * steps)
        return [tuple(point) for point in line + wave * np.array([[(b - a)[1], (a - b)[0]]])]

    def ring(x: int, y: int) -> list[tuple[float, float]]:
        corner = [np.array(p, float) for p in ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1))]
        bottom, right = edge(corner[0], corner[1]), edge(corner[1], corner[2])
        top, left = edge(corner[3], corner[2])[::-1], edge(corner[0], corner[3])[::-1]
        return [*bottom, *right[1:], *top[1:], *left[1:]]

    return [shapely.Polygon(ring(x, y)) for x in range(columns) for y in range(rows)]


def test_real_boundaries_become_small_and_keep_their_common_borders() -> None:
    shapes = wavy(15, 15, 150)
    before = len(json.dumps([geometry(shape) for shape in shapes]))
    made = simplified(shapes, MOST_BYTES["district"])
    after = len(json.dumps([geometry(shape) for shape in made]))
    print(f"225 districts: {before:,} bytes before, {after:,} after")
    assert before > 1_500_000 and after < 500_000
    assert shapely.coverage_is_valid(made)


def test_a_settlement_belongs_wholly_to_one_hexagon_of_each_size() -> None:
    point = shapely.Point(71.43, 51.13)
    for size in (WIDE, NEAR):
        assert hex_shape(hex_at(point, size)).contains(point)
