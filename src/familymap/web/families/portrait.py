"""The portrait of a family: for each side of life what it lacks, and facts with value, source and day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext_noop

from familymap.rules.values import Stored
from familymap.web.families.declaration import Dimension, Shown
from familymap.web.families.texts import text
from familymap.web.families.words import Speaker

Facts = Mapping[str, Stored]
FEW_REGISTERS = 2
"""How many registers are named beside a fact; of more their number is told."""

STANDS: Mapping[bool | None, Literal["lacks", "fine", "unknown"]] = {
    True: "lacks",
    False: "fine",
    None: "unknown",
}


LACK = {
    "lacks": "{what}",
    "fine": gettext_noop("{what}: no"),
    "unknown": gettext_noop("{what}: unknown"),
}
MANY_REGISTERS = gettext_noop("worked out from {number} registers")
UP_TO = gettext_noop("up to {day}")
NOTHING_RECEIVED = gettext_noop("nothing was received")
SINCE = gettext_noop("since {day}")


@dataclass(frozen=True)
class Whose:
    """Somebody with their facts; `name` is empty for the family or household."""

    name: str
    facts: Facts


@dataclass(frozen=True)
class Value:
    """A value in words, or None for unknown; `since` says from which day it holds, where one is known."""

    whose: str
    text: str | None
    since: str = ""


@dataclass(frozen=True)
class Row:
    """One fact with the values of everybody it stands for.

    `source` names the registers it comes from (or their number, where they are many), and up to which day
    they are known: the delivery that lies furthest back decides.
    """

    title: str
    values: Sequence[Value]
    source: str


@dataclass(frozen=True)
class Lack:
    """One indicator in words: whether the family lacks something, does not, or nobody knows."""

    text: str
    stands: Literal["lacks", "fine", "unknown"]


@dataclass(frozen=True)
class Side:
    """One side of life."""

    code: str
    title: str
    lacks: Sequence[Lack]
    rows: Sequence[Row]

    @property
    def lacking(self) -> int:
        """How much the family lacks for certain."""
        return sum(one.stands == "lacks" for one in self.lacks)


def sides(speaker: Speaker, family: Facts, household: Facts, members: Sequence[Whose]) -> list[Side]:
    """Every side of life as the card declares it, in that order."""
    return [_side(speaker, one, family, household, members) for one in speaker.reference.card.dimensions]


def _side(
    speaker: Speaker, side: Dimension, family: Facts, household: Facts, members: Sequence[Whose]
) -> Side:
    of_level = ((side.family, [Whose("", family)]), (side.household, [Whose("", household)]))
    rows = [_row(speaker, shown, whose) for declared, whose in of_level for shown in declared]
    rows += [_row(speaker, shown, members) for shown in side.person]
    lacks = [_lack(speaker, name, family.get(name)) for name in side.lacks]
    return Side(side.code, speaker.of(side.title), lacks, [row for row in rows if row is not None])


def _lack(speaker: Speaker, name: str, value: Stored) -> Lack:
    stands = STANDS[value if isinstance(value, bool) else None]
    return Lack(text(LACK[stands], speaker.language, what=speaker.title(name)), stands)


def _row(speaker: Speaker, shown: Shown, everybody: Sequence[Whose]) -> Row | None:
    """A fact of those for whom it counts; no row where it counts for nobody."""
    values = [
        Value(
            one.name, speaker.value(shown.fact, one.facts.get(shown.fact)), _since(speaker, shown, one.facts)
        )
        for one in everybody
        if _counts(shown, one.facts)
    ]
    if not values:
        return None
    return Row(speaker.title(shown.fact), values, _source(speaker, shown.fact))


def _source(speaker: Speaker, fact: str) -> str:
    registers = speaker.reference.sources[fact]
    if len(registers) > FEW_REGISTERS:
        named = text(MANY_REGISTERS, speaker.language, number=len(registers))
    else:
        named = ", ".join(dict.fromkeys(speaker.register(name) for name in registers))
    day = speaker.reference.oldest_delivery(registers)
    if day is None:
        return ", ".join(filter(None, (named, text(NOTHING_RECEIVED, speaker.language))))
    return ", ".join(filter(None, (named, text(UP_TO, speaker.language, day=speaker.day(day, "medium")))))


def _counts(shown: Shown, facts: Facts) -> bool:
    """Whether the row stands for somebody: not where `when` is certainly «no» or zero."""
    return shown.when is None or facts.get(shown.when) not in (False, 0)


def _since(speaker: Speaker, shown: Shown, facts: Facts) -> str:
    day = facts.get(shown.since) if shown.since else None
    if not isinstance(day, date) or facts.get(shown.fact) in (False, None):
        return ""
    return text(SINCE, speaker.language, day=speaker.day(day, "medium"))
