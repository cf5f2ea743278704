"""Links that sign one person in once: for the first day, for a lost phone, for a demonstration."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from familymap.web.accounts.actor import Actor
from familymap.web.accounts.models import SignInLink, User
from familymap.web.audit import log
from familymap.web.audit.actions import Action


class LinkUsedUp(Exception):
    """The link was used, has ended, or never was; nobody is told which."""


@transaction.atomic
def make(user: User, hours: float = 24, by: Actor | None = None) -> str:
    """The path of a new link for a person; it works once, for so many hours, and is shown only now.

    `by` is who makes it: then that stands in the log.
    """
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(
        token_hash=_hash(token), user=user, ends_at=timezone.now() + timedelta(hours=hours)
    )
    if by:
        about = {"username": user.username}
        log.record(by, Action.made_link, subject="user", subject_id=user.pk, detail=about)
    return reverse("accounts:link", args=[token])


def owner(token: str) -> User:
    """Whose link this is, without using it up. Raises LinkUsedUp."""
    return _open(token).user


def use(token: str) -> User:
    """Use a link up: the person it signs in. Raises LinkUsedUp."""
    with transaction.atomic():
        link = _open(token)
        used = SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now())
        if not used:  # somebody was faster by a moment
            raise LinkUsedUp
        return link.user


def _open(token: str) -> SignInLink:
    now = timezone.now()
    found = (
        SignInLink.objects.select_related("user")
        .filter(token_hash=_hash(token), used_at=None, ends_at__gt=now, user__is_active=True)
        .first()
    )
    if found is None:
        raise LinkUsedUp
    return found


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
