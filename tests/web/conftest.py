"""The web as the tests meet it: Django on a database of its own, people of every role, a real browser.

`client_as(role, area)`  Django's test client, signed in; needs the mark `django_db`
`page_as(role, area)`    a page of Debian's Chromium, signed in, on a server that runs beside the tests.
                         Such a test must not use `django_db` or `db`: what it writes stays written
`axe(page)`              what axe-core finds against WCAG 2.2 A and AA; an empty list is good
`published`              the store of a small country, its newest run published

FAMILYMAP_TEST_ON=postgresql runs the same tests on a real PostgreSQL instead of SQLite.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.postgres_server import postgres_server

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PEOPLE = 1500

ending = ExitStack()
"""What this process has begun and must end: a folder, perhaps a server."""
place = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="familymap-web-")))


def _begin() -> None:
    """Settings of this process: a store and a database of its own. Django reads them once, now."""
    on = os.environ.get("FAMILYMAP_TEST_ON", "sqlite")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAMILYMAP_STORE", str(place))
        patch.delenv("FAMILYMAP_DATABASE", raising=False)
        if on == "postgresql":
            (server := place / "postgres").mkdir()
            patch.setenv("FAMILYMAP_DATABASE", _plain_user(ending.enter_context(postgres_server(server))))
        patch.setenv("DJANGO_SETTINGS_MODULE", "familymap.web.settings")  # not for workers
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in the thread of the test
        import django

        django.setup()


def _plain_user(address: str) -> str:
    """The web never connects as a superuser: row-level security would not hold for it."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("create role web login createdb nosuperuser")
        connection.execute("create database web owner web")
    return address.replace("tester@", "web@").replace("/postgres", "/web")


_begin()
# From here on Django is there.

from django.conf import settings  # noqa: E402
from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.testcases import LiveServerThread  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from familymap.web.accounts import links, services  # noqa: E402
from familymap.web.accounts.models import User  # noqa: E402
from familymap.web.accounts.roles import Role  # noqa: E402


def pytest_sessionfinish() -> None:
    ending.close()


def somebody(role: Role | str | None, area: str = "") -> User:
    """The person of the tests with this one duty (None: no duty); made when first needed."""
    name = f"{role or 'nobody'}-{area}" if area else str(role or "nobody")
    user = User.objects.filter(username=name).first() or services.take_on(
        name, name.replace("_", " ").capitalize()
    )
    if role is not None:
        services.give_duty(user, Role(role), area)
    return user


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """The database, also where only tests in a browser run; pytest-django would make none for those."""
    with django_db_blocker.unblock():
        made = setup_databases(0, interactive=False, aliases={"default"}, serialized_aliases=set())
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        teardown_databases(made, 0, keepdb=True)  # the folder or the server goes away with all of it


ClientAs = Callable[..., Client]
PageAs = Callable[..., Page]


@pytest.fixture
def client_as(db: None) -> ClientAs:
    """A client of a person with one duty; `language` is what their browser asks for."""

    def client(role: Role | str | None, area: str = "", language: str = "en") -> Client:
        made = Client(headers={"accept-language": language})
        made.force_login(somebody(role, area), backend=settings.AUTHENTICATION_BACKENDS[-1])
        return made

    return client


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one for all tests."""
    if not Path(CHROMIUM).exists():
        pytest.fail("These tests need Chromium: run «scripts/debian-packages chromium» once.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="session")
def served(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of a server on the database of the tests."""
    with django_db_blocker.unblock():
        thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        if thread.error:
            raise thread.error
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "127.0.0.1"]
        yield f"http://127.0.0.1:{thread.port}"
        thread.terminate()


@pytest.fixture
def page_as(browser: Browser, served: str, django_db_blocker: Any) -> Iterator[PageAs]:
    """A page of a person with one duty, who came in by a one-time link; `None` nobody, `""` without duty.

    `language`, `width`, `height`, `scheme` (light, dark), `javascript`, `zoom` make the browser theirs.
    The page fails the test when something in it does: an error in a script, a request to elsewhere.
    """
    with ExitStack() as opened, django_db_blocker.unblock():
        yield lambda *who, **how: _page(browser, served, opened, *who, **how)


def _page(
    browser: Browser,
    served: str,
    opened: ExitStack,
    role: Role | str | None,
    area: str = "",
    *,
    language: str = "en",
    width: int = 1280,
    height: int = 900,
    scheme: str = "light",
    javascript: bool = True,
) -> Page:
    context = browser.new_context(
        base_url=served,
        locale=language,
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        java_script_enabled=javascript,
    )
    opened.callback(context.close)
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    page.on(
        "console", lambda line: troubles.append(f"console: {line.text}") if line.type == "error" else None
    )
    page.on(
        "request",
        lambda asked: None if _ours(asked.url, served) else troubles.append(f"outside: {asked.url}"),
    )
    opened.callback(_untroubled, troubles)
    page.troubles = troubles  # type: ignore[attr-defined]
    if role is not None:
        page.goto(links.make(somebody(role or None, area)))
        page.locator("main button.button").click()
    return page


def _ours(url: str, served: str) -> bool:
    return url.startswith((served, "data:", "blob:", "about:"))


def _untroubled(troubles: list[str]) -> None:
    assert not troubles, troubles


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """What axe-core finds on a page: rule, what is wrong, where."""
    source = Path(settings.HERE, "assets/node_modules/axe-core/axe.min.js")
    if not source.exists():
        pytest.fail("These tests need axe-core from npm: run «make assets» once.")
    script = source.read_text(encoding="utf-8")

    def violations(page: Page) -> list[str]:
        page.evaluate(script)
        found = page.evaluate("tags => axe.run(document, {runOnly: tags})", AXE_TAGS)["violations"]
        return [
            f"{one['id']}: {one['help']} — {node['html'][:200]}" for one in found for node in one["nodes"]
        ]

    return violations


@pytest.fixture(scope="session")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of a made-up country of 1,500 people, one run sealed; one for all processes, to be read."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    store = shared / "web-country" / f"store-{PEOPLE}-1"
    with (shared / "web-country.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (done := shared / "web-country.done").exists():
            _make_country(shared / "web-country")
            done.touch()
    return store


def _make_country(folder: Path) -> None:
    from familymap.cli import main

    with (
        (folder.with_suffix(".txt")).open("w", encoding="utf-8") as out,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("sys.stdout", out)
        assert main(["demo", "--people", str(PEOPLE), "--out", str(folder)]) == 0


@pytest.fixture(scope="session")
def published(country: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[Path]:
    """A copy of that store, this process's own, its run published; what the web of the tests reads."""
    from familymap.engine.store import RunStore
    from familymap.web import publishing

    store = place / "published"
    shutil.copytree(country, store)
    with django_db_blocker.unblock():
        publishing.publish(store, RunStore(store).latest().run_id, by="tests", consent="the tests")
    before, settings.FAMILYMAP_STORE = settings.FAMILYMAP_STORE, store
    yield store
    settings.FAMILYMAP_STORE = before
