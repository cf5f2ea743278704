"""The head: a text file apart from the database that gets one line for each seal and never loses one.

Copied to another machine or printed, it shows that the newest seals were not cut off or written anew.
A line: number, last entry, how many entries, hash of the seal, when; parted by spaces.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from familymap.web.audit.seal import Seal, moment

TITLE = "# Family Map, seals of the log: number, last entry, entries, hash, sealed at\n"


@dataclass(frozen=True)
class Line:
    """What the head keeps of a seal; `hash` is in hex, `sealed_at` in UTC."""

    number: int
    last_id: int
    entries: int
    hash: str
    sealed_at: str

    @classmethod
    def of(cls, seal: Seal) -> "Line":
        """The line of a seal."""
        return cls(seal.number, seal.last_id, seal.entries, seal.hash, moment(seal.sealed_at))

    @classmethod
    def read(cls, text: str) -> "Line | None":
        """The line as it was written; None when it is damaged."""
        match text.split():
            case [number, last_id, entries, hash, sealed_at] if (number + last_id + entries).isdecimal():
                return cls(int(number), int(last_id), int(entries), hash, sealed_at)
        return None

    def __str__(self) -> str:
        return f"{self.number} {self.last_id} {self.entries} {self.hash} {self.sealed_at}"


def lines(path: Path) -> list[Line | None] | None:
    """Every line in its order, None in the place of a damaged one; None when there is no such file."""
    if not path.exists():
        return None
    written = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return [Line.read(text) for text in written if text.strip() and not text.startswith("#")]


def append(path: Path, seals: list[Seal]) -> None:
    """Add the lines of these seals; on the disk when this returns."""
    begins = not path.exists()
    with path.open("a", encoding="utf-8") as file:
        file.write((TITLE if begins else "") + "".join(f"{Line.of(seal)}\n" for seal in seals))
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Nobody else seals at the same time; who comes second waits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
