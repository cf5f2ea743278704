"""`familymap needs`: what families lack, what is due to them and not received, what nothing relieves."""

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import duckdb
import typer
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from familymap import country
from familymap.cli import options
from familymap.cli.progress import following
from familymap.cli.reading import found_run, opened
from familymap.cli.screen import heading, path_line, say, table
from familymap.cli.summary import reading
from familymap.cli.wording import language, number, share, text
from familymap.country import Country
from familymap.engine.store import SealedRun
from familymap.measures.texts import load_texts
from familymap.measures.titles import load_titles
from familymap.needs import publication
from familymap.needs.causes import cause_text
from familymap.needs.declaration import DEPRIVED
from familymap.needs.unmet import PLACES

LARGEST = 10
"""How many gaps are told."""

TIYN = 100
ALL_FAMILIES = "area_level = 'country' and family_type = 'all'"


@dataclasses.dataclass(frozen=True)
class Lack:
    """Families that lack an indicator, and where they stand (see `needs.unmet.PLACES`)."""

    indicator: str
    places: dict[str, int]

    @property
    def lower(self) -> int:
        """Families that lack it for certain."""
        return sum(self.places.values()) - self.places["unknown"]

    @property
    def upper(self) -> int:
        """Families that lack it or may."""
        return sum(self.places.values())


@dataclasses.dataclass(frozen=True)
class MoneyGap:
    """A measure that is due and not received. Families (or households) and tiyn, at least and at most."""

    measure: str
    unit: str
    period: str
    families_lower: int
    families_upper: int
    money_lower: int
    money_upper: int
    unbounded: int
    causes: dict[str, int]


@dataclasses.dataclass(frozen=True)
class Incomes:
    """Families under their line, today and if everything due were received."""

    families: int
    under_before_lower: int
    under_before_upper: int
    under_after_lower: int
    under_after_upper: int
    under_after_due: int


def needs(
    store: options.Store = options.DEFAULT_STORE,
    run: options.Run = None,
    publish: Annotated[
        Path | None,
        typer.Option(help="Folder for tables by area and type of family, small numbers held back."),
    ] = None,
    lang: options.Language = "en",
    as_json: options.AsJson = False,
) -> None:
    """What families lack, the largest gaps between what is due and what is received, and unmet needs."""
    sealed = found_run(store, run)
    if publish:
        _publish(store, sealed, publish)
    elif as_json:
        plain = {
            "lacks": [dataclasses.asdict(one) for one in lacks(sealed)],
            "gaps": [dataclasses.asdict(one) for one in largest_gaps(sealed)],
            "income": dataclasses.asdict(incomes(sealed)),
            "possible_overpayments": possible_overpayments(sealed),
        }
        typer.echo(json.dumps(plain, indent=2, ensure_ascii=False))
    else:
        tell_needs(sealed)


def tell_needs(sealed: SealedRun) -> None:
    """What a run says of needs, in a page."""
    declared = country.load(sealed.manifest["country"])
    found, income = lacks(sealed), incomes(sealed)
    heading(text("What families lack"))
    say.print(_lacks_table(found, income.families, declared))
    heading(text("Due and not received: the largest gaps"))
    _tell_gaps(largest_gaps(sealed), declared)
    heading(text("What nothing relieves"))
    say.print(_unmet_table(found, declared))
    say.print()
    _tell_income(income)
    if count := possible_overpayments(sealed):
        say.print()
        say.print(
            text(
                "Received and certainly not due: {count}. "
                "Only for a human to look at; nothing follows by itself.",
                count=number(count),
            ),
            style="dim",
        )


def lacks(sealed: SealedRun) -> list[Lack]:
    """Every indicator that a family lacks or may lack, the commonest first."""
    rows = duckdb.execute(f"""
        select indicator, place, families from {reading(sealed, "unmet_total")} where {ALL_FAMILIES}
    """).fetchall()
    found: dict[str, dict[str, int]] = {}
    for indicator, place, families in rows:
        found.setdefault(indicator, dict.fromkeys(PLACES, 0))[place] = int(families)
    listed = [Lack(indicator, places) for indicator, places in found.items()]
    return sorted(listed, key=lambda one: (-one.lower, -one.upper, one.indicator))


def largest_gaps(sealed: SealedRun, count: int = LARGEST) -> list[MoneyGap]:
    """The measures with most money in the gap; first those of which somebody is known not to receive them."""
    rows = duckdb.execute(f"""
        select measure, unit, period, families_gap,
            families_gap + families_receipt_unknown + families_cannot_tell,
            gap_lower, gap_upper, gap_unbounded
        from {reading(sealed, "need_total")}
        where {ALL_FAMILIES} and (gap_upper > 0 or gap_unbounded > 0)
        order by (families_gap > 0) desc, gap_upper desc, measure limit {int(count)}
    """).fetchall()
    causes = duckdb.execute(f"""
        select measure, cause, count(*) from {reading(sealed, "gap")} group by 1, 2 order by 1, 3 desc, 2
    """).fetchall()
    return [
        MoneyGap(*(*row, {cause: times for measure, cause, times in causes if measure == row[0]}))
        for row in rows
    ]


def incomes(sealed: SealedRun) -> Incomes:
    """Families under the line in the whole country."""
    columns = ", ".join(field.name for field in dataclasses.fields(Incomes))
    rows = duckdb.execute(
        f"select {columns} from {reading(sealed, 'income_after_total')} where {ALL_FAMILIES}"
    ).fetchall()
    return Incomes(*rows[0]) if rows else Incomes(0, 0, 0, 0, 0, 0)


def possible_overpayments(sealed: SealedRun) -> int:
    """How many possible overpayments wait for a human."""
    return int(
        duckdb.execute(f"select count(*) from {reading(sealed, 'possible_overpayment')}").fetchall()[0][0]
    )


def _publish(store: Path, sealed: SealedRun, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    tables = (
        (
            "measure",
            (*publication.MEASURE_COUNTS, *publication.MEASURE_MONEY),
            publication.published_measures,
        ),
        ("indicator", tuple(PLACES), publication.published_unmet),
    )
    with following(text("Holding back small numbers")), opened(store, sealed.run_id) as (engine, _, declared):
        for what, figures, published in tables:
            rows = published(engine, declared.needs)
            hidden = publication.write_csv(rows, what, figures, folder / f"{what}s.csv")
            path_line(text("Rows held back: {count}", count=number(hidden)), folder / f"{what}s.csv")


def _lacks_table(found: Sequence[Lack], families: int, declared: Country) -> Table:
    made = table("lack", ">families", ">of all")
    titles = _indicator_titles(declared)
    for one in found:
        shares = [share(bound / families, 1) for bound in (one.lower, one.upper)] if families else []
        made.add_row(titles[one.indicator], _range(one.lower, one.upper), "–".join(dict.fromkeys(shares)))
    return made


def _unmet_table(found: Sequence[Lack], declared: Country) -> Table:
    """Families that lack something although everything due were received, by why."""
    made = table("lack", ">no measure", ">none due", ">still lacking", ">cannot tell")
    titles = _indicator_titles(declared)
    for one in found:
        counts = [
            one.places[place] for place in ("no_measure", "not_due", "received_and_still", "cannot_tell")
        ]
        if any(counts):
            made.add_row(titles[one.indicator], *(number(count) if count else "–" for count in counts))
    return made


def _tell_gaps(found: Sequence[MoneyGap], declared: Country) -> None:
    titles = {
        name: str(getattr(texts.title, language()))
        for name, texts in load_texts(declared.folder / "measures").items()
    }
    if not found:
        say.print(text("Nothing that is due is known to be missing."))
    for one in found:
        say.print(Text(titles[one.measure], style="bold"))
        families = _range(one.families_lower, one.families_upper)
        money = _range(one.money_lower // TIYN, one.money_upper // TIYN)
        told = [
            text("households {range}", range=families)
            if one.unit == "household"
            else text("families {range}", range=families),
            _money(one.period, money),
        ]
        if one.unbounded:
            told.append(text("without a known bound: {count}", count=number(one.unbounded)))
        say.print(Padding("; ".join(told), (0, 0, 0, 2)))
        for cause, times in one.causes.items():
            say.print(Padding(f"{number(times)}: {cause_text(cause, language())}", (0, 0, 0, 4)), style="dim")


def _money(period: str, amount: str) -> str:
    if period == "once":
        return text("{amount} tenge once", amount=amount)
    return text("{amount} tenge a month", amount=amount)


def _tell_income(found: Incomes) -> None:
    say.print(
        text(
            "Families with less than the subsistence minimum: {before}. "
            "If all that is due were received: {after}.",
            before=_range(found.under_before_lower, found.under_before_upper),
            after=_range(found.under_after_lower, found.under_after_upper),
        )
    )
    say.print(
        text(
            "Counting only what is certainly due, {count} stay below for certain.",
            count=number(found.under_after_due),
        )
    )


def _indicator_titles(declared: Country) -> dict[str, str]:
    return {
        name.removeprefix(DEPRIVED): str(getattr(words, language()))
        for name, words in load_titles(declared).items()
        if name.startswith(DEPRIVED)
    }


def _range(lower: int, upper: int) -> str:
    """Lower and upper bound, or one number where they are the same."""
    return number(lower) if lower == upper else f"{number(lower)}–{number(upper)}"
