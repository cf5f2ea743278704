"""The log measured: entries written a second, sealing, and checking a million entries.

    python -m bench.audit [ENTRIES] [sqlite|postgresql]

Writes as pages do: every entry is a transaction of its own, on the disk when it returns.
"""

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.postgres_server import postgres_server

ENTRIES = 1_000_000
WRITTEN = 3_000
"""Entries each way of writing is timed on."""
TAMPERED = 777
show = Console(width=110)

COPIED = "at, actor_id, actor_name, roles, action, subject, subject_id, area, purpose, detail"
FILL = {
    "sqlite": f"""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)
        INSERT INTO audit_entry ({COPIED}) SELECT {COPIED} FROM (SELECT * FROM audit_entry LIMIT 1), n""",
    "postgresql": f"""
        INSERT INTO audit_entry ({COPIED})
        SELECT {COPIED} FROM (SELECT * FROM audit_entry LIMIT 1) AS one, generate_series(1, %s)""",
}
UNGUARD = {
    "sqlite": ("DROP TRIGGER audit_entry_no_update",),
    "postgresql": (
        "ALTER TABLE audit_entry DISABLE TRIGGER USER",
        "GRANT UPDATE ON audit_entry TO CURRENT_USER",
    ),
}


@contextmanager
def log_on(database: str) -> Iterator[None]:
    """Django on an empty log of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-audit-") as folder:
        os.environ["FAMILYMAP_STORE"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "familymap.web.settings"
        if database == "sqlite":
            yield _ready()
            return
        place = Path(folder) / "server"
        place.mkdir()
        with postgres_server(place) as address:
            os.environ["FAMILYMAP_DATABASE"] = address
            yield _ready()


def _ready() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def write(count: int) -> None:
    """So many entries, one transaction each."""
    from familymap.web.accounts.actor import Actor
    from familymap.web.accounts.roles import Role
    from familymap.web.audit.actions import Action
    from familymap.web.audit.log import record

    actor = Actor(7, "Айгүл Серікқызы", {Role.social_worker: frozenset({"111010000"})})
    for number in range(count):
        record(
            actor, Action.opened_card, subject="family", subject_id=number, area="111010000", purpose="visit",
            detail={"opening": number},
        )  # fmt: skip


def write_together(writers: int) -> None:
    """The same by several connections at once."""
    from django.db import connection

    def work() -> None:
        write(WRITTEN // writers)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def timed(deed: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of this process's processor."""
    clock, processor = time.perf_counter(), time.process_time()
    deed()
    return time.perf_counter() - clock, time.process_time() - processor


def run(entries: int, database: str) -> Table:
    """Everything, as a table."""
    from django.db import connection
    from django.utils import translation

    from familymap.web.audit import checking, sealing
    from familymap.web.audit.places import places

    disk = "" if database == "sqlite" else " (the server of the tests: fsync off)"
    table = Table(title=f"The log on {database}{disk}, {entries:,} entries", box=None)
    for head in ("", "seconds", "processor s", "entries/s"):
        table.add_column(head, justify="right" if head else "left")

    def tell(what: str, count: int, deed: Callable[[], object]) -> None:
        seconds, processor = timed(deed)
        table.add_row(what, f"{seconds:.2f}", f"{processor:.2f}", f"{count / seconds:,.0f}")

    tell("record(), one writer", WRITTEN, lambda: write(WRITTEN))
    tell("record(), four writers", WRITTEN, lambda: write_together(4))
    with connection.cursor() as cursor:
        cursor.execute(FILL[database], [entries - 2 * WRITTEN])
    tell("seal", entries, lambda: sealing.seal(places()))
    tell("verify", entries, lambda: checking.check(places()))
    with connection.cursor() as cursor:
        for statement in (*UNGUARD[database], f"UPDATE audit_entry SET area = '' WHERE id = {TAMPERED}"):
            cursor.execute(statement)
    with translation.override("en"):
        report = checking.check(places())
        table.caption = "; ".join(map(str, report.findings))
    return table


def main(typed: list[str]) -> None:
    """Measure one database."""
    entries = next((int(word) for word in typed if word.isdecimal()), ENTRIES)
    database = next((word for word in typed if word in FILL), "sqlite")
    with log_on(database):
        show.print(run(entries, database))


if __name__ == "__main__":
    main(sys.argv[1:])
