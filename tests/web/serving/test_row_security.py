"""The second wall: PostgreSQL itself shows a row only to whom its area belongs, whatever is asked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from familymap.engine.store import RunStore
from familymap.web import publishing
from familymap.web.serving import cards, reading
from tests.web.publishing.stores import copied, new_database

pytestmark = pytest.mark.postgres

GUARDED = ("family", "person", "home", "gap")


@pytest.fixture(scope="module")
def database(country: Path, server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with a published country, which the web owns as a plain role."""
    from django.conf import settings

    store, address = copied(country, tmp_path_factory.mktemp("rows") / "store"), new_database(server)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "FAMILYMAP_STORE", store)
        patch.setattr(settings, "FAMILYMAP_DATABASE", address)
        publishing.publish(store, RunStore(store).latest().run_id, "me")
        yield address


def counted(address: str, table: str, patterns: str | None = None) -> int:
    """How many rows raw SQL sees; `patterns` is what a transaction is set to."""
    with psycopg.connect(address) as connection:
        if patterns is not None:
            connection.execute("select set_config('familymap.scope', %s, true)", [patterns])
        return int(connection.execute(f"select count(*) from {table}".encode()).fetchall()[0][0])


@pytest.fixture(scope="module")
def in_all(database: str) -> dict[str, int]:
    return {table: counted(database, f"pub_1.{table}", "%") for table in GUARDED}


@pytest.mark.parametrize("table", GUARDED)
def test_raw_sql_sees_the_own_area_and_nothing_else(
    table: str, database: str, in_all: dict[str, int]
) -> None:
    name = f"pub_1.{table}"
    assert in_all[table] > 50
    assert counted(database, name) == counted(database, name, "") == 0, (
        "nobody is set: the owner sees nothing"
    )
    regions = [f"{region}%" for region in range(10, 80)]
    parts = [counted(database, name, region) for region in regions]
    assert sum(parts) == in_all[table]
    assert max(parts) < in_all[table]
    assert counted(database, name, ",".join(regions[:20])) == sum(parts[:20])


def test_nothing_can_be_written_past_the_guard(database: str, in_all: dict[str, int]) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("select set_config('familymap.scope', '%', true)")
        assert connection.execute("delete from pub_1.person").rowcount == 0
        assert connection.execute("update pub_1.family set area = '11'").rowcount == 0
        connection.rollback()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("insert into pub_1.family (family_id) values (1)")
    assert counted(database, "pub_1.person", "%") == in_all["person"]


def test_first_trap_a_view_shows_no_more_than_its_reader_may_see(
    server: str, database: str, in_all: dict[str, int]
) -> None:
    """A view runs with the rights of its owner: one of a superuser would show everything."""
    admin = f"{server.rsplit('/', 1)[0]}/{database.rsplit('/', 1)[1]}"
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("create view public.leaking as select * from pub_1.person")
        connection.execute("grant select on public.leaking to web")
    assert counted(database, "public.leaking", "") == in_all["person"], "so real is the trap"
    for table in GUARDED:
        assert counted(database, f"serving.{table}", "") == 0
        assert counted(database, f"serving.{table}", "%") == in_all[table]
        assert 0 < counted(database, f"serving.{table}", "7%") < in_all[table]
    with psycopg.connect(admin, autocommit=True) as connection:
        views = connection.execute(
            "select relname, reloptions from pg_class "
            "where relkind = 'v' and relnamespace = 'serving'::regnamespace"
        ).fetchall()
        assert len(views) > len(GUARDED)
        assert all(options == ["security_invoker=true"] for _, options in views)
        connection.execute("alter view serving.person owner to tester")
        connection.execute("grant select on serving.person to web")
    assert counted(database, "serving.person", "") == 0, "even as a superuser's view it asks for its reader"


def test_second_trap_nothing_stays_on_the_connection_of_the_last_request(
    database: str, in_all: dict[str, int]
) -> None:
    everywhere = frozenset({""})
    publication = reading.published()
    with reading.reading(publication, everywhere) as rows:
        assert rows("select count(*) from person", []) == [(in_all["person"],)]
    held = reading._own.held[1]
    assert held.execute("select count(*) from pub_1.person").fetchall() == [(0,)]
    assert held.execute("select current_setting('familymap.scope', true)").fetchall()[0][0] in ("", None)
    with pytest.raises(ZeroDivisionError), reading.reading(publication, everywhere):
        raise ZeroDivisionError
    assert held.execute("select count(*) from pub_1.person").fetchall() == [(0,)]
    with reading.reading(publication, frozenset()) as rows:
        assert rows("select count(*) from person", []) == [(0,)]
    held.execute("select set_config('familymap.scope', '%', false)")
    assert held.execute("select count(*) from pub_1.person").fetchall() == [(in_all["person"],)], (
        "so real is it"
    )
    held.execute("select set_config('familymap.scope', '', false)")


def test_the_wall_stands_without_the_door(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the condition in code forgotten, the database would still refuse."""
    with reading.reading(reading.published(), frozenset({""})) as rows:
        [(family, area)] = rows("select family_id, area from family limit 1", [])
    monkeypatch.setattr(cards, "condition", lambda scope: ("true", []))
    assert cards.family(family, {area[:2]})
    assert cards.family(family, {"1" if area[0] != "1" else "2"}) is None


def test_a_superuser_is_refused(country: Path, server: str, tmp_path: Path, settings: Any) -> None:
    store = copied(country, tmp_path / "store")
    settings.FAMILYMAP_DATABASE = server
    with pytest.raises(publishing.PublishingError, match="reached as a superuser"):
        publishing.publish(store, RunStore(store).latest().run_id, "me")
