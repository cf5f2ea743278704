"""What an administrator fills in."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from familymap.web.accounts.models import User
from familymap.web.accounts.roles import TITLES, Role

AREA = RegexValidator(
    r"^\d{2}$|^\d{4}$|^\d{6}$|^\d{9}$", _("Write 2, 4, 6 or 9 digits of a KATO code, or leave it empty.")
)


class NewPerson(forms.Form):
    """Somebody who is to sign in."""

    username = forms.CharField(label=_("Sign-in name"), max_length=150, validators=[User.username_validator])
    full_name = forms.CharField(label=_("Full name"), max_length=200)

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(_("This name is taken. Choose another."))
        return name


class NewDuty(forms.Form):
    """A role in an area."""

    role = forms.TypedChoiceField(
        label=_("Role"), choices=[(role.value, title) for role, title in TITLES.items()], coerce=Role
    )
    area = forms.CharField(
        label=_("Area"),
        help_text=_("The first digits of its KATO code; empty is the whole country."),
        required=False,
        validators=[AREA],
    )
