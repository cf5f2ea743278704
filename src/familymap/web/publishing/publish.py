"""Publishing a run, and going back: the one way by which what people see changes."""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
from adbc_driver_manager import Error as AdbcError

from familymap import country
from familymap.country import Country
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.store import RunStore, SealedRun, checksum
from familymap.web.figures.writing import write_figures
from familymap.web.publishing import embedded, limits, postgres, totals
from familymap.web.publishing.address import postgres_address
from familymap.web.publishing.projection import Columns, Table, projection
from familymap.web.publishing.publication import (
    CARDS,
    Publication,
    PublishingError,
    current,
    make_current,
    place,
    publications,
    publishing_alone,
)
from familymap.web.publishing.target import Target

Progress = Callable[[str, int, int], None]
"""Told what begins, how many parts are done and how many there are."""
BATCH = 100_000
"""Rows that are handed to the serving store at a time."""
FULL = re.compile(r"no space left|disk is full|file too large|enospc|out of disk", re.IGNORECASE)


class NotPublished(PublishingError):
    """The run breaks limits and nobody consented; `breaches` says which."""

    def __init__(self, run_id: str, breaches: list[limits.Breach]) -> None:
        self.breaches = breaches
        listed = "\n".join(f"– {breach.text('en')}" for breach in breaches)
        super().__init__(f"The run {run_id} was not published:\n{listed}")


def publish(
    store: Path,
    run_id: str,
    by: str,
    consent: str | None = None,
    on_progress: Progress = lambda *_: None,
    *,
    memory_gb: float = 4.0,
) -> Publication:
    """Make a run the one that people see; the last one is kept to go back to.

    `by` is who does it, `consent` the reason of that person to publish although limits are broken. A run
    that is current already is given back as it stands. Raises NotPublished, PublishingError, StoreError.
    """
    run = RunStore(store).open(run_id)
    declared = country.load(run.manifest["country"])
    with publishing_alone(store) as folder:
        clear_away(store)
        before = current(store)
        if before and before.run.run_id == run.run_id:
            return before
        _must_be_whole(run)
        broken = limits.breaches(run, before, declared)
        if broken and not consent:
            raise NotPublished(run.run_id, broken)
        kept = publications(store)
        number = 1 + max((one.number for one in kept), default=0)
        workplace = folder / f".{number}.partial"
        with _told_when_full(), _only_whole(workplace):
            with _engine(workplace, run, memory_gb) as engine, _target(workplace, number) as target:
                filled = _fill(engine, run, declared, target, on_progress)
            shutil.rmtree(workplace / "spill", ignore_errors=True)
            write_figures(store, run, declared, workplace)
            consented = {"reason": consent, "breaches": [one.plain() for one in broken]} if broken else None
            manifest = {**_facts(number, run, before, by, consented), **filled}
            finished = _seal(workplace, place(store, number), manifest)
        make_current(store, finished, by)
        clear_away(store)
    return finished


def go_back(store: Path, by: str) -> Publication:
    """Make the publication before the current one current again. Raises PublishingError where none is
    kept.
    """
    with publishing_alone(store):
        now = current(store)
        before = now.before if now else None
        if before is None:
            raise PublishingError(f"There is no publication in {store} to go back to.")
        if address := _postgres(before):
            postgres.show(address, before.number)
        make_current(store, before, by)
    return before


def clear_away(store: Path) -> None:
    """Remove what nobody can read any more: broken-off work, and all but the current publication and two
    kept.

    The current one and the one before it are kept; so is a newer one after going back, until the next is
    published.
    """
    folder = store / "publications"
    for left in folder.glob(".*.partial"):
        shutil.rmtree(left, ignore_errors=True)
    there, now = publications(store), current(store)
    wanted = {now.number, *([now.before.number] if now.before else [])} if now else set()
    newer = {one.number for one in there if now and one.number > now.number}
    for one in there:
        if one.number not in wanted | newer:
            shutil.rmtree(one.folder, ignore_errors=True)
    if address := postgres_address():
        postgres.drop_all_but(address, wanted | newer)
        if now and _postgres(now):
            postgres.show(address, now.number)


def _must_be_whole(run: SealedRun) -> None:
    if damaged := run.damage():
        raise PublishingError(
            f"The run {run.run_id} is damaged: {', '.join(damaged)} is not what was sealed. Make it again."
        )


@contextmanager
def _only_whole(workplace: Path) -> Iterator[None]:
    """A new folder to work in; nothing of it stays when the work fails."""
    shutil.rmtree(workplace, ignore_errors=True)
    workplace.mkdir()
    try:
        yield
    except BaseException:
        shutil.rmtree(workplace, ignore_errors=True)
        raise


@contextmanager
def _told_when_full() -> Iterator[None]:
    """What a full disk or a lost database makes of the work, in one sentence."""
    try:
        yield
    except (OSError, duckdb.Error, AdbcError) as trouble:
        if isinstance(trouble, duckdb.InterruptException):
            raise
        first = str(trouble).splitlines()[0] if str(trouble) else type(trouble).__name__
        if FULL.search(str(trouble)):
            raise PublishingError(
                "The disk is full. Nothing was published and nothing is left behind; people go on reading "
                "what they read before. Make room and publish again."
            ) from trouble
        raise PublishingError(
            f"Publishing was broken off ({first}). Nothing was published; people go on reading what they "
            "read before. Mend the cause and publish again."
        ) from trouble


@contextmanager
def _engine(workplace: Path, run: SealedRun, memory_gb: float) -> Iterator[DuckDBEngine]:
    engine = DuckDBEngine(workplace / "spill", memory_gb)
    try:
        for name in run.manifest["tables"]:
            path = run.table(name)
            engine.offer(name, [path / "*.parquet"] if path.is_dir() else [path])
        yield engine
    finally:
        engine.close()


def _target(workplace: Path, number: int) -> AbstractContextManager[Target]:
    address = postgres_address()
    return postgres.filling(address, number) if address else embedded.filling(workplace / CARDS)


def _postgres(publication: Publication) -> str | None:
    return postgres_address() if publication.manifest["serving"] == "postgresql" else None


def _fill(
    engine: DuckDBEngine, run: SealedRun, declared: Country, target: Target, on_progress: Progress
) -> dict[str, Any]:
    """Load every table and compare it with the run; what the manifest says of them."""
    made = projection(engine, run, declared)
    told: dict[str, Any] = {}
    for done, table in enumerate(made.tables):
        on_progress(table.name, done, len(made.tables))
        columns = {str(name): str(kind) for name, kind, *_ in engine.rows(f"describe {table.sql}")}
        target.load(table, columns, engine.connection.sql(table.sql).to_arrow_reader(BATCH))
        target.index(table)
        compared = _compared(engine, table, columns, target)
        told[table.name] = {"columns": columns, "facts": list(table.facts), "totals": compared}
    on_progress("", len(made.tables), len(made.tables))
    target.finish()
    return {"serving": target.kind, "measures": made.measures, "tables": told}


def _compared(engine: DuckDBEngine, table: Table, columns: Columns, target: Target) -> totals.Totals:
    wanted = totals.expected(engine, table, columns)
    names = [name for listed in table.compared.values() for name in listed if name in columns]
    loaded = target.totals(table, columns, names)
    totals.compare(table, wanted, loaded)
    return loaded


def _facts(
    number: int, run: SealedRun, before: Publication | None, by: str, consent: dict[str, Any] | None
) -> dict[str, Any]:
    return {
        "number": number,
        **{name: run.manifest[name] for name in ("run_id", "as_of", "known_at", "rules_version", "country")},
        "published_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "published_by": by,
        "consent": consent,
        "previous": before.number if before else None,
    }


def _seal(workplace: Path, target: Path, manifest: dict[str, Any]) -> Publication:
    """Move the finished folder into place, its bytes on the disk first."""
    files = {file.name: checksum(file) for file in sorted(workplace.iterdir())}
    whole = {**manifest, "files": files}
    (workplace / "manifest.json").write_text(
        json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    for file in workplace.iterdir():
        with file.open("rb") as content:
            os.fsync(content.fileno())
    workplace.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    return Publication(target, whole)
