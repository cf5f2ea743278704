"""Role × page × area: who may open what, and who may not. The table stands in docs/security/access.md.

A page without a row in access_rows.py fails. `FAMILYMAP_WRITE_DOCS=yes` writes the table anew.
"""

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from familymap import country
from familymap.web import publishing
from familymap.web.accounts import access
from familymap.web.accounts.actor import Actor
from familymap.web.accounts.roles import EVERY_ROLE, Role
from familymap.web.data import reviewing, selectors
from tests.web.access_rows import ROWS, Area, Row, World, area_of, ask, other_area
from tests.web.attempts import KINDS, Attempt, attempt, marks
from tests.web.conftest import somebody
from tests.web.families.conftest import Known, families, known_families, opened, ours, theirs

__all__ = ["families", "ours", "theirs"]

ClientAs = Callable[..., Client]
PAGE = Path(__file__).parents[2] / "docs" / "security" / "access.md"
ATTEMPTS = 200


@pytest.fixture(scope="session")
def world(published: Path, ours: Known, django_db_setup: None, django_db_blocker: Any) -> World:
    current = publishing.current(published)
    assert current
    cases = reviewing.cases(published, frozenset({""}), False, 0)[0]
    found = {area: reviewing.cases(published, frozenset({area}), False, 0)[0] for area in _regions(published)}
    case = next(one for one in cases if sum(one in there for there in found.values()) == 1)
    every = [selectors.register(published, one, current.as_of) for one in _contracts()]
    register = max(every, key=lambda one: one.newest.receipt.quarantined if one.newest else 0)
    assert register.newest
    with django_db_blocker.unblock():
        user = somebody("analyst").pk
    return World(
        family=ours,
        case=case,
        case_area=next(area for area, there in found.items() if case in there),
        delivery=(register.contract.name, register.newest.receipt.delivery_id),
        row=_first_row(register.newest.quarantine),
        publication=current.number,
        user=user,
    )


def test_every_page_has_its_row_and_its_roles() -> None:
    ours = {name for name in _names(get_resolver()) if ":" in name}
    assert ours == set(ROWS) | {name for name in access.FOR_ANYONE | access.SIGNED_IN if ":" in name}
    assert set(access.PAGES) == set(ROWS)


def test_a_page_that_nobody_named_opens_for_nobody() -> None:
    everything = Actor(1, "x", {role: frozenset({""}) for role in EVERY_ROLE})
    assert not access.may_open("account_signup", everything)
    assert not access.may_open("somewhere:new", everything)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", ROWS)
def test_who_opens_a_page_and_who_does_not(name: str, world: World, client_as: ClientAs) -> None:
    row = ROWS[name]
    for role in sorted(EVERY_ROLE):
        for area in ("", area_of(name, world), other_area(name, world)):
            answer = ask(client_as(role, area), name, world)
            expected = _expected(row, role in access.PAGES[name], area, area_of(name, world))
            seen = "opens" if answer.status_code < 400 else str(answer.status_code)
            assert seen == expected, f"{name}, {role} in «{area}»"
    nobody = ask(Client(), name, world)
    assert nobody.status_code in {302, 401}
    assert "/account/login" in nobody.headers.get("Location", nobody.headers.get("HX-Redirect", ""))
    assert ask(client_as(None), name, world).status_code == 403


def _expected(row: Row, has_role: bool, area: str, own: str) -> str:
    if not has_role:
        return "403"
    covered = {"any": True, "own": own.startswith(area), "country": area == ""}
    return "opens" if covered[row.area] else "404"


@pytest.mark.slow
@pytest.mark.django_db
def test_two_hundred_attempts_to_see_what_is_not_ones_own(
    world: World, published: Path, client_as: ClientAs
) -> None:
    dice, there = random.Random(2026), known_families(published)
    drawn = [attempt(dice, world, there, client_as) for _ in range(ATTEMPTS)]
    assert {one.told.partition(":")[0] for one in drawn} == {kind.__name__ for kind in KINDS}
    assert [one.told for one in drawn if one.succeeds()] == []


@pytest.mark.django_db
def test_who_may_see_it_sees_what_the_attempts_look_for(world: World, client_as: ClientAs) -> None:
    inside = client_as("social_worker", world.family.region)
    opened(inside, world.family)
    card = f"/families/{world.family.family_id}"
    assert Attempt("", inside, card, marks(world.family)[:1]).succeeds()
    assert Attempt("", inside, f"{card}/card-kk.pdf", ["%PDF"]).succeeds()
    assert Attempt("", inside, f"{card}/iin/{world.family.persons[0]}", world.family.iins[:1], {}).succeeds()


def test_the_table_in_the_documents_is_this_one() -> None:
    if os.environ.get("FAMILYMAP_WRITE_DOCS"):
        PAGE.write_text(_document(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == _document()


def _document() -> str:
    roles = list(Role)
    heads = ["page", "what it shows", *(str(role).replace("_", " ") for role in roles)]
    lines = [" | ".join(heads), " | ".join("---" for _ in heads)]
    for name, row in ROWS.items():
        cells = [WORDS[row.area] if role in access.PAGES[name] else "—" for role in roles]
        lines.append(" | ".join([f"`{name}`", row.shows, *cells]))
    return TEXT.format(table="\n".join(f"| {line} |" for line in lines), attempts=ATTEMPTS)


WORDS: dict[Area, str] = {"any": "yes", "own": "own area", "country": "whole country"}
TEXT = """# Who may open what

Every page, every role, every area. This table is made from `familymap/web/accounts/access.py` and from
`tests/web/test_access_matrix.py`, which asks for each page as each role in its own area, in another one and
in the whole country, and holds that it opens or is refused as it stands here. A page without a row fails the
tests.

- **yes**: a duty of this role in any area opens the page. What is listed in it is only what lies in the
  person's areas; protected figures show no family and are the same for everybody.
- **own area**: only where what it shows lies in an area of the duty; elsewhere the answer is «not found»,
  whether it exists or not.
- **whole country**: only with a duty for the whole country.
- **—**: refused. Who has not signed in is sent to the sign-in page.

{table}

A family outside the own area opens after the purpose and a reason were stated (`families:outside`); that is
written in the log, waits for a supervisor and ends after half an hour.

{attempts} random attempts to see what is not one's own are part of the tests: families, cases and rows of
other areas, pages of other roles, IINs through another family, searches, openings without a reason. None may
succeed.
"""


def _names(resolver: URLResolver, space: str = "") -> set[str]:
    """Every name an address has, with its namespace."""
    found: set[str] = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found |= _names(pattern, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.add(f"{space}{pattern.name}")
    return found


def _regions(store: Path) -> set[str]:
    return {family.region for family in known_families(store)}


def _contracts() -> list[Any]:
    return list(country.load().contracts.values())


def _first_row(quarantine: Path) -> int:
    [(number,)] = duckdb.sql(f"select min(row_number) from '{quarantine}'").fetchall()
    return int(number)
