"""Whatever happens while a run is published: people read the old one whole, then the new one whole."""

import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import psycopg
import pytest

from familymap.engine.store import RunStore, SealedRun
from familymap.web import publishing
from familymap.web.publishing.publish import _told_when_full
from familymap.web.serving import cards, search
from tests.web.publishing.runs import another
from tests.web.publishing.test_publish import schemas

EVERYWHERE = {""}
MOMENTS = ("family", "person", "name_key", "", "sealed", "random", "random")


@pytest.fixture
def two_runs(store: Path, run: SealedRun, either: str) -> tuple[SealedRun, SealedRun]:
    """Two runs in which everybody is called Alpha, and Beta; the first is published."""
    alpha, beta = another(store, run, "Alpha"), another(store, run, "Beta")
    publishing.publish(store, alpha.run_id, "me", "test")
    return alpha, beta


def families(run: SealedRun) -> list[int]:
    found = duckdb.execute(f"select family_id from '{run.table('family')}' where members > 1 limit 50")
    return [number for (number,) in found.fetchall()]


def interrupted(store: Path, run: SealedRun, moment: str, address: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.web.publishing.interrupted", store, run.run_id, moment],
        env={**os.environ, "FAMILYMAP_DATABASE": address, "DJANGO_SETTINGS_MODULE": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def called(number: int) -> str | None:
    card = cards.family(number, EVERYWHERE)
    assert card
    return card.members[0].surname


def nothing_is_left(store: Path, address: str) -> bool:
    left = [path.name for path in (store / "publications").iterdir() if ".partial" in path.name]
    numbers = sorted(int(path.name) for path in (store / "publications").iterdir() if path.name.isdecimal())
    return not left and (not address or schemas(address) == [f"pub_{number}" for number in numbers])


@pytest.mark.slow
def test_killed_at_any_moment_nothing_is_half_done(
    store: Path, two_runs: tuple[SealedRun, SealedRun], either: str
) -> None:
    alpha, beta = two_runs
    number = families(alpha)[0]
    for moment in MOMENTS:
        killed = interrupted(store, beta, moment, either)
        assert killed.returncode == -9 or moment == "random", (moment, killed.stderr[-500:])
        current = publishing.current(store)
        assert current
        if current.run.run_id == beta.run_id:  # the random moment came too late
            break
        assert current.run.run_id == alpha.run_id
        assert called(number) == "Alpha", moment
    made = publishing.publish(store, beta.run_id, "me", "test")
    assert called(number) == "Beta"
    assert made.before and made.before.run.run_id == alpha.run_id
    assert nothing_is_left(store, either)


@pytest.mark.slow
def test_a_full_disk_leaves_nothing_behind(store: Path, run: SealedRun) -> None:
    alpha, beta = another(store, run, "Alpha"), another(store, run, "Beta")
    publishing.publish(store, alpha.run_id, "me", "test")
    full = interrupted(store, beta, "full", "")
    assert "Nothing was published" in full.stdout, (full.stdout, full.stderr[-500:])
    assert called(families(alpha)[0]) == "Alpha"
    assert nothing_is_left(store, "")


def test_a_full_disk_is_called_so() -> None:
    """What the parts that write say of it: the file system, SQLite, DuckDB, PostgreSQL."""
    for said in (
        "[Errno 28] No space left on device",
        "database or disk is full",
        "failed to offload data block of size 256.0 KiB (0 bytes/0 bytes used). No space left on device",
        'could not extend file "base/16385/16390": No space left on device',
    ):
        with pytest.raises(publishing.PublishingError, match="The disk is full"), _told_when_full():
            raise OSError(said)


@pytest.mark.postgres
def test_a_lost_database_is_told(
    store: Path, run: SealedRun, database: str, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FAMILYMAP_DATABASE = database  # type: ignore[attr-defined]
    alpha, beta = another(store, run, "Alpha"), another(store, run, "Beta")
    publishing.publish(store, alpha.run_id, "me", "test")

    def cut(part: str, done: int, total: int) -> None:
        if part == "home":
            with psycopg.connect(database, autocommit=True) as connection:
                connection.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity "
                    "where datname = current_database() and pid <> pg_backend_pid()"
                )

    with pytest.raises(publishing.PublishingError, match=r"broken off .*Nothing was published"):
        publishing.publish(store, beta.run_id, "me", "test", cut)
    assert called(families(alpha)[0]) == "Alpha", "the reader's connection was cut too, and is made anew"
    assert nothing_is_left(store, database)


@pytest.fixture
def readers(two_runs: tuple[SealedRun, SealedRun]) -> Iterator[Counter[str]]:
    """Three readers who read without a pause: how often they saw what; `broken` is what must not be."""
    seen: Counter[str] = Counter()
    numbers, done = families(two_runs[0]), threading.Event()

    def read() -> None:
        place = 0
        while not done.is_set():
            place += 1
            try:
                card = cards.family(numbers[place % len(numbers)], EVERYWHERE)
                assert card
                names = {one.surname for one in card.members} | {one.given_name for one in card.members}
                whole = len(names) == 1 and names <= {"Alpha", "Beta"} and card.run_id.startswith(*names)
                seen["whole" if whole else f"mixed {names} {card.run_id}"] += 1
                seen[str(card.publication)] += 1
                seen["found"] += bool(
                    search.by_name(f"{names.pop()} {card.members[0].given_name}", EVERYWHERE)
                )
            except Exception as trouble:
                seen[f"broken {trouble!r}"] += 1

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    yield seen
    done.set()
    for thread in threads:
        thread.join()


@pytest.mark.slow
def test_readers_never_see_a_half_state(
    store: Path, two_runs: tuple[SealedRun, SealedRun], readers: Counter[str], either: str
) -> None:
    for turn in range(6):
        publishing.publish(store, two_runs[1 - turn % 2].run_id, "me", "test")
    publishing.go_back(store, "me")
    print(readers)
    assert not [what for what in readers if what.startswith(("broken", "mixed"))], readers
    assert readers["whole"] > 50
    assert {"2", "3", "4"} & set(readers)
    assert len(RunStore(store).runs()) == 3
