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
from familymap.cli.progress import following
from familymap.cli.reading import opened
from familymap.cli.screen import say, table
from familymap.cli.summary import place_name
from familymap.cli.wording import number, share, text
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.families.quality import FamilyQuality, family_quality
from familymap.people.quality import ALL, LinkQuality, link_quality
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
    run: options.Run = None,
    store: options.Store = options.DEFAULT_STORE,
    lang: options.Language = "en",
    as_json: options.AsJson = False,
) -> None:
    """How good the links and families are, and how near the made-up country comes to the real one."""
    if not (truth / "person.parquet").exists():
        raise options.wrong(
            "{folder} is not the truth of a made-up country: there is no person.parquet in it.", folder=truth
        )
    with following(text("Measuring quality")):
        if what is What.country:
            figures = measured_country(truth)
            plain, shown = [dataclasses.asdict(one) for one in figures], calibration_table(figures)
        elif what is What.people:
            links = measured_links(store, truth, run)
            plain, shown = [dataclasses.asdict(one) for one in links], links_table(links)
        else:
            found = measured_families(store, truth, run)
            plain, shown = [dataclasses.asdict(found)], families_table(found)
    if as_json:
        typer.echo(json.dumps(plain, indent=2, ensure_ascii=False, default=str))
    else:
        say.print(shown)


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
    """Precision and recall by register and role, over all rows and over rows without a personal number."""
    made = table("register", ">rows", ">precision", ">recall", ">no number", ">precision", ">recall")
    for one in links:
        made.add_row(
            text(ALL) if one.register == ALL else place_name(one.register, one.role),
            number(one.rows),
            share(one.precision, 3),
            share(one.recall, 3),
            number(one.unnumbered_known),
            share(one.unnumbered_precision, 3),
            share(one.unnumbered_recall, 3),
        )
    return made


def families_table(found: FamilyQuality) -> Table:
    """The share of people in exactly their true family, and why the others are not."""
    made = table(">", ">", "")
    made.show_header = False
    made.add_row(number(found.right), share(found.share, 3), text("people in exactly their true family"))
    for cause, people in found.causes.items():
        made.add_row(number(people), share(people / found.people, 3), text(cause))
    return made


def calibration_table(figures: Sequence[Comparison]) -> Table:
    """Target, got and difference of every published figure; red where the difference is not accepted."""
    made = table("group", "figure", ">target", ">got", ">difference", "unit", "certainty")
    for one in figures:
        got = "" if one.got is None else f"{one.got:,.4g}"
        difference = "" if one.difference is None else f"{one.difference:+,.3g}"
        style = "red" if one.within is False else None
        target = f"{one.target:,.4g}"
        made.add_row(one.group, one.name, target, got, difference, one.unit, one.certainty, style=style)
    return made
