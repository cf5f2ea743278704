"""`familymap rules`: what the rules say, what they stand on, and whether they answer as expected."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.text import Text

from familymap import country
from familymap.cli import options, rule_sheet
from familymap.cli.progress import following
from familymap.cli.screen import say, table
from familymap.cli.wording import language, number, text
from familymap.measures.answers import named_rules
from familymap.measures.scenarios import Outcome, Runner, scenarios_of, told
from familymap.measures.texts import load_texts
from familymap.rulebook import rules_on
from familymap.rules.catalogue import Catalogue
from familymap.rules.graph import mermaid, tree

PRINTED = "family_map.md 6"
"""Begins the source of every scenario whose amount stands in the table of printed amounts."""

app = typer.Typer()


class Kind(StrEnum):
    """What a rule can be."""

    fact = "fact"
    condition = "condition"
    amount = "amount"
    deprivation = "deprivation"
    asked = "asked"
    receipt = "receipt"
    measure = "measure"


class LevelName(StrEnum):
    """What a rule can speak of."""

    person = "person"
    family = "family"
    household = "household"


AsOf = Annotated[datetime | None, typer.Option(formats=[options.DAY], help="The day of the rules; today.")]
Name = Annotated[str, typer.Argument(help="Name of a measure, rule or parameter.")]


@app.callback(invoke_without_command=True)
def rules(
    context: typer.Context,
    kind: Annotated[Kind | None, typer.Option(help="Only of this kind.")] = None,
    level: Annotated[LevelName | None, typer.Option(help="Only about these.")] = None,
    measure: Annotated[str | None, typer.Option(help="Only what this measure stands on.")] = None,
    as_of: AsOf = None,
    lang: options.Language = "en",
    as_json: options.AsJson = False,
) -> None:
    """List the rules and measures of a day; show one, draw what it stands on, try the scenarios."""
    if context.invoked_subcommand is not None:
        return
    made = _rules(as_of)
    rows = [
        row
        for row in _rows(made, measure)
        if (kind is None or row["kind"] == kind) and (level is None or row["level"] == level)
    ]
    if as_json:
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    listed = table("name", "kind", "about", "what it says")
    for row in rows:
        name, what, about, meaning = row.values()
        listed.add_row(name, text(what), text(about), meaning)
    say.print(listed)
    say.print()
    say.print(text("{count} in force on {day}.", count=number(len(rows)), day=made.as_of))


@app.command()
def show(
    name: Name, as_of: AsOf = None, lang: options.Language = "en", as_json: options.AsJson = False
) -> None:
    """What a measure, rule or parameter says: sentence, formula, values over time, references."""
    made = _rules(as_of)
    declared = country.load()
    if name in made.measures:
        facts = rule_sheet.of_measure(made, made.measures[name], declared)
    elif name in made.rules:
        facts = rule_sheet.of_rule(made, name, declared)
    elif name in made.parameters:
        facts = rule_sheet.of_parameter(made.parameters[name])
    else:
        raise _unknown(name, made.as_of)
    if as_json:
        typer.echo(json.dumps(facts, indent=2, ensure_ascii=False, default=str))
        return
    rule_sheet.tell(facts)


@app.command()
def graph(
    name: Name,
    drawing: Annotated[bool, typer.Option("--mermaid", help="As text for a Mermaid drawing.")] = False,
    as_of: AsOf = None,
    lang: options.Language = "en",
) -> None:
    """Draw what a measure or rule stands on, down to registers and questions."""
    made = _rules(as_of)
    if name not in made.measures and name not in made.rules:
        raise _unknown(name, made.as_of)
    names = named_rules(made.measures[name]) if name in made.measures else [name]
    if drawing:
        typer.echo(mermaid(made, names))
        return
    for one in names:
        say.print(tree(made, one))


@app.command()
def test(
    measures: Annotated[list[str] | None, typer.Argument(help="Names of measures; all if none.")] = None,
    lang: options.Language = "en",
    as_json: options.AsJson = False,
) -> None:
    """Try every scenario of the measures; what differs from the expectation is said in words."""
    outcomes = _outcomes(measures or [])
    differing = [one for one in outcomes if not one.is_right]
    if as_json:
        typer.echo(json.dumps([_plain(one) for one in outcomes], indent=2, ensure_ascii=False, default=str))
    else:
        _tell_outcomes(outcomes, differing)
    if differing:
        raise typer.Exit(1)


@app.command()
def amounts(
    since: Annotated[int, typer.Option(help="First year.")] = 2021,
    until: Annotated[int, typer.Option(help="Last year.")] = 2026,
    source: Annotated[str, typer.Option(help="Only scenarios whose source says this.")] = PRINTED,
    lang: options.Language = "en",
    as_json: options.AsJson = False,
) -> None:
    """Amounts as they were printed beside the amounts the rules give, by measure and year."""
    rows: list[dict[str, Any]] = [
        {
            "measure": one.measure,
            "year": one.scenario.as_of.year,
            "scenario": one.scenario.name,
            "printed": one.expected.amount,
            "got": _tenge(one),
            "same": one.is_right,
            "source": one.scenario.source,
        }
        for one in _outcomes([])
        if one.expected.amount is not None
        and source in one.scenario.source
        and since <= one.scenario.as_of.year <= until
    ]
    rows.sort(key=lambda row: (str(row["measure"]), row["year"]))
    if as_json:
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    listed = table("measure", ">year", "scenario", ">printed", ">got", "")
    for row in rows:
        got = "–" if row["got"] is None else _number_of(row["got"])
        sign = "" if row["same"] else "✗"
        listed.add_row(
            row["measure"], str(row["year"]), row["scenario"], _number_of(row["printed"]), got, sign
        )
    say.print(listed)
    same = sum(1 for row in rows if row["same"])
    say.print(text("{same} of {all} amounts are the same.", same=number(same), all=number(len(rows))))
    if same < len(rows):
        raise typer.Exit(1)


def _rules(as_of: datetime | None) -> Catalogue:
    return rules_on(country.load(), options.chosen_day(as_of))


def _unknown(name: str, day: date) -> options.WrongUse:
    return options.wrong("No rule, measure or parameter «{name}» is in force on {day}.", name=name, day=day)


def _rows(made: Catalogue, measure: str | None) -> list[dict[str, str]]:
    """Measures, then rules in working order."""
    if measure is not None and measure not in made.measures:
        raise _unknown(measure, made.as_of)
    texts = load_texts(country.load().folder / "measures")
    measures = [made.measures[measure]] if measure else list(made.measures.values())
    names: Iterable[str] = made.stands_on(named_rules(measures[0])) if measure else made.rules
    return [
        {
            "name": one.name,
            "kind": "measure",
            "level": one.unit.name,
            "meaning": getattr(texts[one.name].title, language()) if one.name in texts else one.law,
        }
        for one in measures
    ] + [
        {
            "name": name,
            "kind": made.rules[name].rule.kind,
            "level": made.rules[name].rule.level.name,
            "meaning": made.rules[name].rule.meaning,
        }
        for name in names
    ]


def _outcomes(measures: Sequence[str]) -> list[Outcome]:
    """Every scenario of these measures, run with progress. Wrong use for a measure without a folder."""
    declared = country.load()
    known = {path.parent.name for path in (declared.folder / "measures").glob("*/rule.py")}
    if strange := [name for name in measures if name not in known]:
        raise options.wrong(
            "There is no measure «{name}». Measures: {names}.",
            name=strange[0],
            names=", ".join(sorted(known)),
        )
    scenarios = scenarios_of(declared, measures)
    runner = Runner(declared)
    outcomes: list[Outcome] = []
    with following(text("Trying scenarios")) as tell:
        for done, scenario in enumerate(scenarios):
            tell(scenario.measure, done, len(scenarios))
            outcomes += runner.run(scenario)
    return outcomes


def _tell_outcomes(outcomes: Sequence[Outcome], differing: Sequence[Outcome]) -> None:
    listed = table("measure", ">scenarios", ">as expected")
    by_measure: dict[str, list[Outcome]] = {}
    for one in outcomes:
        by_measure.setdefault(one.scenario.measure, []).append(one)
    for name, group in by_measure.items():
        listed.add_row(name, number(len(group)), number(sum(one.is_right for one in group)))
    say.print(listed)
    for one in differing:
        say.print()
        say.print(Text.assemble(("✗ ", "bold red"), f"{one.measure}: {one.scenario.name}"))
        say.print(f"  {told(one, language())}")
        say.print(Text(f"  {one.scenario.place}; {one.scenario.source}", style="dim"))
    say.print()
    right = len(outcomes) - len(differing)
    say.print(text("{right} of {all} are as expected.", right=number(right), all=number(len(outcomes))))


def _plain(outcome: Outcome) -> dict[str, object]:
    got = outcome.got
    return {
        "measure": outcome.measure,
        "scenario": outcome.scenario.name,
        "as_of": outcome.scenario.as_of,
        "source": outcome.scenario.source,
        "place": str(outcome.scenario.place),
        "right": outcome.is_right,
        "differs": list(outcome.differs),
        "expected": outcome.expected.model_dump(exclude_unset=True),
        "got": {
            "answer": got.answer.word,
            "amount": _tenge(outcome),
            "conditions": dict(got.answer.conditions),
            "missing": list(got.missing),
        }
        if got
        else None,
        "told": told(outcome, language()),
    }


def _tenge(outcome: Outcome) -> int | float | None:
    amount = outcome.got.answer.amount if outcome.got else None
    return None if amount is None else amount // 100 if amount % 100 == 0 else amount / 100


def _number_of(tenge: object) -> str:
    assert isinstance(tenge, int | float)
    return number(tenge, 0 if tenge == int(tenge) else 2)
