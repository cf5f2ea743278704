"""The steward's pages."""

import html
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from familymap.engine.store import RunStore
from familymap.people.decisions import decisions_in_force
from familymap.web.accounts.roles import Role
from familymap.web.audit.models import Entry
from familymap.web.data import reviewing, selectors
from familymap.web.data.reviewing import Listed
from familymap.web.data.selectors import Register

ClientAs = Callable[..., Client]
EVERYWHERE = frozenset({""})


@pytest.fixture
def register(store: Path) -> Register:
    """The register with most rows in quarantine."""
    return max(selectors.registers(store, date(2026, 1, 5)), key=lambda one: one.receipt.quarantined)  # type: ignore[union-attr]


@pytest.fixture
def rows(register: Register) -> str:
    """The address of its quarantine."""
    assert register.receipt
    return reverse("data:quarantine", args=[register.contract.name, register.receipt.delivery_id])


@pytest.fixture
def listed(store: Path) -> Listed:
    """A case with two candidates where there is one."""
    return max(reviewing.cases(store, EVERYWHERE, False, 0)[0], key=lambda one: one.candidates)


def address(listed: Listed, page: str = "case") -> str:
    return reverse(f"data:{page}", args=[listed.register, listed.role, listed.source_key])


def said(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, where
    return html.unescape(answer.content.decode())


def newest() -> tuple[str, str, str]:
    """Action, subject and detail of the newest entry."""
    found = Entry.objects.order_by("-id").values_list("action", "subject_id", "detail").first()
    return found or ("", "", "")


@pytest.mark.django_db
def test_every_register_is_there_and_no_row_is_lost(client_as: ClientAs, store: Path) -> None:
    steward = client_as("steward")
    page = said(steward, "/data/")
    for one in selectors.registers(store, date.today()):
        assert one.title in page
        assert one.receipt
        assert one.receipt.received == one.receipt.accepted + one.receipt.quarantined
        said(steward, reverse("data:register", args=[one.contract.name]))
        said(steward, reverse("data:delivery", args=[one.contract.name, one.receipt.delivery_id]))


def test_what_is_stale_or_missing_stands_first(store: Path) -> None:
    fresh = selectors.registers(store, date(2026, 1, 2))
    assert all(one.days_late == 0 for one in fresh)
    later = selectors.registers(store, date(2026, 3, 15))
    late = [one.days_late for one in later]
    assert late == sorted(late, reverse=True)
    assert late[0] > 0


@pytest.mark.django_db
def test_rows_in_quarantine_are_covered(client_as: ClientAs, register: Register, rows: str) -> None:
    page = said(client_as("steward"), rows)
    assert register.newest
    found = duckdb.sql(
        f"select row from '{register.newest.quarantine}' order by row_number limit 10"
    ).fetchall()
    for (row,) in found:
        held = json.loads(row)
        for subject in register.contract.subjects.values():
            for part in ("iin", "surname", "given_name", "patronymic"):
                value = held.get(getattr(subject, part))
                assert not value or len(str(value)) < 3 or f">{value}<" not in page
    assert newest()[0] == "opened_quarantine"


@pytest.mark.django_db
def test_a_row_is_uncovered_for_a_reason_and_that_is_logged(
    client_as: ClientAs, register: Register, rows: str
) -> None:
    steward = client_as("steward")
    assert register.newest
    [(number, row)] = duckdb.sql(
        f"select row_number, row from '{register.newest.quarantine}' order by 1 limit 1"
    ).fetchall()
    subject = next(iter(register.contract.subjects.values()))
    surname = json.loads(row)[subject.surname]
    assert surname not in said(steward, f"{rows}/{number}")
    refused = steward.post(f"{rows}/{number}", {"reason": "short"})
    assert surname not in refused.content.decode()
    assert newest()[0] != "revealed_row"
    opened = steward.post(f"{rows}/{number}", {"reason": "The office asks which act it is"})
    assert surname in html.unescape(opened.content.decode())
    action, delivery, detail = newest()
    assert (action, delivery) == ("revealed_row", register.newest.receipt.delivery_id)
    assert json.loads(detail)["row"] == number
    assert steward.get(f"{rows}/999999999").status_code == 404


@pytest.mark.django_db
def test_the_repair_file_can_be_received_again(client_as: ClientAs, rows: str, register: Register) -> None:
    answer = client_as("steward").post(f"{rows}.csv")
    assert answer.status_code == 200
    assert answer.content.decode().splitlines()[0].endswith("delivery_id")
    assert newest()[0] == "exported"


@pytest.mark.django_db
def test_rows_lie_in_no_area_so_a_steward_of_one_does_not_see_them(client_as: ClientAs, rows: str) -> None:
    steward = client_as("steward", "11")
    assert steward.get(rows).status_code == 404
    assert steward.get(f"{rows}/1").status_code == 404
    assert steward.post(f"{rows}.csv").status_code == 404
    assert "A steward of the whole country sees them" in said(steward, rows.removesuffix("/rows"))


@pytest.mark.django_db
def test_a_case_is_compared_without_saying_who_it_is(
    client_as: ClientAs, store: Path, listed: Listed
) -> None:
    page = said(client_as("steward"), address(listed))
    assert "Person A" in page
    for name in _names(store, listed):
        assert name not in page
    assert "bits" not in page
    assert newest()[:2] == ("opened_case", str(listed.source_key))


@pytest.mark.django_db
def test_a_case_is_uncovered_for_a_reason_and_that_is_logged(
    client_as: ClientAs, store: Path, listed: Listed
) -> None:
    steward = client_as("steward")
    short = steward.post(address(listed, "uncover_case"), {"reason": "why"})
    assert newest()[0] != "revealed_case"
    page = steward.post(
        address(listed, "uncover_case"), {"reason": "Both are born on one day"}
    ).content.decode()
    for name in _names(store, listed):
        assert name not in html.unescape(short.content.decode())
        assert name in html.unescape(page)
    action, key, detail = newest()
    assert (action, key) == ("revealed_case", str(listed.source_key))
    assert len(json.loads(detail)["persons"]) == listed.candidates


@pytest.mark.django_db
def test_a_decision_is_kept_as_the_verb_keeps_it_and_can_be_taken_back(
    client_as: ClientAs, store: Path, listed: Listed
) -> None:
    steward, key = client_as("steward"), (listed.register, listed.role, listed.source_key)
    person_id = _persons(store, listed)[0]
    page = steward.post(address(listed, "decide"), {"do": "decide", "person": str(person_id)}, follow=True)
    assert "Decided: it is person A" in html.unescape(page.content.decode())
    decided = decisions_in_force(store)[key]
    assert (decided.person_id, decided.by) == (person_id, "Steward")
    assert Entry.objects.filter(action="decided_link", subject_id=str(listed.source_key)).exists()
    assert listed.source_key in {one.source_key for one in reviewing.cases(store, EVERYWHERE, True, 0)[0]}
    assert listed.source_key not in {
        one.source_key for one in reviewing.cases(store, EVERYWHERE, False, 0)[0]
    }

    steward.post(address(listed, "decide"), {"do": "take_back"})
    assert key not in decisions_in_force(store)
    again = steward.post(address(listed, "decide"), {"do": "take_back"}, follow=True)
    assert "No decision is in force" in again.content.decode()

    steward.post(address(listed, "decide"), {"do": "decide", "person": "nobody"})
    assert decisions_in_force(store)[key].person_id is None


@pytest.mark.django_db
def test_only_a_candidate_can_be_decided_for(client_as: ClientAs, store: Path, listed: Listed) -> None:
    steward = client_as("steward")
    answer = steward.post(address(listed, "decide"), {"do": "decide", "person": "1"})
    assert answer.status_code == 200
    assert decisions_in_force(store) == {}


@pytest.mark.django_db
def test_a_decision_that_cannot_be_logged_is_not_taken(
    client_as: ClientAs, store: Path, listed: Listed, monkeypatch: pytest.MonkeyPatch
) -> None:
    from familymap.web.data import services

    def lost(*_: object, **__: object) -> int:
        raise OSError("the disk is full")

    monkeypatch.setattr(services, "record", lost)
    steward = client_as("steward")
    steward.raise_request_exception = False
    person = str(_persons(store, listed)[0])
    assert steward.post(address(listed, "decide"), {"do": "decide", "person": person}).status_code == 500
    assert decisions_in_force(store) == {}


@pytest.mark.django_db
def test_a_steward_of_an_area_sees_the_cases_of_its_people(client_as: ClientAs, store: Path) -> None:
    everywhere = {one.source_key for one in reviewing.cases(store, EVERYWHERE, False, 0)[0]}
    shown = {}
    for area in _regions(store):
        shown[area] = {one.source_key for one in reviewing.cases(store, frozenset({area}), False, 0)[0]}
    assert set().union(*shown.values()) == everywhere
    for one in reviewing.cases(store, EVERYWHERE, False, 0)[0]:
        for area, keys in shown.items():
            expected = 200 if one.source_key in keys else 404
            assert client_as("steward", area).get(address(one)).status_code == expected


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.steward}))
def test_nobody_else_sees_the_data(client_as: ClientAs, role: Role, rows: str, listed: Listed) -> None:
    client = client_as(role)
    for where in ("/data/", "/data/review", rows, address(listed)):
        assert client.get(where).status_code in {403, 404}


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["/data/nothing", "/data/births/nothing", "/data/births/nothing/rows"])
def test_what_is_not_there_is_not_found(client_as: ClientAs, store: Path, where: str) -> None:
    assert client_as("steward").get(where).status_code == 404


@pytest.mark.django_db
def test_a_store_without_a_run_or_deliveries_says_so(
    client_as: ClientAs, store: Path, tmp_path: Path, settings: object
) -> None:
    settings.FAMILYMAP_STORE = tmp_path  # type: ignore[attr-defined]
    steward = client_as("steward")
    assert "never delivered" in said(steward, "/data/")
    assert "familymap receive births FILE" in said(steward, "/data/births")
    assert "No row is left for a human to place." in said(steward, "/data/review")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("kk", "dark", 390), ("ru", "light", 390), ("en", "light", 1280)]
)
def test_the_pages_keep_to_wcag(
    page_as: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    rows: str,
    register: Register,
    listed: Listed,
    language: str,
    scheme: str,
    width: int,
) -> None:
    where = ["/data/", rows.removesuffix("/rows"), rows, "/data/review", address(listed)]
    assert register.newest
    [(number,)] = duckdb.sql(f"select min(row_number) from '{register.newest.quarantine}'").fetchall()
    where += [f"/data/{register.contract.name}", f"{rows}/{number}"]
    page = page_as("steward", language=language, scheme=scheme, width=width)
    for one in where:
        page.goto(one)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_stewards_way_from_the_list_to_a_decision_and_back(
    page_as: Callable[..., Page], store: Path, listed: Listed, language: str
) -> None:
    page = page_as("steward", language=language)
    page.goto("/data/")
    page.locator("main a[href='/data/review']").click()
    page.locator(f"a[href='{address(listed)}']").click()
    assert page.locator("html").get_attribute("lang") == language
    page.locator("input[name=reason]").fill("Both are born on one day")
    page.keyboard.press("Enter")
    page.wait_for_url("**/open")
    shown = page.locator("main").inner_text()
    assert all(name in shown for name in _names(store, listed))
    page.goto(address(listed))
    page.locator("input[name=person]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector(".notice.good")
    assert (listed.register, listed.role, listed.source_key) in decisions_in_force(store)
    page.locator("button[value=take_back]").click()
    page.wait_for_selector("input[name=person]")
    assert decisions_in_force(store) == {}


def _table(store: Path, name: str) -> str:
    return str(RunStore(store).latest().table(name))


def _persons(store: Path, listed: Listed) -> list[int]:
    found = duckdb.sql(
        f"select person_id from '{_table(store, 'link_review')}' where source_key = {listed.source_key} "
        f"and register = '{listed.register}' and role = '{listed.role}' order by 1"
    ).fetchall()
    return [person_id for (person_id,) in found]


def _names(store: Path, listed: Listed) -> set[str]:
    """Surnames and numbers of the candidates that are long enough to be looked for in a page."""
    persons = ", ".join(map(str, _persons(store, listed)))
    found = duckdb.sql(
        f"select surname, iin from '{_table(store, 'person')}' where person_id in ({persons})"
    ).fetchall()
    return {value for row in found for value in row if value and re.fullmatch(r"\w{4,}", value)}


def _regions(store: Path) -> set[str]:
    found = duckdb.sql(
        f"select distinct substr(p.kato, 1, 2) from '{_table(store, 'link_review')}' r "
        f"join '{_table(store, 'person')}' p using (person_id) where p.kato is not null"
    ).fetchall()
    return {area for (area,) in found}
