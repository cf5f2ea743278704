"""An area with its shape, and how areas are kept: one Parquet file, in the store or in a publication."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from shapely.geometry.base import BaseGeometry

COUNTRY, REGION, DISTRICT, SETTLEMENT = "country", "region", "district", "settlement"
LANGUAGES = ("kk", "ru", "en")
AREA = pa.schema(
    [
        ("area", pa.string()),
        ("level", pa.string()),
        ("name_kk", pa.string()),
        ("name_ru", pa.string()),
        ("name_en", pa.string()),
        ("shape", pa.binary()),
        ("schematic", pa.bool_()),
    ]
)


@dataclass(frozen=True)
class Area:
    """A region, district or settlement: its code, its names in three languages («» where unknown), its shape.

    The shape is a polygon of a region or district and a point of a settlement, in degrees WGS 84.
    """

    code: str
    level: str
    names: tuple[str, str, str]
    shape: BaseGeometry
    schematic: bool = False


def write_areas(areas: Iterable[Area], target: Path) -> None:
    """Write areas in the order of their codes; the file is whole or not there."""
    rows = [
        {
            "area": one.code,
            "level": one.level,
            **{f"name_{language}": name for language, name in zip(LANGUAGES, one.names, strict=True)},
            "shape": shapely.to_wkb(one.shape),
            "schematic": one.schematic,
        }
        for one in sorted(areas, key=lambda one: (len(one.code), one.code))
    ]
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(target.name + ".unfinished")
    pq.write_table(pa.Table.from_pylist(rows, schema=AREA), beside, compression="zstd")
    beside.replace(target)


def read_areas(path: Path) -> list[Area]:
    """The areas of a file; none where there is no file."""
    if not path.exists():
        return []
    return [
        Area(
            row["area"],
            row["level"],
            (row["name_kk"], row["name_ru"], row["name_en"]),
            shapely.from_wkb(row["shape"]),
            row["schematic"],
        )
        for row in pq.read_table(path, schema=AREA).to_pylist()
    ]


def kept(store: Path) -> Path:
    """Where a store keeps the areas that were loaded."""
    return store / "areas" / "areas.parquet"
