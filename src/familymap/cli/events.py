"""`familymap event`: what an event changes for the families it touches, at once."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from familymap import country
from familymap.cli import options
from familymap.cli.progress import following
from familymap.cli.reading import found_run
from familymap.cli.screen import complain, heading, say
from familymap.cli.wording import language, number, text
from familymap.events.answers import FamilyAnswer
from familymap.events.desk import Desk, Entered, Result, open_desk
from familymap.events.event import read_events
from familymap.events.report import as_data
from familymap.explanations.telling import AMOUNTS
from familymap.measures.answers import Answer
from familymap.measures.texts import load_texts
from familymap.rules.declare import person
from familymap.rules.values import MONEY
from familymap.rules.words import value_words
from familymap.texts import translator

ANSWERS = {"due": "due", "not_due": "not due", "cannot_tell": "cannot tell"}
"""Answer of a measure → its words."""
SIGNS = {"due": "✓", "cannot_tell": "?", "not_due": "–"}

Said = tuple[str, str]
NOTHING: Said = ("not_due", "")
"""To somebody new whatever is not due is no news."""


def event(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Events as JSON lines or YAML, all since the run.")
    ] = None,
    prepare: Annotated[
        bool, typer.Option("--prepare", help="Only build the index of the run, so that answers are quick.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Also show the answers that did not change.")
    ] = False,
    received_on: Annotated[
        datetime | None,
        typer.Option(formats=[options.DAY], help="Day on which the registers receive the rows; today."),
    ] = None,
    store: options.Store = options.DEFAULT_STORE,
    run: options.Run = None,
    memory: options.Memory = options.DEFAULT_MEMORY,
    threads: options.Threads = options.DEFAULT_THREADS,
    lang: options.Language = "en",
    as_json: options.AsJson = False,
) -> None:
    """Say what events (births, deaths, weddings, moves, jobs …) change for the families they touch."""
    if not files and not prepare:
        raise options.wrong("Name a file of events, or --prepare.")
    events = [one for file in files or () for one in read_events(file)]
    sealed = found_run(store, run)
    declared = country.load(sealed.manifest["country"])
    with following(text("Building the index")) as tell:
        desk = open_desk(store, sealed, declared, options.chosen_day(received_on), tell, memory, threads)
    if not events:
        say.print(text("The index of the run {run} is ready.", run=desk.index.run_id), soft_wrap=True)
        return
    result = desk.answer(events)
    if as_json:
        typer.echo(json.dumps(as_data(desk, result, language()), indent=2, ensure_ascii=False))
    else:
        _tell(desk, result, everything)
    if any(one.refused for one in result.entered):
        raise typer.Exit(1)


def _tell(desk: Desk, result: Result, everything: bool) -> None:
    titles = {
        name: getattr(texts.title, language())
        for name, texts in load_texts(desk.country.folder / "measures").items()
    }
    for one in result.families:
        _tell_family(desk, result, one, everything, titles)
    if result.gone:
        say.print()
        gone = ", ".join(str(family_id) for family_id in result.gone)
        say.print(text("Families that nobody is in any more: {families}.", families=gone), soft_wrap=True)
    say.print()
    _tell_entered(desk, result.entered, len(result.families))


def _tell_entered(desk: Desk, entered: Sequence[Entered], families: int) -> None:
    day = date.isoformat(desk.index.as_of)
    taken = sum(one.refused is None for one in entered)
    say.print(
        text(
            "Events entered: {taken} of {all}. Families touched: {families}. All as of {day}.",
            taken=number(taken),
            all=number(len(entered)),
            families=number(families),
            day=day,
        )
    )
    for one in entered:
        if one.refused is not None:
            what = text("Left to the next run") if one.refused.left else text("Not entered")
            reason = one.refused.told(language())
            place = f"{one.event.kind} {one.event.place}".strip()
            complain.print(Text.assemble((f"{what}: ", "bold"), f"{place}: {reason}"), soft_wrap=True)


def _tell_family(
    desk: Desk, result: Result, one: FamilyAnswer, everything: bool, titles: dict[str, str]
) -> None:
    heading(text("Family {family} (new)" if one.is_new else "Family {family}", family=one.family_id))
    for member in one.members:
        joined = member.family_before != one.family_id and not one.is_new
        name = _name(desk, result, member.person_id)
        say.print(Text.assemble(f"  {name}", (f"  {text('new member')}" if joined else "", "green")))
    shown: dict[tuple[str, Said, Said | None], list[str]] = {}
    for answered in one.measures:
        period = answered.measure.period
        now = _said(answered.now, period)
        before = None if answered.before is None else _said(answered.before, period)
        if everything or now != (before or NOTHING):
            who = _name(desk, result, answered.unit_id) if answered.measure.unit == person else ""
            shown.setdefault((answered.measure.name, now, before), []).append(who)
    if not shown:
        say.print(f"  {text('No answer changed.')}")
    for (name, now, before), whom in shown.items():
        title, people = titles.get(name, name), ", ".join(filter(None, whom))
        line = Text.assemble(f"  {SIGNS[now[0]]} ", (title, "bold"), f" ({people})" if people else "", ": ")
        line.append(_words(now))
        if before is not None and before != now:
            line.append(f" ({text('before: {answer}', answer=_words(before))})", "dim")
        say.print(line, soft_wrap=True)


def _said(given: Answer, period: str) -> Said:
    """What is told of an answer: the word, and the amount where it is not refused."""
    return given.word, _amount(given, period)


def _words(said: Said) -> str:
    word, amount = said
    return ", ".join(filter(None, (text(ANSWERS[word]), amount)))


def _amount(given: Answer, period: str) -> str:
    """The amount or its bounds in a few words; nothing where neither is known."""
    said = translator("measures", language())
    least, most = given.at_least, given.at_most
    if given.amount is not None:
        told = value_words(given.amount, MONEY, language())
    elif least is not None and most is not None:
        words = {"least": value_words(least, MONEY, language()), "most": value_words(most, MONEY, language())}
        told = said("between {least} and {most}").format(**words)
    elif least is not None:
        told = said("at least {amount}").format(amount=value_words(least, MONEY, language()))
    elif most is not None:
        told = said("at most {amount}").format(amount=value_words(most, MONEY, language()))
    else:
        return ""
    return said(AMOUNTS[period]).format(amount=told) if period in AMOUNTS else told


def _name(desk: Desk, result: Result, number: int) -> str:
    names = ("given_name", "surname")
    record = result.changes.born.get(number) or next(desk.index.table("person").found(number, names), {})
    return " ".join(str(record[name]) for name in names if record.get(name)) or str(number)
