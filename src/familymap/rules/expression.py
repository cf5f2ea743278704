"""What an author of rules writes with: names, literals and about twenty-five operators, nothing else.

A rule's function is called once with a `Name` for each argument and gives back the tree of its one
expression. What may stand where (types, levels) is settled later, when all names are known: see `typing`.
Of the language there is to be no more than fits on this page; what cannot be said with it is a new fact with
a name, or a step.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Plain = bool | int | str | date | Decimal | None


class NotOneExpression(TypeError):
    """A rule used what is not in the language: `if`, `and`, `or`, `not`, a chain of comparisons, `/`."""


class Expression:
    """A tree of operators over names and literals. Comparing two gives an expression, not a truth value."""

    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        raise NotOneExpression(
            "a rule is one expression: write choose(…) for if, & for and, | for or, ~ for not, "
            "and (a <= b) & (b <= c) for a chain"
        )

    def __add__(self, other: "Operand") -> "Call":
        return call("add", self, other)

    def __radd__(self, other: "Operand") -> "Call":
        return call("add", other, self)

    def __sub__(self, other: "Operand") -> "Call":
        return call("subtract", self, other)

    def __rsub__(self, other: "Operand") -> "Call":
        return call("subtract", other, self)

    def __mul__(self, other: "Operand") -> "Call":
        return call("multiply", self, other)

    def __rmul__(self, other: "Operand") -> "Call":
        return call("multiply", other, self)

    def __truediv__(self, other: "Operand") -> "Call":
        raise NotOneExpression("write per(…) for money or area by heads, ratio(…) for a share, in place of /")

    __rtruediv__ = __floordiv__ = __truediv__

    def __neg__(self) -> "Call":
        raise NotOneExpression("write 0 - … in place of a minus sign alone")

    def __lt__(self, other: "Operand") -> "Call":
        return call("less", self, other)

    def __le__(self, other: "Operand") -> "Call":
        return call("at_most", self, other)

    def __gt__(self, other: "Operand") -> "Call":
        return call("more", self, other)

    def __ge__(self, other: "Operand") -> "Call":
        return call("at_least", self, other)

    def __eq__(self, other: object) -> "Call":  # type: ignore[override]
        return call("equal", self, other)

    def __ne__(self, other: object) -> "Call":  # type: ignore[override]
        return call("unequal", self, other)

    def __and__(self, other: "Operand") -> "Call":
        return call("both", self, other)

    def __rand__(self, other: "Operand") -> "Call":
        return call("both", other, self)

    def __or__(self, other: "Operand") -> "Call":
        return call("either", self, other)

    def __ror__(self, other: "Operand") -> "Call":
        return call("either", other, self)

    def __invert__(self) -> "Call":
        return call("negate", self)


@dataclass(frozen=True, eq=False)
class Name(Expression):
    """A fact, a parameter, a column of a register's rows, or a date of the run."""

    name: str


@dataclass(frozen=True, eq=False)
class Literal(Expression):
    """A value written into the rule; it takes the type of what it meets."""

    value: Plain


@dataclass(frozen=True, eq=False)
class Call(Expression):
    """An operator with what it works on. `note` is the reason given with `assume`."""

    operator: str
    operands: tuple[Expression, ...]
    note: str = ""


Operand = Expression | Plain


def call(operator: str, *operands: object, note: str = "") -> Call:
    """An operator over expressions and plain values. Raises TypeError for anything else."""
    return Call(operator, tuple(_lifted(operand) for operand in operands), note)


def _lifted(operand: object) -> Expression:
    if isinstance(operand, Expression):
        return operand
    if operand is None or isinstance(operand, bool | int | str | date | Decimal):
        return Literal(operand)
    raise TypeError(f"{operand!r} cannot stand in a rule: write Decimal('0.35') for a fraction")


def choose(condition: Operand, then: Operand, otherwise: Operand) -> Call:
    """`then` where the condition is met, `otherwise` where it is not, unknown where it is unknown."""
    return call("choose", condition, then, otherwise)


def known(value: Operand) -> Call:
    """Whether the value is known: always yes or no."""
    return call("known", value)


def first_known(*values: Operand) -> Call:
    """The first of several sources that knows."""
    return call("first_known", *values)


def assume(value: Operand, instead: Operand, *, because: str) -> Call:
    """`instead` where the value is unknown: an assumption, shown with its reason where the rule is shown."""
    return call("assume", value, instead, note=because)


def smallest_of(*values: Operand) -> Call:
    """The smallest; unknown as soon as one is unknown."""
    return call("smallest_of", *values)


def largest_of(*values: Operand) -> Call:
    """The largest; unknown as soon as one is unknown."""
    return call("largest_of", *values)


def one_of(value: Operand, *codes: str | int) -> Call:
    """Whether the value is one of these codes."""
    return call("one_of", value, *codes)


def lookup(key: Operand, table: Operand) -> Call:
    """The entry of a table parameter for this key; unknown where the table has none."""
    return call("lookup", key, table)


def full_years(earlier: Operand, later: Operand) -> Call:
    """Full years between two dates: an age."""
    return call("full_years", earlier, later)


def full_months(earlier: Operand, later: Operand) -> Call:
    """Full months between two dates."""
    return call("full_months", earlier, later)


def add_months(day: Operand, months: Operand) -> Call:
    """The same day so many months later, or the last day of that month."""
    return call("add_months", day, months)


def per(amount: Operand, heads: Operand) -> Call:
    """Money or area for each of so many, to the nearest tiyn; unknown for none."""
    return call("per", amount, heads)


def ratio(part: Operand, whole: Operand) -> Call:
    """The share of `part` in `whole`, to four digits; unknown for a part below 0 or a whole not above 0."""
    return call("ratio", part, whole)


def round_up(amount: Operand) -> Call:
    """Up to whole tenge."""
    return call("round_up", amount)


def round_nearest(amount: Operand) -> Call:
    """To the nearest whole tenge, half up."""
    return call("round_nearest", amount)


def total(value: Operand, where: Operand = True) -> Call:
    """Sum over members or register rows; unknown if one that counts is unknown."""
    return call("total", value, where)


def count_where(condition: Operand) -> Call:
    """How many members or rows meet the condition; unknown if it is unknown for one."""
    return call("count_where", condition)


def any_of(condition: Operand) -> Call:
    """Whether at least one member or row meets the condition."""
    return call("any_of", condition)


def every(condition: Operand) -> Call:
    """Whether all members or rows meet the condition."""
    return call("every", condition)


def largest(value: Operand, where: Operand = True) -> Call:
    """The largest over members or rows; unknown for none, or if one that counts is unknown."""
    return call("largest", value, where)


def smallest(value: Operand, where: Operand = True) -> Call:
    """The smallest over members or rows; unknown for none, or if one that counts is unknown."""
    return call("smallest", value, where)


def written(rule: Callable[..., object], arguments: tuple[str, ...]) -> Expression:
    """The tree of a rule's function. Raises NotOneExpression or TypeError."""
    return _lifted(rule(*(Name(argument) for argument in arguments)))
