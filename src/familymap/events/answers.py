"""The answers of the families an event touches: before and after, and what changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from familymap.events.evaluate import Facts, Worked
from familymap.measures.answers import Answer, answer
from familymap.measures.receipt import receipt_name
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Level, Measure, family, household, person
from familymap.rules.values import Stored


@dataclass(frozen=True)
class MeasureAnswer:
    """What a measure answers for a unit now, and what it answered in the run (nothing for a new unit)."""

    measure: Measure
    unit_id: int
    now: Answer
    before: Answer | None

    @property
    def changed(self) -> bool:
        """Whether anything of the answer differs from the run's."""
        return self.now != self.before


@dataclass(frozen=True)
class Member:
    """Somebody in a family: role, the rule by which they belong, and the family they were in before."""

    person_id: int
    role: str
    rule: str
    family_before: int | None


@dataclass(frozen=True)
class FamilyAnswer:
    """A family as it is now: members, household, the answer of every measure, and whether the run knew it."""

    family_id: int
    household_id: int | None
    is_new: bool
    members: Sequence[Member]
    measures: Sequence[MeasureAnswer]

    @property
    def changes(self) -> list[MeasureAnswer]:
        """The answers that differ from the run's."""
        return [one for one in self.measures if one.changed]


@dataclass
class _Asked:
    """A measure, and the answers «not due» it gave: they are few, for nothing in them is anybody's own."""

    measure: Measure
    refusals: dict[object, Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sign = receipt_name(self.measure)
        self._key = itemgetter(*self.measure.conditions, *([sign] if sign else []))

    def of(self, facts: Mapping[str, Stored]) -> Answer:
        """The answer for a unit with these facts."""
        key = self._key(facts)
        if key in self.refusals:
            return self.refusals[key]
        given = answer(self.measure, facts)
        if given.due is False:
            self.refusals[key] = given
        return given


class Answers:
    """Every measure in force, asked for one family after the other."""

    def __init__(self, made: Catalogue) -> None:
        self._asked = [_Asked(measure) for measure in made.measures.values()]

    def of_family(
        self, family_id: int, members: Sequence[int], home: int | None, now: Worked, before: Worked
    ) -> Iterator[MeasureAnswer]:
        """What every measure answers for a family, its members and its head's household."""
        units: Mapping[Level, Sequence[int]] = {
            person: members,
            family: [family_id],
            household: [] if home is None else [home],
        }
        for asked in self._asked:
            level = asked.measure.unit
            facts, earlier = _facts(now, level), _facts(before, level)
            for number in units[level]:
                was = asked.of(earlier[number]) if number in earlier else None
                yield MeasureAnswer(asked.measure, number, asked.of(facts[number]), was)


def _facts(worked: Worked, level: Level) -> Mapping[int, Facts]:
    if level == person:
        return worked.persons
    return worked.families if level == family else worked.households
