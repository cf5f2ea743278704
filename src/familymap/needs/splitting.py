"""Areas in a tree, what is small, pools, and which areas are split into parts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Areas:
    """Areas in a tree: `parent` is the number of the one around each, -1 for the country (number 0)."""

    parent: NDArray[np.int64]

    def inside(self) -> Iterator[tuple[int, NDArray[np.int64]]]:
        """Each area that has areas within it, with their numbers; the outer ones first."""
        order = np.argsort(self.parent, kind="stable")
        parents, begins = np.unique(self.parent[order], return_index=True)
        for parent, numbers in zip(parents, np.split(order, begins[1:]), strict=True):
            if parent >= 0:
                yield int(parent), numbers

    def taken_along(self, held: NDArray[Any]) -> NDArray[Any]:
        """What is held back, with everything within."""
        whole = held.copy()
        for parent, numbers in self.inside():
            whole[numbers] |= whole[parent]
        return whole


def small(groups: Counts, limit: int) -> Marks:
    """Whether a group has somebody, but fewer than the limit."""
    found: Marks = (groups > 0) & (groups < limit)
    return found


def pooled(groups: Counts, start: Marks, size: Counts, limit: int) -> Marks:
    """The members of a pool: those of `start` and as many more as it takes that no group of it is small.

    `groups` has a row for each that may join and a column for each group; the smallest that helps joins
    first.
    """
    inside = start.copy()
    if not inside.any():
        return inside
    waiting = [int(number) for number in np.argsort(size, kind="stable") if not inside[number]]
    while (wanting := small(groups[inside].sum(axis=0), limit)).any():
        helper = next((number for number in waiting if groups[number, wanting].any()), None)
        if helper is None:
            return np.ones_like(inside)
        waiting.remove(helper)
        inside[helper] = True
    return inside


@dataclass(frozen=True)
class Split:
    """Areas that are split into parts: rows of `rows` (numbers of areas, several for a pool), in a tree.

    A pool (areas of one surrounding area that are not split) is a row of its own; nothing in it is ever
    shown.
    """

    areas: Areas
    rows: Sequence[NDArray[np.int64]]
    is_pool: Marks
    row_of: NDArray[np.int64]
    """Area → its row, that of its pool, or that of the area around it."""

    def added(self, cells: Counts) -> Counts:
        """The cells of areas as those of rows."""
        return np.stack([cells[numbers].sum(axis=0) for numbers in self.rows])


def split(areas: Areas, base: Counts, held: Marks, limit: int) -> Split | None:
    """Which areas may be split; None when not even the country may be.

    `base` is areas × parts, nothing but 0 where an area is never split; `held` are areas whose base is held
    back.
    """
    whole = ~(small(base, limit).any(axis=1) | held)
    if not whole[0]:
        return None
    rows, parents, pools = [np.array([0])], [-1], [False]
    row_of = np.zeros(len(areas.parent), np.int64)
    for parent, numbers in areas.inside():
        row_of[numbers] = row_of[parent]
        own = row_of[parent] >= 0 and list(rows[row_of[parent]]) == [parent]
        if not own or pools[row_of[parent]] or not base[numbers].any():
            continue
        inside = pooled(base[numbers], ~whole[numbers], base[numbers].sum(axis=1), limit)
        groups = [(np.array([number]), False) for number in numbers[~inside]]
        groups += [(numbers[inside], True)] if inside.any() else []
        for members, is_pool in groups:
            row_of[members] = len(rows)
            rows.append(members)
            parents.append(int(row_of[parent]))
            pools.append(is_pool)
    return Split(Areas(np.array(parents)), rows, np.array(pools), row_of)
