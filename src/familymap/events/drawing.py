"""Families drawn anew around what changed: the steps of a run, over the few people and rows they look at.

Whose belonging can change, and whom that follows from, is what `families.nearby` says of a run that follows
another: people on one register row with a changed person are affected, people on one row with those are their
context. The base facts of the families so drawn follow from the rows that name their members, and from the
births of those who stand on such a row.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from familymap.country import Country
from familymap.engine.handful import Handful, day, days
from familymap.engine.steps import Step, plan
from familymap.events.layout import Layout
from familymap.events.world import Row, World, numbers
from familymap.families import incremental
from familymap.families.households import household, household_membership
from familymap.families.identity import PREVIOUS_FAMILY_MEMBERSHIP, family, family_identity
from familymap.families.membership import care_chain, family_place
from familymap.families.nearby import KIN_REGISTERS, ROLES, links
from familymap.families.steps import BELONGING_STEPS
from familymap.portrait.base import BASE_STEPS, FAMILY_FACTS, HOUSEHOLD_FACTS, PERSON_FACTS
from familymap.rules.values import DATE, YES_NO, Stored, Type

PERSON = ("person_id", "birth_date", "sex", "kato", "death_date", "spine_register", "spine_key")
POPULATION = ("record_no", "citizenship", "registered_on")
MEMBERSHIP = tuple(PREVIOUS_FAMILY_MEMBERSHIP)
OWN_REGISTERS = tuple(register for register, roles in ROLES.items() if not roles)
LIVING = ("living_person", "birth_tie", "guardian_tie")
"""Of the steps that lead to belonging those that the base facts stand on, too."""


@dataclass(frozen=True)
class Unit:
    """A person's, family's or household's base facts, with the family and household they belong to."""

    family_id: int | None
    household_id: int | None
    facts: Mapping[str, Stored]


@dataclass
class Drawn:
    """What was drawn anew, and of which people and families that speaks.

    `memberships` are those of the touched families; `before` those of the families of before from which they
    come. A household without facts is one where nobody lives any more.
    """

    memberships: Mapping[int, Mapping[str, Stored]] = field(default_factory=dict)
    before: Mapping[int, Mapping[str, Stored]] = field(default_factory=dict)
    persons: Mapping[int, Unit] = field(default_factory=dict)
    families: Mapping[int, Unit] = field(default_factory=dict)
    households: Mapping[int, Mapping[str, Stored] | None] = field(default_factory=dict)


class Drawing:
    """Draws families of one run anew; made once, used for many events."""

    def __init__(self, country: Country, layout: Layout, as_of: date) -> None:
        self._layout = layout
        values = {
            "as_of": as_of,
            "family_rules": country.family_rules,
            "village_codes": country.village_codes,
        }
        near = [
            Step("near_belonging", one.meaning, one.needs, one.build, one.key, False)
            if one.name == "belonging"
            else one
            for one in BELONGING_STEPS
        ]
        self._belonging, self._belonging_steps = self._prepared(
            [
                *near,
                incremental.touched_family,
                incremental.belonging,
                care_chain,
                family_place,
                family_identity,
                incremental.touched_membership,
                household_membership,
            ],
            ("previous_family_membership", "affected_person"),
            values,
        )
        self._base, self._base_steps = self._prepared(
            [
                *(one for one in BELONGING_STEPS if one.name in LIVING),
                household_membership,
                household,
                family,
                *BASE_STEPS,
            ],
            ("family_membership",),
            values,
        )

    def draw(self, world: World, changed: Collection[int]) -> Drawn:
        """The families that changed people touch, drawn anew."""
        affected = self._on_one_row(world, changed)
        context = self._on_one_row(world, affected)
        self._fill(self._belonging, world, context, context, OWN_REGISTERS)
        self._belonging.fill("affected_person", ([number] for number in affected))
        memberships, touched = self._redrawn(world, context)
        before = {
            number: found
            for family_id in touched
            for number in members(world, family_id)
            if (found := membership(world, number))
        }
        lives = dict(self._belonging.rows("select person_id, household_id from household_membership"))
        return self._with_base(world, memberships, before, lives)

    def _redrawn(
        self, world: World, context: Collection[int]
    ) -> tuple[dict[int, Mapping[str, Stored]], list[int]]:
        """The memberships of the touched families, and the earlier families that they come from."""
        near = {found["family_id"] for number in context if (found := membership(world, number))}
        while True:
            earlier = [
                [number, *_plain(found.values())]
                for family_id in sorted(numbers(near))
                for number in members(world, family_id)
                if (found := membership(world, number))
            ]
            self._belonging.fill("previous_family_membership", earlier)
            self._belonging.work_out(self._belonging_steps)
            rows = self._belonging.rows(f"select {', '.join(MEMBERSHIP)} from touched_membership")
            # A new id that an earlier family far away already has: that family must be looked at, too.
            taken = {row[1] for row in rows if row[1] not in near and world.index.table("family").has(row[1])}
            if not taken:
                break
            near |= taken
        touched = [row[0] for row in self._belonging.rows("select family_id from touched_family")]
        named: dict[int, Mapping[str, Stored]] = {
            row[0]: dict(zip(MEMBERSHIP[1:], _days(row[1:]), strict=True)) for row in rows
        }
        return named, touched

    def _with_base(
        self,
        world: World,
        memberships: Mapping[int, Mapping[str, Stored]],
        before: Mapping[int, Mapping[str, Stored]],
        lives: Mapping[int, int],
    ) -> Drawn:
        """The base facts of the touched families, their members and their households."""
        kin = self._on_one_row(world, memberships)
        wider = self._on_one_row(world, kin, ("births",))
        sealed = {number: sealed_home(world, number) for number in {*memberships, *before}}
        households = {home for home in sealed.values() if home is not None}
        households |= {lives[number] for number in memberships if number in lives}
        housemates = {number for home in households for number in sealed_housemates(world, home)}
        housemates |= {number for number, home in lives.items() if home in households}
        people = {*memberships, *wider, *housemates}
        self._fill(self._base, world, kin, people, ("addresses",), wider)
        rows = [[number, *_plain(found.values())] for number, found in memberships.items()]
        rows += [
            [number, *_plain(found.values())]
            for number in housemates
            if number not in memberships and number not in before and (found := membership(world, number))
        ]
        self._base.fill("family_membership", rows)
        self._base.work_out(self._base_steps)
        families = {found["family_id"] for found in memberships.values()}
        return Drawn(
            memberships,
            before,
            {
                number: Unit(family_id, household_id, facts)
                for number, family_id, household_id, facts in self._facts("person", PERSON_FACTS)
                if number in memberships
            },
            {
                family_id: Unit(family_id, household_id, facts)
                for family_id, _, household_id, facts in self._facts("family", FAMILY_FACTS)
                if family_id in families
            },
            dict.fromkeys(households)
            | {
                household_id: facts
                for household_id, _, _, facts in self._facts("household", HOUSEHOLD_FACTS)
                if household_id in households
            },
        )

    def _facts(
        self, level: str, types: Mapping[str, Type]
    ) -> Iterable[tuple[int, Any, Any, dict[str, Stored]]]:
        keys = {
            "person": "person_id, family_id, household_id",
            "family": "family_id, family_id, household_id",
            "household": "household_id, null, household_id",
        }[level]
        for row in self._base.rows(f"select {keys}, {', '.join(types)} from {level}_base"):
            yield (
                *row[:3],
                {name: _typed(value, of) for (name, of), value in zip(types.items(), row[3:], strict=True)},
            )

    def _on_one_row(
        self, world: World, people: Iterable[int], registers: Sequence[str] = KIN_REGISTERS
    ) -> set[int]:
        """These people and everybody named on a register row with one of them."""
        found = set(people)
        for row in self._kin_rows(world, found.copy(), registers):
            found.update(number for number in row.people.values() if number is not None)
        return found

    def _kin_rows(
        self, world: World, people: Collection[int], registers: Sequence[str] = KIN_REGISTERS
    ) -> Iterable[Row]:
        """The rows that name one of these people in any role, each once."""
        rows = {
            (register, row.key): row
            for register in registers
            for role in ROLES[register]
            for number in people
            for row in world.rows(register, role, number)
        }
        return rows.values()

    def _prepared(
        self, steps: Sequence[Step], others: Sequence[str], values: Mapping[str, object]
    ) -> tuple[Handful, list[str]]:
        """A small engine with the tables that `_fill` fills and these steps."""
        engine = Handful()
        columns: dict[str, Sequence[str]] = {"person": PERSON, "population": POPULATION}
        contracts = self._layout.country.contracts
        for register in ROLES:
            columns[register] = (contracts[register].key, *self._layout.columns[register])
            columns |= dict.fromkeys(links(register), ("source_key", "person_id"))
        columns["deaths"] = (contracts["deaths"].key,)
        for other in others:
            columns[other] = MEMBERSHIP if other.endswith("membership") else ("person_id",)
        for name, listed in columns.items():
            engine.table(name, listed)
        planned = plan(steps, set(columns), values)
        engine.prepare(planned)
        return engine, [work.name for work in planned]

    def _fill(
        self,
        engine: Handful,
        world: World,
        named: Collection[int],
        people: Collection[int],
        own: Sequence[str],
        born: Collection[int] = (),
    ) -> None:
        """The records of people, their own rows, and the rows that name somebody (births also of `born`)."""
        records = [record for number in people if (record := world.person(number))]
        engine.fill("person", (_plain(record[column] for column in PERSON) for record in records))
        engine.fill(
            "population",
            (
                _plain((record["spine_key"], record["citizenship"], record["registered_on"]))
                for record in records
                if record["spine_register"] == "population"
            ),
        )
        rows: dict[str, list[Row]] = {register: [] for register in ROLES}
        for row in self._kin_rows(world, named):
            rows[row.register].append(row)
        if born:
            rows["births"] = list(self._kin_rows(world, {*named, *born}, ("births",)))
        for register in own:
            rows[register] = [row for number in people for row in world.rows(register, "person", number)]
        for register, listed in rows.items():
            columns = self._layout.columns[register]
            cells: list[list[Any]] = [
                [row.key, *_plain(row.values[name] for name in columns)] for row in listed
            ]
            for link, role in zip(links(register), ROLES[register] or ("person",), strict=True):
                engine.fill(link, ((row.key, row.people[role]) for row in listed))
            # A register that was received must not look as if it was not, only because nobody here is in it.
            unlinked = [[None] * (1 + len(columns))] if register in world.index.received else []
            engine.fill(register, cells + unlinked)
        engine.fill("deaths", [[None]] if "deaths" in world.index.received else [])


def membership(world: World, person: int) -> dict[str, Stored] | None:
    """A person's membership in the run."""
    return next(world.index.table("membership").found(person, MEMBERSHIP[1:]), None)


def members(world: World, family_id: int) -> list[int]:
    """The members of a family in the run."""
    return numbers(world.index.table("member").values(family_id, "person_id"))


def sealed_home(world: World, person: int) -> int | None:
    """The household of a person in the run."""
    found = next(world.index.table("base").values(person, "household_id"), None)
    return found if isinstance(found, int) else None


def sealed_housemates(world: World, household_id: int) -> list[int]:
    """Who lived in a household in the run."""
    return numbers(world.index.table("housemate").values(household_id, "person_id"))


def _plain(values: Iterable[Stored]) -> list[Any]:
    """Values as the small engine holds them."""
    return [days(value) if isinstance(value, date) else value for value in values]


def _days(values: Sequence[Any]) -> list[Stored]:
    """The values of a membership as the run holds them: `since` is a date."""
    since = MEMBERSHIP.index("since") - 1
    return [
        day(value) if place == since and value is not None else value for place, value in enumerate(values)
    ]


def _typed(value: Any, of: Type) -> Stored:
    """A value of the small engine as rules hold it."""
    if value is None:
        return None
    if of == YES_NO:
        return bool(value)
    found: Stored = day(value) if of == DATE else value
    return found
