"""Secrets that lie in files beside the program, never in it."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def secret_key(path: Path) -> str:
    """The key that signs cookies; made at the first start, readable by the owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        beside.touch(mode=0o600)
        beside.write_text(secrets.token_urlsafe(64), encoding="utf-8")
        with suppress(FileExistsError):  # two that start at once end up with one key
            os.link(beside, path)
        beside.unlink()
    return path.read_text(encoding="utf-8").strip()


def from_file(path: str) -> str:
    """A secret that somebody put into a file; empty where no file is named."""
    return Path(path).read_text(encoding="utf-8").strip() if path else ""
