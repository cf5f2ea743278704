"""What a measure answers for one person, family or household whose facts are all worked out."""

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from familymap.measures.receipt import receipt_name
from familymap.rules.declare import Level, Measure, family, household, person
from familymap.rules.direct import Facts, compiled
from familymap.rules.node import Node
from familymap.rules.unit import FactsOf, OneFamily
from familymap.rules.values import Stored

DUE, NOT_DUE, CANNOT_TELL = "due", "not_due", "cannot_tell"
WORDS: Mapping[bool | None, str] = {True: DUE, False: NOT_DUE, None: CANNOT_TELL}


@dataclass(frozen=True)
class Unit:
    """A person, a family or its household, the facts worked out; `place` tells which person it is."""

    one: OneFamily
    level: Level
    place: int | None = None

    @property
    def facts(self) -> FactsOf:
        """Its own facts and those passed down to it."""
        if self.level == household:
            return self.one.household
        if self.level == family:
            return ChainMap(self.one.family, self.one.household)
        return ChainMap(self.own, self.one.family, self.one.household)

    @property
    def own(self) -> FactsOf:
        """The facts of this person alone; of a family or household what `facts` gives."""
        if self.place is None:
            return self.facts
        return self.everybody[self.place]

    @property
    def everybody(self) -> Sequence[FactsOf]:
        """All persons that may be spoken of: the members, then those who only live with them."""
        members = self.one.members
        others = [facts for facts in self.one.household_members or () if not _among(facts, members)]
        return [*members, *others]

    @property
    def counted(self) -> Sequence["Unit"]:
        """The persons an aggregate of this unit is over."""
        if self.level == person:
            return ()
        housemates = self.one.household_members
        if self.level == family or housemates is None:
            return [Unit(self.one, person, place) for place in range(len(self.one.members))]
        return [
            Unit(self.one, person, place)
            for place, facts in enumerate(self.everybody)
            if _among(facts, housemates)
        ]

    def at(self, level: Level) -> "Unit":
        """The unit to which a fact of that level belongs when this unit asks for it."""
        return self if level == self.level else Unit(self.one, level)

    def value(self, node: Node) -> Stored:
        """What a settled tree gives for this unit."""
        return compiled(node)(self.facts, [other.own for other in self.counted])


def _among(facts: Facts, others: Sequence[Facts]) -> bool:
    return any(facts is other for other in others)


@dataclass(frozen=True)
class Answer:
    """Due, not due or cannot tell, with everything the assessment says of a measure, in stored form."""

    due: bool | None
    conditions: Mapping[str, bool | None]
    amount: int | None
    at_least: int | None
    at_most: int | None
    payee: int | None
    received: bool | None

    @property
    def word(self) -> str:
        """due, not_due or cannot_tell."""
        return WORDS[self.due]


def answer(measure: Measure, facts: Facts) -> Answer:
    """The answer of a measure for a unit with these facts; the same as the assessment of a run gives."""
    conditions = {name: _yes_no(facts[name]) for name in measure.conditions}
    answers = conditions.values()
    due = False if False in answers else None if None in answers else True
    amount = least = most = payee = None
    if due is not False:
        amount = _whole(facts[measure.amount]) if measure.amount else None
        least, most = (
            _whole(facts[bound]) if bound and amount is None else amount
            for bound in (measure.at_least, measure.at_most)
        )
        payee = _whole(facts[measure.payee]) if measure.payee else None
    sign = receipt_name(measure)
    return Answer(due, conditions, amount, least, most, payee, _yes_no(facts[sign]) if sign else None)


def units(measure: Measure, one: OneFamily) -> list[Unit]:
    """The units of a family to which the measure may be due: each member, or the family, or the household."""
    if measure.unit == person:
        return [Unit(one, person, place) for place in range(len(one.members))]
    return [Unit(one, measure.unit)]


def named_rules(measure: Measure) -> list[str]:
    """The rules a measure names, conditions first."""
    others = (measure.amount, measure.at_least, measure.at_most, measure.payee, receipt_name(measure))
    return [*measure.conditions, *(name for name in others if name)]


def _yes_no(value: Stored) -> bool | None:
    assert value is None or isinstance(value, bool)
    return value


def _whole(value: Stored) -> int | None:
    assert value is None or isinstance(value, int)
    return value
