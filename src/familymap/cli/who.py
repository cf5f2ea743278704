"""`familymap person`, `family`, `review`, `decide`: who somebody is, who belongs together, what is open."""

import dataclasses
import json
from datetime import date
from typing import Annotated

import typer
from rich.padding import Padding
from rich.text import Text

from familymap import country
from familymap.cli import options
from familymap.cli.deliveries import known_contract
from familymap.cli.progress import following
from familymap.cli.reading import opened
from familymap.cli.screen import heading, say, table
from familymap.cli.summary import place_name
from familymap.cli.wording import language, number, text
from familymap.country import Country
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.families.explain import explain as explain_member
from familymap.families.explain import members
from familymap.people.decisions import DecisionError, decide, undo
from familymap.people.explain import Link, links_of
from familymap.people.explain import explain as explain_link
from familymap.people.review import ReviewCase, review_cases
from familymap.people.scorer import SCALE
from familymap.people.subjects import subjects_of


def person(
    person_id: Annotated[int, typer.Argument(help="Number of the person.")],
    store: options.Store = options.DEFAULT_STORE,
    run: options.Run = None,
    lang: options.Language = "en",
    as_json: options.AsJson = False,
) -> None:
    """Who a person is: the register rows that speak of them, and why each was linked."""
    with opened(store, run) as (engine, sealed, declared):
        found = engine.rows(
            "select p.surname, p.given_name, p.patronymic, p.birth_date, p.death_date, m.family_id "
            "from person p left join family_membership m on m.person_id = p.person_id "
            f"where p.person_id = {person_id}"
        )
        if not found:
            raise options.wrong(
                "The run {run} knows no person {person}.", run=sealed.run_id, person=person_id
            )
        links = _links(engine, person_id, declared)
    *name, born, died, family_id = found[0]
    if as_json:
        facts = {"person_id": person_id, "family_id": family_id, "links": [_plain(link) for link in links]}
        typer.echo(json.dumps(facts, indent=2, ensure_ascii=False))
        return
    say.print(Text(" ".join(part for part in name if part) or text("name unknown"), style="bold"))
    say.print("  " + text("born {born}", born=_shown(born)))
    if died:
        say.print("  " + text("died {died}", died=died))
    say.print("  " + text("family {family}", family=_shown(family_id)))
    say.print()
    made = table("register", ">row", "why it speaks of this person")
    for link in links:
        made.add_row(place_name(link.register, link.role), str(link.source_key), explain_link(link, lang))
    say.print(made)


def _links(engine: DuckDBEngine, person_id: int, declared: Country) -> list[Link]:
    """Every row that speaks of a person, register by register, with progress."""
    subjects = subjects_of(declared.contracts, declared.linkage)
    links: list[Link] = []
    with following(text("Reading registers")) as tell:
        for done, subject in enumerate(subjects):
            tell(subject.register, done, len(subjects))
            links += links_of(engine, person_id, [subject], declared.linkage)
    return links


def _plain(link: Link) -> dict[str, object]:
    why = explain_link(link, language())
    return {"register": link.register, "role": link.role, "key": link.source_key, "why": why}


def family(
    family_id: Annotated[int, typer.Argument(help="Number of the family.")],
    store: options.Store = options.DEFAULT_STORE,
    run: options.Run = None,
    lang: options.Language = "en",
    as_json: options.AsJson = False,
) -> None:
    """Who belongs to a family, how each belongs, from which register, since when."""
    with opened(store, run) as (engine, sealed, _):
        found = members(engine, family_id)
    if not found:
        raise options.wrong("The run {run} knows no family {family}.", run=sealed.run_id, family=family_id)
    if as_json:
        plain = [{**dataclasses.asdict(one), "why": explain_member(one, lang)} for one in found]
        typer.echo(json.dumps(plain, indent=2, ensure_ascii=False, default=str))
        return
    say.print(Text(text("Family {family}", family=family_id), style="bold"))
    for one in found:
        name, born = one.name or text("name unknown"), text("born {born}", born=_shown(one.birth_date))
        say.print()
        say.print(Text.assemble("  ", (name, "bold"), f", {born}"))
        say.print(Padding(explain_member(one, lang), (0, 0, 0, 4)))
        say.print(Text("    " + text("person {person}", person=one.person_id), style="dim"))


def review(
    first: Annotated[int, typer.Option(help="How many cases to pass over.")] = 0,
    count: Annotated[int, typer.Option(help="How many cases to show.")] = 10,
    show_opinion: Annotated[bool, typer.Option("--open", help="Also show what the machine thinks.")] = False,
    store: options.Store = options.DEFAULT_STORE,
    run: options.Run = None,
    lang: options.Language = "en",
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
    if not cases:
        say.print(text("No row is left for a human to place."))
    for case in cases:
        _tell_case(case)


def _tell_case(case: ReviewCase) -> None:
    """The row and its candidates side by side, field by field."""
    place = place_name(case.register, case.role)
    heading(text("{register}, row {row}", register=place, row=case.source_key))
    made = table("", "the row")
    for candidate in case.candidates:
        made.add_column(text("person {person}", person=candidate["person_id"]), overflow="fold")
    for field, value in case.record.items():
        candidates = (_shown(candidate[field]) for candidate in case.candidates)
        made.add_row(text(FIELDS[field]), _shown(value), *candidates)
    say.print(made)
    for opinion in case.opinion or ():
        bits = number(opinion["score"] / SCALE, 1)
        told = text(
            "the machine: person {person}, {bits} bits of evidence", person=opinion["person_id"], bits=bits
        )
        say.print(told, style="dim")


FIELDS = {
    "iin": "personal number",
    "surname": "surname",
    "given_name": "given name",
    "patronymic": "patronymic",
    "birth_date": "birth date",
    "place": "place",
}
"""Field of a record → its word."""


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
    lang: options.Language = "en",
) -> None:
    """Say whom a register row speaks of, or take that back; it holds from the next run on."""
    contract = known_contract(country.load().contracts, register)
    if role not in contract.subjects:
        raise options.wrong(
            "The register «{register}» has no role «{role}». Roles: {roles}.",
            register=register,
            role=role,
            roles=", ".join(contract.subjects),
        )
    try:
        if take_back:
            undo(store, register, role, source_key, by, date.today())
        else:
            decide(store, register, role, source_key, person_id, by, date.today())
    except DecisionError as trouble:
        raise options.WrongUse(str(trouble)) from None
    say.print(
        text(
            "Taken back: the decision on {place}, row {row}."
            if take_back
            else "Kept: the decision on {place}, row {row}.",
            place=place_name(register, role),
            row=source_key,
        )
    )
    say.print(text("It holds from the next run on."))


def _shown(value: object) -> str:
    return text("unknown") if value is None else str(value)
