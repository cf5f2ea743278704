"""`familymap run`, `runs`, `check` and `doctor`: making runs, looking at them, and at the machine."""

import json
import platform
import shutil
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import duckdb
import psutil
import typer
from rich.table import Table

from familymap import country, pipeline
from familymap.cli import options
from familymap.cli.progress import following, say
from familymap.cli.summary import families_summary, linked_table
from familymap.engine.base import Engine
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.run import carry_out_run
from familymap.engine.store import RunStore, SealedRun


class EngineName(StrEnum):
    """The engines a run can be worked out on."""

    duckdb = "duckdb"
    spark = "spark"


def run(
    store: options.Store = options.DEFAULT_STORE,
    as_of: Annotated[datetime | None, typer.Option(formats=[options.DAY])] = None,
    known_at: Annotated[datetime | None, typer.Option(formats=[options.DAY])] = None,
    engine: Annotated[EngineName, typer.Option(help="Where to work it out.")] = EngineName.duckdb,
    memory: options.Memory = options.DEFAULT_MEMORY,
    threads: options.Threads = options.DEFAULT_THREADS,
    lang: options.Language = "en",
    as_json: options.AsJson = False,
) -> None:
    """Draw every family as of a day, from what was known at a day, and seal the result."""
    options.checked_language(lang)
    day = options.chosen_day(as_of)
    known = options.chosen_day(known_at) if known_at else day
    sealed = work_out(store, engine, day, known, memory, threads, {})
    if as_json:
        typer.echo(json.dumps(sealed.manifest, indent=2, ensure_ascii=False))
        return
    say.print(f"Run [bold]{sealed.run_id}[/] is sealed in {sealed.folder}.", highlight=False)
    say.print(linked_table(sealed))
    say.print(families_summary(sealed))


def work_out(
    store: Path,
    engine: EngineName,
    as_of: date,
    known_at: date,
    memory: float,
    threads: int,
    facts: dict[str, Any],
) -> SealedRun:
    """One run on the chosen engine, with a progress bar."""
    working = _engine(engine, store / "spill", memory, threads)
    try:
        with following("drawing families") as tell:
            order = pipeline.run_order(store, country.load(), as_of, known_at, facts)
            return carry_out_run(RunStore(store), working, order, tell)
    finally:
        working.close()


def _engine(name: EngineName, spill: Path, memory: float, threads: int) -> Engine:
    if name is EngineName.duckdb:
        return DuckDBEngine(spill, memory, threads)
    try:
        from familymap.engine.spark_engine import SparkEngine
    except ImportError:
        raise options.wrong("Spark is not installed here: install the extra «spark».") from None
    return SparkEngine(spill, memory, f"local[{threads}]")


def runs(
    first: Annotated[
        str | None, typer.Argument(help="A run to compare (the beginning of its id is enough).")
    ] = None,
    second: Annotated[str | None, typer.Argument(help="The run to compare it with.")] = None,
    store: options.Store = options.DEFAULT_STORE,
    as_json: options.AsJson = False,
) -> None:
    """List the sealed runs, or compare two of them."""
    kept = RunStore(store)
    if first and second:
        _compare(kept.open(first), kept.open(second), as_json)
    elif first:
        typer.echo(json.dumps(kept.open(first).manifest, indent=2, ensure_ascii=False))
    elif as_json:
        typer.echo(json.dumps([one.manifest for one in kept.runs()], indent=2, ensure_ascii=False))
    else:
        table = Table(
            "run", "as of", "known at", "engine", "people", "families", box=None, header_style="bold"
        )
        for one in kept.runs():
            rows = {name: facts["rows"] for name, facts in one.manifest["tables"].items()}
            facts = one.manifest
            counts = (f"{rows['person']:,}", f"{rows['family']:,}")
            table.add_row(one.run_id, facts["as_of"], facts["known_at"], facts["engine"]["name"], *counts)
        say.print(table)


def _compare(one: SealedRun, other: SealedRun, as_json: bool) -> None:
    names = sorted({*one.manifest["tables"], *other.manifest["tables"]})
    nothing = {"rows": None, "sha256": None}
    rows = [
        {
            "table": name,
            "first": (mine := one.manifest["tables"].get(name, nothing))["rows"],
            "second": (theirs := other.manifest["tables"].get(name, nothing))["rows"],
            "same_bytes": mine["sha256"] == theirs["sha256"],
        }
        for name in names
    ]
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
        return
    table = Table("table", "first", "second", "difference", "bytes", box=None, header_style="bold")
    for row in rows:
        known = row["first"] is not None and row["second"] is not None
        difference = f"{row['second'] - row['first']:+,}" if known else "only in one"
        counts = ("" if row[side] is None else f"{row[side]:,}" for side in ("first", "second"))
        table.add_row(row["table"], *counts, difference, "same" if row["same_bytes"] else "differ")
    say.print(table)


def check(store: options.Store = options.DEFAULT_STORE) -> None:
    """Check the declarations, and that every sealed run still has the bytes that were sealed."""
    declared = country.load()
    say.print(
        f"✓ {declared.name}: {len(declared.contracts)} contracts, linkage and family rules are sound "
        f"(rules version {declared.rules_version}).",
        highlight=False,
    )
    damaged = False
    for sealed in RunStore(store).runs():
        harmed = sealed.damage()
        damaged |= bool(harmed)
        told = f"✗ changed since sealing: {', '.join(harmed)}" if harmed else "✓ as sealed"
        say.print(f"{told}: run {sealed.run_id}", highlight=False)
    if damaged:
        raise typer.Exit(1)


def doctor(store: options.Store = options.DEFAULT_STORE) -> None:
    """Tell whether this machine can do the work, and what to do where it cannot."""
    memory = psutil.virtual_memory().total / 1e9
    where = next(folder for folder in (store, *store.absolute().parents) if folder.exists())
    free = shutil.disk_usage(where).free / 1e9
    findings = [
        (True, f"Python {platform.python_version()}, DuckDB {duckdb.__version__}", ""),
        (memory >= 4, f"{memory:.0f} GB of memory", "4 GB are needed for a country of 200,000 people."),
        (
            free >= 5,
            f"{free:.0f} GB free on the disk of {store}",
            "5 GB are needed for the demo, 60 GB for 20 million.",
        ),
        (
            bool(shutil.which("java")),
            "Java, for Spark",
            "Only needed with --engine spark: install default-jre-headless.",
        ),
    ]
    for good, what, mend in findings:
        say.print(f"{'✓' if good else '✗'} {what}" + ("" if good else f" — {mend}"), highlight=False)
