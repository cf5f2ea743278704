"""What is asked of the log: the entries an auditor may see, and how far it is sealed and checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from familymap.web.accounts.actor import Actor
from familymap.web.accounts.models import User
from familymap.web.accounts.roles import Role
from familymap.web.audit.checking import Check, last_check
from familymap.web.audit.models import Batch, Entry
from familymap.web.audit.places import places
from familymap.web.audit.seal import Seal
from familymap.web.audit.sealing import of

PAGE = 50
"""Entries on a page."""
NEWEST_SEALS = 25
CHECK_IS_OLD = timedelta(days=2)

Asked = Mapping[str, Any]


def entries(auditor: Actor, asked: Asked) -> "QuerySet[Entry]":
    """The entries that the auditor may see and asks for, newest first.

    `asked` may hold who (number or part of a name), family, action, since, until (dates, both included).
    An auditor of an area sees what was done there, and whatever people with a duty there did.
    """
    found = Entry.objects.filter(_within(auditor.scope(Role.auditor))).order_by("-id")
    if who := asked.get("who"):
        found = found.filter(actor_id__in=_people(who))
    if (family := asked.get("family")) is not None:
        found = found.filter(subject_id=str(family), subject="family")
    if action := asked.get("action"):
        found = found.filter(action=action)
    if since := asked.get("since"):
        found = found.filter(at__gte=_midnight(since))
    if until := asked.get("until"):
        found = found.filter(at__lt=_midnight(until) + timedelta(days=1))
    return found


def page(found: "QuerySet[Entry]", before: int | None) -> tuple[list[Entry], int | None]:
    """One page of them, and the number before which the next one begins; None after the last."""
    here = list((found.filter(id__lt=before) if before else found)[: PAGE + 1])
    return here[:PAGE], here[PAGE - 1].id if len(here) > PAGE else None


@dataclass(frozen=True)
class State:
    """How far the log is sealed and checked.

    `unsealed` entries have no seal yet; the oldest of them is from `unsealed_since`.
    """

    newest: Seal | None
    last: Check | None
    unsealed: int
    unsealed_since: datetime | None

    @property
    def check_is_old(self) -> bool:
        """Whether somebody should check again."""
        return self.last is not None and timezone.now() - self.last.checked_at > CHECK_IS_OLD

    @property
    def sealed_up_to(self) -> int:
        """The newest entry that has a seal; 0 for none."""
        return self.newest.last_id if self.newest else 0


def state() -> State:
    """How far the log is sealed, and what the last check found."""
    newest = Batch.objects.defer("leaves").order_by("-number").first()
    waiting = Entry.objects.filter(id__gt=newest.last_id if newest else 0)
    oldest = waiting.order_by("id").values_list("at", flat=True).first()
    return State(of(newest) if newest else None, last_check(places()), waiting.count(), oldest)


def newest_seals() -> Sequence[Seal]:
    """The newest seals, the newest first."""
    return [of(batch) for batch in Batch.objects.defer("leaves").order_by("-number")[:NEWEST_SEALS]]


def _within(scope: frozenset[str]) -> Q:
    if "" in scope:
        return Q()
    own = Q(pk__in=[])
    for area in scope:
        own |= Q(area__startswith=area) | Q(roles__contains=f" {area}")
    return own


def _people(who: str) -> list[int]:
    """Ids of people of that number or with that in their name, whatever the letters' size."""
    if who.isdecimal():
        return [int(who)]
    wanted = who.casefold()
    everybody = User.objects.values_list("pk", "full_name", "username")
    return [pk for pk, *names in everybody if any(wanted in name.casefold() for name in names)]


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
