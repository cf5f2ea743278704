"""What is done with people who sign in; nothing else writes these tables.

`by` is who does it: then the deed stands in the log. Without it nobody did: a test, an import.
"""

from django.db import transaction

from familymap.web.accounts.actor import Actor
from familymap.web.accounts.models import Duty, SignInLink, User
from familymap.web.accounts.roles import Role
from familymap.web.audit import log
from familymap.web.audit.actions import Action


@transaction.atomic
def take_on(username: str, full_name: str = "", email: str = "", by: Actor | None = None) -> User:
    """A new person, without a password. Raises IntegrityError when the name is taken."""
    user = User(username=username, full_name=full_name, email=email)
    user.set_unusable_password()
    user.save()
    _log(by, Action.took_on, user)
    return user


@transaction.atomic
def give_duty(user: User, role: Role, area: str = "", by: Actor | None = None) -> Duty:
    """A role in an area; having it already changes nothing."""
    giver = by.user_id if by else None
    duty, new = Duty.objects.get_or_create(
        user=user, role=role.value, area=area, defaults={"given_by_id": giver}
    )
    if new:
        _log(by, Action.gave_duty, user, duty)
    return duty


@transaction.atomic
def end_duty(duty: Duty, by: Actor | None = None) -> None:
    """The person no longer has this duty, from their next click on."""
    _log(by, Action.ended_duty, duty.user, duty)
    duty.delete()


@transaction.atomic
def let_go(user: User, by: Actor | None = None) -> None:
    """The person leaves: every session, link and duty ends now. What they did stays in the log."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    user.sessions.all().delete()
    user.duties.all().delete()
    SignInLink.objects.filter(user=user, used_at=None).delete()
    _log(by, Action.let_go, user)


def sign_out_everywhere(user: User) -> int:
    """End every session of a person; how many there were."""
    return int(user.sessions.all().delete()[0])


def _log(by: Actor | None, action: Action, user: User, duty: Duty | None = None) -> None:
    if by is None:
        return
    detail = {"username": user.username, **({"role": duty.role} if duty else {})}
    log.record(by, action, subject="user", subject_id=user.pk, area=duty.area if duty else "", detail=detail)
