"""A publication: a run as people see it, an immutable numbered folder, and which one is current.

`<store>/publications/000007/` holds `manifest.json`, the tables that maps read and, without PostgreSQL,
`cards.sqlite`. `<store>/publications/current.json` names the one that everybody reads; replacing it is the
one moment at which a publication becomes visible, whole.
"""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from familymap.engine.store import SealedRun, StoreError, write_whole

CURRENT = "current.json"
DIGITS = 6
CARDS = "cards.sqlite"


class PublishingError(StoreError):
    """A run was not published, or another publication not made current; the text says why and what to do."""


@dataclass(frozen=True)
class Publication:
    """A published run: its folder and its manifest (fields: docs/publishing.md)."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def number(self) -> int:
        return int(self.manifest["number"])

    @property
    def run(self) -> SealedRun:
        """The sealed run. Raises StoreError where it is no longer in the store."""
        return _sealed_run(self.folder.parents[1] / "runs" / str(self.manifest["run_id"]))

    @property
    def as_of(self) -> date:
        """The day whose families it shows."""
        return date.fromisoformat(self.manifest["as_of"])

    @property
    def before(self) -> "Publication | None":
        """The publication that was current when this one was published, if it is still kept."""
        number = self.manifest["previous"]
        return None if number is None else _numbered(self.folder.parent, number)


def current(store: Path) -> Publication | None:
    """The publication that people see; None while there is none."""
    folder = store / "publications"
    try:
        number = json.loads((folder / CURRENT).read_text(encoding="utf-8"))["number"]
    except FileNotFoundError:
        return None
    return _numbered(folder, number)


def publications(store: Path) -> list[Publication]:
    """Every publication that is kept, oldest first."""
    folder = store / "publications"
    numbers = sorted(int(path.parent.name) for path in folder.glob(f"{'[0-9]' * DIGITS}/manifest.json"))
    return [found for number in numbers if (found := _numbered(folder, number))]


def place(store: Path, number: int) -> Path:
    """The folder of a publication."""
    return store / "publications" / f"{number:0{DIGITS}}"


def make_current(store: Path, publication: Publication, by: str) -> None:
    """Let everybody read this publication from now on."""
    pointer = {
        "number": publication.number,
        "by": by,
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    write_whole(store / "publications" / CURRENT, json.dumps(pointer, ensure_ascii=False, indent=1) + "\n")


@contextmanager
def publishing_alone(store: Path) -> Iterator[Path]:
    """The folder of publications, for one process at a time; the lock goes with the process.

    Raises PublishingError while another process publishes.
    """
    folder = store / "publications"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise PublishingError(
                f"Another process is publishing in {store}. Wait until it has ended."
            ) from None
        yield folder


def _numbered(folder: Path, number: int) -> Publication | None:
    place = folder / f"{number:0{DIGITS}}"
    return _read(place) if (place / "manifest.json").exists() else None


@lru_cache(maxsize=8)
def _read(folder: Path) -> Publication:
    """A publication never changes, so it is read once."""
    return Publication(folder, json.loads((folder / "manifest.json").read_text(encoding="utf-8")))


@lru_cache(maxsize=8)
def _sealed_run(folder: Path) -> SealedRun:
    try:
        return SealedRun(folder, json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise StoreError(f"The published run {folder.name} is no longer in the store.") from None
