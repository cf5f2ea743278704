"""The roles of people who sign in. What each one opens stands in `access.PAGES`."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """What a person is here for; a person may have several."""

    analyst = "analyst"
    social_worker = "social_worker"
    supervisor = "supervisor"
    steward = "steward"
    auditor = "auditor"
    administrator = "administrator"


TITLES: dict[Role, Promise] = {
    Role.analyst: _("analyst"),
    Role.social_worker: _("social worker"),
    Role.supervisor: _("supervisor"),
    Role.steward: _("data steward"),
    Role.auditor: _("auditor"),
    Role.administrator: _("administrator"),
}
EVERY_ROLE = frozenset(Role)
