"""The two files of a publication, read through DuckDB: cells of topics, and areas."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from familymap.places.area import COUNTRY, DISTRICT, REGION

FIGURES, AREAS = "figures.parquet", "areas.parquet"
FEW = frozenset({COUNTRY, REGION})
REGION_DIGITS = 2
NOWHERE = ""

Bounds = tuple[int, int | None]


@dataclass(frozen=True)
class Cells:
    """The cells of some topics at one level, for one part.

    `values`: (topic, state, kind) → area → lower, upper; what is not there is 0. `held`: topic → areas held
    back. `never`: states held back everywhere. `topics`: the topics the publication has.
    """

    values: dict[tuple[str, str, str], dict[str, Bounds]]
    held: dict[str, frozenset[str]]
    never: frozenset[tuple[str, str]]
    topics: frozenset[str]


@dataclass(frozen=True)
class PlaceRow:
    """An area of the publication: its code, its names, its hexagons («» where it has none)."""

    area: str
    names: tuple[str, str, str]
    hex_wide: str
    hex_near: str

    def name(self, language: str) -> str:
        """Its name in a language; its code where it has none."""
        return self.names[("kk", "ru", "en").index(language)] or next(filter(None, self.names), self.area)


@lru_cache(maxsize=4)
def _database(process: int) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        config={"threads": 1, "memory_limit": "500MB", "autoinstall_known_extensions": False}
    )


def rows(sql: str, values: Iterable[object]) -> list[tuple[Any, ...]]:
    """The answer to a question. Each question has its own cursor, each process its own database."""
    return _database(os.getpid()).cursor().execute(sql, list(values)).fetchall()


def cells(folder: Path, topics: Iterable[str], level: str, within: str, grouping: str, part: str) -> Cells:
    """The cells of these topics, of the areas whose code begins with `within`."""
    wanted = frozenset(topics)
    if level == DISTRICT and len(within) == REGION_DIGITS:
        districts = _districts(folder, grouping, part)
        whole = districts.get(within, districts[NOWHERE])
    elif level in FEW:
        whole = _whole(folder, level, within, grouping, part)
    else:
        return _read(folder, wanted, level, within, grouping, part)
    return Cells(
        {key: values for key, values in whole.values.items() if key[0] in wanted},
        {topic: areas for topic, areas in whole.held.items() if topic in wanted},
        whole.never,
        whole.topics,
    )


@lru_cache(maxsize=64)
def _whole(folder: Path, level: str, within: str, grouping: str, part: str) -> Cells:
    """Every topic of a level with few areas at once: a page of many figures asks the files one question."""
    return _read(folder, _topics(folder), level, within, grouping, part)


@lru_cache(maxsize=8)
def _districts(folder: Path, grouping: str, part: str) -> dict[str, Cells]:
    """Region → every topic of its districts, NOWHERE for a region without a number.

    The file is in the order of topics, so one reading serves all.
    """
    by_region: dict[str, list[tuple[Any, ...]]] = {NOWHERE: []}
    everywhere = []
    for row in _rows_of(folder, _topics(folder), DISTRICT, "", grouping, part):
        if row[3] is None:
            everywhere.append(row)
        else:
            by_region.setdefault(str(row[3])[:REGION_DIGITS], []).append(row)
    return {region: _cells(folder, [*everywhere, *inside]) for region, inside in by_region.items()}


def _read(folder: Path, topics: frozenset[str], level: str, within: str, grouping: str, part: str) -> Cells:
    return _cells(folder, _rows_of(folder, topics, level, within, grouping, part))


def _rows_of(
    folder: Path, topics: frozenset[str], level: str, within: str, grouping: str, part: str
) -> list[tuple[Any, ...]]:
    wanted = sorted(topics)
    return rows(
        "select name, state, kind, area, lower, upper, held_back from read_parquet(?) where name in "
        f"({', '.join('?' * len(wanted))}) and (area is null or (area_level = ? and grouping = ? "
        "and part = ? and starts_with(area, ?)))",
        [str(folder / FIGURES), *wanted, level, grouping, part, within],
    )


def _cells(folder: Path, found: Iterable[tuple[Any, ...]]) -> Cells:
    values: dict[tuple[str, str, str], dict[str, Bounds]] = {}
    held: dict[str, set[str]] = {}
    never: set[tuple[str, str]] = set()
    for name, state, kind, area, lower, upper, held_back in found:
        if area is None:
            never.add((str(name), str(state)))
        elif held_back:
            held.setdefault(str(name), set()).add(str(area))
        else:
            values.setdefault((str(name), str(state), str(kind)), {})[str(area)] = (lower, upper)
    frozen = {topic: frozenset(areas) for topic, areas in held.items()}
    return Cells(values, frozen, frozenset(never), _topics(folder))


@lru_cache(maxsize=8)
def _topics(folder: Path) -> frozenset[str]:
    found = rows("select distinct name from read_parquet(?)", [str(folder / FIGURES)])
    return frozenset(str(name) for (name,) in found)


@lru_cache(maxsize=8)
def parts(folder: Path) -> frozenset[tuple[str, str]]:
    """The groupings and parts that the publication knows, shown or held back."""
    found = rows(
        "select distinct grouping, part from read_parquet(?) where area is not null", [str(folder / FIGURES)]
    )
    return frozenset((str(grouping), str(part)) for grouping, part in found)


@lru_cache(maxsize=32)
def places(folder: Path, level: str) -> tuple[PlaceRow, ...]:
    """The areas of a level in the order of their codes."""
    found = rows(
        "select area, name_kk, name_ru, name_en, coalesce(hex_wide, ''), coalesce(hex_near, '') "
        "from read_parquet(?) where level = ? order by area",
        [str(folder / AREAS), level],
    )
    return tuple(
        PlaceRow(str(area), (str(kk), str(ru), str(en)), str(wide), str(near))
        for area, kk, ru, en, wide, near in found
    )


@lru_cache(maxsize=32)
def shapes(folder: Path, level: str) -> dict[str, bytes]:
    """Area → its shape as well-known binary."""
    found = rows("select area, shape from read_parquet(?) where level = ?", [str(folder / AREAS), level])
    return {str(area): shape for area, shape in found}
