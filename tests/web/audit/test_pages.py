"""The auditor's pages."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from familymap.web.accounts.actor import Actor
from familymap.web.accounts.roles import Role
from familymap.web.accounts.services import take_on
from familymap.web.audit.actions import Action
from familymap.web.audit.log import record
from familymap.web.audit.models import Entry
from familymap.web.audit.places import Places, places

from .conftest import AIGUL, Log, execute, unguard

ClientAs = Callable[..., Client]


@pytest.fixture(autouse=True)
def own_files(monkeypatch: pytest.MonkeyPatch, files: Places) -> None:
    """The pages look at the files of this test."""
    monkeypatch.setenv("FAMILYMAP_AUDIT_KEY_FILE", str(files.signing_key))
    monkeypatch.setenv("FAMILYMAP_AUDIT_HEAD", str(files.head))


def text(client: Client, address: str) -> str:
    """A page without its tags, its white space squeezed."""
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.django_db
def test_who_looked_at_what_stands_there_in_words(client_as: ClientAs) -> None:
    record(AIGUL, Action.opened_card, subject="family", subject_id=4711, area="111010000", purpose="visit")
    page = text(client_as("auditor"), "/log/?family=4711")
    assert "Айгүл Серікқызы" in page
    assert "social worker (Akmola Region)" in page
    assert "opened a family card" in page
    assert "family 4711" in page
    assert "A visit to the home" in page


@pytest.mark.django_db
def test_a_reason_given_outside_the_area_is_read(client_as: ClientAs) -> None:
    record(
        AIGUL,
        Action.opened_outside_area,
        subject="family",
        subject_id=4712,
        area="751110000",
        purpose="application",
        detail={"reason": "They moved here last week", "opening": 3},
    )
    assert "«They moved here last week»" in text(client_as("auditor"), "/log/?action=opened_outside_area")


@pytest.mark.django_db
def test_reading_the_log_is_itself_in_the_log(client_as: ClientAs) -> None:
    auditor = client_as("auditor")
    text(auditor, "/log/?family=1&who=Ai")
    newest = Entry.objects.order_by("-id").first()
    assert newest is not None
    assert (newest.action, newest.detail) == ("read_log", '{"family": "1", "who": "Ai"}')
    assert "read this log" in text(auditor, "/log/")


@pytest.mark.django_db
def test_filters_narrow_by_person_action_and_days(client_as: ClientAs) -> None:
    aigul = take_on("aigul", "Әйгерім Сейітқызы")
    actor = Actor(aigul.pk, "Әйгерім Сейітқызы", {Role.social_worker: frozenset({"11"})})
    first = record(actor, Action.searched)
    second = record(actor, Action.opened_card, subject="family", subject_id=7)
    auditor = client_as("auditor")

    def numbers(query: str) -> set[int]:
        found = re.findall(r"entry (\d+)", text(auditor, f"/log/?{query}"))
        return {int(number) for number in found} & {first, second}

    assert numbers("who=әйгерім") == {first, second}
    assert numbers(f"who={aigul.pk}") == {first, second}
    assert numbers("who=nobody-like-this") == set()
    assert numbers("who=әйгерім&action=searched") == {first}
    today = timezone.localdate()
    assert numbers(f"since={today}&until={today}") == {first, second}
    assert numbers(f"until={today - timedelta(days=1)}") == set()
    assert "before the first one" in text(auditor, f"/log/?since={today}&until={today - timedelta(days=1)}")


@pytest.mark.django_db
def test_a_page_has_fifty_and_the_next_goes_on_before_it(client_as: ClientAs) -> None:
    numbers = [record(AIGUL, Action.opened_card, subject="family", subject_id=31337) for _ in range(60)]
    auditor = client_as("auditor")
    first = auditor.get("/log/?family=31337").content.decode()
    assert len(re.findall(r"class=\"log-number\"", first)) == 50
    [older] = re.findall(r'href="\?([^"]*before=\d+)"', first)
    rest = re.findall(
        r"entry (\d+)</span>", auditor.get(f"/log/?{older.replace('&amp;', '&')}").content.decode()
    )
    assert {int(number) for number in rest} == set(numbers[:10])


@pytest.mark.django_db
def test_an_auditor_of_an_area_sees_that_area_and_its_people(client_as: ClientAs) -> None:
    almaty = Actor(11, "Q", {Role.social_worker: frozenset({"75"})})
    there = record(almaty, Action.searched)
    about = record(AIGUL, Action.opened_card, subject="family", subject_id=1, area="751110000")
    elsewhere = record(AIGUL, Action.opened_card, subject="family", subject_id=2, area="111010000")
    page = client_as("auditor", "75").get("/log/").content.decode()
    shown = {int(number) for number in re.findall(r"entry (\d+)</span>", page)}
    assert {there, about} <= shown
    assert elsewhere not in shown


@pytest.mark.django_db
def test_entries_are_taken_along_as_csv_and_that_is_logged(client_as: ClientAs) -> None:
    record(AIGUL, Action.opened_card, subject="family", subject_id=9, purpose="=HYPERLINK(1)")
    answer = client_as("auditor").post("/log/download", {"family": "9"})
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert lines[0][:3] == ["id", "at", "actor_id"]
    assert lines[1][lines[0].index("purpose")] == "'=HYPERLINK(1)"
    newest = Entry.objects.order_by("-id").first()
    assert newest is not None
    assert newest.action == "exported_log"


@pytest.mark.django_db
def test_the_page_says_how_far_the_log_is_whole(client_as: ClientAs, log: Log) -> None:
    auditor = client_as("auditor")
    assert "Not checked yet" in text(auditor, "/log/")
    checked = auditor.post("/log/check", follow=True).content.decode()
    assert "Every entry is as it was sealed." in checked
    assert "The log is whole up to" in text(auditor, "/log/")

    unguard()
    execute(f"DELETE FROM audit_entry WHERE id = {log.ids[7]}")
    wrong = auditor.post("/log/check", follow=True).content.decode()
    assert f"Entry {log.ids[7]} was removed after it was sealed (seal 1)." in wrong
    assert "The log was changed" in text(auditor, "/log/")


@pytest.mark.django_db
def test_a_log_without_a_seal_says_what_to_do(client_as: ClientAs, empty: None) -> None:
    assert "familymap audit seal --every 60" in text(client_as("auditor"), "/log/seals")


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.auditor}))
def test_nobody_else_reads_the_log(client_as: ClientAs, role: Role) -> None:
    client = client_as(role)
    for address in ("/log/", "/log/seals"):
        assert client.get(address).status_code in {403, 404}
    for address in ("/log/download", "/log/check"):
        assert client.post(address).status_code in {403, 404}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("kk", "dark", 390), ("ru", "light", 390), ("en", "light", 1280)]
)
def test_the_pages_keep_to_wcag(
    page_as: Callable[..., Page], axe: Callable[[Page], list[str]], language: str, scheme: str, width: int
) -> None:
    reason = {"reason": "They moved here last week"}
    page = page_as("auditor", language=language, scheme=scheme, width=width)
    record(AIGUL, Action.opened_outside_area, subject="family", subject_id=1, area="75", detail=reason)
    record(AIGUL, Action.searched, detail={"way": "name"})
    for address in ("/log/", "/log/?since=2026-02-01&until=2026-01-01", "/log/seals"):
        page.goto(address)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_auditors_way_from_the_log_to_the_seals(
    page_as: Callable[..., Page], language: str, tmp_path: Path
) -> None:
    page = page_as("auditor", language=language)
    record(AIGUL, Action.opened_card, subject="family", subject_id=808, area="111010000", purpose="visit")
    page.goto("/log/")
    page.locator("input[name=family]").fill("808")
    page.keyboard.press("Enter")
    page.wait_for_url("**family=808**")
    assert page.locator("html").get_attribute("lang") == language
    assert "Айгүл Серікқызы" in page.locator("table.log").inner_text()
    with page.expect_download() as taken:
        page.locator("form[action='/log/download'] button").click()
    taken.value.save_as(tmp_path / "log.csv")
    assert "808" in (tmp_path / "log.csv").read_text(encoding="utf-8-sig")
    page.locator("a[href='/log/seals']").click()
    assert page.locator("form[action='/log/check'] button").is_disabled() or page.locator("code").count()


def test_files_lie_in_the_store_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FAMILYMAP_AUDIT_KEY_FILE")
    monkeypatch.delenv("FAMILYMAP_AUDIT_HEAD")
    folder = settings.FAMILYMAP_STORE / "audit"
    assert places() == Places(folder / "signing_key", folder / "signing_key.public", folder / "head.txt")
