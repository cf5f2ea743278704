"""What shows that a measure is received: its own fact, else any payment of its codes to the unit.

A payment names the payee and not for whom it is meant. So where several of a family may be due one code,
each through somebody else, «anybody in the family is paid» says too much: such a measure declares its own
`received_fact`, which counts payments against those who may be due.
"""

from collections.abc import Iterable

from familymap.rules.declare import Measure, Rule, family, person
from familymap.rules.expression import Expression, Name, any_of

RECEIVES = "receives_"
"""Before a benefit's code: the fact that a person receives it."""


def receipt_name(measure: Measure) -> str | None:
    """The fact that shows a measure's receipt; None where nothing shows it."""
    if measure.received_fact:
        return measure.received_fact
    return f"received_{measure.name}" if measure.received_as else None


def receipt_rules(measures: Iterable[Measure]) -> list[Rule]:
    """For each measure with codes and without a fact of its own whether the unit receives it.

    What is due to a person and paid to that person shows in the person's own payments. What is paid to
    somebody for another shows in the payments of anybody in the family, or of the household where that is the
    unit.
    """
    return [_rule(measure) for measure in measures if measure.received_as and not measure.received_fact]


def _rule(measure: Measure) -> Rule:
    codes = tuple(f"{RECEIVES}{code}" for code in measure.received_as)
    paid: Expression = Name(codes[0])
    for code in codes[1:]:
        paid = paid | Name(code)
    own = measure.unit == person and measure.payee == "self"
    level = person if own else family if measure.unit == person else measure.unit
    return Rule(
        f"received_{measure.name}",
        "receipt",
        level,
        codes,
        paid if own else any_of(paid),
        f"Receives {measure.name} as the benefits register shows it.",
        measure.place,
        since=measure.since,
        until=measure.until,
    )
