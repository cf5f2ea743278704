"""Families and households worked out directly: every rule over every person, family and household concerned.

Unlike `rules.unit.OneFamily` this holds several families at once and gives each person the facts of the
household they live in, as the tables of a run do.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from familymap.events.drawing import Unit
from familymap.events.world import Row
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Level, family, household, person
from familymap.rules.direct import Evaluate, compiled
from familymap.rules.values import Stored


class Facts(dict[str, Stored]):
    """The facts of a unit; what it lacks comes from the units that pass theirs down to it."""

    __slots__ = ("above",)

    def __init__(self, own: Mapping[str, Stored], *above: Mapping[str, Stored]) -> None:
        super().__init__(own)
        self.above = above

    def __missing__(self, name: str) -> Stored:
        *nearer, last = self.above
        for facts in nearer:
            if name in facts:
                return facts[name]
        return last[name]


class Unknown(dict[str, Stored]):
    """The facts of a household that nobody knows."""

    def __missing__(self, name: str) -> Stored:
        return None


NOWHERE = Unknown()


class View(Protocol):
    """Who belongs together, and what is known of each before any rule."""

    def person(self, number: int) -> Unit:
        """A living person."""

    def family(self, number: int) -> Unit:
        """A family."""

    def household(self, number: int) -> Mapping[str, Stored]:
        """A household's base facts."""

    def members(self, family_id: int) -> Iterable[int]:
        """Who is in a family."""

    def housemates(self, household_id: int) -> Iterable[int]:
        """Who lives in a household."""

    def rows(self, register: str, role: str, number: int) -> Sequence[Row]:
        """The rows of a register that name a person in a role."""


@dataclass
class Worked:
    """The facts worked out, by number; of lodgers, who live with a family, only what households look at."""

    persons: dict[int, Facts] = field(default_factory=dict)
    families: dict[int, Facts] = field(default_factory=dict)
    households: dict[int, Facts] = field(default_factory=dict)
    lodgers: dict[int, Facts] = field(default_factory=dict)

    def add(self, other: "Worked") -> None:
        """Take over what was worked out elsewhere."""
        self.persons |= other.persons
        self.families |= other.families
        self.households |= other.households


@dataclass(frozen=True)
class _Ready:
    """A rule made ready: `own` says that nothing of a family or household is in it, `lent` that a household
    looks at it."""

    name: str
    level: Level
    evaluate: Evaluate
    own: bool
    lent: bool


class Evaluator:
    """A catalogue made ready for families of one run; `missing` are registers of which nothing was delivered.

    Rules over households may look at what persons are by themselves, not at what follows from their families:
    a catalogue where they do is refused, for then whole chains of families would hang together.
    """

    def __init__(self, made: Catalogue, missing: Collection[str], wanted: Iterable[str]) -> None:
        names = made.stands_on(wanted)
        lent = set(made.stands_on(name for name in names if made.level_of(name) == household))
        above: set[str] = set()
        self._order: list[_Ready] = []
        self._sources: dict[tuple[str, str], list[_Ready]] = {}
        self._silent: dict[str, Stored] = {}
        for name in names:
            settled = made.rules[name]
            rule = settled.rule
            levels = {made.level_of(need) for need in settled.needs}
            if name in lent and family in levels:
                raise ValueError(
                    f"Rules over households stand on what follows from a family («{name}»): "
                    "events cannot be worked out by themselves under such rules."
                )
            if levels - {person} or above.intersection(settled.needs):
                above.add(name)
            nothing = 0 if not rule.register or made.registers[rule.register].absence_is_none else None
            ready = _Ready(name, rule.level, compiled(settled.node, nothing), name not in above, name in lent)
            if not rule.register:
                self._order.append(ready)
            elif rule.register in missing:
                self._silent[name] = None
            else:
                self._silent[name] = ready.evaluate({}, ())
                self._sources.setdefault((rule.register, rule.role), []).append(ready)

    def work_out(self, view: View, families: Collection[int], alike: Worked | None = None) -> Worked:
        """Everything about these families, their members and the households they live in.

        `alike` are people of whom another working-out knew by themselves just what is known here.
        """
        alike = alike or Worked()
        worked = Worked()
        units = {number: view.family(number) for number in families}
        members = {number: list(view.members(number)) for number in families}
        people = {number: view.person(number) for listed in members.values() for number in listed}
        homes = {unit.household_id for unit in (*units.values(), *people.values())}
        housemates = {home: list(view.housemates(home)) for home in homes if home is not None}
        for home in housemates:
            worked.households[home] = Facts(view.household(home), {})

        def at_home(unit: Unit) -> Mapping[str, Stored]:
            return NOWHERE if unit.household_id is None else worked.households[unit.household_id]

        for number, unit in units.items():
            worked.families[number] = Facts(unit.facts, at_home(unit))
        for number, unit in people.items():
            assert unit.family_id is not None
            own = alike.persons.get(number) or self._known(view, number, unit, lent_only=False)
            worked.persons[number] = Facts(own, worked.families[unit.family_id], at_home(unit))
        for home, listed in housemates.items():
            for number in listed:
                if number not in people:
                    known = alike.persons.get(number) or alike.lodgers.get(number)
                    own = known or self._known(view, number, view.person(number), lent_only=True)
                    worked.lodgers[number] = Facts(own, worked.households[home])
        everybody = {**worked.lodgers, **worked.persons}
        self._apply(
            worked,
            alike,
            {number: [everybody[one] for one in listed] for number, listed in members.items()},
            {home: [everybody[one] for one in listed] for home, listed in housemates.items()},
        )
        return worked

    def _apply(
        self,
        worked: Worked,
        alike: Worked,
        members: Mapping[int, Sequence[Facts]],
        housemates: Mapping[int, Sequence[Facts]],
    ) -> None:
        """Work the rules out in their order; of lodgers only what households look at."""
        persons, lodgers = list(worked.persons.values()), list(worked.lodgers.values())
        known = {*alike.persons, *alike.lodgers}
        new_persons = [facts for number, facts in worked.persons.items() if number not in alike.persons]
        new_lodgers = [facts for number, facts in worked.lodgers.items() if number not in known]
        families = [(facts, members[number]) for number, facts in worked.families.items()]
        households = [(facts, housemates[number]) for number, facts in worked.households.items()]
        for rule in self._order:
            name, evaluate = rule.name, rule.evaluate
            if rule.level == person:
                for facts in new_persons if rule.own else persons:
                    facts[name] = evaluate(facts, ())
                if rule.lent:
                    for facts in new_lodgers if rule.own else lodgers:
                        facts[name] = evaluate(facts, ())
            else:
                for facts, counted in families if rule.level == family else households:
                    facts[name] = evaluate(facts, counted)

    def _known(self, view: View, number: int, unit: Unit, lent_only: bool) -> dict[str, Stored]:
        """What is known of a person before any rule; of a lodger only what households look at."""
        facts = {**unit.facts, **self._silent}
        for (register, role), rules in self._sources.items():
            if lent_only and not any(rule.lent for rule in rules):
                continue
            rows = [row.values for row in view.rows(register, role, number)]
            if rows:
                for rule in rules:
                    facts[rule.name] = rule.evaluate({}, rows)
        return facts
