"""The command line as a person uses it: what was typed, the exit code, what stood on the two streams."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from familymap.cli import main


@dataclass(frozen=True)
class Answer:
    """What came of a command."""

    code: int
    out: str
    err: str


Typed = Callable[..., Answer]


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Type a command; on a pipe of 80 columns, in no language but the one asked for."""
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("FAMILYMAP_LANG", "FAMILYMAP_STORE"):
        monkeypatch.delenv(name, raising=False)

    def run(*words: object) -> Answer:
        capsys.readouterr()
        code = main([str(word) for word in words])
        return Answer(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A demo of 1,000 people: its folder, and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch, (folder / "printed.txt").open("w+", encoding="utf-8") as out:
        patch.setenv("COLUMNS", "80")
        patch.setattr("sys.stdout", out)
        assert main(["demo", "--people", "1000", "--out", str(folder), "--lang", "en"]) == 0
        out.seek(0)
        return folder, out.read()
