"""Declaring rules: a function with a level becomes a rule; its name, arguments and docstring belong to it."""

import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from familymap.rules.expression import Expression, NotOneExpression, written
from familymap.rules.typing import BadRule
from familymap.rules.values import TYPES, YES_NO, Type

Texts = Mapping[str, str]
"""Language (kk, ru, en) → text."""


@dataclass(frozen=True)
class Level:
    """What a rule speaks of: a person, a family by law, or a household by address."""

    name: str


person = Level("person")
family = Level("family")
household = Level("household")
LEVELS = {level.name: level for level in (person, family, household)}


@dataclass(frozen=True)
class Place:
    """Where a rule is written, for messages."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, eq=False)
class Rule:
    """One declared rule: a fact, condition, amount, deprivation, or a fact only people can tell (asked).

    `register` and `role` are set for facts over the rows of a register. `since` and `until` (inclusive) bound
    the days on which this version is in force.
    """

    name: str
    kind: str
    level: Level
    arguments: tuple[str, ...]
    expression: Expression | None
    meaning: str
    place: Place
    law: str = ""
    unit: str = ""
    register: str = ""
    role: str = "person"
    dimension: str = ""
    since: date | None = None
    until: date | None = None
    type: Type | None = None
    title: Texts = field(default_factory=dict)
    question: Texts = field(default_factory=dict)

    def in_force(self, day: date) -> bool:
        """Whether this version holds on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Measure:
    """A support measure: who is entitled, on which conditions, to how much, and what shows its receipt.

    `conditions`, `amount`, `at_least`, `at_most`, `payee` and `received_fact` are names of rules. The measure
    is due when all conditions are met, not due when one is not, cannot be told otherwise. `at_least` and
    `at_most` bound an unknown amount. `received_as` are codes of the benefits register: any payment of
    them to the unit shows receipt, unless `received_fact` says it more exactly.
    """

    name: str
    unit: Level
    law: str
    conditions: Sequence[str]
    amount: str | None
    payee: str | None
    period: str
    since: date
    until: date | None = None
    at_least: str | None = None
    at_most: str | None = None
    received_as: Sequence[str] = ()
    received_fact: str | None = None
    excludes: Sequence[str] = ()
    relieves: Sequence[str] = ()
    proactive: bool = True
    place: Place = field(default_factory=lambda: _caller(3))

    def in_force(self, day: date) -> bool:
        """Whether the measure exists on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


Declare = Callable[[Callable[..., object]], Rule]


def _caller(depth: int) -> Place:
    frame = sys._getframe(depth)
    return Place(short(frame.f_code.co_filename), frame.f_lineno)


def short(file: str) -> str:
    """The file from the package's own folder on: messages are the same on every machine."""
    parts = Path(file).parts
    if "familymap" not in parts:
        return parts[-1]
    return "/".join(parts[len(parts) - 1 - parts[::-1].index("familymap") :])


def _declaring(kind: str, level: Level, name: str | None, **more: object) -> Declare:
    def declare(function: Callable[..., object]) -> Rule:
        place = Place(short(function.__code__.co_filename), function.__code__.co_firstlineno)
        arguments = tuple(inspect.signature(function).parameters)
        meaning = " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split())
        if not meaning:
            raise BadRule(
                f"{place}: «{function.__name__}» has no docstring: say in one sentence what it means"
            )
        _check_names(function, arguments, place)
        try:
            expression = written(function, arguments)
        except NameError as trouble:
            raise BadRule(_not_asked_for(function, str(trouble.name), place)) from None
        except (NotOneExpression, TypeError) as trouble:
            raise BadRule(f"{place}: «{function.__name__}»: {trouble}") from None
        return Rule(
            name or function.__name__,
            kind,
            level,
            arguments,
            expression,
            meaning,
            place,
            **more,  # type: ignore[arg-type]
        )

    return declare


def _check_names(function: Callable[..., object], arguments: Sequence[str], place: Place) -> None:
    """A fact is asked for by an argument, and no function silently takes the place of another."""
    there = function.__globals__
    for name in function.__code__.co_names:
        if isinstance(there.get(name), Rule):
            raise BadRule(_not_asked_for(function, name, place))
    earlier = there.get(function.__name__)
    if isinstance(earlier, Rule) and earlier.place != place:
        raise BadRule(
            f"{place}: the function «{function.__name__}» already stands at {earlier.place}: rename this one "
            "(two dated versions of one fact have their own function names and the same name=…)"
        )


def _not_asked_for(function: Callable[..., object], name: str, place: Place) -> str:
    return (
        f"{place}: «{function.__name__}» uses «{name}», which is not among its arguments: "
        "write it into the brackets after the function's name"
    )


def fact(
    level: Level,
    *,
    register: str = "",
    role: str = "person",
    law: str = "",
    unit: str = "",
    name: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Declare:
    """A fact of a person, family or household; with `register` it is worked out over that register's rows."""
    return _declaring(
        "fact", level, name, register=register, role=role, law=law, unit=unit, since=since, until=until
    )


def condition(
    level: Level,
    *,
    law: str = "",
    name: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Declare:
    """A condition of a measure: yes, no or unknown."""
    return _declaring("condition", level, name, law=law, since=since, until=until)


def amount(
    level: Level,
    *,
    law: str = "",
    name: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Declare:
    """What a measure gives, in money."""
    return _declaring("amount", level, name, law=law, since=since, until=until)


def deprivation(level: Level, *, dimension: str, law: str = "", name: str | None = None) -> Declare:
    """An indicator of wellbeing: yes where the family lacks something."""
    return _declaring("deprivation", level, name, law=law, dimension=dimension)


def asked(name: str, level: Level, of: Type | str = YES_NO, *, question: Texts, title: Texts) -> Rule:
    """A fact that no register holds: unknown until the family answers the question."""
    type_ = TYPES[of] if isinstance(of, str) else of
    return Rule(
        name, "asked", level, (), None, title["en"], _caller(2), type=type_, title=title, question=question
    )
