"""Whom events touch: the families whose answers may differ from those of the run.

A person is touched when a row about them or a base fact changed; so is the household they lived or live in,
the family they were or are in, and every family of which somebody lives in a touched household.
"""

from collections.abc import Collection
from dataclasses import dataclass

from familymap.events.drawing import Drawn
from familymap.events.views import Now, Sealed


@dataclass(frozen=True)
class Touched:
    """Families to work out anew, and those that are no more."""

    families: list[int]
    gone: list[int]


def touched(changed: Collection[int], drawn: Drawn, sealed: Sealed, now: Now) -> Touched:
    """What the rows of `changed` people and what was drawn anew touch."""
    people = {number for number in changed if now.known(number)}
    people |= {number for number, unit in drawn.persons.items() if unit != sealed.known(number)}
    left = {number for number in drawn.before if number not in drawn.persons}
    households = {home for home, facts in drawn.households.items() if facts != _household(sealed, home)}
    families: set[int] = set()
    for number in people | left:
        for unit in (sealed.known(number), now.known(number)):
            if unit is not None and unit.household_id is not None:
                households.add(unit.household_id)
            if unit is not None and unit.family_id is not None:
                families.add(unit.family_id)
    families |= {
        number
        for number, unit in drawn.families.items()
        if not sealed.has_family(number) or unit != sealed.family(number)
    }
    for home in households:
        for number in now.housemates(home):
            if (unit := now.person(number)).family_id is not None:
                families.add(unit.family_id)
    gone = {number for number in families if not list(now.members(number))}
    return Touched(sorted(families - gone), sorted(gone))


def _household(sealed: Sealed, home: int) -> object:
    return sealed.household(home) if sealed.has_household(home) else None
