"""Attempts to see what is not one's own, drawn by lot."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.test import Client
from django.urls import reverse

from familymap.web.accounts import access
from familymap.web.accounts.roles import EVERY_ROLE
from tests.web.access_rows import ROWS, World, other_area
from tests.web.families.conftest import Known, opened

ClientAs = Callable[..., Client]
READERS = ("social_worker", "supervisor")
REGIONS = ("10", "11", "19", "27", "31", "43", "61", "71", "75", "79")
LONG_ENOUGH = {"reason": "I want to see it"}


@dataclass
class Attempt:
    """One try: what must not be in the answer, and whether the page must be refused altogether."""

    told: str
    client: Client
    address: str
    secrets: Sequence[str] = ()
    post: Mapping[str, str] | None = None
    shut: bool = False
    headers: dict[str, str] = field(default_factory=dict)

    def succeeds(self) -> bool:
        """Whether something was seen, or a page opened that should not."""
        ask = self.client.get if self.post is None else self.client.post
        answer = ask(self.address, dict(self.post or {}), headers=self.headers, follow=True)
        text = b"".join(answer).decode(errors="replace")
        opens = self.shut and answer.status_code < 400
        return opens or any(secret in text for secret in self.secrets)


@dataclass(frozen=True)
class Draw:
    """What an attempt is drawn from: dice, the world, a family of it and somebody it does not belong to."""

    dice: random.Random
    world: World
    there: Sequence[Known]
    client_as: ClientAs
    family: Known

    @property
    def outside(self) -> Client:
        """Somebody who reads cards, of another region or another district."""
        area, other = self.family.area, self.dice.choice([r for r in REGIONS if r != self.family.area[:2]])
        district = area[:2] + ("99" if area[2:4] != "99" else "98")
        return self.client_as(self.dice.choice(READERS), district if self.dice.random() < 0.3 else other)

    @property
    def base(self) -> str:
        """The address of the family."""
        return f"/families/{self.family.family_id}"


def marks(family: Known) -> list[str]:
    """What a page of the family would show."""
    return [f'action="/families/{family.family_id}', "%PDF", *(iin for iin in family.iins if iin)]


def a_family_elsewhere(draw: Draw) -> Attempt:
    pages = ["", "/open", "/questions", "/why/targeted_assistance", "/card-kk.pdf", "/card-en.pdf"]
    return Attempt("", draw.outside, draw.base + draw.dice.choice(pages), marks(draw.family))


def a_purpose_for_a_family_elsewhere(draw: Draw) -> Attempt:
    return Attempt("", draw.outside, f"{draw.base}/open", marks(draw.family), {"purpose": "visit"})


def an_iin_elsewhere(draw: Draw) -> Attempt:
    address = f"{draw.base}/iin/{draw.dice.choice(draw.family.persons)}"
    return Attempt("", draw.outside, address, marks(draw.family), {})


def an_iin_through_another_family(draw: Draw) -> Attempt:
    own = draw.world.family
    opened(inside := draw.client_as("social_worker", own.region), own)
    other = draw.dice.choice([one for one in draw.there if one.family_id != own.family_id])
    address = f"/families/{own.family_id}/iin/{draw.dice.choice(other.persons)}"
    return Attempt("", inside, address, [iin for iin in other.iins if iin], {})


def a_search_elsewhere(draw: Draw) -> Attempt:
    family = draw.family
    way, asked = draw.dice.choice([("iin", family.iins[0]), ("family", str(family.family_id))])
    return Attempt("", draw.outside, "/families/", [f'href="{draw.base}'], {"way": way, "asked": asked})


def outside_the_area_without_a_reason(draw: Draw) -> Attempt:
    reason = draw.dice.choice(["", "x", " " * 40])
    post = {"who": str(draw.family.family_id), "purpose": "visit", "reason": reason}
    return Attempt("", draw.outside, "/families/outside", marks(draw.family), post)


def a_page_of_another_role(draw: Draw) -> Attempt:
    name = draw.dice.choice(list(ROWS))
    client = draw.client_as(draw.dice.choice(sorted(EVERY_ROLE - access.PAGES[name])))
    address = reverse(name, args=list(ROWS[name].arguments(draw.world)))
    return Attempt(name, client, address, post=ROWS[name].post, shut=True)


def a_case_elsewhere(draw: Draw) -> Attempt:
    name = draw.dice.choice(["data:case", "data:uncover_case", "data:decide"])
    client = draw.client_as("steward", other_area(name, draw.world))
    address = reverse(name, args=list(ROWS[name].arguments(draw.world)))
    post = None if name == "data:case" else {**LONG_ENOUGH, "do": "decide", "person": "nobody"}
    return Attempt(name, client, address, post=post, shut=True)


def rows_in_quarantine_from_an_area(draw: Draw) -> Attempt:
    name = draw.dice.choice(["data:quarantine", "data:uncover_row", "data:repair_file"])
    address = reverse(name, args=list(ROWS[name].arguments(draw.world)))
    post = None if name == "data:quarantine" else LONG_ENOUGH
    return Attempt(name, draw.client_as("steward", draw.dice.choice(REGIONS)), address, post=post, shut=True)


KINDS = (
    a_family_elsewhere, a_purpose_for_a_family_elsewhere, an_iin_elsewhere, an_iin_through_another_family,
    a_search_elsewhere, outside_the_area_without_a_reason, a_page_of_another_role, a_case_elsewhere,
    rows_in_quarantine_from_an_area,
)  # fmt: skip


def attempt(dice: random.Random, world: World, there: Sequence[Known], client_as: ClientAs) -> Attempt:
    """Some way in that ought to be shut, in some language, by a script or without."""
    kind = dice.choice(KINDS)
    family = dice.choice([one for one in there if all(one.iins)])
    drawn = kind(Draw(dice, world, there, client_as, family))
    drawn.told = f"{kind.__name__}: {drawn.told or family.family_id}"
    drawn.headers = {"accept-language": dice.choice(["kk", "ru", "en"])}
    if dice.random() < 0.3:
        drawn.headers["hx-request"] = "true"
    return drawn
