"""One person of each role for a made-up country, so that somebody can look at every page at once.

Never for a real store: there the first start makes one administrator, and nobody else.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from familymap.engine.store import SealedRun
from familymap.web.accounts import links, services
from familymap.web.accounts.actor import Actor
from familymap.web.accounts.models import User
from familymap.web.accounts.roles import Role

PEOPLE: Mapping[Role, str] = {
    Role.analyst: "Әсел Нұрланова",
    Role.social_worker: "Гүлнар Сейітова",
    Role.supervisor: "Данияр Ахметов",
    Role.steward: "Марат Жүнісов",
    Role.auditor: "Сәуле Қасымова",
    Role.administrator: "Ерлан Төлегенов",
}
DISTRICT, REGION = 4, 2
"""How many digits of a KATO code name a district, and a region."""
HOURS = 24.0
MACHINE = Actor(name="familymap serve")
"""Who stands in the log for what the start of the server does."""


@dataclass(frozen=True)
class Invited:
    """Somebody who may come in now: the role, where it counts, the path of their link."""

    name: str
    role: Role
    area: str
    path: str


def invite_everybody(run: SealedRun) -> list[Invited]:
    """A person of each role, each with a new link; the social worker in the district with most gaps."""
    district = _most_in_need(run)
    areas = {Role.social_worker: district, Role.supervisor: district[:REGION]}
    return [_invited(role.value, name, role, areas.get(role, "")) for role, name in PEOPLE.items()]


def invite_first_administrator() -> Invited | None:
    """The first person of a new installation; None where somebody is already there."""
    if User.objects.exists():
        return None
    return _invited("administrator", "", Role.administrator, "")


def _invited(username: str, name: str, role: Role, area: str) -> Invited:
    user = User.objects.filter(username=username).first() or services.take_on(username, name, by=MACHINE)
    services.give_duty(user, role, area, MACHINE)
    return Invited(user.get_full_name(), role, area, links.make(user, HOURS, MACHINE))


def _most_in_need(run: SealedRun) -> str:
    found = duckdb.execute(
        """select left(area, $digits) as district, count(distinct family_id) as families
        from read_parquet($gaps) where area is not null
        group by district order by families desc, district limit 1""",
        {"digits": DISTRICT, "gaps": str(run.table("gap"))},
    ).fetchone()
    return str(found[0]) if found else ""
