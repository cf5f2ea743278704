"""Shapes made small enough to send: neighbours keep their common border."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

DIGITS = 4
"""Places behind the point: 0.0001° is about ten metres."""

COARSEST = 1.0


def simplified(shapes: Sequence[Any], most_bytes: int) -> list[Any]:
    """The shapes with as many corners as fit into so many bytes of GeoJSON."""
    fine = shapely.set_precision(np.array(shapes, dtype=object), 10.0**-DIGITS)
    tolerance, made = 0.0, fine
    while _size(made) > most_bytes and tolerance < COARSEST:
        tolerance = tolerance * 2 or 0.0005
        made = shapely.coverage_simplify(fine, tolerance)
    return list(made)


def geometry(shape: Any) -> dict[str, Any]:
    """A shape as the geometry of a GeoJSON feature, rounded."""
    return dict(_rounded(json.loads(shapely.to_geojson(shape))))


def _size(shapes: Any) -> int:
    """Bytes in GeoJSON, reckoned from the number of corners."""
    return int(shapely.get_num_coordinates(shapes).sum()) * 18


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, list):
        return [_rounded(part) for part in value]
    return {key: _rounded(part) for key, part in value.items()} if isinstance(value, dict) else value
