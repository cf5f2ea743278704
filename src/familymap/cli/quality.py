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
from rich.console import Group, RenderableType
from rich.table import Table

from familymap.cli import options
from familymap.cli.progress import following
from familymap.cli.reading import opened
from familymap.cli.screen import say, table
from familymap.cli.summary import place_name
from familymap.cli.wording import language, number, share, text
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.families.quality import FamilyQuality, family_quality
from familymap.needs.causes import cause_text
from familymap.needs.quality import CauseQuality, DueQuality, cause_quality, due_quality, truth_text
from familymap.people.quality import ALL, LinkQuality, link_quality
from familymap.people.subjects import subjects_of
from familymap.rulebook import rules_on
from familymap.synthetic.calibration import Comparison, compare
from familymap.synthetic.making import country_facts
from familymap.synthetic.people import country_order


class What(StrEnum):
    """What can be held against something better known."""

    people = "people"
    families = "families"
    measures = "measures"
    country = "country"


def quality(
    what: Annotated[
        What,
        typer.Argument(help="people, families, measures: against the truth; country: against statistics."),
    ],
    truth: Annotated[Path, typer.Option(help="The folder «truth» of the made-up country.")],
    run: options.Run = None,
    store: options.Store = options.DEFAULT_STORE,
    lang: options.Language = "en",
    as_json: options.AsJson = False,
) -> None:
    """How good links, families and measures are, and how near the made-up country comes to the real one."""
    if not (truth / "person.parquet").exists():
        raise options.wrong(
            "{folder} is not the truth of a made-up country: there is no person.parquet in it.", folder=truth
        )
    shown: RenderableType
    with following(text("Measuring quality")):
        if what is What.country:
            figures = measured_country(truth)
            plain, shown = [dataclasses.asdict(one) for one in figures], calibration_table(figures)
        elif what is What.people:
            links = measured_links(store, truth, run)
            plain, shown = [dataclasses.asdict(one) for one in links], links_table(links)
        elif what is What.measures:
            due, causes = measured_measures(store, truth, run)
            plain = [*map(dataclasses.asdict, due), *map(dataclasses.asdict, causes)]
            shown = Group(due_table(due), "", causes_table(causes))
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


def measured_measures(
    store: Path, truth: Path, run: str | None
) -> tuple[list[DueQuality], list[CauseQuality]]:
    """What a run says is due, and why it is not received, against the truth."""
    with opened(store, run) as (engine, sealed, declared):
        _offer_truth(engine, truth)
        made = rules_on(declared, date.fromisoformat(sealed.manifest["as_of"]))
        spine = declared.linkage.spine
        return due_quality(engine, made, spine), cause_quality(engine, made, spine)


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


def due_table(found: Sequence[DueQuality]) -> Table:
    """By benefit code: to how many it is truly due, how many of them were found, how many cannot be told."""
    made = table("benefit", ">truly due", ">said due", ">precision", ">recall", ">cannot tell", ">missed")
    for one in found:
        made.add_row(
            one.code,
            number(one.truly),
            number(one.said),
            share(one.precision, 1),
            share(one.recall, 1),
            number(one.cannot_tell),
            number(one.missed),
        )
    return made


def causes_table(found: Sequence[CauseQuality]) -> Table:
    """How often each likely cause met each true reason."""
    made = table("likely cause", "in truth", ">gaps")
    for one in found:
        made.add_row(cause_text(one.cause, language()), truth_text(one.truth, language()), number(one.gaps))
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
