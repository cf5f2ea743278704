"""Stating why a family is opened, and reviewing what was opened outside the own area."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from familymap.web.accounts.actor import Actor
from familymap.web.accounts.roles import Role
from familymap.web.families.declaration import Card
from familymap.web.families.models import Finding, Opening

READERS = (Role.social_worker, Role.supervisor)
"""Roles that read cards of families."""
EVERYWHERE = "*"
MOST_DONE = 1000
"""Of what was looked at the newest are listed; the log has all."""


class NotStated(ValueError):
    """A purpose or reason is missing; `field` says which, for the form."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class TooMany(ValueError):
    """More families outside the own area were opened today than one duty needs."""


def state(actor: Actor, family_id: int, area: str, purpose: str, card: Card) -> Opening:
    """From now on the actor may read this family of the own area. Raises NotStated."""
    if purpose not in card.purposes:
        raise NotStated("purpose")
    return Opening.objects.create(
        **_who(actor), family_id=family_id, area=area, purpose=purpose, outside=False, ends_at=_end(card)
    )


@transaction.atomic
def state_outside(actor: Actor, family_id: int, area: str, purpose: str, reason: str, card: Card) -> Opening:
    """From now on the actor may read this family of another area; a supervisor will see it.

    Raises NotStated, or TooMany when today's number is used up.
    """
    reason = " ".join(reason.split())
    if purpose not in card.purposes:
        raise NotStated("purpose")
    if len(reason) < card.opening.reason_at_least:
        raise NotStated("reason")
    if outside_today(actor) >= card.opening.outside_a_day:
        raise TooMany
    return Opening.objects.create(
        **_who(actor),
        family_id=family_id,
        area=area,
        purpose=purpose,
        reason=reason,
        outside=True,
        ends_at=_end(card),
    )


def current(actor: Actor, family_id: int, outside: bool | None = None) -> Opening | None:
    """The newest opening by which the actor reads this family now."""
    found = Opening.objects.filter(reader_id=actor.user_id, family_id=family_id, ends_at__gt=timezone.now())
    if outside is not None:
        found = found.filter(outside=outside)
    return found.order_by("-opened_at", "-pk").first()


def outside_today(actor: Actor) -> int:
    """How many families outside the own area the actor opened today."""
    morning = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    found = Opening.objects.filter(reader_id=actor.user_id, outside=True, opened_at__gte=morning)
    return found.values("family_id").distinct().count()


def to_review(supervisor: Actor, done: bool = False) -> Sequence[Opening]:
    """Openings outside the area by people of the supervisor's areas, newest first; never the own ones."""
    found = (
        Opening.objects.filter(outside=True, reviewed_at__isnull=not done)
        .exclude(reader_id=supervisor.user_id)
        .select_related("reader", "reviewed_by")
        .order_by("-opened_at")
    )
    scope = supervisor.scope(Role.supervisor)
    return [one for one in (found[:MOST_DONE] if done else found) if _answers_for(scope, one)]


@transaction.atomic
def review(
    supervisor: Actor, opening_id: int, finding: str, note: str, now: datetime | None = None
) -> Opening:
    """Keep what the supervisor found. Raises Opening.DoesNotExist for what is not theirs, NotStated."""
    opening = Opening.objects.select_for_update(of=("self",)).get(pk=opening_id, outside=True)
    if opening.reader_id == supervisor.user_id or not _answers_for(
        supervisor.scope(Role.supervisor), opening
    ):
        raise Opening.DoesNotExist
    if finding not in Finding.values:
        raise NotStated("finding")
    if finding == Finding.questioned and not note.strip():
        raise NotStated("note")
    opening.finding, opening.note = finding, note.strip()
    opening.reviewed_by_id, opening.reviewed_at = supervisor.user_id, now or timezone.now()
    opening.save(update_fields=["finding", "note", "reviewed_by", "reviewed_at"])
    return opening


def _answers_for(scope: frozenset[str], opening: Opening) -> bool:
    """Whether a supervisor of these areas answers for the person who opened."""
    areas = ["" if one == EVERYWHERE else one for one in opening.reader_areas.split()]
    return any(area.startswith(prefix) for area in areas for prefix in scope)


def _who(actor: Actor) -> dict[str, object]:
    areas = sorted(area or EVERYWHERE for area in actor.scope(*READERS))
    return {"reader_id": actor.user_id, "reader_areas": " ".join(areas)}


def _end(card: Card) -> datetime:
    return timezone.now() + timedelta(minutes=card.opening.minutes)
