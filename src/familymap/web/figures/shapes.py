"""The shapes of a level of areas as GeoJSON. Nothing smaller than a settlement has a place."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely

from familymap.needs.cells import SETTLEMENT
from familymap.places.hexes import hex_shape
from familymap.places.simplifying import geometry
from familymap.web.figures.reading import places, shapes
from familymap.web.figures.tables import HEX, hexagon
from familymap.web.publishing.publication import Publication


def geojson(publication: Publication, level: str, within: str = "") -> str:
    """The areas of a level (region, district, settlement, hex) within an area; `area` is their code."""
    return _text(publication.folder, level, within)


@lru_cache(maxsize=64)
def _text(folder: Path, level: str, within: str) -> str:
    whole = {"type": "FeatureCollection", "features": features(folder, level, within)}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=128)
def features(folder: Path, level: str, within: str) -> list[dict[str, Any]]:
    """One feature for each area, in the order of the codes."""
    if level == HEX:
        settlements = places(folder, SETTLEMENT)
        cells = {hexagon(one, within) for one in settlements if one.area.startswith(within)} - {""}
        return [_feature(cell, hex_shape(cell)) for cell in sorted(cells)]
    known = shapes(folder, level)
    return [
        _feature(one.area, shapely.from_wkb(known[one.area]))
        for one in places(folder, level)
        if one.area.startswith(within)
    ]


def _feature(area: str, shape: shapely.Geometry) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"area": area}, "geometry": geometry(shape)}
