"""Who may open which page: the whole table. A page that is not in it opens for nobody."""

from collections.abc import Mapping

from familymap.web.accounts.actor import Actor
from familymap.web.accounts.roles import Role

FOR_ANYONE = frozenset(
    {
        "set_language",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "openid_connect_login",
        "openid_connect_callback",
        "socialaccount_login_error",
        "socialaccount_login_cancelled",
        "accounts:link",
    }
)
"""The pages of signing in and out: the only ones without a role."""

SIGNED_IN = frozenset(
    {
        "home",
        "accounts:me",
        "account_change_password",
        "account_set_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    }
)
"""What a person does with their own account, whatever their duties."""

WITHOUT_SECOND_FACTOR = (FOR_ANYONE | SIGNED_IN) - {"home"}
"""What somebody opens who came with a password alone: enough to set up the second factor, nothing more."""

READERS = frozenset({Role.social_worker, Role.supervisor})
"""Who reads cards of families."""

FIGURES = frozenset({Role.analyst, Role.social_worker, Role.supervisor})
"""Who reads protected figures: overview, map and files of them."""

PAGES: Mapping[str, frozenset[Role]] = {
    "overview:overview": FIGURES,
    "overview:export": FIGURES,
    "map:map": FIGURES,
    "map:shapes": FIGURES,
    "map:export": FIGURES,
    "families:search": READERS,
    "families:outside": READERS,
    "families:open": READERS,
    "families:card": READERS,
    "families:iin": READERS,
    "families:questions": READERS,
    "families:why": READERS,
    "families:why_person": READERS,
    "families:paper": READERS,
    "families:openings": frozenset({Role.supervisor}),
    "accounts:people": frozenset({Role.administrator}),
    "accounts:person": frozenset({Role.administrator}),
    "audit:log": frozenset({Role.auditor}),
    "audit:download": frozenset({Role.auditor}),
    "audit:seals": frozenset({Role.auditor}),
    "audit:check": frozenset({Role.auditor}),
    "data:registers": frozenset({Role.steward}),
    "data:register": frozenset({Role.steward}),
    "data:delivery": frozenset({Role.steward}),
    "data:quarantine": frozenset({Role.steward}),
    "data:uncover_row": frozenset({Role.steward}),
    "data:repair_file": frozenset({Role.steward}),
    "data:review": frozenset({Role.steward}),
    "data:case": frozenset({Role.steward}),
    "data:uncover_case": frozenset({Role.steward}),
    "data:decide": frozenset({Role.steward}),
}
"""The url's name and the roles that open it. Within a page the areas of the role decide."""


def may_open(url_name: str, actor: Actor) -> bool:
    """Whether the actor's roles open a page. Default: no."""
    if url_name in FOR_ANYONE:
        return True
    if not actor.signed_in:
        return False
    return url_name in SIGNED_IN or actor.has(*PAGES.get(url_name, frozenset()))
