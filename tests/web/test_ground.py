"""The ground: default deny, the frame of every page, languages, headers, the weight of a page."""

import gzip
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import URLPattern

from familymap.web.accounts import access
from familymap.web.accounts.roles import Role
from tests.web.conftest import ClientAs, PageAs

LIGHT = 100_000
"""Bytes of the first page on a slow rural line, styles, scripts and pictures included."""


def url_names(resolver: URLResolver | None = None, before: str = "") -> set[str]:
    """Every named address of the web, with the app's name before it."""
    names: set[str] = set()
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            names.add(before + str(one.name))
        else:
            names |= url_names(one, f"{before}{one.namespace}:" if one.namespace else before)
    return names


@pytest.mark.django_db
def test_nobody_opens_anything_without_signing_in(client: Client) -> None:
    answer = client.get("/people")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/people")
    part = client.get("/people", headers={"hx-request": "true"})
    assert (part.status_code, part["HX-Redirect"]) == (401, "/account/login/")


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_its_pages_and_no_other(client_as: ClientAs, role: Role) -> None:
    assert client_as(role).get("/people").status_code == (200 if role is Role.administrator else 403)


def test_the_table_names_only_pages_that_are_there() -> None:
    assert access.FOR_ANYONE | access.SIGNED_IN | set(access.PAGES) <= url_names()


@pytest.mark.django_db
def test_the_browser_decides_the_language_until_a_person_does(client: Client) -> None:
    for asked, given in {"ru-KZ,ru": "ru", "en": "en", "kk": "kk", "de": "kk"}.items():
        assert (
            f'<html lang="{given}">' in client.get("/account/login/", headers={"accept-language": asked}).text
        )
    chosen = client.post("/set-language", {"language": "ru", "next": "/account/login/"})
    assert chosen["Location"] == "/account/login/" and chosen.cookies["language"]["httponly"]
    assert '<html lang="ru">' in client.get("/account/login/", headers={"accept-language": "en"}).text


@pytest.mark.django_db
@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_the_choice_of_language_leads_nowhere_else(client: Client, elsewhere: str) -> None:
    assert client.post("/set-language", {"language": "ru", "next": elsewhere})["Location"] == "/"


@pytest.mark.django_db
def test_what_a_signed_in_person_sees_is_kept_by_nobody(client_as: ClientAs) -> None:
    answer = client_as("administrator").get("/people")
    assert answer["Cache-Control"] == "no-store"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"]) == ("DENY", "nosniff")


@pytest.mark.django_db
def test_who_asks_is_known_after_three_questions(
    client_as: ClientAs, django_assert_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    """Session, person, duties; then the three of the page itself."""
    client = client_as("analyst")
    with django_assert_num_queries(3 + 3):
        client.get("/me")


def test_every_setting_is_explained() -> None:
    source = Path(settings.HERE, "settings.py").read_text(encoding="utf-8")
    page = Path(__file__).parents[2].joinpath("docs/how-to/serve.md").read_text(encoding="utf-8")
    names = set(re.findall(r"FAMILYMAP_[A-Z_]+", source))
    assert len(names) > 5 and not [name for name in names if name not in page]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/account/login/", "/people", "/me"])
def test_nothing_stands_inline(client_as: ClientAs, path: str) -> None:
    page = client_as("administrator").get(path).text
    assert (
        " style=" not in page
        and "<style" not in page
        and " onclick" not in page
        and "javascript:" not in page
    )


def test_no_file_of_ours_asks_elsewhere() -> None:
    css = finders.find("familymap/familymap.css")
    assert css and "http" not in Path(css).read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_frame_is_sound(page_as: PageAs, axe: Callable[..., list[str]], language: str) -> None:
    page = page_as("administrator", language=language)
    for scheme, contrast in product(("light", "dark"), ("no-preference", "more")):
        page.emulate_media(color_scheme=scheme, contrast=contrast)
        page.goto("/people")
        assert page.locator("html").get_attribute("lang") == language
        assert axe(page) == []
        page.get_by_role("link", name="Administrator").last.click()
        assert axe(page) == []


@pytest.mark.slow
def test_a_page_without_pictures_is_light(page_as: PageAs) -> None:
    page = page_as(None)
    asked: set[str] = set()
    page.on("request", lambda one: asked.add(one.url))
    page.goto("/account/login/", wait_until="networkidle")
    weighed = {url: len(gzip.compress(page.request.get(url).body())) for url in asked}
    assert 0 < sum(weighed.values()) < LIGHT, weighed
    print(f"{sum(weighed.values())} bytes in {len(weighed)} requests")


@pytest.mark.slow
def test_the_keyboard_walks_through(page_as: PageAs) -> None:
    page = page_as("administrator")
    page.goto("/people")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(40):
        page.keyboard.press("Tab")
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        if page.evaluate("document.activeElement === document.body"):
            break
        assert ring != "none", page.evaluate("document.activeElement.outerHTML")


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 390, 640])
def test_nothing_runs_out_of_a_small_screen(page_as: PageAs, width: int) -> None:
    """640 is a screen of 1280 at 200 per cent, 320 the same at 400."""
    page = page_as("administrator", width=width, language="kk")
    for there in ("/people", "/me", "/account/password/set/"):
        page.goto(there)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, there


@pytest.mark.slow
def test_without_javascript_everything_is_there(page_as: PageAs) -> None:
    page = page_as("administrator", javascript=False)
    page.goto("/people")
    page.locator("#id_username").fill("new.person")
    page.locator("#id_full_name").fill("Жаңа адам")
    page.get_by_role("button", name="Take on").click()
    page.get_by_role("button", name="Make a sign-in link").click()
    assert settings.ALLOWED_HOSTS and "/link/" in page.locator(".notice code").inner_text()
