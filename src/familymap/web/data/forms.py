"""What a steward fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

SHORTEST_REASON = 10
NOBODY = "nobody"


class ReasonForm(forms.Form):
    """Why something has to be uncovered."""

    reason = forms.CharField(
        label=_("Why do you need to see it?"),
        help_text=_("Your reason stands in the log beside your name."),
        min_length=SHORTEST_REASON,
        max_length=300,
    )


class DecisionForm(forms.Form):
    """Whom the row speaks of: one of the candidates, or nobody known."""

    person = forms.ChoiceField(label=_("Whose row is it?"), widget=forms.RadioSelect)

    def __init__(self, candidates: list[tuple[int, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(str(person_id), label) for person_id, label in candidates]
        self.fields["person"].choices = [*choices, (NOBODY, _("Nobody of these"))]  # type: ignore[attr-defined]

    @property
    def person_id(self) -> int | None:
        """The person chosen, of a valid form; None is nobody known."""
        chosen = self.cleaned_data["person"]
        return None if chosen == NOBODY else int(chosen)
