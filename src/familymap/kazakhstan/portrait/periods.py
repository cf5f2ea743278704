"""When a row holds and when silence says something: words that several facts are written in."""

from familymap.rules.expression import Expression, Plain, choose, known, smallest


def running(first_day: Expression, last_day: Expression, as_of: Expression) -> Expression:
    """From its first to its last day, both included; without a last day it goes on."""
    return (first_day <= as_of) & (~known(last_day) | (last_day >= as_of))


def open_on(opened: Expression, closed: Expression, as_of: Expression) -> Expression:
    """From the day of opening until the day before closing; not closed means open."""
    return (opened <= as_of) & (~known(closed) | (closed > as_of))


def listed(column: Expression) -> Expression:
    """Whether the register names the person at all, by a column that no row leaves out.

    So it is known for everybody once the register was delivered, and for nobody while it was not.
    """
    return known(smallest(column))


def by_silence(value: Expression, otherwise: Expression | Plain, *registers: Expression) -> Expression:
    """What silence of these registers tells, `otherwise` while one of them was not delivered.

    A register is told by its `listed` fact, or by any other that is known of everybody once it was delivered.
    """
    delivered = known(registers[0])
    for register in registers[1:]:
        delivered = delivered & known(register)
    return choose(delivered, value, otherwise)


def within(month: Expression, begin: Expression, end: Expression) -> Expression:
    """In the months from `begin` until the one before `end`."""
    return (month >= begin) & (month < end)
