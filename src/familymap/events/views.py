"""Who belongs together and what is known of each: as the run sealed it, and as it is after the events."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from familymap.events.drawing import Drawn, Unit, members, sealed_housemates
from familymap.events.world import Row, World
from familymap.portrait.base import FAMILY_FACTS, HOUSEHOLD_FACTS, PERSON_FACTS
from familymap.rules.values import Stored

PERSON_COLUMNS = ("family_id", "household_id", *PERSON_FACTS)
FAMILY_COLUMNS = ("household_id", *FAMILY_FACTS)


class Sealed:
    """The run before the events."""

    def __init__(self, world: World) -> None:
        self._world, self._index = world, world.index
        self._persons: dict[int, Unit | None] = {}

    def known(self, number: int) -> Unit | None:
        """A person who was alive."""
        if number not in self._persons:
            found = next(self._index.table("base").found(number, PERSON_COLUMNS), None)
            self._persons[number] = (
                Unit(_number(found.pop("family_id")), _number(found.pop("household_id")), found)
                if found
                else None
            )
        return self._persons[number]

    def person(self, number: int) -> Unit:
        """A living person."""
        unit = self.known(number)
        assert unit is not None
        return unit

    def has_family(self, number: int) -> bool:
        """Whether there was such a family."""
        return self._index.table("family").has(number)

    def family(self, number: int) -> Unit:
        """A family."""
        [found] = self._index.table("family").found(number, FAMILY_COLUMNS)
        return Unit(number, _number(found.pop("household_id")), found)

    def household(self, number: int) -> Mapping[str, Stored]:
        """A household's base facts."""
        [found] = self._index.table("household").found(number, tuple(HOUSEHOLD_FACTS))
        return found

    def has_household(self, number: int) -> bool:
        """Whether there was such a household."""
        return self._index.table("household").has(number)

    def members(self, family_id: int) -> Iterable[int]:
        """Who was in a family."""
        return members(self._world, family_id)

    def housemates(self, household_id: int) -> Iterable[int]:
        """Who lived in a household."""
        return sealed_housemates(self._world, household_id)

    def rows(self, register: str, role: str, number: int) -> Sequence[Row]:
        """The rows of a register that named a person in a role."""
        return self._world.sealed_rows(register, role, number)


class Now:
    """The same after the events: what was drawn anew, and everything else as it was."""

    def __init__(self, world: World, drawn: Drawn, sealed: Sealed) -> None:
        self._world, self._drawn, self._sealed = world, drawn, sealed
        self._members: dict[int, list[int]] = {}
        for number, found in drawn.memberships.items():
            self._members.setdefault(_known(found["family_id"]), []).append(number)
        for found in drawn.before.values():
            self._members.setdefault(_known(found["family_id"]), [])
        self._arrived: dict[int, list[int]] = {}
        for number, unit in drawn.persons.items():
            if unit.household_id is not None:
                self._arrived.setdefault(unit.household_id, []).append(number)

    def known(self, number: int) -> Unit | None:
        """A person who is alive."""
        if number in self._drawn.persons:
            return self._drawn.persons[number]
        return None if number in self._drawn.before else self._sealed.known(number)

    def person(self, number: int) -> Unit:
        """A living person."""
        unit = self.known(number)
        assert unit is not None
        return unit

    def family(self, number: int) -> Unit:
        """A family."""
        return self._drawn.families.get(number) or self._sealed.family(number)

    def household(self, number: int) -> Mapping[str, Stored]:
        """A household's base facts."""
        return self._drawn.households.get(number) or self._sealed.household(number)

    def members(self, family_id: int) -> Iterable[int]:
        """Who is in a family; nobody where it is no more."""
        if family_id in self._members:
            return self._members[family_id]
        return self._sealed.members(family_id)

    def housemates(self, household_id: int) -> Iterator[int]:
        """Who lives in a household."""
        drawn = self._drawn
        for number in self._sealed.housemates(household_id):
            if number not in drawn.persons and number not in drawn.before:
                yield number
        yield from self._arrived.get(household_id, ())

    def rows(self, register: str, role: str, number: int) -> Sequence[Row]:
        """The rows of a register that name a person in a role."""
        return self._world.rows(register, role, number)


def _number(value: Stored) -> int | None:
    return value if isinstance(value, int) else None


def _known(value: Stored) -> int:
    assert isinstance(value, int)
    return value
