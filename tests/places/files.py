"""Files of boundaries as other programs write them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely

Rows = Sequence[tuple[dict[str, Any], Any]]
"""Columns and shape of each feature."""


def square(west: float, south: float, side: float = 1.0) -> Any:
    return shapely.box(west, south, west + side, south + side)


def write(rows: Rows, target: Path, system: str = "EPSG:4326") -> Path:
    """A shapefile or GeoPackage written by GDAL; a GeoJSON by hand, so that it may be wrong."""
    if target.suffix == ".geojson":
        features = [
            {
                "type": "Feature",
                "properties": columns,
                "geometry": shape and json.loads(shapely.to_geojson(shape)),
            }
            for columns, shape in rows
        ]
        content: dict[str, Any] = {"type": "FeatureCollection", "features": features}
        if system != "EPSG:4326":
            content["crs"] = {
                "type": "name",
                "properties": {"name": f"urn:ogc:def:crs:{system.replace(':', '::')}"},
            }
        target.write_text(json.dumps(content), encoding="utf-8")
        return target
    names = list(rows[0][0])
    pyogrio.raw.write(
        target,
        geometry=np.array(
            [None if shape is None else shapely.to_wkb(shape) for _, shape in rows], dtype=object
        ),
        field_data=[np.array([columns[name] for columns, _ in rows], dtype=object) for name in names],
        fields=names,
        geometry_type="Unknown" if target.suffix == ".gpkg" else rows[0][1].geom_type,
        crs=system,
        encoding="UTF-8",
    )
    return target
