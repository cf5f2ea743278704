"""What is kept of people who sign in."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone

from familymap.web.accounts.roles import TITLES, Role


class User(AbstractUser):
    """A person who signs in. A password is not needed: the organisation's sign-in or a link brings them."""

    full_name = models.CharField(max_length=200, blank=True)
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    def get_full_name(self) -> str:
        return self.full_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()


class Duty(models.Model):
    """A role in an area (KATO prefix; '' is the whole country)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="duties")
    role = models.CharField(max_length=20, choices=[(role.value, title) for role, title in TITLES.items()])
    area = models.CharField(max_length=9, blank=True)
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "role", "area"], name="one_duty"),
            models.CheckConstraint(condition=models.Q(role__in=[r.value for r in Role]), name="known_role"),
        ]


class SignInLink(models.Model):
    """A link that signs one person in once. Only the hash of its token is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Session(AbstractBaseSession):
    """A signed-in browser, kept on the server; it names its person, so that it can be ended with them."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    objects: ClassVar = BaseSessionManager()

    @classmethod
    def get_session_store_class(cls):  # type: ignore[no-untyped-def]
        from familymap.web.accounts.sessions import SessionStore

        return SessionStore
