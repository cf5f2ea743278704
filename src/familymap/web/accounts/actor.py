"""Who asks: the person behind a request, with the duties that count at this moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from familymap.web.accounts.roles import Role


@dataclass(frozen=True)
class Actor:
    """A person and their duties: per role the areas (KATO prefixes; '' is the whole country).

    Nobody signed in: `user_id` is None and there is no duty.
    """

    user_id: int | None = None
    name: str = ""
    areas: Mapping[Role, frozenset[str]] = field(default_factory=dict)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles the person has anywhere."""
        return frozenset(self.areas)

    @property
    def signed_in(self) -> bool:
        """Whether we know who this is."""
        return self.user_id is not None

    def has(self, *roles: Role) -> bool:
        """Whether the person has one of these roles somewhere."""
        return not self.roles.isdisjoint(roles)

    def scope(self, *roles: Role) -> frozenset[str]:
        """The areas in which the person has one of these roles (any of their roles if none is named)."""
        return frozenset().union(*(self.areas.get(role, frozenset()) for role in roles or self.roles))

    def covers(self, area: str, *roles: Role) -> bool:
        """Whether a place (its KATO code or prefix) lies in the person's scope."""
        return any(area.startswith(prefix) for prefix in self.scope(*roles))


NOBODY = Actor()


class Request(HttpRequest):
    """A request as our views get it."""

    actor: Actor
    htmx: HtmxDetails


def actor_of(request: HttpRequest) -> Actor:
    """The actor of any request, also of one that failed before we knew who asks."""
    return cast(Actor, getattr(request, "actor", NOBODY))
