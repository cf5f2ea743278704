"""Styles, scripts and pictures: served below an address that names their edition, so a browser may keep
them for ever and a new edition is fetched at once. Imports between modules need no rewriting."""

import hashlib
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


def sources() -> list[Path]:
    """Every static file of the web, of the ground and of the apps."""
    folders = [HERE / "static", *HERE.glob("*/static")]
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


@cache
def version() -> str:
    """The edition: a short digest of the names and bytes of all of them."""
    whole = hashlib.sha256()
    for path in sources():
        whole.update(str(path.relative_to(HERE)).encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()[:12]


def never_changes(path: str, url: str) -> bool:
    """WhiteNoise asks whether a browser may keep a file: always, see above."""
    return True
