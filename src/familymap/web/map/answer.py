"""The answer to a question of the map: rows, legend, title and ways to take it along."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from familymap.web import figures
from familymap.web.map import legend as colours
from familymap.web.map import wording
from familymap.web.map.question import CHANGE, Question
from familymap.web.map.saying import row_said, said
from familymap.web.publishing import Publication
from familymap.web.templatetags import ui

FILES = {"csv": "CSV", "xlsx": "Excel (XLSX)", "geojson": "GeoJSON"}
"""What the answer can be taken along as."""


@dataclass(frozen=True)
class Row:
    """An area of the answer: how it is coloured, what is said of it, the query of the map one level below."""

    area: str
    name: str
    colour: str
    value: str
    down: str | None


@dataclass(frozen=True)
class Entry:
    """A line of the legend."""

    colour: str
    range: str
    areas: str


@dataclass(frozen=True)
class Step:
    """An area that encloses those shown; its query, None for the one we are in."""

    name: str
    query: str | None


@dataclass(frozen=True)
class Place:
    """An area around the shown ones and the figure for it as a whole."""

    area: str
    name: str
    row: figures.Row | None


@dataclass(frozen=True)
class Answer:
    """What the page, its picture and its table say."""

    publication: Publication
    question: Question
    figure: figures.Figure
    catalogue: Sequence[figures.Figure]
    found: Sequence[figures.Row]
    places: Sequence[Place]
    complaints: Sequence[str]

    @property
    def change(self) -> bool:
        """Whether differences to the publication before are shown."""
        return self.question.way == CHANGE

    @property
    def unit(self) -> str:
        """number, share or money: how a number of this answer is said."""
        return self.figure.said_as(self.question.way)

    @cached_property
    def steps(self) -> list[colours.Step]:
        """The classes of the numbers that are shown."""
        values = [value for row in self.found if (value := self._counting(row)) is not None]
        return colours.steps(values, self.question.method, self.question.classes, self.change)

    def _counting(self, row: figures.Row) -> float | None:
        """The number by which an area is coloured: the lower or the upper one."""
        if row.held_back:
            return None
        chosen, other = (row.lower, row.upper)[:: 1 if self.question.side == "lower" else -1]
        return other if chosen is None else chosen

    def _colour(self, row: figures.Row) -> str:
        if row.held_back:
            return colours.HELD
        value = self._counting(row)
        return colours.UNKNOWN if value is None else colours.colour(value, self.steps)

    def _said(self, row: figures.Row) -> str:
        return row_said(row, self.unit, self.change)

    @cached_property
    def rows(self) -> list[Row]:
        """The areas, in the order of their codes."""
        down = self.question.down
        return [
            Row(row.area, row.name, self._colour(row), self._said(row), down(row.area)) for row in self.found
        ]

    @property
    def whole(self) -> Row | None:
        """The figure of the area around all of them: what a table's last line says."""
        place = self.places[-1]
        return Row(place.area, place.name, "", self._said(place.row), None) if place.row else None

    @property
    def legend(self) -> list[Entry]:
        """The classes from the most to the least, then what has no number."""
        found = [
            Entry(step.colour, said(step.least, step.most, False, self.unit, self.change), _areas(step.areas))
            for step in reversed(self.steps)
        ]
        for colour, words in (
            (colours.HELD, gettext("held back: too few to be shown")),
            (colours.UNKNOWN, gettext("unknown")),
        ):
            if number := sum(row.colour == colour for row in self.rows):
                found.append(Entry(colour, words, _areas(number)))
        return found

    @property
    def side(self) -> str:
        """By which bound areas are coloured; '' where no number has two."""
        uncertain = any(row.lower != row.upper for row in self.found if not row.held_back)
        return str(wording.SIDES[self.question.side]) if uncertain else ""

    @property
    def path(self) -> list[Step]:
        """The way from the country down to here."""
        return [
            Step(place.name, None if place is self.places[-1] else self._query_of(place))
            for place in self.places
        ]

    def _query_of(self, place: Place) -> str:
        level = {0: "region", 2: "district"}[len(place.area)]
        return self.question.query(level=level, within=place.area)

    @property
    def title(self) -> str:
        """The figure, and of whom when not of all."""
        group = self.group
        return f"{self.figure.title} — {group}" if group else self.figure.title

    @property
    def group(self) -> str:
        """The group in words; '' for everybody."""
        parts = {
            (grouping, part): words for grouping, _, listed in self.figure.groupings for part, words in listed
        }
        return parts.get((self.question.grouping, self.question.part), "")

    @property
    def caption(self) -> str:
        """How it is said, of which areas, where."""
        areas = str(wording.LEVELS[self.question.level])
        return f"{areas[:1].upper()}{areas[1:]} — {self.places[-1].name} — {wording.WAYS[self.question.way]}"

    @property
    def head(self) -> str:
        """What stands over the numbers."""
        return wording.head(self.question.way, self.figure.kind)

    @property
    def source(self) -> str:
        """Run, day and publication: what makes a number quotable."""
        return wording.source(self.publication)

    @property
    def is_sketch(self) -> bool:
        """Whether some of the shapes are no real boundaries."""
        return any(wording.is_sketch(self.publication.folder, level) for level in ("region", "district"))

    @property
    def shapes(self) -> str:
        """The address of the shapes of the areas."""
        return _shapes(self.publication, self.question.level, self.question.within)

    @property
    def around(self) -> str:
        """The address of the regions, drawn around whatever is shown."""
        return _shapes(self.publication, "region", "")

    @property
    def file(self) -> str:
        """The name of a file to take along, without its ending."""
        return f"{self.question.figure}_{self.question.level}_{self.publication.as_of}"

    @property
    def downloads(self) -> list[tuple[str, str]]:
        """The files one can take along: kind and address."""
        return [
            (words, f"{reverse('map:export', args=[kind])}?{self.question.query()}")
            for kind, words in FILES.items()
        ]


def _shapes(publication: Publication, level: str, within: str) -> str:
    address = reverse("map:shapes", args=[publication.number, level])
    return f"{address}?within={within}" if within else address


def _areas(number: int) -> str:
    return ngettext("{number} area", "{number} areas", number).format(number=ui.digits(number))
