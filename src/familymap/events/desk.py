"""The desk where events arrive: rows entered, families drawn anew, measures answered."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from familymap.country import Country
from familymap.engine.store import SealedRun
from familymap.events.answers import Answers, FamilyAnswer, Member
from familymap.events.clerk import Clerk
from familymap.events.drawing import Drawing, Drawn, membership
from familymap.events.evaluate import Evaluator, Worked
from familymap.events.event import Event, Refused
from familymap.events.index import Index, Progress, opened_index
from familymap.events.kinds import load_kinds
from familymap.events.layout import Layout
from familymap.events.newborns import Newborns
from familymap.events.row_checks import RowChecks
from familymap.events.touched import touched
from familymap.events.views import Now, Sealed
from familymap.events.world import Changes, World
from familymap.families.nearby import ROLES
from familymap.measures.answers import named_rules
from familymap.rulebook import rules_on

FAMILIES_AT_ONCE = 64
"""Their facts are worked out together and then let go: a batch of any size needs little memory."""
HEAD_FIRST = {"head": 0, "spouse": 1}


@dataclass(frozen=True)
class Entered:
    """What became of an event: nothing against it, or why it was not entered."""

    event: Event
    refused: Refused | None


@dataclass(frozen=True)
class Result:
    """What became of events and of the families they touch.

    `gone` are families of the run that nobody is in any more. What the answers come from: the rows that are
    new or changed, what was drawn anew, and, where the desk keeps them, all facts worked out, now and before.
    """

    entered: Sequence[Entered]
    families: list[FamilyAnswer] = field(default_factory=list)
    gone: Sequence[int] = ()
    changes: Changes = field(default_factory=Changes)
    drawn: Drawn = field(default_factory=Drawn)
    worked: Worked = field(default_factory=Worked)
    before: Worked = field(default_factory=Worked)


class Desk:
    """Answers events against one sealed run; made once, used for many.

    `received_on` is the day on which the rows reach the registers. With `every_rule` the whole portrait is
    worked out, not only what measures ask for, and all facts are kept.
    """

    def __init__(
        self, country: Country, index: Index, layout: Layout, received_on: date, every_rule: bool = False
    ) -> None:
        self.country, self.index, self.layout, self.made = country, index, layout, layout.made
        asked = [name for measure in self.made.measures.values() for name in named_rules(measure)]
        self._drawing = Drawing(country, layout, index.as_of)
        self._evaluator = Evaluator(self.made, index.missing, self.made.rules if every_rule else asked)
        self._answers, self._keeps_facts = Answers(self.made), every_rule
        self._clerk = Clerk(
            country,
            layout.kinds,
            RowChecks(country.contracts, layout.kinds.registers),
            Newborns(index, country.linkage),
            received_on,
        )
        self._kin = {*ROLES, country.linkage.spine.deaths}

    def answer(self, events: Sequence[Event]) -> Result:
        """Enter the events in their order and answer for every family they touch, all at once."""
        with _without_collection():
            world = World(self.index, self.layout)
            entered = [self._entered(event, world) for event in events]
            changed, moved = set[int](), set[int]()
            for row in world.changes.rows():
                people = {number for number in row.people.values() if number is not None}
                changed |= people
                if row.register in self._kin:
                    moved |= people
            if not changed:
                return Result(entered)
            drawn = self._drawing.draw(world, moved) if moved else Drawn()
            return self._worked_out(entered, world, drawn, changed)

    def _entered(self, event: Event, world: World) -> Entered:
        try:
            self._clerk.enter(event, world)
        except Refused as reason:
            return Entered(event, reason)
        return Entered(event, None)

    def _worked_out(
        self, entered: Sequence[Entered], world: World, drawn: Drawn, changed: set[int]
    ) -> Result:
        sealed = Sealed(world)
        now = Now(world, drawn, sealed)
        found = touched(changed, drawn, sealed, now)

        def is_alike(number: int) -> bool:
            unit = sealed.known(number)
            return number not in changed and unit is not None and unit.facts == now.person(number).facts

        result = Result(entered, [], found.gone, world.changes, drawn)
        for first in range(0, len(found.families), FAMILIES_AT_ONCE):
            some = found.families[first : first + FAMILIES_AT_ONCE]
            worked = self._evaluator.work_out(now, some)
            were = [unit for number in worked.persons if (unit := sealed.known(number))]
            earlier = {unit.family_id for unit in were if unit.family_id is not None}
            alike = Worked(
                persons={n: facts for n, facts in worked.persons.items() if is_alike(n)},
                lodgers={n: facts for n, facts in worked.lodgers.items() if is_alike(n)},
            )
            before = self._evaluator.work_out(sealed, sorted(earlier), alike)
            for number in some:
                members = _members(number, world, drawn, sealed, now)
                home = now.family(number).household_id
                people = [one.person_id for one in members]
                answers = list(self._answers.of_family(number, people, home, worked, before))
                is_new = not sealed.has_family(number)
                result.families.append(FamilyAnswer(number, home, is_new, members, answers))
            if self._keeps_facts:
                result.worked.add(worked)
                result.before.add(before)
        return result


def _members(number: int, world: World, drawn: Drawn, sealed: Sealed, now: Now) -> list[Member]:
    """The members of a family, head and spouse first."""
    members = []
    for person in now.members(number):
        found = drawn.memberships.get(person) or membership(world, person)
        assert found is not None
        was = sealed.known(person)
        members.append(Member(person, str(found["role"]), str(found["rule"]), was.family_id if was else None))
    return sorted(members, key=lambda one: (HEAD_FIRST.get(one.role, 2), one.person_id))


@contextmanager
def _without_collection() -> Iterator[None]:
    """Facts by the million, and no circles among them: looking for circles costs a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def open_desk(
    store: Path,
    run: SealedRun,
    country: Country,
    received_on: date,
    progress: Progress = lambda *_: None,
    memory_gb: float = 4.0,
    threads: int = 2,
    every_rule: bool = False,
) -> Desk:
    """The desk of a sealed run; its index is built where it is not there yet. Raises StoreError."""
    kinds = load_kinds(country.folder / "events.yaml", country.contracts)
    made = rules_on(country, date.fromisoformat(run.manifest["as_of"]))
    layout = Layout(country, made, kinds)
    index = opened_index(store, run, layout, progress, memory_gb, threads)
    return Desk(country, index, layout, received_on, every_rule)
