"""A figure by area: its bounds, or held back. Only numbers that are shown are added and divided."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from familymap.needs.cells import ALL, COUNTRY, SETTLEMENT
from familymap.needs.figures import FAMILIES, MILLION
from familymap.places.area import REGION
from familymap.texts import translator
from familymap.web.figures.catalogue import (
    CHANGE,
    COUNT,
    DAYS,
    INTENSITY,
    MONEY,
    NUMBER,
    PER_HEAD,
    SCORE,
    Figure,
    State,
    by_name,
    smallest,
)
from familymap.web.figures.changes import shown_changes
from familymap.web.figures.reading import Cells, PlaceRow, cells, parts, places
from familymap.web.publishing.publication import Publication

HEX = "hex"
REMEMBERED = 16384
"""Every figure of all districts in three languages and three ways, as the overview asks: some 60 MB."""

Bounds = tuple[float | None, float | None]


@dataclass(frozen=True)
class Row:
    """A figure of one area. `lower` is unknown where nothing is known, `upper` also where there is no bound.

    Held back: both are None. `partial` says that a sum leaves out what is held back.
    """

    area: str
    name: str
    lower: float | None
    upper: float | None
    held_back: bool
    partial: bool = False


def table(
    publication: Publication,
    figure: str,
    level: str,
    within: str = "",
    grouping: str = ALL,
    part: str = ALL,
    measure_as: str = NUMBER,
    language: str = "kk",
) -> tuple[Row, ...]:
    """The figure for every area of a level (country, region, district, settlement, hex) within an area.

    Empty when the publication has no such figure, area or part. The country's area is «all»; hexagons are
    known by their H3 number. Money is in tiyn, a share is of one.
    """
    chosen = by_name(language).get(figure)
    if chosen is None or (chosen.levels and level not in chosen.levels):
        return ()
    if (grouping, part) not in parts(publication.folder) or (grouping != ALL and level in (SETTLEMENT, HEX)):
        return ()
    before = publication.before.folder if measure_as == CHANGE and publication.before else None
    limit = smallest(str(publication.manifest.get("country", "kazakhstan")))
    asked = _Asked(
        publication.folder, before, chosen, level, within, grouping, part, measure_as, language, limit
    )
    return _found(asked)


@dataclass(frozen=True)
class _Asked:
    folder: Path
    before: Path | None
    figure: Figure
    level: str
    within: str
    grouping: str
    part: str
    way: str
    language: str
    limit: int

    def __hash__(self) -> int:
        return hash(
            (self.folder, self.figure.name, self.level, self.within, self.part, self.way, self.language)
        )


@lru_cache(maxsize=REMEMBERED)
def _found(asked: _Asked) -> tuple[Row, ...]:
    if asked.level == HEX:
        return _hexes(asked)
    listed = _areas(asked)
    if asked.way == CHANGE:
        values = _changes(asked)
    else:
        found = _values(asked, asked.folder, asked.way)
        values = None if found is None else found.of
    if values is None:
        return ()
    return tuple(_row(area, name, values(area)) for area, name in listed)


_Value = tuple[Bounds, bool]
"""Bounds and whether something is left out of them; None stands for held back."""


def _row(area: str, name: str, value: _Value | None) -> Row:
    if value is None:
        return Row(area, name, None, None, True)
    (lower, upper), partial = value
    return Row(area, name, lower, upper, False, partial)


def _areas(asked: _Asked) -> list[tuple[str, str]]:
    if asked.level == COUNTRY:
        return [(ALL, translator("web_figures", asked.language)("Whole country"))]
    return [
        (place.area, place.name(asked.language))
        for place in places(asked.folder, asked.level)
        if place.area.startswith(asked.within)
    ]


@dataclass(frozen=True)
class _Values:
    """What is known of areas, held back where None; `nothing` of an area in which nobody is counted."""

    known: Mapping[str, "_Value | None"]
    nothing: "_Value"

    def of(self, area: str) -> "_Value | None":
        return self.known.get(area, self.nothing)


def _values(asked: _Asked, folder: Path, way: str) -> _Values | None:
    """The figure of every area in one way; None when the publication does not have it."""
    figure = asked.figure
    within = ALL if asked.level == COUNTRY else asked.within
    there = cells(folder, _topics(figure, way), asked.level, within, asked.grouping, asked.part)
    if not {topic for topic, _ in figure.sure} & there.topics:
        return None
    codes = {area for found in there.values.values() for area in found} | {
        area for areas in there.held.values() for area in areas
    }
    nothing: _Value = ((0, 0), False) if way == NUMBER else ((None, None), False)
    return _Values({area: _value(figure, there, [area], way) for area in codes}, nothing)


def _topics(figure: Figure, way: str) -> frozenset[str]:
    """What it is made of, and of whom it is a share."""
    return figure.topics | {FAMILIES} if way == PER_HEAD or figure.kind == SCORE else figure.topics


def _value(figure: Figure, there: Cells, areas: Sequence[str], way: str) -> _Value | None:
    """The figure of these areas together; None where it is held back in one of them."""
    if figure.name == "all_gap_money":
        shown = [one for one in figure.sure if not _is_held([one], there, areas)]
        number, partial = _added(shown, (), MONEY, there, areas), len(shown) < len(figure.sure)
    elif _is_held((*figure.sure, *figure.maybe), there, areas):
        return None
    else:
        number, partial = _added(figure.sure, figure.maybe, figure.kind, there, areas), False
    if figure.kind == INTENSITY:
        return (_divided(number, MILLION), False) if number != (0, 0) else ((None, None), False)
    if figure.kind == SCORE:
        return _share(number, [(FAMILIES, ALL)], "people", there, areas, MILLION)
    if way == NUMBER:
        return (number, partial)
    if way == PER_HEAD:
        value = _share(number, [(FAMILIES, ALL)], "people", there, areas)
    else:
        value = _share(number, figure.of, COUNT if figure.kind == MONEY else figure.kind, there, areas)
    return None if value is None else (value[0], partial)


def _is_held(states: Iterable[State], there: Cells, areas: Sequence[str]) -> bool:
    return any(
        (topic, state) in there.never or not there.held.get(topic, frozenset()).isdisjoint(areas)
        for topic, state in states
    )


def _added(
    sure: Iterable[State], maybe: Iterable[State], kind: str, there: Cells, areas: Sequence[str]
) -> tuple[float, float | None]:
    lower, upper, is_open = 0, 0, False
    for states, counts_below in ((sure, True), (maybe, False)):
        for topic, state in states:
            found = there.values.get((topic, state, kind), {})
            for low, high in (found.get(area, (0, 0)) for area in areas):
                lower += low if counts_below else 0
                upper += high or 0
                is_open |= high is None
    return lower, None if is_open else upper


def _share(
    number: Bounds, of: Sequence[State], kind: str, there: Cells, areas: Sequence[str], times: int = 1
) -> _Value | None:
    if _is_held(of, there, areas):
        return None
    whole, _ = _added(of, (), kind, there, areas)
    return (_divided(number, whole * times), False) if whole else ((None, None), False)


def _divided(number: Bounds, by: float) -> Bounds:
    lower, upper = number
    return None if lower is None else lower / by, None if upper is None else upper / by


def _changes(asked: _Asked) -> Callable[[str], _Value | None] | None:
    """The difference to the publication before, of all together; small ones are held back."""
    if asked.before is None or asked.grouping != ALL:
        return lambda area: ((None, None), False)
    limit = asked.limit if asked.figure.kind in (COUNT, "people") else 0
    tree = [COUNTRY, *_levels_down(asked.level)]
    changes: dict[str, Mapping[str, Bounds | None]] = {}
    for level in tree:
        whole = _Asked(
            asked.folder, None, asked.figure, level, "", ALL, ALL, NUMBER, asked.language, asked.limit
        )
        now, then = _values(whole, asked.folder, NUMBER), _values(whole, asked.before, NUMBER)
        if now is None or then is None:
            return None
        changes[level] = {area: _difference(now.of(area), then.of(area)) for area, _ in _areas(whole)}
    shown = shown_changes([changes[level] for level in tree], limit)
    return lambda area: None if (found := shown.get(area)) is None else (found, False)


def _levels_down(level: str) -> list[str]:
    order = [REGION, "district", SETTLEMENT]
    return order[: order.index(level) + 1] if level in order else []


def _difference(now: _Value | None, then: _Value | None) -> Bounds | None:
    if now is None or then is None or now[1] or then[1]:
        return None
    (lower, upper), (old_lower, old_upper) = now[0], then[0]
    if lower is None or old_lower is None:
        return None
    return lower - old_lower, None if upper is None or old_upper is None else upper - old_upper


def _hexes(asked: _Asked) -> tuple[Row, ...]:
    """Hexagons: sums of their settlements' shown numbers; held back where one of these is."""
    inside: dict[str, list[PlaceRow]] = {}
    wanted: set[str] = set()
    for place in places(asked.folder, SETTLEMENT):
        if cell := hexagon(place, asked.within):
            inside.setdefault(cell, []).append(place)
            if place.area.startswith(asked.within):
                wanted.add(cell)
    named = {cell: _called(inside[cell], asked.language) for cell in sorted(wanted)}
    figure = asked.figure
    if asked.way == CHANGE or figure.kind in (INTENSITY, DAYS):
        return tuple(_row(cell, name, ((None, None), False)) for cell, name in named.items())
    there = cells(asked.folder, _topics(figure, asked.way), SETTLEMENT, "", ALL, ALL)
    if not {topic for topic, _ in figure.sure} & there.topics:
        return ()
    return tuple(
        _row(cell, name, _value(figure, there, [place.area for place in inside[cell]], asked.way))
        for cell, name in named.items()
    )


def hexagon(place: PlaceRow, within: str) -> str:
    """A settlement's hexagon: a wide one for the whole country, a near one within an area."""
    return place.hex_near if within else place.hex_wide


def _called(members: Sequence[PlaceRow], language: str) -> str:
    """What a hexagon is called: its settlements, the first two of them by name."""
    names = [place.name(language) for place in members]
    more = translator("web_figures", language)("{names} and {number} more")
    first = ", ".join(names[:2])
    return more.format(names=first, number=len(names) - 2) if len(names) > 2 else first
