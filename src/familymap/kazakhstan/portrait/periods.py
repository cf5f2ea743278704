"""When a row of a register holds: words that several facts are written in."""

from familymap.rules.expression import Expression, known


def running(first_day: Expression, last_day: Expression, as_of: Expression) -> Expression:
    """From its first to its last day, both included; without a last day it goes on."""
    return (first_day <= as_of) & (~known(last_day) | (last_day >= as_of))


def open_on(opened: Expression, closed: Expression, as_of: Expression) -> Expression:
    """From the day of opening until the day before closing; not closed means open."""
    return (opened <= as_of) & (~known(closed) | (closed > as_of))


def within(month: Expression, begin: Expression, end: Expression) -> Expression:
    """In the months from `begin` until the one before `end`."""
    return (month >= begin) & (month < end)
