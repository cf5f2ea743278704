"""What docs/how-to/data-steward.md tells the steward to type is what the program takes."""

import re
import shlex
from pathlib import Path

import pytest
import typer

from familymap.cli.main import app
from familymap.registers.quarantine import REPAIR_MARK
from familymap.registers.receive import QUARANTINE_LIMIT, ROWS_FOR_A_SHARE

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "data-steward.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^familymap (.+)$", PAGE, flags=re.MULTILINE)
PROGRAM = typer.main.get_command(app)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_program_takes_the_command(command: str) -> None:
    verb, *arguments = shlex.split(command)
    assert verb in PROGRAM.commands, f"familymap has no verb «{verb}»"
    PROGRAM.commands[verb].make_context(verb, list(arguments))


@pytest.mark.parametrize("verb", ["receive", "quarantine"])
def test_every_option_of_the_verb_is_told(verb: str) -> None:
    options = [name for part in PROGRAM.commands[verb].params for name in part.opts if name.startswith("--")]
    untold = [name for name in options if name not in PAGE]
    assert untold == [], f"docs/how-to/data-steward.md does not tell of {', '.join(untold)}"


def test_limits_and_columns_are_those_of_the_program() -> None:
    assert f"`{REPAIR_MARK}`" in PAGE
    assert (QUARANTINE_LIMIT, ROWS_FOR_A_SHARE) == (0.5, 100), "the page says: half of a hundred rows or more"
