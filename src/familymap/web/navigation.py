"""What stands at the top of every page: the parts of the web that the person's duties open."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from familymap.web.accounts.access import may_open
from familymap.web.accounts.actor import Actor, actor_of
from familymap.web.publishing import current


@dataclass(frozen=True)
class Entry:
    """One way in: the url's name and what stands on the link."""

    url_name: str
    label: Promise

    @property
    def part(self) -> str:
        """The app the entry leads into: the part of the url's name before the colon."""
        return self.url_name.partition(":")[0]


ENTRIES: tuple[Entry, ...] = (
    Entry("families:search", _("Families")),
    Entry("overview:overview", _("Overview")),
    Entry("map:map", _("Map")),
    Entry("data:registers", _("Data")),
    Entry("audit:log", _("Log")),
    Entry("accounts:people", _("People and duties")),
)
"""In this order; the first one a person may open is where they begin."""


def entries(actor: Actor) -> list[Entry]:
    """The entries whose page the actor may open."""
    return [entry for entry in ENTRIES if may_open(entry.url_name, actor)]


def context(request: HttpRequest) -> dict[str, Any]:
    """For every template: the person, the navigation, where one is in it, the languages, what is shown."""
    actor = actor_of(request)
    match = request.resolver_match
    return {
        "actor": actor,
        "navigation": entries(actor),
        "here": match.view_name.partition(":")[0] if match else "",
        "languages": settings.LANGUAGES,
        "shown": SimpleLazyObject(lambda: current(settings.FAMILYMAP_STORE)),
    }
