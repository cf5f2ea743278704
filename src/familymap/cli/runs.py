"""`familymap run` and `familymap runs`: making runs, listing and comparing them."""

import json
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from familymap import country, pipeline
from familymap.cli import options
from familymap.cli.progress import following
from familymap.cli.reading import found_run
from familymap.cli.screen import path_line, say, table
from familymap.cli.summary import tell_run
from familymap.cli.wording import number, text
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
    as_of: Annotated[
        datetime | None, typer.Option(formats=[options.DAY], help="The day of the families; today.")
    ] = None,
    known_at: Annotated[
        datetime | None,
        typer.Option(formats=[options.DAY], help="Only what was received until then; the day of --as-of."),
    ] = None,
    engine: Annotated[EngineName, typer.Option(help="Where to work it out.")] = EngineName.duckdb,
    memory: options.Memory = options.DEFAULT_MEMORY,
    threads: options.Threads = options.DEFAULT_THREADS,
    lang: options.Language = "en",
    as_json: options.AsJson = False,
) -> None:
    """Draw every family as of a day, from what was known at a day, and seal the result."""
    day = options.chosen_day(as_of)
    known = options.chosen_day(known_at) if known_at else day
    sealed = work_out(store, engine, day, known, memory, threads, {})
    if as_json:
        typer.echo(json.dumps(sealed.manifest, indent=2, ensure_ascii=False))
        return
    tell_sealed(sealed)
    tell_run(sealed)


def tell_sealed(sealed: SealedRun) -> None:
    """Which run this is and where it lies."""
    say.print(text("Sealed run: {run}", run=sealed.run_id), soft_wrap=True)
    path_line(text("Folder"), sealed.folder)


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
        with following(text("Drawing families")) as tell:
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
    lang: options.Language = "en",
    as_json: options.AsJson = False,
) -> None:
    """List the sealed runs, show what one was made from, or compare two of them."""
    if first and second:
        _compare(found_run(store, first), found_run(store, second), as_json)
    elif first:
        typer.echo(json.dumps(found_run(store, first).manifest, indent=2, ensure_ascii=False))
    elif as_json:
        manifests = [one.manifest for one in RunStore(store).runs()]
        typer.echo(json.dumps(manifests, indent=2, ensure_ascii=False))
    else:
        _list(RunStore(store).runs(), store)


def _list(sealed: list[SealedRun], store: Path) -> None:
    if not sealed:
        say.print(text("There is no run in {store} yet: make one with «familymap run».", store=store))
        return
    made = table("run", "engine", ">people", ">families")
    made.columns[0].no_wrap = True
    for one in sealed:
        rows = {name: facts["rows"] for name, facts in one.manifest["tables"].items()}
        engine = one.manifest["engine"]["name"]
        made.add_row(one.run_id, engine, number(rows["person"]), number(rows["family"]))
    say.print(made)


def _compare(one: SealedRun, other: SealedRun, as_json: bool) -> None:
    nothing = {"rows": None, "sha256": None}
    rows = [
        {
            "table": name,
            "first": (mine := one.manifest["tables"].get(name, nothing))["rows"],
            "second": (theirs := other.manifest["tables"].get(name, nothing))["rows"],
            "same_bytes": mine["sha256"] == theirs["sha256"],
        }
        for name in sorted({*one.manifest["tables"], *other.manifest["tables"]})
    ]
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
        return
    made = table("table", ">rows of the first", ">of the second", ">difference", "content")
    for row in rows:
        first, second = row["first"], row["second"]
        known = first is not None and second is not None
        difference = (
            ("+" if second > first else "") + number(second - first) if known else text("only in one")
        )
        same = text("the same") if row["same_bytes"] else text("differs")
        made.add_row(row["table"], number(first), number(second), difference, same)
    say.print(made)
