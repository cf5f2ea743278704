"""What can change places without anybody seeing it: the proofs that `needs.protection` asks for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from familymap.needs.splitting import Counts, Marks, Split, small

Exchange = tuple[int, list[int], NDArray[np.int64]]
"""What an exchange costs (members newly held back), with which parts, and in which other rows."""


class Exchanges:
    """The cells of one topic's split, which of them are held back, and what can be exchanged between them."""

    def __init__(self, rows: Split, cells: Counts, limit: int) -> None:
        self.areas, self.cells, self.limit = rows.areas, cells, limit
        self.size = cells.sum(axis=2)
        self.held = np.zeros(self.size.shape, np.bool_)
        count = len(rows.rows)
        lowest = np.setdiff1d(np.arange(count), rows.areas.parent)
        self.below = np.zeros((count, len(lowest)), np.int64)
        for place, first in enumerate(lowest):
            row = int(first)
            while row >= 0:
                self.below[row, place] = 1
                row = int(rows.areas.parent[row])
        self.lowest = cells[lowest]

    def hold(self, more: Marks) -> None:
        self.held = self.areas.taken_along(self.held | more)

    def guard_all(self, block: NDArray[np.int64]) -> bool:
        """Guard every small group in rows that are within one; False as soon as one cannot be."""
        return all(
            self.guard(int(row), int(part), int(state), block)
            for row in block
            for part, state in np.argwhere(small(self.cells[row], self.limit))
        )

    def guard(self, row: int, part: int, state: int, block: NDArray[np.int64]) -> bool:
        """Find an exchange for one small group and hold back what it touches; whether there is one."""
        has = int(self.cells[row, part, state])
        others = block[block != row]
        pairs = [(state, other) for other in range(self.cells.shape[2]) if other != state]
        ways = [(self.limit - has, pair) for pair in pairs], [(has, pair[::-1]) for pair in pairs]
        for listed in ways:
            found = [self._cheapest(row, part, pair, others, wanted) for wanted, pair in listed]
            found += (
                []
                if any(found)
                else [self._joined(row, part, pair, others, wanted) for wanted, pair in listed]
            )
            if best := min((one for one in found if one), key=lambda one: one[0], default=None):
                more = np.zeros_like(self.held)
                more[np.ix_([row, *best[2]], [part, *best[1]])] = True
                if (more & ~self.held).any():
                    self.hold(more)
                return True
        return False

    def _joined(
        self, row: int, part: int, states: tuple[int, int], others: NDArray[np.int64], wanted: int
    ) -> "Exchange | None":
        """Several exchanges, each with another part, that together give what is wanted."""
        state, other = states
        left = self.lowest.copy()
        here = self.below[row].astype(bool)
        there = self.below[others].any(axis=0)
        parts, touched = [], np.zeros(len(here), np.bool_)
        for partner in range(left.shape[1]):
            if partner == part or not wanted:
                continue
            inward = np.minimum(left[:, partner, state], left[:, part, other]) * here
            outward = np.minimum(left[:, part, state], left[:, partner, other]) * there
            outward = outward if len(others) else inward
            amount = min(int(inward.sum()), int(outward.sum()), wanted)
            if not amount:
                continue
            comes, goes = (
                np.diff(np.minimum(np.cumsum(one), amount), prepend=0) for one in (inward, outward)
            )
            left[:, partner, state] -= comes
            left[:, part, other] -= comes
            if len(others):
                left[:, part, state] -= goes
                left[:, partner, other] -= goes
                touched |= goes > 0
            parts.append(partner)
            wanted -= amount
        if wanted:
            return None
        chosen = others[(self.below[others][:, touched] > 0).any(axis=1)]
        price = np.where(self.held, 0, self.size)[np.ix_([row, *chosen], [part, *parts])]
        return int(price.sum()), parts, chosen

    def _cheapest(
        self, row: int, part: int, states: tuple[int, int], others: NDArray[np.int64], wanted: int
    ) -> "Exchange | None":
        """The exchange with one other part by which so many of one state come in for the other."""
        state, other = states
        # Of the group's state can come in as much as the other part has, for as much of the other state.
        inward = np.minimum(self.lowest[:, :, state], self.lowest[:, [part], other])
        outward = np.minimum(self.lowest[:, [part], state], self.lowest[:, :, other])
        here = self.below[row] @ inward
        fits = here >= wanted
        fits[part] = False
        if not fits.any():
            return None
        price = np.where(self.held, 0, self.size)
        cost = price[row] + price[row, part]
        if not len(others):
            partner = int(np.argmin(np.where(fits, cost, np.iinfo(np.int64).max)))
            return int(cost[partner]), [partner], others
        there = self.below[others] @ outward
        best: Exchange | None = None
        for partner in (int(one) for one in np.flatnonzero(fits)):
            if best and cost[partner] >= best[0]:
                continue
            paid = price[others, partner] + price[others, part]
            chosen = _enough(there[:, partner], paid, wanted)
            if chosen is not None:
                sum_of = int(cost[partner] + paid[chosen].sum())
                if best is None or sum_of < best[0]:
                    best = (sum_of, [partner], others[chosen])
        return best


def _enough(amounts: Counts, prices: Counts, wanted: int) -> NDArray[np.int64] | None:
    """Places that together give what is wanted: the cheapest that can alone, else the cheapest first."""
    alone = np.flatnonzero(amounts >= wanted)
    if len(alone):
        return alone[[np.argmin(prices[alone])]]
    if amounts.sum() < wanted:
        return None
    order = np.lexsort((-amounts, prices))
    order = order[amounts[order] > 0]
    upto = int(np.searchsorted(np.cumsum(amounts[order]), wanted)) + 1
    return order[:upto]


@dataclass(frozen=True)
class Move:
    """Members of other areas that change places with members of one area."""

    rows: Split
    cells: Counts
    groups: Counts
    base_held: Marks
    area: int
    others: NDArray[np.int64]

    def possible(self, state: int, limit: int, helping: Marks) -> bool:
        """Whether a group can grow to the limit, or go; `helping` are rows in which parts may be changed."""
        has = int(self.groups[self.area, state])
        return any(
            self._into(state, other, helping) >= limit - has or self._into(other, state, helping) >= has
            for other in range(self.groups.shape[1])
            if other != state
        )

    def _into(self, state: int, other: int, helping: Marks) -> int:
        """How many of a state can come into the area for as many of another state."""
        mine = self.rows.row_of[self.area]
        same = self.rows.row_of[self.others] == mine
        unbound = same & self.base_held[self.others] & self.base_held[self.area]
        for_nothing = int(self.groups[self.others[unbound], state].sum())
        within = int(self.groups[self.others[same & ~unbound], state].sum())
        theirs = np.unique(self.rows.row_of[self.others[~same]])
        comes = self.cells[theirs, :, state].sum(axis=0)
        goes = self.cells[mine, :, other].copy()
        direct = np.minimum(comes, goes)
        moved = int(direct.sum()) + self._changed(comes - direct, goes - direct, state, other, helping)
        return for_nothing + min(within + moved, int(self.groups[self.area, other]))

    def _changed(self, comes: Counts, goes: Counts, state: int, other: int, helping: Marks) -> int:
        """How many more can come when rows that help change one part for another."""
        free = helping.copy()
        free[self.rows.row_of[[self.area, *self.others]]] = False
        free[self.rows.areas.parent[self.rows.areas.parent >= 0]] = False  # only the lowest rows
        left, room = self.cells[free, :, state].copy(), self.cells[free, :, other].copy()
        moved = 0
        for from_part in np.flatnonzero(comes):
            for to_part in np.flatnonzero(goes):
                amounts = np.minimum(left[:, to_part], room[:, from_part])
                most = min(int(amounts.sum()), int(comes[from_part]), int(goes[to_part]))
                used = np.diff(np.minimum(np.cumsum(amounts), most), prepend=0)
                left[:, to_part] -= used
                room[:, from_part] -= used
                comes[from_part] -= most
                goes[to_part] -= most
                moved += most
        return moved
