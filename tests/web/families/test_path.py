"""The way of a social worker in a real browser, in three languages; nothing for axe to find on any page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from familymap.web.accounts.roles import Role
from tests.web.conftest import PageAs
from tests.web.families.conftest import Known

pytestmark = [pytest.mark.slow]

Axe = Callable[[Page], list[str]]
WORDS = {
    "kk": ("Отбасын табу", "Бұл отбасын не үшін ашасыз?", "Тиесілі, бірақ алынбайды", "Шарттар"),
    "ru": ("Найти семью", "Зачем вы открываете эту семью?", "Положено, но не получают", "Условия"),
    "en": ("Find a family", "Why do you open this family?", "Due and not received", "Conditions"),
}
REASON = "Came to our office with a small child; home is flooded."


def find_and_open(page: Page, family: Known, way: str = "iin") -> None:
    """From the search to the card."""
    page.goto("/families/")
    page.locator(f"[name=way][value={way}]").check()
    page.locator("[name=asked]").fill(family.iins[0] if way == "iin" else str(family.family_id))
    page.locator("main form button.button").click()
    page.locator(".found a.button").first.click()
    page.locator("[name=purpose][value=visit]").check()
    page.locator("main form button.button").click()


@pytest.mark.parametrize("language", WORDS)
def test_path_of_the_social_worker(page_as: PageAs, axe: Axe, ours: Known, language: str) -> None:
    search, purpose, due, conditions = WORDS[language]
    page = page_as(Role.social_worker, ours.region, language=language)
    page.goto("/families/")
    assert page.locator("h1").inner_text() == search and axe(page) == []
    page.locator("[name=way][value=iin]").check()
    page.locator("[name=asked]").fill(ours.iins[0])
    page.locator("main form button.button").click()
    assert axe(page) == [] and ours.iins[0] not in page.url
    page.locator(".found a.button").first.click()
    assert purpose in page.locator("main").inner_text() and axe(page) == []
    page.locator("[name=purpose][value=visit]").check()
    page.locator("main form button.button").click()
    page.locator("#open").scroll_into_view_if_needed()
    page.locator(".question").first.wait_for()
    assert due in page.locator("main").inner_text() and axe(page) == []
    assert page.locator("html").get_attribute("lang") == language
    page.locator(".members button").first.click()
    page.get_by_text(ours.iins[0]).wait_for()
    assert page.url.endswith(f"/families/{ours.family_id}") and axe(page) == []
    page.locator(".due-why a").first.click()
    assert conditions in page.locator("main").inner_text() and axe(page) == []
    page.go_back()
    with page.expect_download() as download:
        page.locator(f".card-aside a[lang={language}]").click()
    assert download.value.suggested_filename == f"family-{ours.family_id}-{language}.pdf"


def test_without_javascript_everything_is_there(page_as: PageAs, axe: Axe, ours: Known) -> None:
    page = page_as(Role.social_worker, ours.region, javascript=False)
    find_and_open(page, ours, "family")
    page.get_by_role("link", name="Show the questions").click()
    assert page.locator(".question").count() > 0
    page.go_back()
    page.locator(".members button").first.click()
    assert ours.iins[0] in page.locator(".members").inner_text()


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1280, "dark")])
def test_phone_and_dark(page_as: PageAs, axe: Axe, ours: Known, width: int, scheme: str) -> None:
    page = page_as(Role.social_worker, ours.region, width=width, scheme=scheme)
    find_and_open(page, ours)
    page.locator("#open").scroll_into_view_if_needed()
    page.locator(".question").first.wait_for()
    for details in page.locator("details").all():
        details.evaluate("one => one.open = true")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        "nothing runs over the edge"
    )


def test_the_keyboard_is_enough(page_as: PageAs, ours: Known) -> None:
    page = page_as(Role.social_worker, ours.region)
    page.goto("/families/")
    page.locator("[name=asked]").focus()
    page.keyboard.type(ours.surname)
    page.keyboard.press("Enter")
    page.locator(".found a.button").first.focus()
    page.keyboard.press("Enter")
    page.locator("[name=purpose]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.locator("#portrait").wait_for()
    assert page.locator("h1").count() == 1


def test_path_outside_the_area_and_its_review(page_as: PageAs, axe: Axe, ours: Known, theirs: Known) -> None:
    page = page_as(Role.social_worker, ours.region)
    page.goto("/families/outside")
    assert axe(page) == []
    page.locator("main form button.button").click()  # the browser itself asks for what is missing
    assert page.url.endswith("/outside")
    page.locator("[name=who]").fill(theirs.iins[0])
    page.locator("[name=purpose]").first.check()
    page.locator("[name=reason]").fill(REASON)
    page.locator("main form button.button").click()
    assert "outside your area" in page.locator("main").inner_text() and axe(page) == []
    supervisor = page_as(Role.supervisor, ours.region)
    supervisor.goto("/families/openings")
    waiting = supervisor.locator(".opening").filter(has_text=REASON)
    before = waiting.count()
    assert before > 0 and axe(supervisor) == []
    waiting.first.locator("button[value=justified]").click()
    assert supervisor.locator(".opening").filter(has_text=REASON).count() == before - 1
    assert axe(supervisor) == []
