"""allauth's forms with our labels: what a person fills in to come in."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("Sign-in name"),
    "password": _("Password"),
    "oldpassword": _("Password until now"),
    "password1": _("New password"),
    "password2": _("New password once more"),
    "code": _("Code"),
}
HELP = {
    "password1": _(
        "At least 12 characters. Several words that you remember are better than one that nobody can."
    ),
    "code": _("The six digits that your app shows now, or one of your spare codes."),
}


class Ours:
    """Labels and help in our words; no placeholder, which vanishes when one begins to write."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = LABELS.get(name, field.label)
            field.help_text = HELP.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class SignIn(Ours, account.LoginForm):  # type: ignore[misc]
    """Name and password."""


class Again(Ours, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""


class FirstPassword(Ours, account.SetPasswordForm):  # type: ignore[misc]
    """A password for somebody who has none."""


class OtherPassword(Ours, account.ChangePasswordForm):  # type: ignore[misc]
    """Another password."""


class Code(Ours, mfa.AuthenticateForm):  # type: ignore[misc]
    """The second factor's code."""


class CodeAgain(Ours, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The second factor's code once more, before something that matters."""


class FirstCode(Ours, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The code that shows that the app has been set up."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["code"].help_text = _("The six digits that your app shows now.")
