"""How allauth is to behave here: nobody signs up by themselves, and what it says is said in our words."""

import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from familymap.web.accounts import selectors
from familymap.web.accounts.actor import actor_of
from familymap.web.accounts.models import User
from familymap.web.audit import log
from familymap.web.audit.actions import Action


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are taken on by an administrator."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Name or password is wrong. Check both and try again."),
        "incorrect_password": _("The password is wrong. Try again."),
        "enter_current_password": _("This is not the password you have now. Try again."),
        "too_many_login_attempts": _("Too many wrong attempts. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse:
        """Signed in, the second factor included: the log keeps it."""
        ways = [one["method"] for one in get_authentication_records(request, user)]
        log.record(selectors.actor(user), Action.signed_in, detail={"by": ways})
        answer: HttpResponse = super().post_login(request, user, **how)
        return answer

    def logout(self, request: HttpRequest) -> None:
        """Signed out by themselves."""
        if (who := actor_of(request)).signed_in:
            log.record(who, Action.signed_out)
        super().logout(request)

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Who has signed in a moment ago is not asked again."""
        asking = context.request
        signed_in = get_authentication_records(asking, asking.user)
        recently = signed_in and time.time() - signed_in[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not recently and bool(super().is_reauthentication_required(app=app))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is wrong or its time is over. Write the one that the app shows now."),
    }


class OrganisationAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whom the organisation knows may come in; what they may open, an administrator gives them."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return True

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        user = super().populate_user(request, sociallogin, data)
        told = sociallogin.account.extra_data
        told = told.get("userinfo", told)
        user.full_name = str(told.get("name") or data.get("name") or "")[:200]
        return user
