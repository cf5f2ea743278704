"""What an auditor looks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from familymap.web.audit.actions import TITLES

GREATEST_ID = 2**63 - 1


class DateInput(forms.DateInput):
    """The browser's own calendar, which wants the day as 2026-01-31 in every language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Filters(forms.Form):
    """All of them may be left out."""

    who = forms.CharField(label=_("Who looked"), max_length=150, required=False)
    family = forms.IntegerField(
        label=_("Family number"), min_value=0, max_value=GREATEST_ID, required=False, localize=False
    )
    action = forms.ChoiceField(label=_("What was done"), required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=DateInput(), input_formats=["%Y-%m-%d", "%d.%m.%Y"]
    )
    until = forms.DateField(
        label=_("Up to and with"), required=False, widget=DateInput(), input_formats=["%Y-%m-%d", "%d.%m.%Y"]
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        titles = sorted(
            ((action.value, title) for action, title in TITLES.items()), key=lambda one: str(one[1])
        )
        self.fields["action"].choices = [("", _("anything")), *titles]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))
        return cleaned

    @property
    def asked(self) -> dict[str, Any]:
        """What was filled in, of a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
