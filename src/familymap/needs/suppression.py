"""Which entries of a table of counts to hold back, so that no small count can be worked out from the others.

A table has areas in a hierarchy as rows, types of families as columns, and totals over both. An entry is
small when a figure in it is above 0 and below the limit. Small entries are held back, and others with them
(a *complement*), because whoever knows a total and all but one of its parts knows the last part too.

How complements are chosen. A table with one hierarchy is a circulation in a network (Cox 1995): every entry
is an arc, every sum is a node whose inflow equals its outflow. For a type, flow runs from the country down
the areas to the settlement; there the types join, and their total runs up again. Whoever attacks the table
knows the arcs that are shown and that nothing is negative, so a figure can be other than it is exactly when
more (or less) of it can go round a circle of arcs that are held back. So for each small figure as much as
`limit` more is sent round, by the cheapest circles (successive shortest paths); an arc that is shown costs
the families in it, ten times as many for each level of areas, and is then held back. For every other figure
held back it is enough that it can move at all. Empty entries are shown and stay shown: everybody may know
them to be empty.

So an attacker who knows nothing but the table cannot tell a small figure from one that is larger by the
limit, nor work out any other figure that is held back and not 0. That a figure is 0 in all that is held
back together can be seen.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

Area = tuple[str, ...]
"""An area with those around it, the whole country first."""

Entry = tuple[Area, str]
"""An area (settlement or larger) and a type of families or TOTAL."""

TOTAL = "all"
"""All types together."""


class BadTable(ValueError):
    """The table is not one that this room can protect; the text says why."""


def with_totals(cells: Mapping[Entry, Sequence[int]]) -> dict[Entry, tuple[int, ...]]:
    """The cells of the lowest areas and all their sums: over types, over areas, over both."""
    summed: dict[Entry, tuple[int, ...]] = {}
    for (path, column), figures in sorted(cells.items()):
        if len(path) < 2 or column == TOTAL or min(figures, default=0) < 0:
            raise BadTable(f"({path}, {column}) is no cell of a table of counts.")
        for length in range(1, len(path) + 1):
            for name in (column, TOTAL):
                entry = (path[:length], name)
                before = summed.get(entry, (0,) * len(figures))
                summed[entry] = tuple(a + b for a, b in zip(before, figures, strict=True))
    return summed


def held_back(cells: Mapping[Entry, Sequence[int]], limit: int, counts: int | None = None) -> set[Entry]:
    """The entries to hold back of the table made from these cells.

    The first `counts` figures (all if not given) count families: below the limit they are small. Further
    ones, such as money, are held back where the counts are, and guarded against being worked out.
    """
    table = with_totals(cells)
    if not table:
        return set()
    figures = len(next(iter(table.values())))
    counted = figures if counts is None else counts
    network = _Network({entry: values for entry, values in table.items() if any(values)}, counted)
    network.hide(
        arc
        for arc, values in enumerate(network.values)
        if any(0 < value < limit for value in values[:counted])
    )
    guarded: list[set[int]] = [set() for _ in range(figures)]
    hidden = -1
    while hidden < len(network.hidden):
        hidden = len(network.hidden)
        for figure in range(figures):
            _guard(network, figure, limit if figure < counted else 1, guarded[figure])
    return {network.entries[arc] for arc in network.hidden}


def _guard(network: "_Network", figure: int, limit: int, guarded: set[int]) -> None:
    """Give every hidden entry room to differ in this figure, hiding more where there is none."""
    for arc in sorted(network.hidden):
        value = network.values[arc][figure]
        if value == 0 or arc in guarded:
            continue
        moved = network.room(arc, figure, limit) if value < limit else network.any_room(arc, figure)
        network.hide(moved)
        guarded.add(arc)
        guarded.update(other for other in moved if network.values[other][figure] >= limit)


@dataclass
class _Network:
    """The table as a circulation: arcs are entries, nodes are sums."""

    table: Mapping[Entry, tuple[int, ...]]
    counted: int
    entries: list[Entry] = field(init=False)
    values: list[tuple[int, ...]] = field(init=False)
    ends: list[tuple[int, int]] = field(init=False)
    touching: list[list[int]] = field(init=False)
    hidden: set[int] = field(init=False, default_factory=set)
    depth: int = field(init=False)

    def __post_init__(self) -> None:
        numbers: dict[Hashable, int] = {}
        lowest = {path for path, _ in self.table} - {path[:-1] for path, _ in self.table}
        self.entries = sorted(self.table)
        self.depth = max((len(path) for path in lowest), default=0)
        self.values = [self.table[entry] for entry in self.entries]
        self.ends = []
        for path, column in self.entries:
            outer = (path[:-1], column) if len(path) > 1 else None
            inner = path if path in lowest else (path, column)
            start, end = (inner, outer) if column == TOTAL else (outer, inner)
            self.ends.append((numbers.setdefault(start, len(numbers)), numbers.setdefault(end, len(numbers))))
        self.touching = [[] for _ in numbers]
        for arc, (first, last) in enumerate(self.ends):
            self.touching[first].append(arc)
            self.touching[last].append(arc)

    def hide(self, arcs: Iterable[int]) -> None:
        self.hidden.update(arcs)

    def room(self, arc: int, figure: int, more: int) -> set[int]:
        """The arcs that change when `more` is sent through this arc, hiding as little as possible."""
        start, end = self.ends[arc]
        sent: dict[int, int] = {arc: more}
        left = more
        while left:
            circle = self._free(end, start, arc, figure, sent)
            if circle is None:
                _, circle = self._cheapest(end, start, arc, figure, sent)
            most = min([left, *(self._spare(step, figure, sent) for step in circle)])
            for step in circle:
                number = step if step >= 0 else ~step
                sent[number] = sent.get(number, 0) + (most if step >= 0 else -most)
            left -= most
        return {number for number, amount in sent.items() if amount}

    def any_room(self, arc: int, figure: int) -> set[int]:
        """The arcs that change when one more or one less goes through this arc, whichever hides less."""
        start, end = self.ends[arc]
        circle = self._free(end, start, arc, figure, {})
        if circle is None:
            circle = self._free(start, end, arc, figure, {})
        if circle is None:
            cost, circle = self._cheapest(end, start, arc, figure, {})
            other_cost, other = self._cheapest(start, end, arc, figure, {})
            if other and other_cost < cost:
                circle = other
        return {arc, *(step if step >= 0 else ~step for step in circle)}

    def _spare(self, step: int, figure: int, sent: Mapping[int, int]) -> int:
        """How much more can go along an arc (step ≥ 0), or against it (~step)."""
        if step >= 0:
            return 1 << 62
        return self.values[~step][figure] + sent.get(~step, 0)

    def _cost(self, arc: int) -> int:
        """The families in an entry that is still shown, ten times as much for each level of areas above."""
        if arc in self.hidden:
            return 0
        levels_above = self.depth - len(self.entries[arc][0])
        return int((1 + sum(self.values[arc][: self.counted])) * 10**levels_above)

    def _free(
        self, start: int, goal: int, banned: int, figure: int, sent: Mapping[int, int]
    ) -> list[int] | None:
        """A short way that hides nothing more; None if there is none. Looked for from both ends at once."""
        came: dict[int, tuple[int, int]] = {start: (start, 0)}
        goes: dict[int, tuple[int, int]] = {goal: (goal, 0)}
        first, last = [start], [goal]
        while first and last:
            forward = len(first) <= len(last)
            here, there, edge = (came, goes, first) if forward else (goes, came, last)
            following = []
            for node in edge:
                for arc in self.touching[node]:
                    if arc == banned or arc not in self.hidden:
                        continue
                    tail, head = self.ends[arc]
                    along = (tail == node) == forward
                    if not along and self._spare(~arc, figure, sent) <= 0:
                        continue
                    other = head if tail == node else tail
                    if other in here:
                        continue
                    here[other] = (node, arc if along else ~arc)
                    if other in there:
                        return [*_walked(came, start, other)[::-1], *_walked(goes, goal, other)]
                    following.append(other)
            if forward:
                first = following
            else:
                last = following
        return None

    def _cheapest(
        self, start: int, goal: int, banned: int, figure: int, sent: Mapping[int, int]
    ) -> tuple[int, list[int]]:
        """The cheapest way from node to node without one arc: its cost and its steps; no steps if none."""
        best = {start: 0}
        came: dict[int, tuple[int, int]] = {}
        waiting = [(0, 0, start)]
        order = 0
        while waiting:
            cost, _, node = heappop(waiting)
            if node == goal:
                return cost, _walked(came, start, goal)
            if cost > best[node]:
                continue
            for arc in self.touching[node]:
                if arc == banned:
                    continue
                first, last = self.ends[arc]
                step, target = (arc, last) if first == node else (~arc, first)
                if step < 0 and self._spare(step, figure, sent) <= 0:
                    continue
                changed = cost if sent.get(arc) else cost + self._cost(arc)
                if changed < best.get(target, changed + 1):
                    best[target] = changed
                    came[target] = (node, step)
                    order += 1
                    heappush(waiting, (changed, order, target))
        return 0, []


def _walked(came: Mapping[int, tuple[int, int]], start: int, goal: int) -> list[int]:
    steps = []
    node = goal
    while node != start:
        node, step = came[node]
        steps.append(step)
    return steps
