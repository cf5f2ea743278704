"""The answers of one unit, packed into one text: a card is always read whole, and most answers are «not due».

`measure,due,conditions,amount,at_least,at_most,payee,received`, answers parted by «;». The measure is its
place in the publication's list for that level; empty is unknown; «=» as payee is the unit's own person. Of
an answer with a known amount the bounds are that amount and stand empty. What is not due is not written at
all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

OWN = "="


@dataclass(frozen=True)
class Answer:
    """A measure for one unit: a person, or (person_id None) the family or one of its households.

    `due` None cannot be told. `conditions` holds condition i in bits 2i and 2i+1: 0 no, 1 yes, 2 unknown;
    None for what is not due. Sums are tiyn, None where unknown or not due. `received` None: nothing shows
    it.
    """

    measure: str
    level: str
    person_id: int | None
    household_id: int | None
    due: bool | None
    conditions: int | None = None
    amount: int | None = None
    at_least: int | None = None
    at_most: int | None = None
    payee_id: int | None = None
    received: bool | None = None


def packing_sql(measures: Sequence[str], own: str) -> str:
    """SQL: the packed answers of a row of an assessment table; `own` is its person's number, or null."""
    parts = [
        f"case when {m}_due is not false then concat('{place},', cast({m}_due as integer), ',', "
        f"{m}_conditions, ',', {m}_amount, ',', "
        f"case when {m}_amount is null then {m}_at_least end, ',', "
        f"case when {m}_amount is null then {m}_at_most end, ',', "
        f"case when {m}_payee = {own} then '{OWN}' else cast({m}_payee as varchar) end, ',', "
        f"cast({m}_received as integer)) end"
        for place, m in enumerate(measures)
    ]
    return f"concat_ws(';', {', '.join(parts)})" if parts else "''"


def unpacked(
    packed: str, measures: Sequence[str], level: str, person_id: int | None, household_id: int | None
) -> list[Answer]:
    """Every answer of a unit, those that are not due last, in the order of the list."""
    told = [_answer(one, measures, level, person_id, household_id) for one in packed.split(";") if one]
    there = {answer.measure for answer in told}
    return told + [
        Answer(name, level, person_id, household_id, due=False) for name in measures if name not in there
    ]


def _answer(
    packed: str, measures: Sequence[str], level: str, person_id: int | None, household_id: int | None
) -> Answer:
    place, due, conditions, amount, at_least, at_most, payee, received = packed.split(",")
    sum_known = _number(amount)
    return Answer(
        measures[int(place)],
        level,
        person_id,
        household_id,
        _yes_no(due),
        _number(conditions),
        sum_known,
        sum_known if sum_known is not None else _number(at_least),
        sum_known if sum_known is not None else _number(at_most),
        person_id if payee == OWN else _number(payee),
        _yes_no(received),
    )


def _number(text: str) -> int | None:
    return int(text) if text else None


def _yes_no(text: str) -> bool | None:
    return bool(int(text)) if text else None
