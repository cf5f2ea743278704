"""Schematic districts: the boxes of a region cut into strips of about equal area."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True)
class District:
    """A schematic district: its four-digit code, its region and its box."""

    code: str
    region: str
    box: Box

    @property
    def centre(self) -> tuple[float, float]:
        """Longitude and latitude of the middle."""
        west, south, east, north = self.box
        return (west + east) / 2, (south + north) / 2


def draw_districts(region: Mapping[str, Any]) -> list[District]:
    """Cut a region's boxes into its number of districts; they touch and never overlap.

    Codes: region digits, then 11, 12 … in a city without villages, 31, 32 … elsewhere.
    """
    boxes: list[Box] = [tuple(box) for box in region["boxes"]]
    numbers = _pieces(boxes, int(region["districts"]))
    first = 31 if region["population"]["rural"] else 11
    pieces = [piece for box, number in zip(boxes, numbers, strict=True) for piece in _cut(box, number)]
    kato = str(region["kato"])
    return [District(f"{kato}{first + place}", kato, piece) for place, piece in enumerate(pieces)]


def district_at(districts: Sequence[District], lon: float, lat: float) -> District:
    """The district a point lies in. Raises ValueError for a point outside all of them."""
    for district in districts:
        west, south, east, north = district.box
        if west <= lon <= east and south <= lat <= north:
            return district
    raise ValueError(
        f"No district of region {districts[0].region} holds the point {lat}, {lon}: widen its boxes."
    )


def _pieces(boxes: Sequence[Box], number: int) -> list[int]:
    """How many districts each box gets: one, and the rest one by one where the pieces are largest."""
    if number < len(boxes):
        raise ValueError(f"{number} districts cannot fill {len(boxes)} boxes: draw fewer boxes.")
    pieces = [1] * len(boxes)
    for _ in range(number - len(boxes)):
        widest = max(range(len(boxes)), key=lambda place: _area(boxes[place]) / pieces[place])
        pieces[widest] += 1
    return pieces


def _area(box: Box) -> float:
    west, south, east, north = box
    return (east - west) * (north - south)


def _cut(box: Box, number: int) -> list[Box]:
    """Two rows when there are four pieces or more, so that districts are not thin strips."""
    west, south, east, north = box
    if number < 4:
        return [
            (west + (east - west) * i / number, south, west + (east - west) * (i + 1) / number, north)
            for i in range(number)
        ]
    middle = (south + north) / 2
    return [
        *_cut_row((west, south, east, middle), number // 2),
        *_cut_row((west, middle, east, north), number - number // 2),
    ]


def _cut_row(box: Box, number: int) -> list[Box]:
    west, south, east, north = box
    width = (east - west) / number
    return [(west + width * i, south, west + width * (i + 1), north) for i in range(number)]
