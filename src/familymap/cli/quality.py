"""`familymap quality`: results held against the truth of a made-up country, and that against statistics."""

import dataclasses
import json
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.table import Table

from familymap.cli import options
from familymap.cli.progress import following, say
from familymap.cli.reading import opened
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.families.quality import FamilyQuality, family_quality
from familymap.people.quality import LinkQuality, link_quality
from familymap.people.subjects import subjects_of
from familymap.synthetic.calibration import Comparison, compare
from familymap.synthetic.making import country_facts
from familymap.synthetic.people import country_order


class What(StrEnum):
    """What can be held against something better known."""

    people = "people"
    families = "families"
    country = "country"


def quality(
    what: Annotated[
        What, typer.Argument(help="people and families: against the truth; country: against statistics.")
    ],
    truth: Annotated[Path, typer.Option(help="The folder «truth» of the made-up country.")],
    run: Annotated[str | None, typer.Option(help="A run; the newest if not given.")] = None,
    store: options.Store = options.DEFAULT_STORE,
    as_json: options.AsJson = False,
) -> None:
    """How good the links and families are, and how near the made-up country comes to the real one."""
    if not (truth / "person.parquet").exists():
        raise options.wrong(
            f"{truth} is not the truth of a made-up country: there is no person.parquet in it."
        )
    with following(f"quality of {what}"):
        if what is What.country:
            figures = measured_country(truth)
            plain, table = [dataclasses.asdict(one) for one in figures], calibration_table(figures)
        elif what is What.people:
            links = measured_links(store, truth, run)
            plain, table = [dataclasses.asdict(one) for one in links], links_table(links)
        else:
            found = measured_families(store, truth, run)
            plain, table = [dataclasses.asdict(found)], families_table(found)
    if as_json:
        typer.echo(json.dumps(plain, indent=2, ensure_ascii=False, default=str))
    else:
        say.print(table)


def measured_links(store: Path, truth: Path, run: str | None) -> list[LinkQuality]:
    """Links of a run against the truth, by register and role; the last row is the sum."""
    with opened(store, run) as (engine, _, declared):
        _offer_truth(engine, truth)
        return link_quality(engine, subjects_of(declared.contracts, declared.linkage), declared.linkage)


def measured_families(store: Path, truth: Path, run: str | None) -> FamilyQuality:
    """Families of a run against the true ones."""
    with opened(store, run) as (engine, _, _declared):
        _offer_truth(engine, truth)
        return family_quality(engine)


def measured_country(truth: Path) -> list[Comparison]:
    """The made-up country against published statistics."""
    facts = country_facts(truth.parent)
    order = country_order(
        facts["people"], facts["seed"], date.fromisoformat(facts["as_of"]), facts["country"]
    )
    with TemporaryDirectory() as place:
        engine = DuckDBEngine(Path(place) / "spill")
        try:
            return compare(engine, truth, Path(place), order, facts["country"])
        finally:
            engine.close()


def _offer_truth(engine: DuckDBEngine, truth: Path) -> None:
    for file in truth.glob("*.parquet"):
        engine.offer(file.stem if file.stem.startswith("row_") else f"truth_{file.stem}", [file])


def links_table(links: Sequence[LinkQuality]) -> Table:
    """Precision and recall by register and role, over all rows and over rows without a number."""
    table = Table(
        title="Links against the truth", title_justify="left", box=None, header_style="bold", pad_edge=False
    )
    table.add_column("register")
    for column in ("rows", "precision", "recall", "no number", "precision", "recall"):
        table.add_column(column, justify="right")
    for one in links:
        table.add_row(
            f"{one.register} {one.role}".removesuffix(" person"),
            f"{one.rows:,}",
            _share(one.precision),
            _share(one.recall),
            f"{one.unnumbered_known:,}",
            _share(one.unnumbered_precision),
            _share(one.unnumbered_recall),
        )
    return table


def families_table(found: FamilyQuality) -> Table:
    """The share of people in exactly their true family, and why the others are not."""
    table = Table(
        title="Families against the truth", title_justify="left", box=None, show_header=False, pad_edge=False
    )
    table.add_column(justify="right")
    table.add_column(justify="right")
    table.add_column()
    table.add_row(
        f"{found.right:,}", _share(found.right / found.people), "people in exactly their true family"
    )
    for cause, people in found.causes.items():
        table.add_row(f"{people:,}", _share(people / found.people), cause)
    return table


def calibration_table(figures: Sequence[Comparison]) -> Table:
    """Target, got and difference of every published figure."""
    table = Table(
        title="The made-up country", title_justify="left", box=None, header_style="bold", pad_edge=False
    )
    for column in ("figure", "of"):
        table.add_column(column)
    for column in ("target", "got", "difference"):
        table.add_column(column, justify="right")
    for column in ("unit", "certainty"):
        table.add_column(column)
    for one in figures:
        got = "" if one.got is None else f"{one.got:,.4g}"
        difference = "" if one.difference is None else f"{one.difference:+,.3g}"
        style = "red" if one.within is False else None
        target = f"{one.target:,.4g}"
        table.add_row(one.group, one.name, target, got, difference, one.unit, one.certainty, style=style)
    return table


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.4%}"
