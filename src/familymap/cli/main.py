"""The program `familymap`: its verbs, and how an error reaches the person who typed."""

import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence

import duckdb
import typer
from typer.exceptions import TyperException

from familymap.cli import (
    areas,
    arrears,
    audit,
    deliveries,
    events,
    explain,
    machine,
    methods,
    needs,
    publish,
    quality,
    rules,
    runs,
    serve,
    synthesis,
    who,
)
from familymap.cli.options import WrongUse
from familymap.cli.screen import complain, refuse
from familymap.cli.wording import language, speak_as_set, text
from familymap.country import UnknownCountry
from familymap.declarations import BadDeclaration
from familymap.engine.base import BrokenPromise
from familymap.engine.steps import PlanError
from familymap.engine.store import StoreError
from familymap.events.event import BadEvents
from familymap.families.rules import BadFamilyRules
from familymap.measures.texts import BadMeasureTexts
from familymap.people.linkage import BadLinkage
from familymap.places.faults import BadBoundaries
from familymap.registers.bad_delivery import BadDelivery
from familymap.registers.contract import BadContract
from familymap.rules.typing import BadRule
from familymap.web.databases import BadDatabase

TOLD = (
    BadContract,
    BadDatabase,
    BadDeclaration,
    BadEvents,
    BadFamilyRules,
    BadLinkage,
    BadMeasureTexts,
    BadRule,
    BrokenPromise,
    PlanError,
    StoreError,
    UnknownCountry,
)
"""Errors that carry their own sentence; anything else is an error of the program."""

CANNOT, WRONG_USE, PROGRAM_ERROR, STOPPED = 1, 2, 3, 130
"""Exit codes: what was asked cannot be done; wrong use; an error of the program; stopped by Ctrl-C."""

INTERRUPTED = "Query interrupted"
"""What DuckDB makes of Ctrl-C in the middle of a query: an error like any other."""

app = typer.Typer(
    name="familymap",
    help="Draws every family of a country from its registers, and says how it knows.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
VERBS: dict[str, Callable[..., None] | typer.Typer] = {
    "demo": synthesis.demo,
    "synth": synthesis.synth,
    "receive": deliveries.receive,
    "quarantine": deliveries.quarantine,
    "run": runs.run,
    "runs": runs.runs,
    "areas": areas.app,
    "publish": publish.publish,
    "serve": serve.serve,
    "audit": audit.app,
    "person": who.person,
    "family": who.family,
    "explain": explain.explain,
    "event": events.event,
    "needs": needs.needs,
    "arrears": arrears.arrears,
    "rules": rules.app,
    "review": who.review,
    "decide": who.decide_link,
    "quality": quality.quality,
    "methods": methods.methods,
    "check": machine.check,
    "doctor": machine.doctor,
}
"""Verb → what it does; a verb with parts of its own is a program within the program."""

for name, verb in VERBS.items():
    if isinstance(verb, typer.Typer):
        app.add_typer(verb, name=name)
    else:
        app.command(name)(verb)


def main(typed: Sequence[str] | None = None) -> int:
    """Carry out what was typed (the command line if not given); the exit code."""
    typed = sys.argv[1:] if typed is None else typed
    speak_as_set()
    try:
        code = int(app(list(typed) or ["--help"], prog_name="familymap", standalone_mode=False) or 0)
        return _stopped() if code == STOPPED else code
    except TyperException as trouble:
        return _misused(trouble)
    except (BadBoundaries, BadDelivery) as trouble:
        refuse(trouble.text(language()))
    except TOLD as trouble:
        refuse(str(trouble))
    except duckdb.OutOfMemoryException:
        refuse(text("The memory allowed was not enough: give more gigabytes with --memory."))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains at its end
    except OSError as trouble:
        where = f"{trouble.filename}: " if trouble.filename else ""
        refuse(text("The system refused: {what}.", what=f"{where}{trouble.strerror or trouble}"))
    except Exception as trouble:
        return _stopped() if str(trouble).endswith(INTERRUPTED) else _unexpected(trouble)
    return CANNOT


def _misused(trouble: TyperException) -> int:
    mine = isinstance(trouble, WrongUse)
    said = trouble.message if mine else text("Not understood: {what}", what=trouble.format_message())
    refuse(said)
    if context := getattr(trouble, "ctx", None):
        complain.print(text("Help: {command}", command=f"{context.command_path} --help"), style="dim")
    return WRONG_USE


def _stopped() -> int:
    complain.print(text("Stopped. Nothing is left half-done; the same command finishes the work."))
    return STOPPED


def _unexpected(trouble: Exception) -> int:
    """An error of the program: one sentence for the person, the details in a file for who mends it."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="familymap-error-", suffix=".txt", delete=False, encoding="utf-8"
    ) as report:
        traceback.print_exception(trouble, file=report)
    first_line = (str(trouble).splitlines() or [""])[0]
    refuse(
        text(
            "This is an error of the program, not yours: {what}. "
            "What is already in the store is whole. For a report, the details are in {file}.",
            what=f"{type(trouble).__name__} {first_line}".rstrip(" ."),
            file=report.name,
        )
    )
    return PROGRAM_ERROR
