"""The result of events as plain data, for a program or another house."""

from collections.abc import Mapping
from typing import Any

from familymap.events.answers import FamilyAnswer, MeasureAnswer
from familymap.events.desk import Desk, Entered, Result
from familymap.measures.answers import Answer
from familymap.rules.declare import person
from familymap.rules.values import MONEY, shown


def as_data(desk: Desk, result: Result, language: str) -> dict[str, Any]:
    """What became of each event, and every family touched with all its answers; money in tenge as text."""
    return {
        "run": desk.index.run_id,
        "as_of": desk.index.as_of.isoformat(),
        "events": [_entered(one, language) for one in result.entered],
        "families": [_family(one) for one in result.families],
        "families_no_more": list(result.gone),
        "people_new": sorted(result.changes.born),
    }


def _entered(one: Entered, language: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "place": one.event.place,
        "kind": one.event.kind,
        "day": one.event.day.isoformat(),
        "entered": one.refused is None,
    }
    if one.refused is not None:
        told |= {"left_to_the_next_run": one.refused.left, "reason": one.refused.told(language)}
    return told


def _family(one: FamilyAnswer) -> dict[str, Any]:
    return {
        "family_id": one.family_id,
        "household_id": one.household_id,
        "is_new": one.is_new,
        "members": [
            {
                "person_id": member.person_id,
                "role": member.role,
                "rule": member.rule,
                "family_before": member.family_before,
            }
            for member in one.members
        ],
        "answers": [_measure(answered) for answered in one.measures],
    }


def _measure(one: MeasureAnswer) -> dict[str, Any]:
    return {
        "measure": one.measure.name,
        "level": one.measure.unit.name,
        **({"person_id": one.unit_id} if one.measure.unit == person else {}),
        **_answer(one.now),
        "changed": one.changed,
        **({"before": None if one.before is None else _answer(one.before)} if one.changed else {}),
    }


def _answer(given: Answer) -> dict[str, Any]:
    words: Mapping[bool | None, str | None] = {True: "yes", False: "no", None: "unknown"}
    return {
        "answer": given.word,
        "conditions": {name: words[met] for name, met in given.conditions.items()},
        "amount": _tenge(given.amount),
        "at_least": _tenge(given.at_least),
        "at_most": _tenge(given.at_most),
        "payee": given.payee,
        "received": given.received,
    }


def _tenge(tiyn: int | None) -> str | None:
    return None if tiyn is None else str(shown(tiyn, MONEY))
