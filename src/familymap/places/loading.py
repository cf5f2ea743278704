"""Loading boundaries: every feature gets its area, every fault is named, and nothing is kept of a bad file.

A feature says its area by a KATO code (two digits of a region, four of a district, nine of any of them) or by
a code of OCHA's COD-AB (`ADM1_PCODE`, `ADM2_PCODE`: the country's letters and the KATO digits). Regions and
districts are polygons; a settlement is a point, or a polygon of which a point within it is kept.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import shapely
from shapely.validation import explain_validity

from familymap.places.area import DISTRICT, LANGUAGES, REGION, SETTLEMENT, Area, kept, read_areas, write_areas
from familymap.places.faults import BadBoundaries, Fault
from familymap.places.formats import Feature, read_features

KATO_COLUMNS = ("kato", "kato_code", "te")
PCODE_COLUMNS = ("adm2_pcode", "adm1_pcode", "adm2_code", "adm1_code")
NAME_COLUMNS = {
    "kk": ("name_kk", "name_kaz", "adm{n}_kk", "adm{n}_kz"),
    "ru": ("name_ru", "name_rus", "adm{n}_ru"),
    "en": ("name_en", "adm{n}_en", "adm{n}_name", "name"),
}
PCODE = re.compile(r"[A-Z]{2,3}(\d{2}|\d{4})")
KATO = re.compile(r"\d{2}|\d{4}|\d{9}")
WIDTHS = {REGION: 2, DISTRICT: 4, SETTLEMENT: 9}
SHOWN = 20
"""So many faults are told; a file with more has one cause that they show."""

TABLES = (".csv", ".parquet")
POINT_COLUMNS = ("kato", "lon", "lat")


@dataclass(frozen=True)
class Loaded:
    """What was loaded: areas by level, and regions and districts of the data that have no shape yet."""

    counts: Mapping[str, int]
    without_shape: Sequence[str]


def load_boundaries(path: Path, store: Path, regions: Collection[str], wanted: Iterable[str] = ()) -> Loaded:
    """Keep the areas of a file in the store, in place of those of the same code. Raises BadBoundaries.

    `regions` are the codes of the country's regions; `wanted` the codes of regions and districts of the data.
    """
    found = read_points(path, regions) if path.suffix.lower() in TABLES else checked(path, regions)
    areas = {one.code: one for one in read_areas(kept(store))}
    areas |= {one.code: one for one in found}
    write_areas(areas.values(), kept(store))
    counts = {level: sum(one.level == level for one in found) for level in WIDTHS}
    return Loaded(counts, sorted(code for code in set(wanted) - set(areas) if code.isdigit()))


def checked(path: Path, regions: Collection[str]) -> list[Area]:
    """The areas of a file of boundaries. Raises BadBoundaries with every fault found."""
    areas: dict[str, tuple[int, Area]] = {}
    faults: list[Fault] = []
    for feature in read_features(path):
        try:
            area = _area(feature, regions)
            if area.code in areas:
                said = "{code} is feature {other} already: join its parts to one feature"
                raise _bad(said, code=area.code, other=areas[area.code][0])
            areas[area.code] = (feature.number, area)
        except BadBoundaries as trouble:
            said = "{file}, feature {number}: {trouble}."
            faults.append(Fault(said, file=path.name, number=feature.number, trouble=trouble.faults[0]))
    _refuse(faults)
    return [area for _, area in areas.values()]


def _refuse(faults: Sequence[Fault]) -> None:
    if not faults:
        return
    more = [Fault("… and {number} more.", number=len(faults) - SHOWN)] if len(faults) > SHOWN else []
    raise BadBoundaries(
        *faults[:SHOWN], *more, Fault("Nothing was kept: correct the file and load it again.")
    )


def _bad(english: str, /, **places: object) -> BadBoundaries:
    return BadBoundaries(Fault(english, **places))


def _area(feature: Feature, regions: Collection[str]) -> Area:
    columns = {name.lower(): value for name, value in feature.columns.items()}
    code = _code(columns)
    shape = feature.shape
    _check_shape(shape)
    is_point = shape.geom_type == "Point"
    if not is_point and len(code) == 9:
        code = code[:2] if code.endswith("0" * 7) else code[:4] if code.endswith("0" * 5) else code
    if code[:2] not in regions:
        listed = ", ".join(sorted(regions))
        raise _bad(
            "«{code}» lies in no region of the country; there are {regions}", code=code, regions=listed
        )
    level = next(level for level, width in WIDTHS.items() if width == len(code))
    if is_point and level != SETTLEMENT:
        raise _bad("region or district {code} is a point: give its polygon", code=code)
    if level == SETTLEMENT and not is_point:
        shape = shape.representative_point()
    is_sketch = columns.get("schematic") is True
    return Area(code, level, _named(columns, level), shapely.force_2d(shape), is_sketch)


def _code(columns: Mapping[str, Any]) -> str:
    for name in KATO_COLUMNS:
        if (value := columns.get(name)) not in (None, ""):
            code = str(value).strip().removesuffix(".0")
            if not KATO.fullmatch(code):
                raise _bad(
                    "{column} «{value}» is no KATO code: write 2, 4 or 9 digits", column=name, value=value
                )
            return code
    for name in PCODE_COLUMNS:
        if (value := columns.get(name)) not in (None, ""):
            if not (found := PCODE.fullmatch(str(value).strip())):
                said = "{column} «{value}» is no code of COD-AB: write the letters and 2 or 4 KATO digits"
                raise _bad(said, column=name, value=value)
            return found[1]
    raise _bad(
        "it does not say which area it is: give a column kato, or ADM1_PCODE or ADM2_PCODE "
        "(columns: {columns})",
        columns=", ".join(columns) or "–",
    )


def _check_shape(shape: Any) -> None:
    if shape is None or shape.is_empty:
        raise _bad("it has no shape: draw its polygon or take the row away")
    if shape.geom_type not in ("Polygon", "MultiPolygon", "Point"):
        raise _bad("it is a {kind}, not a polygon (a settlement may be a point)", kind=shape.geom_type)
    if not shape.is_valid:
        said = "its polygon is not valid ({why}): mend it, «fix geometries» in QGIS does"
        raise _bad(said, why=explain_validity(shape))
    west, south, east, north = shape.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise _bad(
            "its coordinates ({west} … {east}, {south} … {north}) are no degrees: "
            "convert the file to EPSG:4326",
            west=round(west),
            east=round(east),
            south=round(south),
            north=round(north),
        )


def _named(columns: Mapping[str, Any], level: str) -> tuple[str, str, str]:
    number = 1 if level == REGION else 2
    kk, ru, en = (
        next(
            (str(found) for name in NAME_COLUMNS[language] if (found := columns.get(name.format(n=number)))),
            "",
        )
        for language in LANGUAGES
    )
    return kk, ru, en


def read_points(path: Path, regions: Collection[str]) -> list[Area]:
    """The settlements of a table (CSV or Parquet): kato, lon, lat; name_kk, name_ru, name_en if known."""
    try:
        read = "read_csv(?, all_varchar = true)" if path.suffix == ".csv" else "read_parquet(?)"
        rows = duckdb.connect().execute(f"select * from {read}", [str(path)])
    except duckdb.Error as trouble:
        first = str(trouble).splitlines()[0]
        raise _bad("{file}: this table cannot be read ({trouble}).", file=path, trouble=first) from None
    names = [column[0].lower() for column in rows.description or ()]
    if gone := [name for name in POINT_COLUMNS if name not in names]:
        said = "{file}: it has no column {gone}: a table of settlements needs kato, lon, lat."
        raise _bad(said, file=path, gone=", ".join(gone))
    areas, faults = [], []
    for number, row in enumerate(rows.fetchall(), 1):
        columns = dict(zip(names, row, strict=True))
        try:
            areas.append(_area(Feature(number, columns, _point(columns)), regions))
        except BadBoundaries as trouble:
            said = "{file}, row {number}: {trouble}."
            faults.append(Fault(said, file=path.name, number=number, trouble=trouble.faults[0]))
    _refuse(faults)
    return areas


def _point(columns: Mapping[str, Any]) -> shapely.Point:
    try:
        return shapely.Point(float(columns["lon"]), float(columns["lat"]))
    except (TypeError, ValueError):
        raise _bad("lon and lat have to be numbers") from None
