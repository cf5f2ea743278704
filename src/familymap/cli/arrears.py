"""`familymap arrears`: what a correction changes for a month that is over."""

import dataclasses
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from familymap import country
from familymap.cli import options
from familymap.cli.reading import found_run
from familymap.cli.screen import heading, path_line, say, table
from familymap.cli.wording import language, number, text
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.store import RunStore, SealedRun, write_whole
from familymap.measures.texts import load_texts
from familymap.needs.arrears import ARREARS, OVERPAID, Difference, differences
from familymap.needs.units import levels
from familymap.rulebook import rules_on
from familymap.rules.catalogue import Catalogue

TIYN = 100
KINDS = {
    ARREARS: "Arrears: due in that month, and known only now. They are offered.",
    OVERPAID: "Possible overpayments: only for a human to look at; nothing follows by itself.",
}


def arrears(
    month: Annotated[
        datetime, typer.Argument(formats=[options.DAY, "%Y-%m"], help="The month, like 2025-11.")
    ],
    store: options.Store = options.DEFAULT_STORE,
    then: Annotated[
        str | None, typer.Option(help="The run of what was known then; the first of the month if not given.")
    ] = None,
    now: Annotated[
        str | None, typer.Option(help="The run of what is known now; the last of the month if not given.")
    ] = None,
    save: Annotated[
        Path | None, typer.Option(help="A CSV file for every single difference, to hand over.")
    ] = None,
    lang: options.Language = "en",
    as_json: options.AsJson = False,
) -> None:
    """What was due in a past month and is known only now, and what may have been overpaid in it."""
    earlier, later = _two_runs(store, month, then, now)
    declared = country.load(later.manifest["country"])
    made = rules_on(declared, month.date())
    with _side_by_side(earlier, later, made) as engine:
        found = differences(engine, made)
    if save:
        _save(found, save)
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(one) for one in found], indent=2))
        return
    say.print(text("Known then: {run}", run=earlier.run_id), soft_wrap=True)
    say.print(text("Known now: {run}", run=later.run_id), soft_wrap=True)
    titles = {
        name: str(getattr(texts.title, language()))
        for name, texts in load_texts(declared.folder / "measures").items()
    }
    for kind, sentence in KINDS.items():
        _tell([one for one in found if one.kind == kind], text(sentence), titles)
    if save:
        path_line(text("Every difference"), save)


def _two_runs(store: Path, month: datetime, then: str | None, now: str | None) -> tuple[SealedRun, SealedRun]:
    day = month.date().isoformat()
    of_month = sorted(
        (run for run in RunStore(store).runs() if run.manifest["as_of"] == day),
        key=lambda run: str(run.manifest["known_at"]),
    )
    earlier = found_run(store, then) if then else of_month[0] if of_month else None
    later = found_run(store, now) if now else of_month[-1] if of_month else None
    if not earlier or not later or earlier.run_id == later.run_id:
        raise options.wrong(
            "Two runs as of {day} are needed, of what was known then and of what is known now; there are "
            "{count}. Make the one of today: familymap run --as-of {day} --known-at TODAY.",
            day=day,
            count=len(of_month),
        )
    if {earlier.manifest["as_of"], later.manifest["as_of"]} != {day}:
        raise options.wrong("Both runs must be as of {day}.", day=day)
    return earlier, later


@contextmanager
def _side_by_side(earlier: SealedRun, later: SealedRun, made: Catalogue) -> Iterator[DuckDBEngine]:
    with TemporaryDirectory() as spill:
        engine = DuckDBEngine(Path(spill))
        for level in levels(made):
            for prefix, run in (("then", earlier), ("now", later)):
                name = f"assessment_{level.name}"
                path = run.table(name)
                engine.offer(f"{prefix}_{name}", [path / "*.parquet"] if path.is_dir() else [path])
        try:
            yield engine
        finally:
            engine.close()


def _tell(found: Sequence[Difference], sentence: str, titles: dict[str, str]) -> None:
    heading(sentence)
    if not found:
        say.print(text("None."))
        return
    made = table("measure", ">how many", ">tenge")
    for measure in sorted({one.measure for one in found}):
        mine = [one for one in found if one.measure == measure]
        made.add_row(titles[measure], number(len(mine)), _money(mine))
    say.print(made)


def _money(found: Sequence[Difference]) -> str:
    """Lower and upper bound: what may have been paid all the same is only above, an unknown sum is told."""
    lower = sum(one.money_lower or 0 for one in found if one.received_known)
    upper = sum(one.money_upper or 0 for one in found)
    told = "–".join(dict.fromkeys(number(sum_ // TIYN) for sum_ in (lower, upper)))
    unbounded = sum(one.money_upper is None for one in found)
    return f"{told}; {text('without a known bound: {count}', count=number(unbounded))}" if unbounded else told


def _save(found: Sequence[Difference], target: Path) -> None:
    names = [field.name for field in dataclasses.fields(Difference)]
    lines = [",".join(names)]
    for one in found:
        values = dataclasses.astuple(one)
        lines.append(",".join("" if value is None else str(value) for value in values))
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, "\n".join(lines) + "\n")
