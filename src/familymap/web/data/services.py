"""What a steward does about a case: decides, takes back, uncovers. All of it stands in the log."""

from datetime import date
from pathlib import Path

from django.db import transaction

from familymap.people import decisions
from familymap.web.accounts.actor import Actor
from familymap.web.audit.actions import Action
from familymap.web.audit.log import record
from familymap.web.data.side_by_side import Case


class NotACandidate(ValueError):
    """The person is none of those the row may speak of."""


def decide(store: Path, actor: Actor, case: Case, person_id: int | None) -> None:
    """Say whom the row speaks of (None = nobody known); it holds from the next run on.

    Raises NotACandidate. The log is written with the decision or neither is.
    """
    if person_id is not None and person_id not in {one.person_id for one in case.candidates}:
        raise NotACandidate(str(person_id))
    with transaction.atomic():
        _record(actor, Action.decided_link, case, {"person": person_id})
        decisions.decide(
            store, case.register, case.role, case.source_key, person_id, _name(actor), date.today()
        )


def take_back(store: Path, actor: Actor, case: Case) -> None:
    """The decision in force no longer holds. Raises people.decisions.DecisionError where there is none."""
    with transaction.atomic():
        _record(actor, Action.took_back_decision, case, {})
        decisions.undo(store, case.register, case.role, case.source_key, _name(actor), date.today())


def uncover(actor: Actor, case: Case, reason: str) -> None:
    """Leave the trace of having seen who the people of a case are."""
    people = [one.person_id for one in case.candidates]
    _record(actor, Action.revealed_case, case, {"reason": reason, "persons": people})


def opened(actor: Actor, case: Case) -> None:
    """Leave the trace of having looked at a case, covered."""
    _record(actor, Action.opened_case, case, {})


def _record(actor: Actor, action: Action, case: Case, detail: dict[str, object]) -> None:
    told = {"register": case.register, "role": case.role, **detail}
    record(actor, action, subject="link", subject_id=case.source_key, detail=told)


def _name(actor: Actor) -> str:
    return actor.name or str(actor.user_id)
