"""Which cells of `area_figure` to hold back, so that no small group can be recognised from all that is shown.

A topic sorts everybody of a cell (an area, as a whole or one part of it) into states; with the rest they add
up to the base, the number of families (people, households) of the cell, which is a topic itself and shown
too. A group is all those of one state in one cell; it is small when it has 1 to limit - 1 members. A cell
with a small group is held back whole, with everything that is attached to it (money, people), and others are
held back so that subtracting gives nothing away:

Areas. Whoever knows an area and the areas within it that are shown knows what the held-back ones have
together, their *pool*, and nothing more of them. So areas are added to the pool until none of its groups is
small, and an area that is held back takes those within it along. An area held back in the base is held back
in every topic. Then, whatever the other topics show, all members of a group of the pool may live in any one
of its areas (those held back in the base may be of any size between nothing and their pool): a transport
between given sums is always possible.

Parts. By type of family (or age and sex) an area is split only where each part of its base is empty or not
small; the areas that are not split form a pool by the same rule. A cell of a split is held back when a
group in it is small. For each such group there has to be an *exchange* that nobody can rule out
(`needs.exchanges`): some of its state move from other parts of the same area into this part, as many of
another state move back, and in other areas it is the other way round, so that areas, parts and bases keep
their sums. What an exchange touches is held back too, at all levels below. It must make the group as large
as the limit, or else empty it. Where there is none, the areas within the surrounding one are not split for
this topic; where the country itself is concerned, nothing is.

States. A state that is small in the whole country is put to the rest, everywhere, and never shown.

Sides. Topics that together make up another (the index of what is lacking is the sum of its sides) are shown
in an area all or none, by the rule for areas: none of the groups of any side is small, nor what is left when
a side is taken from the whole. By part they are not shown.

So for every small group in a cell that is shown or held back there is a country that looks the same in all
that is published, in all topics at once, and has the limit or more in that group, or nobody. What this does
not do: it does not guard against somebody who already knows some of the families, nor against what follows
from one topic about another (a family with any gap has one of the gaps), except for the bases; and cells of
a split that is not made are no cells, like those of settlements by type.
"""

import numpy as np

from familymap.needs.exchanges import Exchanges, Move
from familymap.needs.splitting import Areas, Counts, Marks, Split, pooled, small


class BadTable(ValueError):
    """The counts do not add up: a topic has more than its base. The text says where."""


def held_areas(areas: Areas, groups: Counts, size: Counts, limit: int, already: Marks) -> Marks:
    """The areas to hold back as a whole: `groups` are areas × states with the rest, `size` is their base."""
    held = small(groups, limit).any(axis=1) | already
    for _, numbers in areas.inside():
        held[numbers] = pooled(groups[numbers], held[numbers], size[numbers], limit)
    return areas.taken_along(held)


def held_cells(rows: Split, cells: Counts, held: Marks, limit: int) -> Marks | None:
    """The cells of a split to hold back, rows × parts; None if the topic must not be split at all.

    `cells` are rows × parts × states with the rest; `held` are cells that are held back already.
    """
    made = Exchanges(rows, cells, limit)
    made.hold(held | rows.is_pool[:, None] | small(cells, limit).any(axis=2))
    if not made.guard_all(np.array([0])):
        return None
    for parent, numbers in rows.areas.inside():
        if not made.held[parent].all() and not made.guard_all(numbers):
            made.hold(np.isin(np.arange(len(held)), numbers)[:, None])
    return made.held


def with_room(
    areas: Areas,
    levels: Counts,
    rows: Split,
    cells: Counts,
    cells_held: Marks,
    groups: Counts,
    held: Marks,
    base_held: Marks,
    limit: int,
) -> Marks | None:
    """The cells to hold back so that small groups of areas held back can grow to the limit, or go.

    Members of another area of the same pool come in for as many of another state, part by part (where two
    areas have one row, parts do not matter; where both are held back in the base too, whoever comes in need
    not be made up for). Where the parts do not fit, no area within the one around the pool is split, and
    those that are left change parts among themselves. None where that is not enough either.
    """
    shown = np.arange(len(held))
    while (inner := held[shown] & (shown > 0)).any():
        shown[inner] = areas.parent[shown[inner]]
    found = cells_held.copy()
    for area in np.flatnonzero(held & (levels < levels.max()) & small(groups, limit).any(axis=1)):
        others = np.flatnonzero(held & (levels == levels[area]) & (shown == shown[area]))
        move = Move(rows, cells, groups, base_held, int(area), others[others != area])
        around = _within(rows.areas, int(rows.row_of[shown[area]]))
        for state in np.flatnonzero(small(groups[area], limit)):
            if move.possible(int(state), limit, np.zeros_like(around)):
                continue
            found[around] = True
            if not move.possible(int(state), limit, around):
                return None
    return found


def _within(areas: Areas, row: int) -> Marks:
    """Which rows lie within one."""
    inside: Marks = areas.parent == row
    for parent, numbers in areas.inside():
        inside[numbers] |= inside[parent]
    return inside
