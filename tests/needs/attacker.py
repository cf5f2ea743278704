"""Whoever wants to know more than a published table shows: three ways, none of them the program's own.

`propagated` narrows what each hidden entry can be, sum by sum. `Readings.determined` solves the equations
of the sums. `Readings.bounds` is the exact answer for whoever knows that nothing is negative: a linear
program.
"""

from collections.abc import Mapping

import numpy as np

from familymap.needs.suppression import TOTAL, Entry

Shown = Mapping[Entry, int | None]
"""Every entry of a table; None where it is held back."""

Sum = tuple[Entry, list[Entry]]
"""An entry and the parts that add up to it."""


def sums(table: Shown) -> list[Sum]:
    """Every sum a reader of the table knows of: over types, and over the areas within an area."""
    found: list[Sum] = []
    for path, column in table:
        inside = [entry for entry in table if entry[0][:-1] == path and entry[1] == column and entry[0]]
        if inside:
            found.append(((path, column), inside))
        if column == TOTAL:
            found.append(((path, TOTAL), [e for e in table if e[0] == path and e[1] != TOTAL]))
    return found


def propagated(table: Shown) -> dict[Entry, tuple[int, int | None]]:
    """The lowest and highest (None: no bound) of each hidden entry, one sum after the other."""
    low = {entry: 0 if value is None else value for entry, value in table.items()}
    high = dict(table)
    changed = True
    while changed:
        changed = False
        for whole, parts in sums(table):
            lowest, tops = sum(low[part] for part in parts), [high[part] for part in parts]
            highest = None if None in tops else sum(top for top in tops if top is not None)
            news = [(whole, lowest, highest)]
            for part in parts:
                rest_low = lowest - low[part]
                rest_tops = [high[other] for other in parts if other != part]
                rest_high = None if None in rest_tops else sum(top for top in rest_tops if top is not None)
                at_most = None if high[whole] is None else high[whole] - rest_low  # type: ignore[operator]
                at_least = 0 if rest_high is None else low[whole] - rest_high
                news.append((part, at_least, at_most))
            for entry, at_least, at_most in news:
                if at_least > low[entry]:
                    low[entry], changed = at_least, True
                now = high[entry]
                if at_most is not None and (now is None or at_most < now):
                    high[entry], changed = at_most, True
    return {entry: (low[entry], high[entry]) for entry, value in table.items() if value is None}


class Readings:
    """Every way to fill in what a table holds back so that all sums are right and nothing is negative.

    The equations have coefficients 1, 0 and -1 and stay so while they are solved: sums over one hierarchy and
    one list of types are totally unimodular. So whole numbers are enough, and the answers are exact.
    """

    def __init__(self, table: Shown) -> None:
        self.hidden = [entry for entry, value in table.items() if value is None]
        place = {entry: number for number, entry in enumerate(self.hidden)}
        rows = []
        for whole, parts in sums(table):
            row = np.zeros(len(self.hidden) + 1, dtype=np.int64)
            for entry, sign in [(whole, 1), *((part, -1) for part in parts)]:
                value = table[entry]
                if value is None:
                    row[place[entry]] += sign
                else:
                    row[-1] -= sign * value
            rows.append(row)
        self.equations = np.array(rows, dtype=np.int64).reshape(len(rows), len(self.hidden) + 1)

    def determined(self) -> set[Entry]:
        """The hidden entries to which the sums alone leave no choice (Gauss and Jordan)."""
        left, done = self.equations.copy(), 0
        for column in range(len(self.hidden)):
            below = np.flatnonzero(left[done:, column])
            if not len(below):
                continue
            left[[done, done + below[0]]] = left[[done + below[0], done]]
            eliminate(left, done, column)
            done += 1
        alone = [np.flatnonzero(row[:-1]) for row in left[:done]]
        return {self.hidden[unknown[0]] for unknown in alone if len(unknown) == 1}

    def bounds(self) -> dict[Entry, tuple[int, int | None]]:
        """Between what each hidden entry lies; None where nothing bounds it (simplex, Bland's rule)."""
        width = len(self.hidden)
        tableau, basis = self._some_reading()
        found = {}
        for place, entry in enumerate(self.hidden):
            goal = np.zeros(width, dtype=np.int64)
            goal[place] = 1
            lowest = climb(tableau.copy(), list(basis), -goal)
            assert lowest is not None
            found[entry] = (-lowest, climb(tableau.copy(), list(basis), goal))
        return found

    def _some_reading(self) -> tuple[np.ndarray, list[int]]:
        """Equations solved for as many entries as there are, none of them negative."""
        width, rows = len(self.hidden), self.equations.copy()
        rows[rows[:, -1] < 0] *= -1
        helpers = np.eye(len(rows), dtype=np.int64)
        tableau = np.hstack([rows[:, :-1], helpers, rows[:, -1:]])
        basis = [width + number for number in range(len(rows))]
        goal = np.concatenate([np.zeros(width, dtype=np.int64), -np.ones(len(rows), dtype=np.int64)])
        assert climb(tableau, basis, goal) == 0, "the table contradicts itself"
        for number, entry in enumerate(basis):
            columns = np.flatnonzero(tableau[number, :width])
            if entry >= width and len(columns):
                eliminate(tableau, number, int(columns[0]))
                basis[number] = int(columns[0])
        kept = [number for number, entry in enumerate(basis) if entry < width]
        return np.hstack([tableau[kept, :width], tableau[kept, -1:]]), [basis[number] for number in kept]


def climb(tableau: np.ndarray, basis: list[int], goal: np.ndarray) -> int | None:
    """The largest the goal can be from here on; None where nothing bounds it."""
    while True:
        gains = goal - goal[basis] @ tableau[:, :-1]
        entering = np.flatnonzero(gains > 0)
        if not len(entering):
            return int(goal[basis] @ tableau[:, -1])
        column = int(entering[0])
        rising = np.flatnonzero(tableau[:, column] > 0)
        if not len(rising):
            return None
        number = min(rising, key=lambda row: (tableau[row, -1], basis[row]))
        eliminate(tableau, int(number), column)
        basis[int(number)] = column


def eliminate(rows: np.ndarray, number: int, column: int) -> None:
    """Solve one row for one unknown and put it into all others."""
    assert abs(rows[number, column]) == 1, "not totally unimodular"
    rows[number] *= rows[number, column]
    factors = rows[:, column].copy()
    factors[number] = 0
    rows -= np.outer(factors, rows[number])
