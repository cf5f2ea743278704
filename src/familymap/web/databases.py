"""A database address becomes Django's settings for it."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_START = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA busy_timeout = 10000;
PRAGMA cache_size = -16000;
"""
"""A promise kept is on the disk: FULL, because the log of who looked must outlive a power cut."""


class BadDatabase(ValueError):
    """The address of the database is not one we can use; the sentence says which are."""


def database(address: str) -> dict[str, Any]:
    """Settings for `sqlite:///PATH` (from the root) or `postgresql://USER:PASSWORD@HOST:PORT/NAME`.

    Raises BadDatabase for anything else.
    """
    parts = urlsplit(address)
    if parts.scheme == "sqlite" and parts.path:
        return _sqlite(Path("/" + unquote(parts.path).lstrip("/")))
    if parts.scheme in {"postgresql", "postgres"} and parts.path.strip("/"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"connect_timeout": "5", **dict(parse_qsl(parts.query))},
        }
    raise BadDatabase(
        f"FAMILYMAP_DATABASE is «{address}»: write sqlite:///PATH or postgresql://USER@HOST/NAME."
    )


def _sqlite(path: Path) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": SQLITE_START},
        "TEST": {"NAME": path.with_name("test.sqlite3")},
    }
