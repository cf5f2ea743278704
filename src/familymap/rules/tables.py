"""The tables that rules are worked out from: of persons, households and families."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from familymap.rules.declare import Level, family, household, person

ORDER = (person, household, family)
KEYS: Mapping[Level, tuple[str, ...]] = {
    person: ("family_id", "person_id", "household_id"),
    household: ("household_id",),
    family: ("family_id", "household_id"),
}
"""The numbers that every table of a level holds; the first ones are its key."""

UNIQUE: Mapping[Level, tuple[str, ...]] = {
    person: ("family_id", "person_id"),
    household: ("household_id",),
    family: ("family_id",),
}


@dataclass(frozen=True)
class Table:
    """A table of a level and the facts in it; `joined` are further facts about some of its persons.

    With `select` no table is written: what it selects from the tables `reads` stands for it.
    """

    level: Level
    name: str
    facts: frozenset[str]
    joined: Sequence["Joined"] = ()
    select: str = ""
    reads: Sequence[str] = ()

    @property
    def all_facts(self) -> frozenset[str]:
        """The facts in it and those that are joined."""
        return self.facts.union(*(joined.otherwise for joined in self.joined))


@dataclass(frozen=True)
class Joined:
    """A table of facts about some persons; `otherwise` is what each fact is for all the others (SQL).

    Without a name there is no table and the facts are `otherwise` for everybody.
    """

    name: str | None
    otherwise: Mapping[str, str]
