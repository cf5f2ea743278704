"""Progress with time left stands on a terminal, and nowhere else."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

HURRY = """
import time
from familymap.cli.progress import following
from familymap.cli.screen import say
from familymap.cli.wording import speak
speak("{language}")
with following("Receiving") as tell:
    for done in range(6):
        tell("births", done, 6)
        time.sleep(0.2)
say.print("answer")
"""


def typed_on(error_stream: int, language: str) -> str:
    words = [sys.executable, "-c", HURRY.format(language=language)]
    environment = {**os.environ, "COLUMNS": "100", "TERM": "xterm"}
    return subprocess.run(
        words, stdout=subprocess.PIPE, stderr=error_stream, env=environment, check=True, text=True
    ).stdout


@pytest.mark.parametrize(("language", "left"), [("en", "left:"), ("ru", "осталось:"), ("kk", "қалды:")])
def test_on_a_terminal(language: str, left: str) -> None:
    screen, terminal = pty.openpty()
    assert typed_on(terminal, language) == "answer\n"
    os.close(terminal)
    shown = os.read(screen, 100_000).decode("utf-8", errors="replace")
    os.close(screen)
    assert left in shown and "births" in shown and "%" in shown


def test_nothing_on_a_pipe(tmp_path: Path) -> None:
    with (tmp_path / "errors.txt").open("w+", encoding="utf-8") as errors:
        assert typed_on(errors.fileno(), "en") == "answer\n"
        errors.seek(0)
        assert errors.read() == ""
