"""A log of its own for each test, and a way past its guards, as somebody with the database in hand has it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from django.utils import translation

from familymap.web.accounts.actor import Actor
from familymap.web.accounts.roles import Role
from familymap.web.audit import checking, sealing
from familymap.web.audit.actions import Action
from familymap.web.audit.keys import public_path
from familymap.web.audit.log import record
from familymap.web.audit.places import Places

AIGUL = Actor(7, "Айгүл Серікқызы", {Role.social_worker: frozenset({"11"})})
SERIK = Actor(9, "Серік Маратұлы", {Role.supervisor: frozenset({""})})


def execute(*statements: str) -> None:
    """SQL as it is, past everything of ours."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def unguard() -> None:
    """Take the triggers away and the rights back; the test's transaction restores them at its end."""
    if connection.vendor == "postgresql":
        for table in ("audit_entry", "audit_batch"):
            execute(
                f"ALTER TABLE {table} DISABLE TRIGGER USER",
                f"GRANT UPDATE, DELETE, TRUNCATE ON {table} TO CURRENT_USER",
            )
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_%'")
        names = [name for (name,) in cursor.fetchall()]
    execute(*(f"DROP TRIGGER {name}" for name in names))


@dataclass(frozen=True)
class Log:
    """A sealed log: the ids of its entries in their order, and its files."""

    ids: list[int]
    files: Places

    def findings(self) -> list[str]:
        """What a check finds, in words."""
        return [str(finding) for finding in checking.check(self.files).findings]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def files(tmp_path: Path) -> Places:
    key = tmp_path / "keys" / "signing_key"
    return Places(key, public_path(key), tmp_path / "head" / "head.txt")


@pytest.fixture
def write(db: None) -> Callable[[int], list[int]]:
    """Write so many entries; their ids."""

    def entries(count: int) -> list[int]:
        return [
            record(
                (AIGUL, SERIK)[number % 2],
                Action.opened_card,
                subject="family",
                subject_id=1000 + number,
                area="111010000",
                purpose="visit",
                detail={"number": number, "note": "сәлем"},
            )
            for number in range(count)
        ]

    return entries


@pytest.fixture
def empty(db: None) -> None:
    """What other tests left in the log goes away for this one; the guards are back afterwards."""
    guards = _guards()
    unguard()
    execute("DELETE FROM audit_batch", "DELETE FROM audit_entry")
    _guard(guards)


def _guards() -> list[str]:
    if connection.vendor == "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_%'")
        return [sql for (sql,) in cursor.fetchall()]


def _guard(guards: list[str]) -> None:
    if connection.vendor == "postgresql":
        for table in ("audit_entry", "audit_batch"):
            execute(
                f"ALTER TABLE {table} ENABLE TRIGGER USER",
                f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM CURRENT_USER",
            )
    execute(*guards)


@pytest.fixture
def log(
    empty: None, files: Places, write: Callable[[int], list[int]], monkeypatch: pytest.MonkeyPatch
) -> Log:
    """Sixty entries under three seals, and five that wait."""
    monkeypatch.setattr(sealing, "BATCH", 20)
    ids = write(60)
    sealing.seal(files)
    return Log([*ids, *write(5)], files)
