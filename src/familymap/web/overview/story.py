"""How families are, put together from the published figures of one area: great numbers first, then charts."""

from collections.abc import Sequence
from dataclasses import dataclass

from familymap.web import figures
from familymap.web.map.question import CHANGE
from familymap.web.map.saying import row_said
from familymap.web.publishing import Publication


@dataclass(frozen=True)
class Line:
    """A row of a chart and of the table behind it: cells as people read them, bounds as drawn.

    Held back or unknown: no bounds, and the cell says so.
    """

    label: str
    cells: Sequence[str]
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Chart:
    """A part of the page: what it says in one sentence, the numbers, what they mean, where they come from."""

    key: str
    title: str
    sentence: str
    heads: Sequence[str]
    rows: Sequence[Line]
    definition: str
    unit: str = "number"
    whole: bool = False
    drawn: bool = True
    folded: bool = True
    map: str = ""


@dataclass(frozen=True)
class Head:
    """One great number of the first line."""

    name: str
    figure: str
    note: str


@dataclass(frozen=True)
class Found:
    """A figure with what it is for the area of the page, said in one way (number, share, change …)."""

    figure: figures.Figure
    way: str
    row: figures.Row

    @property
    def shown(self) -> bool:
        """Whether there is a number to show and to draw."""
        return not self.row.held_back and self.row.lower is not None

    @property
    def said(self) -> str:
        """The number as a person reads it: bounds, «held back», «unknown»."""
        unit = self.figure.said_as("number" if self.way == CHANGE else self.way)
        return row_said(self.row, unit, self.way == CHANGE)


class Area:
    """The published figures of one area."""

    def __init__(self, publication: Publication, code: str, language: str) -> None:
        self.publication, self.code, self.language = publication, code, language
        self.level = {0: "country", 2: "region", 4: "district"}[len(code)]
        self.catalogue = {figure.name: figure for figure in figures.catalogue(language)}

    def find(self, name: str, way: str = "number") -> Found | None:
        """A figure of the area; None when the publication has none of that name."""
        figure = self.catalogue.get(name)
        if figure is None or way not in figure.ways:
            return None
        rows = figures.table(
            self.publication, name, self.level, within=self.code[:-2], measure_as=way, language=self.language
        )
        row = next((row for row in rows if row.area == self.code or not self.code), None)
        return Found(figure, way, row) if row else None

    def all(self, prefix: str, way: str) -> list[Found]:
        """The figures whose name begins so, the greatest first, those without a number last."""
        named = (self.find(name, way) for name in self.catalogue if name.startswith(prefix))
        return sorted((one for one in named if one), key=_size)


def _size(found: Found) -> tuple[bool, float]:
    return not found.shown, -(found.row.lower or 0)
