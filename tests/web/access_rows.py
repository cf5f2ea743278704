"""Every page of the web: what it shows, which duty opens it, how it is asked for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.test import Client
from django.urls import reverse

from familymap.web.data import reviewing
from tests.web.families.conftest import Known, opened


@dataclass(frozen=True)
class World:
    """What the addresses point at: a family, a case and a delivery, and where each of them lies."""

    family: Known
    case: reviewing.Listed
    case_area: str
    delivery: tuple[str, str]
    row: int
    publication: int
    user: int


Area = Literal["any", "own", "country"]
"""Which duty opens the page: for any area, for the area of what is shown, for the whole country."""


@dataclass(frozen=True)
class Row:
    """A page: what it shows, which duty opens it, and how it is asked for."""

    shows: str
    area: Area
    arguments: Callable[[World], Sequence[object]] = lambda world: ()
    post: Mapping[str, str] | None = None
    behind_the_door: bool = False
    query: str = ""


def _family(world: World) -> list[object]:
    return [world.family.family_id]


def _case(world: World) -> list[object]:
    return [world.case.register, world.case.role, world.case.source_key]


def _delivery(world: World) -> list[object]:
    return list(world.delivery)


ROWS: dict[str, Row] = {
    "overview:overview": Row("protected figures of the country", "any"),
    "overview:export": Row("the same as a file", "any", lambda world: ["lacks", "csv"]),
    "map:map": Row("protected figures by area", "any"),
    "map:shapes": Row("shapes of areas", "any", lambda world: [world.publication, "region"]),
    "map:export": Row("protected figures as a file", "any", lambda world: ["csv"]),
    "families:search": Row("the search, which finds people of the own area", "any"),
    "families:outside": Row("the form for a family outside the own area", "any"),
    "families:open": Row("the question why a family is opened", "own", _family),
    "families:card": Row("the card of a family", "own", _family, behind_the_door=True),
    "families:iin": Row(
        "a member's IIN in full", "own", lambda world: [world.family.family_id, world.family.persons[0]], {},
        behind_the_door=True,
    ),
    "families:questions": Row("what to ask the family", "own", _family, behind_the_door=True),
    "families:why": Row(
        "why a measure is due to a family", "own",
        lambda world: [world.family.family_id, "targeted_assistance"], behind_the_door=True,
    ),
    "families:why_person": Row(
        "why a measure is due to a member", "own",
        lambda world: [world.family.family_id, "health_insurance_state", world.family.persons[0]],
        behind_the_door=True,
    ),
    "families:paper": Row(
        "the card on paper", "own", lambda world: [world.family.family_id, "kk"], behind_the_door=True
    ),
    "families:openings": Row("openings outside the area by people of the own areas", "any"),
    "accounts:people": Row("people who sign in", "any"),
    "accounts:person": Row("one of them and their duties", "any", lambda world: [world.user]),
    "audit:log": Row("the log of the own areas", "any"),
    "audit:download": Row("the same as a file", "any", post={}),
    "audit:seals": Row("seals and the last check", "any"),
    "audit:check": Row("checking every entry", "any", post={}),
    "data:registers": Row("registers and how fresh they are", "any"),
    "data:register": Row("deliveries of a register", "any", lambda world: [world.delivery[0]]),
    "data:delivery": Row("the receipt of a delivery", "any", _delivery),
    "data:quarantine": Row("rows in quarantine, covered", "country", _delivery),
    "data:uncover_row": Row(
        "a row in quarantine, uncovered for a reason", "country",
        lambda world: [*world.delivery, world.row], {"reason": "The office asks which row"},
    ),
    "data:repair_file": Row("rows in quarantine as a file", "country", _delivery, {}),
    "data:review": Row("the review list of the own areas, blind", "any"),
    "data:case": Row("a case of the review list, covered", "own", _case),
    "data:uncover_case": Row(
        "a case, uncovered for a reason", "own", _case, {"reason": "Both are born on one day"}
    ),
    "data:decide": Row("deciding a case", "own", _case, {"do": "decide"}),
}  # fmt: skip


def ask(client: Client, name: str, world: World, **more: Any) -> Any:
    """Ask for a page; of a family first say why."""
    row = ROWS[name]
    where = reverse(name, args=list(row.arguments(world))) + row.query
    if row.behind_the_door:
        opened(client, world.family)
    return client.get(where, **more) if row.post is None else client.post(where, dict(row.post), **more)


def area_of(name: str, world: World) -> str:
    return world.case_area if name.startswith("data:") else world.family.region


def other_area(name: str, world: World) -> str:
    return "79" if area_of(name, world) != "79" else "71"
