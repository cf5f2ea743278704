"""Tables ready for publication: area by type of family, with whatever could betray a family held back.

Each measure is a table of its own, and each indicator. A row that is held back shows no figure at all, and
does not say whether it is small itself or protects another one.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from familymap.engine.base import Engine
from familymap.needs.cells import ALL, COUNTRY, SETTLEMENT, UNKNOWN
from familymap.needs.declaration import Needs
from familymap.needs.suppression import Area, Entry, held_back, with_totals
from familymap.needs.totals import FAMILIES
from familymap.needs.unmet import PLACES

MEASURE_COUNTS = FAMILIES
MEASURE_MONEY = ("gap_lower", "gap_upper")
"""Money in the gap in tiyn: per month, or once for what is paid once."""


@dataclass(frozen=True)
class PublishedRow:
    """One row: of a measure or indicator, for one area and type (`all`: together); None is held back."""

    name: str
    area_level: str
    area: str
    family_type: str
    figures: Sequence[int] | None


def published_measures(engine: Engine, needs: Needs, limit: int | None = None) -> Iterator[PublishedRow]:
    """Families by what became of each measure, and the money in the gap; `need_total` is offered.

    Figures: those of MEASURE_COUNTS, then those of MEASURE_MONEY. `limit` is the declared one if not given.
    """
    columns = ", ".join((*MEASURE_COUNTS, *MEASURE_MONEY))
    rows = engine.rows(f"""
        select measure, area, family_type, {columns} from need_total
        where area_level = '{SETTLEMENT}' and family_type <> '{ALL}'
        order by measure, area, family_type""")
    return _published(rows, needs, len(MEASURE_COUNTS), limit)


def published_unmet(engine: Engine, needs: Needs, limit: int | None = None) -> Iterator[PublishedRow]:
    """Families that lack an indicator by where they stand; `unmet_total` is offered. Figures: PLACES."""
    columns = ", ".join(
        f"cast(coalesce(sum(case when place = '{place}' then families end), 0) as bigint)" for place in PLACES
    )
    rows = engine.rows(f"""
        select indicator, area, family_type, {columns} from unmet_total
        where area_level = '{SETTLEMENT}' and family_type <> '{ALL}'
        group by indicator, area, family_type order by indicator, area, family_type""")
    return _published(rows, needs, len(PLACES), limit)


def _published(
    rows: Iterable[tuple[object, ...]], needs: Needs, counts: int, limit: int | None
) -> Iterator[PublishedRow]:
    tables: dict[str, dict[Entry, tuple[int, ...]]] = {}
    for name, area, family_type, *figures in rows:
        cell = (_path(str(area), needs), str(family_type))
        tables.setdefault(str(name), {})[cell] = tuple(int(str(figure)) for figure in figures)
    smallest = needs.smallest_published.value if limit is None else limit
    names = [COUNTRY, *(level for level, _ in _levels(needs)), SETTLEMENT]
    for name, cells in tables.items():
        hidden = held_back(cells, smallest, counts)
        for (path, family_type), values in with_totals(cells).items():
            shown = None if (path, family_type) in hidden else values
            yield PublishedRow(name, names[len(path) - 1], path[-1], family_type, shown)


def _levels(needs: Needs) -> list[tuple[str, int]]:
    """Levels of areas between country and settlement, the largest first."""
    return sorted(needs.area_levels.items(), key=lambda level: level[1])


def _path(area: str, needs: Needs) -> Area:
    """A settlement with the areas around it; a place that is not known is an area of its own."""
    within = (area if area == UNKNOWN else area[:length] for _, length in _levels(needs))
    return (ALL, *within, area)


def write_csv(rows: Iterable[PublishedRow], what: str, figures: Sequence[str], target: Path) -> int:
    """Write published rows as CSV, empty where held back; how many are. The file is whole or not there."""
    hidden = 0
    beside = target.with_name(target.name + ".unfinished")
    with beside.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow([what, "area_level", "area", "family_type", "held_back", *figures])
        for row in rows:
            hidden += row.figures is None
            shown = [""] * len(figures) if row.figures is None else row.figures
            held = "yes" if row.figures is None else "no"
            lines.writerow([row.name, row.area_level, row.area, row.family_type, held, *shown])
    beside.replace(target)
    return hidden
