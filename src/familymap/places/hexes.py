"""Hexagons: every settlement belongs wholly to one of each size. Sizes are resolutions of Uber's H3."""

import h3
import shapely

WIDE, NEAR = 4, 5
"""About 1,770 km² for the whole country, about 250 km² within a region or district."""


def hex_at(point: shapely.Point, resolution: int) -> str:
    """The hexagon of that size in which a point (longitude, latitude) lies."""
    return str(h3.latlng_to_cell(point.y, point.x, resolution))


def hex_shape(cell: str) -> shapely.Polygon:
    """The hexagon as a polygon in degrees."""
    return shapely.Polygon([(longitude, latitude) for latitude, longitude in h3.cell_to_boundary(cell)])
