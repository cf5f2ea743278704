"""`familymap person`, `family`, `review`, `decide`: who somebody is, who belongs together, what is open."""

import dataclasses
import json
from datetime import date
from typing import Annotated

import typer
from rich.table import Table

from familymap import country
from familymap.cli import options
from familymap.cli.progress import say
from familymap.cli.reading import opened
from familymap.families.explain import explain as explain_member
from familymap.families.explain import members
from familymap.people.decisions import DecisionError, decide, undo
from familymap.people.explain import explain as explain_link
from familymap.people.explain import links_of
from familymap.people.review import review_cases
from familymap.people.subjects import subjects_of

Run = Annotated[str | None, typer.Option(help="A run; the newest if not given.")]


def person(
    person_id: Annotated[int, typer.Argument(help="Number of the person.")],
    store: options.Store = options.DEFAULT_STORE,
    run: Run = None,
    lang: options.Language = "en",
    as_json: options.AsJson = False,
) -> None:
    """Who a person is: the register rows that speak of them, and why each was linked."""
    options.checked_language(lang)
    with opened(store, run) as (engine, sealed, declared):
        found = engine.rows(
            "select p.surname, p.given_name, p.patronymic, p.birth_date, p.death_date, m.family_id "
            "from person p left join family_membership m on m.person_id = p.person_id "
            f"where p.person_id = {person_id}"
        )
        if not found:
            raise options.wrong(f"The run {sealed.run_id} knows no person {person_id}.")
        subjects = subjects_of(declared.contracts, declared.linkage)
        links = links_of(engine, person_id, subjects, declared.linkage)
    surname, given_name, patronymic, born, died, family_id = found[0]
    sentences = [
        {
            "register": link.register,
            "role": link.role,
            "key": link.source_key,
            "why": explain_link(link, lang),
        }
        for link in links
    ]
    if as_json:
        facts = {"person_id": person_id, "family_id": family_id, "links": sentences}
        typer.echo(json.dumps(facts, indent=2, ensure_ascii=False))
        return
    name = " ".join(part for part in (surname, given_name, patronymic) if part)
    life = f"born {born}" + (f", died {died}" if died else "")
    say.print(f"[bold]{name}[/], {life}, family {family_id}", highlight=False)
    table = Table("register", "row", "why", box=None, header_style="bold", pad_edge=False)
    for one in sentences:
        role = "" if one["role"] == "person" else f" ({one['role']})"
        table.add_row(f"{one['register']}{role}", str(one["key"]), str(one["why"]))
    say.print(table)


def family(
    family_id: Annotated[int, typer.Argument(help="Number of the family.")],
    store: options.Store = options.DEFAULT_STORE,
    run: Run = None,
    lang: options.Language = "en",
    as_json: options.AsJson = False,
) -> None:
    """Who belongs to a family, how each belongs, from which register, since when."""
    options.checked_language(lang)
    with opened(store, run) as (engine, sealed, _):
        found = members(engine, family_id)
    if not found:
        raise options.wrong(f"The run {sealed.run_id} knows no family {family_id}.")
    if as_json:
        plain = [{**dataclasses.asdict(one), "why": explain_member(one, lang)} for one in found]
        typer.echo(json.dumps(plain, indent=2, ensure_ascii=False, default=str))
        return
    columns = ("person", "name", "born", "how they belong", "register")
    table = Table(*columns, title=f"Family {family_id}", title_justify="left", box=None, header_style="bold")
    for one in found:
        source = f"{one.via_register} {one.via_key}" if one.via_register else ""
        born = str(one.birth_date) if one.birth_date else "unknown"
        table.add_row(str(one.person_id), one.name or "unknown", born, explain_member(one, lang), source)
    say.print(table)


def review(
    first: Annotated[int, typer.Option(help="How many cases to pass over.")] = 0,
    count: Annotated[int, typer.Option(help="How many cases to show.")] = 10,
    show_opinion: Annotated[bool, typer.Option("--open", help="Also show what the machine thinks.")] = False,
    store: options.Store = options.DEFAULT_STORE,
    run: Run = None,
    as_json: options.AsJson = False,
) -> None:
    """Rows that only a human can place, and the persons they may speak of; blind unless --open."""
    with opened(store, run) as (engine, _, _):
        cases = review_cases(engine, first, count, show_opinion)
    if as_json:
        typer.echo(
            json.dumps(
                [dataclasses.asdict(case) for case in cases], indent=2, ensure_ascii=False, default=str
            )
        )
        return
    for case in cases:
        title = f"{case.register} ({case.role}), row {case.source_key}"
        table = Table("who", *case.record, title=title, title_justify="left", box=None, header_style="bold")
        table.add_row("the row", *(_shown(value) for value in case.record.values()))
        for candidate in case.candidates:
            fields = [_shown(value) for name, value in candidate.items() if name != "person_id"]
            table.add_row(f"person {candidate['person_id']}", *fields)
        say.print(table)
        for opinion in case.opinion or ():
            bits = f"{opinion['score'] / 100:.1f} bits"
            say.print(f"  the machine: person {opinion['person_id']}, {bits}", style="dim", highlight=False)


def decide_link(
    register: Annotated[str, typer.Argument(help="Name of the register.")],
    source_key: Annotated[int, typer.Argument(help="Key of the row.")],
    by: Annotated[str, typer.Option(help="Who decides.")],
    person_id: Annotated[
        int | None, typer.Option("--person", help="The person; nobody if not given.")
    ] = None,
    role: Annotated[str, typer.Option(help="The role in the register.")] = "person",
    take_back: Annotated[bool, typer.Option("--undo", help="Take the decision in force back.")] = False,
    store: options.Store = options.DEFAULT_STORE,
) -> None:
    """Say whom a register row speaks of, or take that back; it holds from the next run on."""
    contracts = country.load().contracts
    if register not in contracts or role not in contracts[register].subjects:
        raise options.wrong(f"There is no register «{register}» with the role «{role}».")
    try:
        if take_back:
            undo(store, register, role, source_key, by, date.today())
        else:
            decide(store, register, role, source_key, person_id, by, date.today())
    except DecisionError as trouble:
        raise options.wrong(str(trouble)) from None
    said = "is taken back" if take_back else "is kept"
    say.print(
        f"The decision on row {source_key} of {register} ({role}) {said}; it holds from the next run on."
    )


def _shown(value: object) -> str:
    return "unknown" if value is None else str(value)
