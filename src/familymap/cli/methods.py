"""`familymap methods`: the methods that judge wellbeing, and who changes place between two of them."""

import dataclasses
import json
from collections.abc import Container, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from familymap import country
from familymap.cli import options
from familymap.cli.progress import following
from familymap.cli.reading import opened
from familymap.cli.screen import heading, say, table
from familymap.cli.wording import language, number, share, text
from familymap.country import Country
from familymap.declarations import read_tree
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.store import SealedRun
from familymap.rulebook import rules_on
from familymap.rules.unit import Evaluation
from familymap.wellbeing.compare import NOT_POOR, POOR, cross, missed, need_changes, placed, places
from familymap.wellbeing.method import Method, load_method, load_methods, missing_facts
from familymap.wellbeing.relation import UNKNOWN
from familymap.wellbeing.steps import GROUPINGS
from familymap.wellbeing.stress import Judgement, StressFamily, judged, load_stress, worked_out

PORTRAIT = "portrait_family"
MONTHLY_GAP = "select family_id from gap where period = 'month' and received_known"
"""What is due every month and certainly not received."""
CHANGES = ("both", "first_only", "second_only", "neither", UNKNOWN)

Row = dict[str, Any]


class Doing(StrEnum):
    """What can be done with methods."""

    list = "list"
    compare = "compare"


def methods(
    doing: Annotated[Doing, typer.Argument(help="list them, or compare two.")] = Doing.list,
    first: Annotated[str | None, typer.Argument(help="A method by name, or a file of one.")] = None,
    second: Annotated[str | None, typer.Argument(help="The method to compare it with.")] = None,
    run: options.Run = None,
    store: options.Store = options.DEFAULT_STORE,
    silence: Annotated[
        bool, typer.Option("--silence-is-none", help="Take what no register tells for «no».")
    ] = False,
    lang: options.Language = "en",
    as_json: options.AsJson = False,
) -> None:
    """List the methods that judge wellbeing, or show who changes place between two of them."""
    if doing is Doing.list:
        _list(load_methods(_folder(country.load())), as_json)
        return
    if not (first and second):
        raise options.wrong("To compare, name two methods: «familymap methods compare counting points».")
    with following(text("Comparing methods")), opened(store, run) as (engine, sealed, declared):
        for name in (PORTRAIT, "gap"):
            _must_have(sealed, name)
        pair = _method(declared, first), _method(declared, second)
        columns = {str(name) for name, *_ in engine.rows(f"describe {PORTRAIT}")}
        for method in pair:
            _can_be_asked(method, columns)
        stress, of_first, of_second = _stressed(declared, pair)
        compared = Compared(
            *pair,
            engine.rows(cross(*_placed(pair, (), silence))),
            {by: engine.rows(need_changes(*_placed(pair, (by,), silence), (by,))) for by in GROUPINGS},
            stress,
            of_first,
            of_second,
            [_missed(engine, placed_by) for placed_by in _placed(pair, (), silence)],
        )
        names = _part_names(declared)
    if as_json:
        typer.echo(json.dumps(_plain(compared), indent=2, ensure_ascii=False))
        return
    _tell(compared, names)


@dataclasses.dataclass(frozen=True)
class Compared:
    """What came of the comparison of two methods on one run."""

    first: Method
    second: Method
    crossed: Sequence[tuple[Any, ...]]
    changes: Mapping[str, Sequence[tuple[Any, ...]]]
    stress: Sequence[StressFamily]
    of_first: Sequence[Judgement]
    of_second: Sequence[Judgement]
    missed: Sequence[Mapping[bool | None, tuple[int, int]]]


def _must_have(sealed: SealedRun, name: str) -> None:
    """Raises StoreError when the run is older than the table."""
    sealed.table(name)


def _folder(declared: Country) -> Path:
    return declared.folder / "wellbeing"


def _method(declared: Country, wanted: str) -> Method:
    """A method by its name or its file. Raises WrongUse."""
    if wanted.endswith(".yaml"):
        return load_method(Path(wanted))
    known = load_methods(_folder(declared))
    if wanted not in known:
        raise options.wrong(
            "There is no method «{method}». Methods here: {known}.", method=wanted, known=", ".join(known)
        )
    return known[wanted]


def _can_be_asked(method: Method, columns: Container[str]) -> None:
    """Raises WrongUse when the run's portrait lacks a fact of the method."""
    if lacking := missing_facts(method, columns):
        raise options.wrong(
            "This run has not what «{method}» asks for: {facts}. Correct the method or make a new run.",
            method=method.name,
            facts=", ".join(lacking),
        )


def _placed(pair: tuple[Method, Method], by: Sequence[str], silence: bool) -> tuple[str, str]:
    first, second = pair
    return placed(first, PORTRAIT, by, silence), placed(second, PORTRAIT, by, silence)


def _missed(engine: DuckDBEngine, placed_by: str) -> dict[bool | None, tuple[int, int]]:
    """Gaps and families that have one, by whether the method finds the family in need."""
    return {
        in_need: (gaps, families) for in_need, gaps, families in engine.rows(missed(placed_by, MONTHLY_GAP))
    }


def _stressed(
    declared: Country, pair: tuple[Method, Method]
) -> tuple[Sequence[StressFamily], list[Judgement], list[Judgement]]:
    """The families that show what a method does, under both."""
    path = _folder(declared) / "stress.yaml"
    written = load_stress(path)
    evaluation = Evaluation(rules_on(declared, written.as_of))
    facts = worked_out(path, evaluation)
    first, second = (judged(method, facts, evaluation.catalogue) for method in pair)
    return written.families, first, second


def _list(known: Mapping[str, Method], as_json: bool) -> None:
    if as_json:
        plain = [
            {
                "name": name,
                "kind": method.kind,
                "title": method.title.model_dump(),
                "plain": method.plain.model_dump(),
                "certainty": method.certainty,
                "reference": method.reference,
            }
            for name, method in known.items()
        ]
        typer.echo(json.dumps(plain, indent=2, ensure_ascii=False))
        return
    for name, method in known.items():
        heading(f"{name}: {getattr(method.title, language())}")
        say.print(getattr(method.plain, language()))
        if method.label:
            say.print(getattr(method.label, language()), style="yellow")
        say.print(f"{method.reference} [{method.certainty}]", style="dim")


def _tell(compared: Compared, names: Mapping[str, Mapping[str, str]]) -> None:
    first, second = compared.first, compared.second
    for method in (first, second):
        say.print(f"{method.name}: {getattr(method.title, language())}{_label(method)}")
    heading(text("Families by place: {first} down, {second} across", first=first.name, second=second.name))
    say.print(_cross_table(compared))
    if any(UNKNOWN in pair[:2] for pair in compared.crossed):
        say.print(
            text(
                "Unknown: the place depends on what no register tells; --silence-is-none takes that for «no»."
            ),
            style="dim",
        )
    for by, title in (
        (GROUPINGS[0], text("In need, by region")),
        (GROUPINGS[1], text("In need, by kind of family")),
    ):
        heading(title)
        say.print(_need_table(compared, by, names[by]))
    heading(text("Money due each month and not received, by what a method says of the family"))
    say.print(_missed_table(compared))
    heading(text("Families that show what a method does"))
    say.print(_stress_table(compared))


def _label(method: Method) -> str:
    return f" ({getattr(method.label, language())})" if method.label else ""


def _place_word(place: str | None) -> str:
    """A place as people say it: a level by its letter."""
    words = {POOR: text("poor"), NOT_POOR: text("not poor"), UNKNOWN: text("unknown")}
    return words.get(place or UNKNOWN, place or "")


def _cross_table(compared: Compared) -> Table:
    """Families at each pair of places, and the share of each place of the first method."""
    families = {(one, other): count for one, other, count, _ in compared.crossed}
    all_families = sum(families.values())
    across = places(compared.second)
    made = table("", *[f">{_place_word(place)}" for place in across], ">together", ">")
    made.columns[0].no_wrap = True
    for down in places(compared.first):
        counts = [families.get((down, place), 0) for place in across]
        of_all = share(sum(counts) / all_families, 1) if all_families else ""
        made.add_row(_place_word(down), *map(number, counts), number(sum(counts)), of_all)
    return made


def _missed_table(compared: Compared) -> Table:
    """Gaps in families that a method finds in need, does not find, or cannot judge."""
    made = table("", ">in need", ">", ">not in need", ">", ">unknown", ">")
    for method, found in zip((compared.first, compared.second), compared.missed, strict=True):
        all_gaps = sum(gaps for gaps, _ in found.values())
        counts = [found.get(in_need, (0, 0))[0] for in_need in (True, False, None)]
        shares = [share(gaps / all_gaps, 1) if all_gaps else "" for gaps in counts]
        made.add_row(
            method.name, *(cell for pair in zip(map(number, counts), shares, strict=True) for cell in pair)
        )
    return made


def _need_table(compared: Compared, by: str, names: Mapping[str, str]) -> Table:
    """Families in need by both methods, by one, by none, for each part."""
    only = [f">{text('only {method}', method=one.name)}" for one in (compared.first, compared.second)]
    made = table("", ">both", *only, ">neither", ">unknown")
    parts: dict[str, dict[str, int]] = {}
    for part, change, families, _ in compared.changes[by]:
        parts.setdefault(part, {})[change] = families
    for part in sorted(parts, key=lambda name: (name == UNKNOWN, name)):
        shown = [number(parts[part].get(change, 0)) for change in CHANGES]
        made.add_row(text("unknown") if part == UNKNOWN else names.get(part, part), *shown)
    return made


def _stress_table(compared: Compared) -> Table:
    made = table("family", f">{compared.first.name}", "", f">{compared.second.name}", "")
    for one, first, second in zip(compared.stress, compared.of_first, compared.of_second, strict=True):
        made.add_row(
            getattr(one.title, language()),
            _score(compared.first, first),
            _place_word(first.place),
            _score(compared.second, second),
            _place_word(second.place),
        )
    return made


def _score(method: Method, judgement: Judgement) -> str:
    """A score, or between what it lies; of counting as parts of the whole."""
    whole = f"/{method.denominator}" if method.kind == "counting" else ""
    if judgement.score is not None:
        return f"{number(judgement.score)}{whole}"
    return f"{number(judgement.at_least)}…{number(judgement.at_most)}{whole}"


def _part_names(declared: Country) -> dict[str, dict[str, str]]:
    """The names of regions and kinds of families in the language spoken."""
    regions, _ = read_tree(declared.folder / "places" / "regions.yaml")
    texts, _ = read_tree(_folder(declared) / "texts.yaml")
    return {
        "family_region": {str(one["kato"]): one["names"][language()] for one in regions["regions"]},
        "family_type": {code: said[language()] for code, said in texts["family_type"]["values"].items()},
    }


def _plain(compared: Compared) -> Row:
    """The comparison for a program."""
    return {
        "first": compared.first.name,
        "second": compared.second.name,
        "places": [
            {"first": one, "second": other, "families": families, "people": people}
            for one, other, families, people in compared.crossed
        ],
        "need": [
            {"grouping": by, "part": part, "change": change, "families": families, "people": people}
            for by, rows in compared.changes.items()
            for part, change, families, people in rows
        ],
        "missed": [
            {"method": method.name, "in_need": in_need, "gaps": gaps, "families": families}
            for method, found in zip((compared.first, compared.second), compared.missed, strict=True)
            for in_need, (gaps, families) in found.items()
        ],
        "stress": [
            {"family": one.name, "first": dataclasses.asdict(first), "second": dataclasses.asdict(second)}
            for one, first, second in zip(compared.stress, compared.of_first, compared.of_second, strict=True)
        ],
    }
