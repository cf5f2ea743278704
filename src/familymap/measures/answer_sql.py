"""A measure's answer as columns over its rules, and how it keeps each condition's answer in two bits."""

from collections.abc import Sequence

from familymap.measures.receipt import receipt_name
from familymap.rules.declare import Measure

NO, YES, UNKNOWN = 0, 1, 2
"""A condition's answer in its two bits of the conditions' number."""


def rules_of(measures: Sequence[Measure]) -> list[str]:
    """The rules from which the answers of these measures are put together."""
    names = [
        name
        for measure in measures
        for name in (
            *measure.conditions,
            measure.amount,
            measure.at_least,
            measure.at_most,
            measure.payee,
            receipt_name(measure),
        )
        if name
    ]
    return list(dict.fromkeys(names))


def answer_columns(measure: Measure) -> dict[str, str]:
    """The SQL of each column of a measure's answer, over the columns of its rules."""
    due = "(" + " and ".join(measure.conditions) + ")"
    possible = f"{due} is not false"
    answers = " + ".join(
        f"case when {name} then {YES << 2 * place} "
        f"when {name} is null then {UNKNOWN << 2 * place} else {NO} end"
        for place, name in enumerate(measure.conditions)
    )
    amount = measure.amount or "cast(null as bigint)"
    least, most = (
        f"coalesce({amount}, {bound})" if bound else amount for bound in (measure.at_least, measure.at_most)
    )
    return {
        "due": due,
        "conditions": f"cast({answers} as bigint)",
        "amount": f"case when {possible} then {amount} end",
        "at_least": f"case when {possible} then {least} end",
        "at_most": f"case when {possible} then {most} end",
        "payee": f"case when {possible} then {measure.payee or 'cast(null as bigint)'} end",
        "received": receipt_name(measure) or "cast(null as boolean)",
    }
