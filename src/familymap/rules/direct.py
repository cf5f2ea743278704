"""A settled tree worked out in Python for one person, family or household: the SQL's answers in microseconds.

`compiled` turns a tree into nested closures once; calling it with the facts of one unit (a mapping of names
to stored values) gives the stored value. Aggregates are called with the mappings of the members or rows.
"""

import calendar
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from familymap.rules.node import AGGREGATES, Node
from familymap.rules.sql import LIFT
from familymap.rules.values import Stored

Facts = Mapping[str, Stored]
Members = Sequence[Facts]
Evaluate = Callable[[Facts, Members], Stored]
"""The facts of the unit itself, and those of its members or rows, to the value."""


def compiled(node: Node, matched_none: Stored = 0) -> Evaluate:
    """The tree as one function. `matched_none` is what counts and totals give where no row matches.

    None stands for registers whose silence means unknown.
    """
    if node.operator == "name":
        name = node.name
        return lambda facts, members: facts[name]
    if node.operator in ("literal", "parameter") and not node.table:
        value = node.value
        return lambda facts, members: value
    if node.operator in AGGREGATES:
        return _aggregate(node, matched_none)
    if node.operator == "lookup":
        key, table = compiled(node.operands[0], matched_none), node.operands[1].table
        return lambda facts, members: table.get(key(facts, members))  # type: ignore[arg-type]
    parts = [compiled(operand, matched_none) for operand in node.operands]
    match node.operator:
        case "both":
            return _both(*parts)
        case "either":
            return _either(*parts)
        case "choose":
            return _choose(*parts)
        case "known":
            return lambda facts, members: parts[0](facts, members) is not None
        case "first_known" | "assume":
            return _first_known(parts)
    function = _STRICT[node.operator]
    scale = node.operands[1].type.scale if node.operator == "multiply" else node.type.scale
    return _strict(function(scale), parts)


def _strict(function: Callable[..., Stored], parts: Sequence[Evaluate]) -> Evaluate:
    """Unknown as soon as one operand is."""
    if len(parts) == 2:
        first, second = parts

        def of_two(facts: Facts, members: Members) -> Stored:
            one = first(facts, members)
            if one is None:
                return None
            other = second(facts, members)
            return None if other is None else function(one, other)

        return of_two

    def of_all(facts: Facts, members: Members) -> Stored:
        values = [part(facts, members) for part in parts]
        return None if None in values else function(*values)

    return of_all


def _both(first: Evaluate, second: Evaluate) -> Evaluate:
    def both(facts: Facts, members: Members) -> Stored:
        one = first(facts, members)
        if one is False:
            return False
        other = second(facts, members)
        if other is False:
            return False
        return None if one is None or other is None else True

    return both


def _either(first: Evaluate, second: Evaluate) -> Evaluate:
    def either(facts: Facts, members: Members) -> Stored:
        one = first(facts, members)
        if one is True:
            return True
        other = second(facts, members)
        if other is True:
            return True
        return None if one is None or other is None else False

    return either


def _choose(condition: Evaluate, then: Evaluate, otherwise: Evaluate) -> Evaluate:
    def choose(facts: Facts, members: Members) -> Stored:
        met = condition(facts, members)
        if met is None:
            return None
        return then(facts, members) if met else otherwise(facts, members)

    return choose


def _first_known(parts: Sequence[Evaluate]) -> Evaluate:
    def first_known(facts: Facts, members: Members) -> Stored:
        for part in parts:
            if (value := part(facts, members)) is not None:
                return value
        return None

    return first_known


def _aggregate(node: Node, matched_none: Stored) -> Evaluate:
    inner = [compiled(operand) for operand in node.operands]
    operator = node.operator
    if operator in ("count_where", "any_of", "every"):
        gather = _of_condition(operator, matched_none)
        return lambda facts, members: gather([inner[0](member, ()) for member in members])
    value, where = inner

    def over(facts: Facts, members: Members) -> Stored:
        taken = []
        for member in members:
            counts = where(member, ())
            if counts is None:
                return None
            if counts:
                taken.append(value(member, ()))
        if None in taken:
            return None
        if operator == "total":
            return sum(taken) if taken else matched_none  # type: ignore[arg-type]
        if not taken:
            return None
        return max(taken) if operator == "largest" else min(taken)  # type: ignore[type-var]

    return over


def _of_condition(operator: str, matched_none: Stored) -> Callable[[list[Stored]], Stored]:
    def count(answers: list[Stored]) -> Stored:
        met = answers.count(True)
        if None in answers:
            return None
        return met or matched_none

    def any_of(answers: list[Stored]) -> Stored:
        if True in answers:
            return True
        return None if None in answers or matched_none is None else False

    def every(answers: list[Stored]) -> Stored:
        if False in answers:
            return False
        silent = matched_none is None and not answers
        return None if None in answers or silent else True

    return {"count_where": count, "any_of": any_of, "every": every}[operator]


def _divided(dividend: int, divisor: int) -> int:
    return (2 * dividend + divisor + 2 * LIFT * divisor) // (2 * divisor) - LIFT


def _full_years(earlier: date, later: date) -> int:
    return later.year - earlier.year - ((later.month, later.day) < (earlier.month, earlier.day))


def _full_months(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


_STRICT: Mapping[str, Callable[[int], Callable[..., Stored]]] = {
    "add": lambda scale: lambda one, other: one + other,
    "subtract": lambda scale: lambda one, other: one - other,
    "multiply": lambda scale: lambda one, other: one * other if scale == 1 else _divided(one * other, scale),
    "less": lambda scale: lambda one, other: one < other,
    "at_most": lambda scale: lambda one, other: one <= other,
    "more": lambda scale: lambda one, other: one > other,
    "at_least": lambda scale: lambda one, other: one >= other,
    "equal": lambda scale: lambda one, other: one == other,
    "unequal": lambda scale: lambda one, other: one != other,
    "negate": lambda scale: lambda one: not one,
    "smallest_of": lambda scale: min,
    "largest_of": lambda scale: max,
    "one_of": lambda scale: lambda value, *codes: value in codes,
    "full_years": lambda scale: _full_years,
    "full_months": lambda scale: _full_months,
    "add_months": lambda scale: _add_months,
    "per": lambda scale: lambda amount, heads: _divided(amount, heads) if heads else None,
    "ratio": lambda scale: (
        lambda part, whole: (2 * scale * part + whole) // (2 * whole) if part >= 0 and whole > 0 else None
    ),
    "round_up": lambda scale: lambda amount: -(-amount // 100) * 100,
    "round_nearest": lambda scale: lambda amount: (amount + 50) // 100 * 100,
}
"""Operators that are unknown when an operand is; called with the scale of what they give or multiply by."""
