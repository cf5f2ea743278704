"""The one way into the log."""

import json
import re
from collections.abc import Mapping

from django.utils import timezone

from familymap.web.accounts.actor import Actor
from familymap.web.audit.actions import Action
from familymap.web.audit.models import Entry

EVERYWHERE = "*"
"""How a duty for the whole country stands in an entry."""
PERSONAL_NUMBER = re.compile(r"(?<!\d)\d{8}(\d{4})(?!\d)")
HIDDEN = "•" * 8


def record(
    actor: Actor,
    action: Action,
    *,
    subject: str = "",
    subject_id: int | str | None = None,
    area: str = "",
    purpose: str = "",
    detail: Mapping[str, object] | None = None,
) -> int:
    """Add an entry, in the transaction that is open: the deed and its trace are both kept or neither. Its id.

    `subject` is a kind of thing (family, person, register …), `area` its KATO code, `detail` whatever else
    an auditor needs, as plain JSON. Of a personal number that stands in purpose or detail the end is kept.
    """
    told = json.dumps(detail or {}, ensure_ascii=False, sort_keys=True, default=str)
    entry: Entry = Entry.objects.create(
        at=timezone.now(),
        actor_id=actor.user_id,
        actor_name=actor.name,
        roles=duties(actor),
        action=Action(action).value,
        subject=subject,
        subject_id="" if subject_id is None else str(subject_id),
        area=area,
        purpose=_without_numbers(purpose),
        detail=_without_numbers(told),
    )
    return int(entry.pk)


def duties(actor: Actor) -> str:
    """Roles and areas as an entry keeps them: «social_worker 11 75, supervisor *»."""
    return ", ".join(
        " ".join([role, *sorted(area or EVERYWHERE for area in actor.areas[role])])
        for role in sorted(actor.areas)
    )


def _without_numbers(text: str) -> str:
    return PERSONAL_NUMBER.sub(rf"{HIDDEN}\1", text)
