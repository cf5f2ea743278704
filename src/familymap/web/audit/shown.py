"""An entry as a person reads it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from familymap import country
from familymap.declarations import Words
from familymap.web.accounts.roles import TITLES, Role
from familymap.web.area_names import area_name
from familymap.web.audit import actions
from familymap.web.audit.actions import Action
from familymap.web.audit.log import EVERYWHERE
from familymap.web.audit.models import Entry
from familymap.web.families.declaration import card_of

NOTABLE = frozenset({Action.opened_outside_area, Action.revealed_iin, Action.revealed_row, Action.refused})
"""What an auditor's eye should stop at."""


@dataclass(frozen=True)
class Shown:
    """One line of the page; `family` is the number of the family it is about, `more` what else was kept."""

    number: int
    at: datetime
    actor_id: int | None
    who: str
    duties: str
    deed: str
    notable: bool
    subject: str
    family: str
    area: str
    purpose: str
    reason: str
    more: tuple[tuple[str, str], ...]
    sealed: bool


def shown(entry: Entry, sealed_up_to: int) -> Shown:
    """The entry in the reader's language."""
    more = _plain(entry.detail)
    reason = more.pop("reason", "")
    return Shown(
        number=entry.id,
        at=entry.at,
        actor_id=entry.actor_id,
        who=entry.actor_name or _("nobody signed in"),
        duties=duties(entry.roles),
        deed=actions.title(entry.action),
        notable=entry.action in NOTABLE,
        subject=_subject(entry),
        family=entry.subject_id if entry.subject == "family" else "",
        area=area_name(entry.area, _language()) if entry.area else "",
        purpose=purpose(entry.purpose),
        reason=reason,
        more=tuple(more.items()),
        sealed=entry.id <= sealed_up_to,
    )


def duties(roles: str) -> str:
    """«social_worker 11 75, supervisor *» in words."""
    told = []
    for duty in filter(None, roles.split(", ")):
        role, *areas = duty.split()
        places = [area_name("" if area == EVERYWHERE else area, _language()) for area in areas]
        title = str(TITLES[Role(role)]) if role in Role.__members__ else role
        told.append(f"{title} ({'; '.join(places)})" if places else title)
    return ", ".join(told)


def purpose(code: str) -> str:
    """The purpose in words, where the country declares it; otherwise as it was written."""
    words = _purposes().get(code)
    return getattr(words, _language()) if words else code


def _subject(entry: Entry) -> str:
    """What it was done to."""
    words = {
        "family": _("family {number}"),
        "person": _("person {number}"),
        "register": _("register {number}"),
        "delivery": _("delivery {number}"),
        "link": _("row {number}"),
        "publication": _("publication {number}"),
        "user": _("user {number}"),
        "figure": _("figure {number}"),
        "chart": _("chart {number}"),
    }
    if entry.subject in words:
        return words[entry.subject].format(number=entry.subject_id)
    return " ".join(filter(None, (entry.subject, entry.subject_id)))


def _plain(detail: str) -> dict[str, str]:
    try:
        told = json.loads(detail)
    except ValueError:  # somebody has been at it; the check says so
        return {"": detail}
    if not isinstance(told, dict):
        return {"": detail}
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in told.items()
    }


@cache
def _purposes() -> Mapping[str, Words]:
    return card_of(country.load()).purposes


def _language() -> str:
    return get_language() or "kk"
