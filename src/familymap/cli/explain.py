"""`familymap explain`: why a family is due a measure, is not, or why it cannot be told."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.padding import Padding
from rich.text import Text

from familymap.cli import options
from familymap.cli.reading import opened
from familymap.cli.screen import complain, say, table
from familymap.cli.wording import language, text
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.store import SealedRun, StoreError
from familymap.explanations.explain import Case, Explainer
from familymap.explanations.explanation import Explanation
from familymap.explanations.telling import amount_told, tell
from familymap.measures.answers import units
from familymap.measures.one_family import SealedTables, as_given, differences, received_days
from familymap.rules.declare import Measure

SIGNS = {"due": "✓", "cannot_tell": "?"}
"""What stands before the answers that are listed one by one, in their order."""


def explain(
    family_id: Annotated[int, typer.Argument(help="Number of the family.")],
    measure: Annotated[
        str | None, typer.Argument(help="Name of a measure; without one, all are listed.")
    ] = None,
    person_id: Annotated[
        int | None, typer.Option("--person", help="Only for this member, where a measure is due to persons.")
    ] = None,
    store: options.Store = options.DEFAULT_STORE,
    run: options.Run = None,
    lang: options.Language = "en",
    as_json: options.AsJson = False,
) -> None:
    """Why a family is due a measure, is not, or why it cannot be told; without a measure, all answers."""
    explanations, differing = _explanations(store, run, family_id, measure, person_id)
    if as_json:
        plain = [one.model_dump(mode="json") for one in explanations]
        typer.echo(json.dumps(plain, indent=2, ensure_ascii=False))
    elif measure is None:
        _list(explanations)
    else:
        for place, one in enumerate(explanations):
            if place:
                say.print()
            _tell(one)
    if differing:
        complain.print(
            text(
                "Worked out anew this family is not what the run sealed: {what}. "
                "Make a new run with the rules of today.",
                what=", ".join(differing[:5]),
            ),
            soft_wrap=True,
        )
        raise typer.Exit(1)


def _explanations(
    store: Path, run: str | None, family_id: int, measure: str | None, person_id: int | None
) -> tuple[list[Explanation], list[str]]:
    """The explanations asked for, and where the family worked out anew differs from what was sealed."""
    with opened(store, run) as (engine, sealed_run, declared):
        if "portrait_person" not in sealed_run.manifest["tables"]:
            raise StoreError(
                f"The run {sealed_run.run_id} holds no portrait: make a new one with «familymap run»."
            )
        sealed = SealedTables(engine, sealed_run.manifest["tables"]).family(family_id)
        if sealed is None:
            raise options.wrong(
                "The run {run} knows no family {family}.", run=sealed_run.run_id, family=family_id
            )
        explainer = Explainer.on(declared, _day(sealed_run, "as_of"))
        chosen = _chosen(explainer, measure, sealed_run)
        names = _names(engine, family_id)
        received = received_days(store, sealed_run, declared)
    if person_id is not None and person_id not in sealed.person_ids:
        raise options.wrong("Person {person} is not in family {family}.", person=person_id, family=family_id)
    one = explainer.evaluation.complete(as_given(explainer.made, sealed))
    known_at = _day(sealed_run, "known_at")
    case = Case(sealed_run.run_id, known_at, family_id, sealed.household_id, received, names)
    explanations = [
        explainer.explain(one, unit, wanted, case)
        for wanted in chosen
        for unit in units(wanted, one)
        if person_id is None or unit.place is None or sealed.person_ids[unit.place] == person_id
    ]
    return explanations, differences(explainer.made, sealed, one)


def _chosen(explainer: Explainer, measure: str | None, run: SealedRun) -> list[Measure]:
    in_force = explainer.made.measures
    if measure is None:
        return list(in_force.values())
    if measure not in in_force:
        raise options.wrong(
            "No measure «{name}» is in force on {day}. Measures: {names}.",
            name=measure,
            day=run.manifest["as_of"],
            names=", ".join(in_force),
        )
    return [in_force[measure]]


def _names(engine: DuckDBEngine, family_id: int) -> dict[int, str]:
    """Given name and surname of each member who has one."""
    rows = engine.rows(
        "select p.person_id, trim(coalesce(p.given_name, '') || ' ' || coalesce(p.surname, '')) "
        "from family_membership m join person p on p.person_id = m.person_id "
        f"where m.family_id = {family_id}"
    )
    return {number: name for number, name in rows if name}


def _day(run: SealedRun, which: str) -> date:
    return date.fromisoformat(run.manifest[which])


def _list(explanations: list[Explanation]) -> None:
    """What is due, then what cannot be told, members with the same answer together; then what is not due."""
    alike: dict[tuple[str, str, str, str], list[str]] = {}
    for one in explanations:
        key = (one.answer, one.measure, getattr(one.title, language()), amount_told(one, language()))
        alike.setdefault(key, []).append(_who(one))
    listed = table("", "measure", "who", ">amount")
    listed.columns[1].min_width = max((len(one.measure) for one in explanations), default=0)
    for answer, sign in SIGNS.items():
        for (given, name, title, amount), who in alike.items():
            if given == answer:
                named = Text.assemble(title, "\n", (name, "dim"))
                listed.add_row(sign, named, ", ".join(filter(None, who)), amount)
    say.print(listed)
    say.print()
    shown = {name for answer, name, *_ in alike if answer in SIGNS}
    others = [name for answer, name, *_ in alike if answer not in SIGNS and name not in shown]
    if others:
        say.print(text("Not due: {names}.", names=", ".join(others)))
        say.print()
    say.print(
        text("✓ due, ? cannot be told. Add a name such as {name} to see why.", name=explanations[0].measure)
    )


def _who(one: Explanation) -> str:
    if one.person_id is None:
        return ""
    return next((m.name for m in one.members if m.person_id == one.person_id and m.name), str(one.person_id))


def _tell(explanation: Explanation) -> None:
    title, *lines = tell(explanation, language())
    say.print(Text(title, style="bold"))
    for line in lines:
        words = line.lstrip()
        say.print(Padding(words, (0, 0, 0, len(line) - len(words))) if words else "")
