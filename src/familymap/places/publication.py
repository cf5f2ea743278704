"""`areas.parquet` of a publication: every area with figures, its names, a shape fit to send, hexagons."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from familymap.places.area import AREA, DISTRICT, REGION, SETTLEMENT, Area, kept, read_areas
from familymap.places.hexes import NEAR, WIDE, hex_at
from familymap.places.simplifying import simplified
from familymap.places.sketch import DeclaredRegion, completed

MOST_BYTES = {REGION: 300_000, DISTRICT: 440_000}
PUBLISHED = pa.schema([*AREA, ("hex_wide", pa.string()), ("hex_near", pa.string())])


def publish_areas(
    store: Path, codes: Iterable[str], regions: Mapping[str, DeclaredRegion], target: Path
) -> int:
    """Write the areas of these codes (settlements, districts) and those around them; how many.

    What the store has no shape of is sketched, and says so. Hexagons only of settlements.
    """
    areas = completed(read_areas(kept(store)), codes, regions)
    shapes = {one.code: one.shape for one in areas}
    for level, most in MOST_BYTES.items():
        mine = [one.code for one in areas if one.level == level]
        shapes |= (
            dict(zip(mine, simplified([shapes[code] for code in mine], most), strict=True)) if mine else {}
        )
    rows = [_row(one, shapes[one.code]) for one in sorted(areas, key=lambda one: (len(one.code), one.code))]
    pq.write_table(pa.Table.from_pylist(rows, schema=PUBLISHED), target, compression="zstd")
    return len(rows)


def _row(one: Area, shape: Any) -> dict[str, object]:
    is_spot = one.level == SETTLEMENT
    return {
        "area": one.code,
        "level": one.level,
        "name_kk": one.names[0],
        "name_ru": one.names[1],
        "name_en": one.names[2],
        "shape": shapely.to_wkb(shape),
        "schematic": one.schematic,
        "hex_wide": hex_at(shape, WIDE) if is_spot else None,
        "hex_near": hex_at(shape, NEAR) if is_spot else None,
    }
