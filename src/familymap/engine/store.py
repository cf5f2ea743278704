"""The run store: a folder of sealed runs, each whole or not there at all."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class StoreError(RuntimeError):
    """The store cannot do what was asked; the text says why and what to do."""


def checksum(path: Path) -> str:
    """SHA-256 of a file, or of every file of a folder (Spark writes a table as a folder) in name order."""
    if path.is_dir():
        parts = sorted(part for part in path.rglob("*.parquet") if not part.name.startswith((".", "_")))
        return hashlib.sha256("".join(checksum(part) for part in parts).encode()).hexdigest()
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def write_whole(path: Path, text: str) -> None:
    """Write a small file so that a reader sees the old text or the new one, also after a power cut."""
    beside = path.with_name(path.name + ".unfinished")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


@dataclass(frozen=True)
class SealedRun:
    """A sealed run: its folder and its manifest (see `engine.run` for the fields)."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def run_id(self) -> str:
        return str(self.manifest["run_id"])

    def table(self, name: str) -> Path:
        """The Parquet of one table. Raises StoreError when the run has no such table."""
        path = self.folder / "tables" / f"{name}.parquet"
        if not path.exists():
            raise StoreError(f"Run {self.run_id} has no table «{name}».")
        return path

    def journal(self) -> dict[str, Any]:
        """What is true of this one working-out and not of its result: times, machine, peak memory."""
        return dict(json.loads((self.folder / "journal.json").read_text(encoding="utf-8")))

    def damage(self) -> list[str]:
        """The tables whose bytes are no longer those that were sealed."""
        return [
            name
            for name, facts in self.manifest["tables"].items()
            if not (path := self.folder / "tables" / f"{name}.parquet").exists()
            or checksum(path) != facts["sha256"]
        ]


class RunStore:
    """The sealed runs below one folder, newest last."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "runs"
        self.folder.mkdir(parents=True, exist_ok=True)

    def runs(self) -> list[SealedRun]:
        """Every sealed run in the order of sealing."""
        sealed = [self._read(path.parent) for path in self.folder.glob("[!.]*/manifest.json")]
        return sorted(sealed, key=lambda run: (run.folder.stat().st_mtime_ns, run.run_id))

    def latest(self) -> SealedRun:
        """The newest run. Raises StoreError when there is none."""
        if runs := self.runs():
            return runs[-1]
        raise StoreError(f"There is no run in {self.root} yet: make one with «familymap run».")

    def open(self, run_id: str) -> SealedRun:
        """The run of that id, or of the only id that begins so. Raises StoreError."""
        found = [run for run in self.runs() if run.run_id.startswith(run_id)]
        if len(found) == 1:
            return found[0]
        known = ", ".join(run.run_id for run in found or self.runs()) or "none"
        problem = "stands for several runs" if found else "is not in the store"
        raise StoreError(f"The run id «{run_id}» {problem}. Runs here: {known}.")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Only one process writes a run at a time; the lock goes with the process, however it ends."""
        with (self.folder / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise StoreError(
                    f"Another process is writing a run in {self.root}. Wait until it has ended."
                ) from None
            yield

    def workplace(self, run_id: str) -> Path:
        """The folder beside the sealed runs in which a run grows.

        Work of the same run that was broken off is found again; what other runs left there is removed.
        """
        mine = self.folder / f".{run_id}.partial"
        for left in self.folder.glob(".*.partial"):
            if left != mine:
                shutil.rmtree(left)
        (mine / "tables").mkdir(parents=True, exist_ok=True)
        return mine

    def seal(self, run_id: str, manifest: dict[str, Any], journal: dict[str, Any]) -> SealedRun:
        """Move a finished workplace into its place in one step."""
        workplace = self.folder / f".{run_id}.partial"
        write_whole(workplace / "journal.json", json.dumps(journal, indent=2, ensure_ascii=False))
        write_whole(workplace / "manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False))
        sealed = self.folder / run_id
        os.utime(workplace)
        workplace.rename(sealed)
        return SealedRun(sealed, manifest)

    def _read(self, folder: Path) -> SealedRun:
        return SealedRun(folder, json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
