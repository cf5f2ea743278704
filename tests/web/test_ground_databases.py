"""An address becomes a database; what cannot be used is refused with words; a promise kept is on the disk."""

from pathlib import Path

import pytest
from django.db import connection

from familymap.web.databases import BadDatabase, database


def test_an_address_of_postgresql() -> None:
    made = database("postgresql://web:p%40ss@db.example:6432/family%20map?sslmode=require")
    assert made["NAME"] == "family map" and made["PASSWORD"] == "p@ss" and made["PORT"] == "6432"
    assert made["OPTIONS"] == {"connect_timeout": "5", "sslmode": "require"}


def test_an_address_of_sqlite(tmp_path: Path) -> None:
    assert database(f"sqlite:///{tmp_path}/web/own.sqlite3")["NAME"] == tmp_path / "web" / "own.sqlite3"


@pytest.mark.parametrize("address", ["mysql://a/b", "own.sqlite3", "postgresql://host", ""])
def test_another_address_is_refused_with_words(address: str) -> None:
    with pytest.raises(BadDatabase, match="write sqlite:///PATH or postgresql://"):
        database(address)


@pytest.mark.django_db
def test_what_sqlite_promises_is_on_the_disk() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL promises it by itself.")
    with connection.cursor() as asking:
        said = [asking.execute(f"pragma {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert said == ["wal", 2]
