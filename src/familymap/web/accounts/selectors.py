"""What is asked about people who sign in."""

from collections import defaultdict

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

from familymap.web.accounts.actor import Actor
from familymap.web.accounts.models import Duty, User
from familymap.web.accounts.roles import Role


def actor(user: User) -> Actor:
    """The person with the duties they have now."""
    areas: dict[Role, set[str]] = defaultdict(set)
    for role, area in Duty.objects.filter(user=user).values_list("role", "area"):
        areas[Role(role)].add(area)
    return Actor(user.pk, user.get_full_name(), {role: frozenset(found) for role, found in areas.items()})


def owes_second_factor(request: HttpRequest) -> bool:
    """Whether the person came with a password, which alone opens nothing, and has no second factor yet."""
    methods = get_authentication_records(request, request.user)
    return any(one.get("method") == "password" for one in methods) and not is_mfa_enabled(request.user)
