"""What can be done that the log must know of."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Action(StrEnum):
    """One kind of deed. A kind is never renamed: it stands in sealed entries."""

    signed_in = "signed_in"
    signed_out = "signed_out"
    searched = "searched"
    opened_card = "opened_card"
    opened_outside_area = "opened_outside_area"
    opened_why = "opened_why"
    reviewed_opening = "reviewed_opening"
    printed = "printed"
    exported = "exported"
    revealed_iin = "revealed_iin"
    opened_quarantine = "opened_quarantine"
    revealed_row = "revealed_row"
    opened_case = "opened_case"
    revealed_case = "revealed_case"
    decided_link = "decided_link"
    took_back_decision = "took_back_decision"
    published = "published"
    went_back = "went_back"
    took_on = "took_on"
    gave_duty = "gave_duty"
    ended_duty = "ended_duty"
    made_link = "made_link"
    let_go = "let_go"
    read_log = "read_log"
    exported_log = "exported_log"
    checked_log = "checked_log"
    refused = "refused"

    @property
    def label(self) -> Promise:
        """The deed in the reader's language."""
        return TITLES[self]


TITLES: dict[Action, Promise] = {
    Action.signed_in: _("signed in"),
    Action.signed_out: _("signed out"),
    Action.searched: _("searched"),
    Action.opened_card: _("opened a family card"),
    Action.opened_outside_area: _("opened a family outside the area"),
    Action.opened_why: _("read why a measure is due"),
    Action.reviewed_opening: _("reviewed an opening"),
    Action.printed: _("printed a family card"),
    Action.exported: _("downloaded data"),
    Action.revealed_iin: _("uncovered an IIN"),
    Action.opened_quarantine: _("opened rows in quarantine"),
    Action.revealed_row: _("uncovered a row in quarantine"),
    Action.opened_case: _("opened a case of the review list"),
    Action.revealed_case: _("uncovered a case of the review list"),
    Action.decided_link: _("decided whose row it is"),
    Action.took_back_decision: _("took a decision back"),
    Action.published: _("published a run"),
    Action.went_back: _("went back to the run before"),
    Action.took_on: _("took a person on"),
    Action.gave_duty: _("gave a duty"),
    Action.ended_duty: _("ended a duty"),
    Action.made_link: _("made a sign-in link"),
    Action.let_go: _("let a person go"),
    Action.read_log: _("read this log"),
    Action.exported_log: _("downloaded this log"),
    Action.checked_log: _("checked this log"),
    Action.refused: pgettext_lazy("deed", "was refused"),
}


def title(action: str) -> str:
    """The deed in the reader's language; one that a later version wrote is shown as it stands."""
    return str(Action(action).label) if action in Action.__members__ else action
