"""`figures.parquet` of a publication: `area_figure` with what could betray a small group held back.

Columns as in `area_figure`, and `held_back`. A cell (topic, area, part) that is held back is one row without
state, kind and numbers; a state that is held back everywhere is one row without area. What has no row is 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from familymap.engine.duckdb_engine import quoted
from familymap.needs.cells import ALL, COUNTRY, SETTLEMENT, UNKNOWN
from familymap.needs.figures import BY_AGE, BY_TYPE, FAMILIES, HOUSEHOLDS, KEY, PEOPLE
from familymap.needs.protection import BadTable, held_areas, held_cells, with_room
from familymap.needs.splitting import Areas, Counts, Marks, Split, small, split

BASES = (FAMILIES, PEOPLE, HOUSEHOLDS)
CELL = ("name", *KEY[3:])
ROWS_READ = 16_384
"""Rows are sorted by topic and read in pieces of this size: a page wants one topic or two."""

OTHER = "other"
"""The part into which parts are put that are small in the whole country."""


@dataclass(frozen=True)
class Summary:
    """How many cells there are, how many are held back, and which states and splits are never shown."""

    cells: int
    held_back: int
    states: tuple[tuple[str, str], ...]
    unsplit: tuple[str, ...]


@dataclass(frozen=True)
class _Place:
    """Areas in the order of their numbers, and the parts of one base."""

    levels: list[str]
    codes: list[str]
    areas: Areas
    level: Counts


@dataclass(frozen=True)
class _Base:
    """Of whom a topic is a part: counts by area and part, what is held back, which areas are split.

    `cells_held` (rows of the split × parts) is unknown where the base is not split at all.
    """

    grouping: str
    parts: list[str]
    size: Counts
    cells: Counts
    held: Marks
    base_held: Marks
    split: Split | None
    cells_held: Marks | None


def write_protected(source: Path, target: Path, area_levels: Mapping[str, int], limit: int) -> Summary:
    """Write the protected figures of a run. `area_levels`: level → digits of its code, as needs declare them.

    Raises BadTable when a topic has more than its base.
    """
    connection = duckdb.connect(config={"threads": 2})
    try:
        connection.execute(f"create view sealed as select * from {quoted(source)}")
        return _Protection(connection, area_levels, limit).write(target)
    finally:
        connection.close()


class _Protection:
    def __init__(
        self, connection: duckdb.DuckDBPyConnection, area_levels: Mapping[str, int], limit: int
    ) -> None:
        self.connection, self.limit = connection, limit
        self.place = _place(connection, area_levels)
        connection.register("place", pa.table({
            "area_level": self.place.levels, "area": self.place.codes, "number": range(len(self.place.codes)),
        }))  # fmt: skip
        topics = connection.execute("select distinct name, of from sealed where kind = 'count'").fetchall()
        self.topics = sorted(topics, key=lambda topic: (topic[1].count("."), topic[0]))
        self.sides: dict[str, list[str]] = {}
        for name, of in self.topics:
            if _is_topic(of):
                self.sides.setdefault(of, []).append(name)
        self.parts = {base: self._parts(base) for base in BASES}
        self._count()
        self.bases = {base: self._base(base) for base in BASES}
        self.held: list[pa.Table] = []
        self.states: list[tuple[str, str]] = []
        self.unsplit: list[str] = []

    def write(self, target: Path) -> Summary:
        for base in BASES:
            self._keep(base, self.bases[base], self.bases[base].held, self.bases[base].cells_held)
        for name, of in self.topics:
            if name not in BASES and of not in self.sides:
                self._topic(name, of)
        for whole, names in self.sides.items():
            self._hold_together(whole, names)
        return self._written(target)

    def _parts(self, name: str) -> dict[str, str]:
        """Part → the part as which it is shown: those that are small in the whole country are one."""
        found = self.connection.execute(
            "select part, sum(lower) from sealed where name = ? and kind = 'count' and area_level = ? "
            "and grouping <> ? group by part order by 2, 1",
            [name, COUNTRY, ALL],
        ).fetchall()
        together: list[str] = []
        within = 0
        for part, count in found:
            if count < self.limit or 0 < within < self.limit:
                together.append(part)
                within += count
        return {part: OTHER if part in together else part for part, _ in found}

    def _count(self) -> None:
        """Table `counted`: every topic's counts by the numbers of areas and the parts as they are shown."""
        shown = [
            (of, *one) for of in {of for _, of in self.topics} for one in self.parts[_base_of(of)].items()
        ]
        of, part, into = zip(*shown, strict=True) if shown else ((), (), ())
        text = pa.string()
        parts = {"of": pa.array(of, text), "part": pa.array(part, text), "shown": pa.array(into, text)}
        self.connection.register("part_of", pa.table(parts))
        self.connection.execute("""
            create table counted as
            select name, s.grouping, number, coalesce(shown, s.part) as part, state, sum(lower)::bigint as
            count from sealed s join place using (area_level, area) left join part_of p on p.of = s.of and
            p.part = s.part
            where kind = 'count' group by all order by name, s.grouping""")

    def _base(self, name: str) -> _Base:
        grouping = BY_AGE if name == PEOPLE else BY_TYPE
        size = self._counts(name, ALL, [ALL])[0].sum(axis=(1, 2))
        parts = sorted(set(self.parts[name].values()))
        cells = self._counts(name, grouping, parts)[0].sum(axis=2)
        none = np.zeros(len(size), np.bool_)
        held = held_areas(self.place.areas, size[:, None], size, self.limit, none)
        rows = split(self.place.areas, cells, held, self.limit)
        none_held = np.zeros((len(rows.rows), len(parts)), np.bool_) if rows else None
        return _Base(grouping, parts, size, cells, held, held, rows, none_held)

    def _counts(self, name: str, grouping: str, parts: list[str]) -> tuple[Counts, list[str]]:
        """Areas × parts × states of a topic, and the states."""
        found = self.connection.execute(
            "select number, part, state, count from counted where name = ? and grouping = ?", [name, grouping]
        ).fetchall()
        states = sorted({state for _, _, state, _ in found})
        counts = np.zeros((len(self.place.codes), len(parts), len(states)), np.int64)
        part_at, state_at = ({one: place for place, one in enumerate(listed)} for listed in (parts, states))
        for number, part, state, count in found:
            counts[number, part_at[part], state_at[state]] = count
        return counts, states

    def _topic(self, name: str, of: str) -> None:
        # A state in which nobody is, or that is never shown, has no base: nothing finer is shown of it.
        base = self.bases.get(of) or self.bases[_base_of(of)]
        whole, states = self._counts(name, ALL, [ALL])
        parts, same = self._counts(name, base.grouping, base.parts)
        if same != states:
            raise BadTable(f"«{name}» has other states by part than as a whole.")
        kept = [place for place in range(len(states)) if not small(whole[0, 0, [place]], self.limit).any()]
        self.states += [(name, state) for place, state in enumerate(states) if place not in kept]
        groups = _with_rest(name, whole[:, 0, kept], base.size)
        cells = _with_rest(name, parts[:, :, kept], base.cells)
        held = held_areas(self.place.areas, groups, base.size, self.limit, base.held)
        cells_held = self._split(base, groups, cells, held)
        if cells_held is None:
            self.unsplit.append(name)
        self._keep(name, base, held, cells_held)
        for place, state in enumerate([*(states[one] for one in kept), "rest"]):
            self.bases[f"{of}.{name}.{state}"] = replace(
                base, size=groups[:, place], cells=cells[:, :, place], held=held, cells_held=cells_held
            )

    def _split(self, base: _Base, groups: Counts, cells: Counts, held: Marks) -> Marks | None:
        """What is held back of a topic's split; None where it is not split at all."""
        if base.split is None or base.cells_held is None or held[0]:
            return None
        added = base.split.added(cells)
        whole_rows = np.array([bool(held[members].all()) for members in base.split.rows])
        start = base.cells_held | whole_rows[:, None]
        found = held_cells(base.split, added, start, self.limit)
        if found is None:
            return None
        return with_room(
            self.place.areas,
            self.place.level,
            base.split,
            added,
            found,
            groups,
            held,
            base.base_held,
            self.limit,
        )

    def _hold_together(self, whole: str, names: Sequence[str]) -> None:
        """Sides of a topic, whose scores add up to its own: an area shows all of them or none.

        Guarded are also those of the topic who are not on a side, and those on the side (`side_…`, of
        everybody) who are not of the topic, surely or perhaps: subtracting tells them. Sides are not split,
        for nobody guards what they would tell of each other within a part.
        """
        of, _, topic = whole.partition(".")
        base, around = self.bases[of], self.bases[f"{whole}.rest"]
        all_of_it = self._sure_and_possible(topic)
        mine = [self._sure_and_possible(name) for name in names]
        groups = np.concatenate(
            [group for side in mine for group in (side, np.diff(side, axis=1), all_of_it - side)], axis=1
        )
        if (groups < 0).any():
            raise BadTable(f"A side of «{topic}» counts more than the whole.")
        known = {name for name, _ in self.topics}
        for name, side in zip(names, mine, strict=True):
            if (everybody := f"side_{name.removeprefix(f'{topic}_')}") in known:
                groups = np.concatenate([groups, self._sure_and_possible(everybody) - side], axis=1)
        held = held_areas(self.place.areas, groups, base.size, self.limit, around.held)
        for name in names:
            self.unsplit.append(name)
            self._keep(name, base, held, None)

    def _sure_and_possible(self, name: str) -> Counts:
        """Areas × (those of whom a topic is true, those of whom it may be)."""
        counts, states = self._counts(name, ALL, [ALL])
        by_state = {state: counts[:, 0, place] for place, state in enumerate(states)}
        sure, unknown = (by_state.get(state, np.zeros(len(counts), np.int64)) for state in ("yes", "unknown"))
        return np.stack([sure, sure + unknown], axis=1)

    def _keep(self, name: str, base: _Base, held: Marks, cells: Marks | None) -> None:
        """Remember what is held back of a topic: areas as a whole, and cells of the split."""
        numbers = np.flatnonzero(held)
        self._add(name, numbers, ALL, [ALL] * len(numbers))
        above = np.flatnonzero(self.place.level < self.place.level.max())
        shown = np.zeros((len(self.place.codes), len(base.parts)), np.bool_)
        if base.split and cells is not None:
            for row, members in enumerate(base.split.rows):
                if not base.split.is_pool[row]:
                    shown[members] = ~cells[row]
        shown[held] = False
        at_area, at_part = np.nonzero(~shown[above])
        self._add(name, above[at_area], base.grouping, [base.parts[part] for part in at_part])

    def _add(self, name: str, numbers: Counts, grouping: str, parts: list[str]) -> None:
        codes, levels = self.place.codes, self.place.levels
        self.held.append(pa.table({
            "name": pa.array([name] * len(numbers), pa.string()),
            "area_level": pa.array([levels[number] for number in numbers], pa.string()),
            "area": pa.array([codes[number] for number in numbers], pa.string()),
            "grouping": pa.array([grouping] * len(numbers), pa.string()),
            "part": pa.array(parts, pa.string()),
        }))  # fmt: skip

    def _written(self, target: Path) -> Summary:
        self.connection.register("held", pa.concat_tables(self.held))
        self.connection.register("never", pa.table({
            "name": pa.array([name for name, _ in self.states], pa.string()),
            "state": pa.array([state for _, state in self.states], pa.string()),
        }))  # fmt: skip
        beside = target.with_name(target.name + ".unfinished")
        self.connection.execute(f"""
            copy (
                with renamed as (
                    select s.name, s.state, s.kind, s.of, s.area_level, s.area, s.grouping,
                        coalesce(p.shown, s.part) as part, s.lower, s.upper
                    from sealed s left join part_of p on p.of = s.of and p.part = s.part
                        and s.grouping <> '{ALL}'
                ), added as (
                    select name, state, kind, of, area_level, area, grouping, part, sum(lower)::bigint as
                    lower,
                        case when count(upper) = count(*) then sum(upper)::bigint end as upper
                    from renamed where kind <> 'intensity' or part <> '{OTHER}' group by all
                )
                select *, false as held_back from added
                anti join held using (name, area_level, area, grouping, part)
                anti join never using (name, state)
                union all by name select name, area_level, area, grouping, part, true as held_back from held
                union all by name select name, state, true as held_back from never
                order by name, grouping, area_level, area, part, state, kind
            ) to {quoted(beside)} (format parquet, compression zstd, row_group_size {ROWS_READ})""")
        beside.replace(target)
        [(cells,)] = self.connection.execute(
            f"select count(*) from (select distinct {', '.join(CELL)} from sealed)"
        ).fetchall()
        held_back = sum(len(table) for table in self.held)
        return Summary(cells, held_back, tuple(self.states), tuple(self.unsplit))


def _is_topic(of: str) -> bool:
    """Whether it names a topic as a whole, neither a base nor one of the topic's states."""
    return of.count(".") == 1


def _base_of(of: str) -> str:
    """The base of which a topic is a part of a part."""
    return of.partition(".")[0]


def _with_rest(name: str, groups: Counts, size: Counts) -> Counts:
    rest = size - groups.sum(axis=-1)
    if (rest < 0).any():
        raise BadTable(f"«{name}» counts more than there are, in {int((rest < 0).sum())} cells.")
    return np.concatenate([groups, rest[..., None]], axis=-1)


def _place(connection: duckdb.DuckDBPyConnection, area_levels: Mapping[str, int]) -> _Place:
    """Every area that has anybody, the outer ones first."""
    order = [COUNTRY, *sorted(area_levels, key=lambda level: area_levels[level]), SETTLEMENT]
    found = connection.execute("select distinct area_level, area from sealed").fetchall()
    found.sort(key=lambda one: (order.index(one[0]), one[1]))
    number = {one: place for place, one in enumerate(found)}
    parents = []
    for level, area in found:
        outer = order[order.index(level) - 1] if level != COUNTRY else None
        if outer is None:
            parents.append(-1)
        elif outer == COUNTRY:
            parents.append(0)
        else:
            parents.append(number[outer, area if area == UNKNOWN else area[: area_levels[outer]]])
    return _Place(
        levels=[level for level, _ in found],
        codes=[area for _, area in found],
        areas=Areas(np.array(parents, np.int64)),
        level=np.array([order.index(level) for level, _ in found], np.int64),
    )
