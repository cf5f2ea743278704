"""The serving store in one SQLite file, filled beside the publications and moved in with the rest."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
from adbc_driver_sqlite import dbapi

from familymap.web.publishing import totals
from familymap.web.publishing.projection import Columns, Table

TYPES = {"BIGINT": "integer", "INTEGER": "integer", "SMALLINT": "integer", "BOOLEAN": "integer"}
"""DuckDB → SQLite; the rest is text, days as 2026-01-31."""
UNSAFE = (
    "pragma journal_mode = off",
    "pragma synchronous = off",
    "pragma temp_store = file",
    "pragma cache_size = -200000",
)
"""Nobody reads the file before it is whole and on the disk, so it needs no journal of its own."""


class SQLiteTarget:
    """See `target.Target`."""

    kind = "sqlite"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._own = sqlite3.connect(path, isolation_level=None)
        self._loader = dbapi.connect(str(path), autocommit=True)
        with self._loader.cursor() as cursor:
            for pragma in UNSAFE:
                self._own.execute(pragma)
                cursor.execute(pragma)

    def load(self, table: Table, columns: Columns, rows: pa.RecordBatchReader) -> None:
        declared = ", ".join(
            f"{name} {TYPES.get(kind, 'text')}{' primary key' if name == table.unique else ''}"
            for name, kind in columns.items()
        )
        self._own.execute(f"create table {table.name} ({declared})")
        with self._loader.cursor() as cursor:
            cursor.adbc_ingest(table.name, rows, mode="append")

    def index(self, table: Table) -> None:
        for listed in table.indexes:
            self._own.execute(
                f"create index {table.name}_by_{'_'.join(listed)} on {table.name} ({', '.join(listed)})"
            )

    def totals(self, table: Table, columns: Columns, names: list[str]) -> totals.Totals:
        row = self._own.execute(f"select {totals.asked(names, columns)} from {table.name}").fetchone()
        return totals.read(names, columns, row)

    def finish(self) -> None:
        self._own.execute("analyze")
        self.close()
        with self._path.open("rb") as file:
            os.fsync(file.fileno())

    def close(self) -> None:
        """Let go of the file."""
        self._loader.close()
        self._own.close()


@contextmanager
def filling(path: Path) -> Iterator[SQLiteTarget]:
    """A new file to fill; the caller removes it when something fails."""
    target = SQLiteTarget(path)
    try:
        yield target
    finally:
        target.close()
