"""Reading features from the files in which boundaries come: GeoJSON, shapefile, GeoPackage.

All three are read with little: a shapefile by pyshp, a GeoPackage is an SQLite file whose shapes are
well-known binary behind a short header. Only degrees on WGS 84 are taken; other systems are named and
refused.
"""

import json
import re
import sqlite3
import struct
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapefile
import shapely

from familymap.places.faults import BadBoundaries, Fault

ENDINGS = {
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".shp": "shapefile",
    ".gpkg": "GeoPackage",
}
GEOJSON_WGS84 = re.compile(r"(CRS:?:?84|EPSG:?:?:?4326)$")
PRJ_NAME = re.compile(r'^\s*(PROJCS|GEOGCS)\["([^"]*)"')
PRJ_WGS84 = re.compile(r"^(GCS_)?WGS[ _]?(19)?84", re.IGNORECASE)


@dataclass(frozen=True)
class Feature:
    """A feature as the file has it: its number (from 1), its columns, its shape or None."""

    number: int
    columns: Mapping[str, Any]
    shape: Any


def read_features(path: Path) -> list[Feature]:
    """Every feature of a file. Raises BadBoundaries."""
    readers = {"GeoJSON": _geojson, "shapefile": _shapefile, "GeoPackage": _geopackage}
    kind = ENDINGS.get(path.suffix.lower())
    if kind is None:
        raise _bad(
            "{file}: files of this kind are not read: give GeoJSON (.geojson), a shapefile (.shp) or a "
            "GeoPackage (.gpkg).",
            path,
        )
    if not path.exists():
        raise _bad("{file}: there is no such file.", path)
    try:
        found = list(readers[kind](path))
    except (json.JSONDecodeError, UnicodeDecodeError, sqlite3.Error, shapefile.ShapefileException) as trouble:
        raise _bad(
            "{file}: this is not a {kind} ({trouble}): export it again.", path, kind=kind, trouble=trouble
        ) from None
    if not found:
        raise _bad("{file}: there is no feature in it: export the layer of boundaries.", path)
    return found


def _geojson(path: Path) -> Iterator[Feature]:
    content = json.loads(path.read_text(encoding="utf-8"))
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise _bad("{file}: it has no list of «features»: export it as a FeatureCollection.", path)
    named = ((content.get("crs") or {}).get("properties") or {}).get("name", "CRS84")
    if not GEOJSON_WGS84.search(str(named)):
        raise _wrong_system(path, str(named))
    for number, one in enumerate(features, 1):
        geometry = one.get("geometry")
        yield Feature(number, one.get("properties") or {}, _made(path, number, geometry))


def _made(path: Path, number: int, geometry: Any) -> Any:
    if geometry is None:
        return None
    try:
        return shapely.from_geojson(json.dumps(geometry))
    except shapely.errors.GEOSException as trouble:
        raise _bad(
            "{file}, feature {number}: its shape cannot be read ({trouble}).",
            path,
            number=number,
            trouble=trouble,
        ) from None


def _shapefile(path: Path) -> Iterator[Feature]:
    beside = {suffix: path.with_suffix(suffix) for suffix in (".shx", ".dbf", ".prj", ".cpg")}
    if gone := [str(beside[suffix].name) for suffix in (".dbf", ".prj") if not beside[suffix].exists()]:
        raise _bad(
            "{file}: {gone} is missing: a shapefile is several files, put them side by side.",
            path,
            gone=", ".join(gone),
        )
    _check_prj(path, beside[".prj"].read_text(encoding="utf-8", errors="replace"))
    encoding = "utf-8"
    if beside[".cpg"].exists():
        encoding = beside[".cpg"].read_text(encoding="ascii", errors="ignore").strip() or encoding
    try:
        with shapefile.Reader(str(path), encoding=encoding) as content:
            names = [field[0] for field in content.fields if field[0] != "DeletionFlag"]
            for number, (shape, record) in enumerate(
                zip(content.iterShapes(), content.iterRecords(), strict=True), 1
            ):
                empty = shape.shapeType == shapefile.NULL
                made = None if empty else shapely.geometry.shape(shape.__geo_interface__)
                yield Feature(number, dict(zip(names, record, strict=True)), made)
    except LookupError:
        raise _bad(
            "{file}: the encoding «{encoding}» of its .cpg file is not known: write UTF-8 there if it is.",
            path,
            encoding=encoding,
        ) from None


def _check_prj(path: Path, text: str) -> None:
    found = PRJ_NAME.match(text)
    if not found or found[1] != "GEOGCS" or not PRJ_WGS84.match(found[2]):
        raise _wrong_system(path, found[2] if found else text[:60])


def _geopackage(path: Path) -> Iterator[Feature]:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as content:
        layers = content.execute(
            "select g.table_name, g.column_name, s.organization, s.organization_coordsys_id, s.srs_name "
            "from gpkg_geometry_columns g join gpkg_spatial_ref_sys s using (srs_id)"
        ).fetchall()
        if len(layers) != 1:
            names = ", ".join(str(layer[0]) for layer in layers) or "none"
            raise _bad("{file}: it has to have one layer of shapes; it has: {names}.", path, names=names)
        [(table, column, organization, code, name)] = layers
        if (str(organization).upper(), code) != ("EPSG", 4326):
            raise _wrong_system(path, f"{name} ({organization}:{code})")
        quoted = '"' + table.replace('"', '""') + '"'
        rows = content.execute(f"select * from {quoted}")
        heads = [one[0] for one in rows.description]
        for number, row in enumerate(rows, 1):
            columns = dict(zip(heads, row, strict=True))
            blob = columns.pop(column)
            yield Feature(number, columns, None if blob is None else _unpacked(blob))


def _unpacked(blob: bytes) -> Any:
    """A shape in a GeoPackage: «GP», version, flags, number of the system, box, well-known binary."""
    flags = blob[3]
    box = (0, 32, 48, 48, 64)[(flags >> 1) & 0b111]
    struct.unpack_from("<i" if flags & 1 else ">i", blob, 4)
    return shapely.from_wkb(blob[8 + box :])


def _wrong_system(path: Path, name: str) -> BadBoundaries:
    return _bad(
        "{file}: its coordinates are in «{system}», not in degrees on WGS 84 (EPSG:4326): "
        "convert it first, for example with: {command}",
        path,
        system=name,
        command=f"ogr2ogr -t_srs EPSG:4326 {path.stem}_4326.gpkg {path.name}",
    )


def _bad(english: str, path: Path, **places: object) -> BadBoundaries:
    return BadBoundaries(Fault(english, file=path, **places))
