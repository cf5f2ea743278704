"""A sketch for areas without a shape: regions as boxes a country declares, districts as pieces of them."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import shapely
from pydantic import BaseModel, ConfigDict, Field
from shapely.geometry.base import BaseGeometry

from familymap.declarations import Words, read_tree, validated
from familymap.places.area import DISTRICT, REGION, SETTLEMENT, Area

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

GOLDEN = 0.6180339887498949


class DeclaredRegion(BaseModel):
    """A region as `places/regions.yaml` declares it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    kato: str
    names: Words
    boxes: Annotated[tuple[Box, ...], Field(min_length=1)]

    @property
    def titles(self) -> tuple[str, str, str]:
        """Its name in kk, ru and en."""
        return self.names.kk, self.names.ru, self.names.en


class _Regions(BaseModel):
    model_config = ConfigDict(extra="ignore")

    regions: tuple[DeclaredRegion, ...]


def load_regions(folder: Path) -> dict[str, DeclaredRegion]:
    """Code → region, from the declarations of a country. Raises BadDeclaration."""
    path = folder / "places" / "regions.yaml"
    content, tree = read_tree(path)
    return {one.kato: one for one in validated(_Regions, content, path, tree).regions}


def completed(
    areas: Iterable[Area], codes: Iterable[str], regions: Mapping[str, DeclaredRegion]
) -> list[Area]:
    """The areas of these codes (districts, settlements) and all around them; sketched where not given."""
    there = {one.code: one for one in areas}
    wanted = sorted(code for code in codes if code.isdigit())
    made: dict[str, Area] = {}
    for code in sorted({one[:2] for one in wanted}):
        made[code] = there.get(code) or _region(code, there, regions.get(code))
    for code in made.copy():
        inside = sorted({one[:4] for one in wanted if one.startswith(code) and len(one) > 2})
        sketched = dict(zip(inside, pieces(made[code].shape, len(inside)), strict=True)) if inside else {}
        for district in inside:
            names = tuple(f"{name}, {district}" for name in made[code].names)
            sketch = Area(district, DISTRICT, names, sketched[district], True)  # type: ignore[arg-type]
            made[district] = there.get(district, sketch)
    for code in (one for one in wanted if len(one) > 4):
        spot = Area(code, SETTLEMENT, ("", "", ""), _spot(made[code[:4]].shape, int(code)), True)
        made[code] = there.get(code, spot)
    return list(made.values())


def _region(code: str, there: Mapping[str, Area], declared: DeclaredRegion | None) -> Area:
    """The region from its districts where they are given, else from its boxes."""
    names = declared.titles if declared else (code, code, code)
    given = [one for one in there.values() if one.level == DISTRICT and one.code.startswith(code)]
    if given:
        return Area(code, REGION, names, shapely.union_all([one.shape for one in given]), given[0].schematic)
    boxes = declared.boxes if declared else ((50.0, 40.0, 51.0, 41.0),)
    return Area(code, REGION, names, shapely.union_all([shapely.box(*box) for box in boxes]), True)


def pieces(shape: BaseGeometry, number: int) -> Sequence[BaseGeometry]:
    """A shape cut into so many pieces of equal area, across its longer side and then its pieces'."""
    if number <= 1:
        return [shape]
    first = number // 2
    low, high = _halves(shape, first / number)
    return [*pieces(low, first), *pieces(high, number - first)]


def _halves(shape: BaseGeometry, share: float) -> tuple[BaseGeometry, BaseGeometry]:
    west, south, east, north = shape.bounds
    wide = (east - west) * 0.65 >= north - south  # a degree of longitude is shorter here
    low, high = (west, east) if wide else (south, north)
    for _ in range(40):
        middle = (low + high) / 2
        part = shape.intersection(_until(shape.bounds, middle, wide))
        low, high = (middle, high) if part.area < share * shape.area else (low, middle)
    half = _until(shape.bounds, middle, wide)
    return shape.intersection(half), shape.difference(half)


def _until(bounds: Box, middle: float, wide: bool) -> BaseGeometry:
    west, south, east, north = bounds
    return shapely.box(west, south, middle, north) if wide else shapely.box(west, south, east, middle)


def _spot(shape: BaseGeometry, number: int) -> BaseGeometry:
    """A place in the shape that is always the same for a number; spread evenly, away from the edge."""
    west, south, east, north = shape.bounds
    for turn in range(20):
        across, up = ((number + turn) * GOLDEN) % 1, ((number + turn) * GOLDEN * GOLDEN) % 1
        spot = shapely.Point(
            west + (east - west) * (0.1 + 0.8 * across), south + (north - south) * (0.1 + 0.8 * up)
        )
        if shape.contains(spot):
            return spot
    return shape.representative_point()
