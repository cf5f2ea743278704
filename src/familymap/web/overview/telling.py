"""The whole page of an area, told once and remembered: a publication never changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.http import Http404
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

from familymap.web import figures
from familymap.web.map import wording
from familymap.web.overview.charts import charts
from familymap.web.overview.story import Area, Chart, Head
from familymap.web.publishing import Publication
from familymap.web.templatetags.ui import digits, unknown

LOWER, UPPER = "lower", "upper"
REMEMBERED = 1024
"""Country, regions and districts in three languages; a story takes some 60 kB."""


@dataclass(frozen=True)
class Story:
    """What the page shows."""

    area: str
    areas: Sequence[tuple[str, str]]
    lead: str
    heads: Sequence[Head]
    charts: Sequence[Chart]
    source: str
    as_of: str


def story(publication: Publication, area: str, language: str) -> Story:
    """How families are in an area. Raises Http404 when the publication has no such area."""
    return _told(_Known(publication), area, language)


class _Known:
    """A publication as a key: the same folder and number are the same for ever."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.key: tuple[Path, int] = (publication.folder, publication.number)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and self.key == other.key


@lru_cache(maxsize=REMEMBERED)
def _told(known: _Known, code: str, language: str) -> Story:
    publication = known.publication
    if len(code) not in (0, 2, 4):
        raise Http404
    area = Area(publication, code, language)
    families = area.find("families")
    if families is None:
        raise Http404
    source = wording.source(publication)
    return Story(
        area=code,
        areas=_areas(publication, code, language, families.row.name),
        lead=_lead(area, families.row.name),
        heads=_heads(area),
        charts=charts(area),
        source=source,
        as_of=str(publication.as_of),
    )


def _areas(publication: Publication, code: str, language: str, name: str) -> list[tuple[str, str]]:
    """The country and its regions, and the district we are in, to choose from."""
    country = next(iter(figures.table(publication, "families", "country", language=language)))
    regions = figures.table(publication, "families", "region", language=language)
    listed = [("", country.name), *((row.area, row.name) for row in regions)]
    return listed if code in dict(listed) else [*listed, (code, name)]


def _lead(area: Area, place: str) -> str:
    families, people = area.find("families"), area.find("people")
    return format_html(
        gettext("{place}: {families} families, {people} people."),
        place=place,
        families=families.said if families else unknown(),
        people=people.said if people else unknown(),
    )


def _heads(area: Area) -> list[Head]:
    """The great numbers: who misses something due, how much money, who lacks much, the oldest data."""
    poor = next((name for name in area.catalogue if name.startswith("poor_")), "")
    made = (_with_share(area, "any_gap"), _money(area), _with_share(area, poor), _oldest(area))
    return [head for head in made if head]


def _with_share(area: Area, name: str) -> Head | None:
    found, share = area.find(name), area.find(name, "share")
    if found is None:
        return None
    note = format_html(gettext("{share} of all"), share=share.said) if share and share.shown else ""
    return Head(found.figure.title, found.said, note)


def _money(area: Area) -> Head | None:
    found = area.find("all_gap_money")
    return (
        Head(found.figure.title, found.said, gettext("per month, all measures together")) if found else None
    )


def _oldest(area: Area) -> Head | None:
    found = next(iter(area.all("freshness_", "number")), None)
    if found is None or not found.shown:
        return None
    days = round(found.row.lower or 0)
    figure = ngettext("{number} day", "{number} days", days).format(number=digits(days))
    return Head(gettext("Oldest data"), figure, found.figure.short)
