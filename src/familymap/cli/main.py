"""The program `familymap`: its verbs, and how an error reaches the person who typed."""

import sys

import typer

from familymap.cli import deliveries, quality, runs, synthesis, who
from familymap.cli.progress import complain
from familymap.country import UnknownCountry
from familymap.engine.base import BrokenPromise
from familymap.engine.steps import PlanError
from familymap.engine.store import StoreError
from familymap.families.rules import BadFamilyRules
from familymap.people.linkage import BadLinkage
from familymap.registers.bad_delivery import BadDelivery
from familymap.registers.contract import BadContract

TOLD = (
    BadContract,
    BadDelivery,
    BadFamilyRules,
    BadLinkage,
    BrokenPromise,
    PlanError,
    StoreError,
    UnknownCountry,
)
"""Errors that carry their own sentence; anything else is an error of the program."""

app = typer.Typer(
    name="familymap",
    help="Draws every family of a country from its registers, and says how it knows.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for verb in (
    synthesis.demo,
    synthesis.synth,
    deliveries.receive,
    deliveries.quarantine,
    runs.run,
    runs.runs,
    who.person,
    who.family,
    who.review,
    quality.quality,
    runs.check,
    runs.doctor,
):
    app.command()(verb)
app.command("decide")(who.decide_link)


def main() -> None:
    """Carry out what was typed. Wrong use: exit code 2; what cannot be done: a sentence and exit code 1."""
    try:
        app()
    except TOLD as trouble:
        complain.print(f"[bold red]✗[/] {trouble}", highlight=False, soft_wrap=True)
        sys.exit(1)
    except KeyboardInterrupt:
        complain.print("Stopped. What was finished is kept; the same command goes on from there.")
        sys.exit(130)
