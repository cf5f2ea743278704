"""docs/how-to/command-line.md shows every verb, and what it tells you to type the program takes."""

import re
import shlex
from pathlib import Path

import pytest
import typer

from familymap.cli.main import VERBS, app

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "command-line.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^familymap (.+)$", PAGE, flags=re.MULTILINE)
PROGRAM = typer.main.get_command(app)


def test_every_verb_has_an_example() -> None:
    assert {command.split()[0] for command in COMMANDS} == set(VERBS)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_program_takes_the_command(command: str, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    verb, *arguments = shlex.split(command)
    PROGRAM.commands[verb].make_context(verb, arguments)
