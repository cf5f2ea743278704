"""What a person fills in before a family is found or opened."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from familymap.registers.iin import is_valid
from familymap.web.families.declaration import Card
from familymap.web.families.models import Finding

WAYS = {
    "name": _("Name"),
    "iin": _("IIN"),
    "address": _("Address code"),
    "family": _("Family number"),
}
"""How a family is looked for."""
SHORTEST_NAME = 3
LARGEST_NUMBER = 2**63 - 1


def purposes(card: Card) -> list[tuple[str, str]]:
    """The purposes a country declares, in the reader's language."""
    return [(code, getattr(title, get_language() or "kk")) for code, title in card.purposes.items()]


class SearchForm(forms.Form):
    """One way to look, and what to look for."""

    way = forms.ChoiceField(
        label=_("Look for"), choices=list(WAYS.items()), widget=forms.RadioSelect, initial="name"
    )
    asked = forms.CharField(label=_("What you know"), max_length=120, strip=True)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        check = {"iin": _iin, "family": _number, "name": _long_enough, "address": _number}
        if (asked := cleaned.get("asked")) and (way := cleaned.get("way")):
            try:
                cleaned["asked"] = check[way](asked)
            except forms.ValidationError as trouble:
                self.add_error("asked", trouble)
        return cleaned


class PurposeForm(forms.Form):
    """Why a family is opened."""

    purpose = forms.ChoiceField(label=_("Why do you open this family?"), widget=forms.RadioSelect)

    def __init__(self, card: Card, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["purpose"].choices = purposes(card)  # type: ignore[attr-defined]


class OutsideForm(PurposeForm):
    """A family outside the own area: which one exactly, why, and what makes it necessary."""

    field_order = ("who", "purpose", "reason")
    who = forms.CharField(
        label=_("IIN of a member, or the family number"),
        help_text=_("Outside your area there is no search by name or address."),
        max_length=20,
    )
    reason = forms.CharField(
        label=_("What makes it necessary?"),
        help_text=_("Your supervisor reads this, and so can the family."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )

    def __init__(self, card: Card, *args: Any, **more: Any) -> None:
        super().__init__(card, *args, **more)
        self._least = card.opening.reason_at_least

    def clean_who(self) -> str:
        who = "".join(self.cleaned_data["who"].split())
        return _iin(who) if len(who) == 12 else str(_number(who))

    def clean_reason(self) -> str:
        reason = " ".join(self.cleaned_data["reason"].split())
        if len(reason) < self._least:
            raise forms.ValidationError(
                _("Say it in a sentence: at least %(least)s characters."), params={"least": self._least}
            )
        return reason


class ReviewForm(forms.Form):
    """What a supervisor finds of an opening outside the area."""

    opening = forms.IntegerField(widget=forms.HiddenInput)
    finding = forms.ChoiceField(
        label=_("What do you find?"),
        choices=[(Finding.justified, _("It was needed")), (Finding.questioned, _("It has to be cleared up"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=1000)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("finding") == Finding.questioned and not cleaned.get("note"):
            self.add_error("note", _("Say what has to be cleared up."))
        return cleaned


def _iin(asked: str) -> str:
    digits = "".join(asked.split())
    if len(digits) != 12 or not digits.isdecimal():
        raise forms.ValidationError(_("An IIN has 12 digits."))
    if not is_valid(digits):
        raise forms.ValidationError(_("There is no such IIN: one of the digits is wrong."))
    return digits


def _number(asked: str) -> int:
    digits = "".join(asked.split()).lstrip("№")
    if not digits.isdecimal() or int(digits) > LARGEST_NUMBER:
        raise forms.ValidationError(_("This is no such number: it has digits only, 19 at most."))
    return int(digits)


def _long_enough(asked: str) -> str:
    if len("".join(asked.split())) < SHORTEST_NAME:
        raise forms.ValidationError(_("Write at least three letters."))
    return asked
