"""The serving store in PostgreSQL: a schema for each publication, filled in one transaction, guarded row by
row.

Row-level security holds for the owner of the tables too (`force`), for the web is their owner; it would not
hold for a superuser, so a superuser is refused.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import pyarrow as pa
from adbc_driver_postgresql import dbapi

from familymap.web.publishing import totals
from familymap.web.publishing.projection import Columns, Table
from familymap.web.publishing.publication import PublishingError

TYPES = {
    "BIGINT": "bigint", "INTEGER": "integer", "SMALLINT": "smallint", "BOOLEAN": "boolean", "DATE": "date",
    "VARCHAR": 'text collate "C"',
}  # fmt: skip
"""DuckDB → PostgreSQL. Codes sort as their bytes, so that an area's beginning is one range of an index."""
VIEWS = "serving"
"""The schema whose views show the current publication to tools that speak SQL."""
PATIENCE = "5s"
"""How long clearing away waits for somebody who is still reading."""
GUARD = f"""
    create or replace function {VIEWS}.in_scope(area text) returns boolean
    language sql stable parallel safe as $$
        select coalesce(area, '') like any (string_to_array(current_setting('familymap.scope', true), ','))
    $$"""
"""Whether the person for whom this transaction runs may see an area; nobody set: no."""


class PostgreSQLTarget:
    """See `target.Target`."""

    kind = "postgresql"

    def __init__(self, connection: Any, number: int) -> None:
        self._connection = connection
        self._number = number
        self._schema = schema(number)
        self._tables: list[Table] = []
        self._do(f"create schema {self._schema}")
        self._do("set local maintenance_work_mem = '512MB'")

    def load(self, table: Table, columns: Columns, rows: pa.RecordBatchReader) -> None:
        declared = ", ".join(f"{name} {TYPES[kind]}" for name, kind in columns.items())
        self._do(f"create table {self._schema}.{table.name} ({declared})")
        with self._connection.cursor() as cursor:
            cursor.adbc_ingest(table.name, rows, mode="append", db_schema_name=self._schema)

    def index(self, table: Table) -> None:
        name = f"{self._schema}.{table.name}"
        if table.unique:
            self._do(f"alter table {name} add primary key ({table.unique})")
        for listed in table.indexes:
            self._do(f"create index {table.name}_by_{'_'.join(listed)} on {name} ({', '.join(listed)})")
        self._do(f"analyze {name}")
        self._tables.append(table)

    def totals(self, table: Table, columns: Columns, names: list[str]) -> totals.Totals:
        [row] = self._rows(f"select {totals.asked(names, columns)} from {self._schema}.{table.name}")
        return totals.read(names, columns, row)

    def finish(self) -> None:
        for table in self._tables:
            if table.guarded:
                guard(self._do, f"{self._schema}.{table.name}")
        with self._connection.cursor() as cursor:
            _point_views(cursor, self._number)
        self._connection.commit()

    def _do(self, sql: str) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(sql)

    def _rows(self, sql: str) -> list[Sequence[Any]]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())


def schema(number: int) -> str:
    """The schema of a publication."""
    return f"pub_{number}"


def guard(do: Any, table: str) -> None:
    """Show a row only to whom its area belongs, the owner of the table included."""
    do(f"alter table {table} enable row level security")
    do(f"alter table {table} force row level security")
    do(f"create policy own_area on {table} for select using ({VIEWS}.in_scope(area))")


@contextmanager
def filling(address: str, number: int) -> Iterator[PostgreSQLTarget]:
    """A new schema to fill. What is not finished is rolled back with the transaction."""
    with connected(address) as connection:
        yield PostgreSQLTarget(connection, number)


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """A connection that may guard rows; what is not committed is rolled back. Raises PublishingError."""
    with dbapi.connect(address) as connection:
        try:
            with connection.cursor() as cursor:
                cursor.execute("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
                if cursor.fetchone()[0]:
                    raise PublishingError(
                        "The database is reached as a superuser, whom row-level security does not hold back: "
                        "give the address of an ordinary role that owns the database."
                    )
                cursor.execute(f"create schema if not exists {VIEWS}")
                cursor.execute(GUARD)
            yield connection
        finally:
            with suppress(dbapi.Error):  # the server may be gone, and that is not what went wrong first
                connection.rollback()


def show(address: str, number: int) -> None:
    """Point the views to a publication, in one transaction."""
    with connected(address) as connection:
        with connection.cursor() as cursor:
            _point_views(cursor, number)
        connection.commit()


def drop_all_but(address: str, numbers: Collection[int]) -> None:
    """Drop the schemas of all other publications. One that somebody is just reading is left to the next
    time.
    """
    kept = {schema(number) for number in numbers}
    with connected(address) as connection, connection.cursor() as cursor:
        cursor.execute("select nspname from pg_namespace where nspname ~ '^pub_[0-9]+$' order by nspname")
        for (name,) in cursor.fetchall():
            if name not in kept:
                try:
                    cursor.execute(f"set local lock_timeout = '{PATIENCE}'")
                    cursor.execute(f"drop schema {name} cascade")
                    connection.commit()
                except dbapi.Error:
                    connection.rollback()


def _point_views(cursor: Any, number: int) -> None:
    """A view reads with the rights of whoever asks (`security_invoker`), else it would show its owner's
    rows.
    """
    cursor.execute(
        f"select table_name from information_schema.tables where table_schema = '{schema(number)}' order by 1"
    )
    for (table,) in cursor.fetchall():
        cursor.execute(f"drop view if exists {VIEWS}.{table}")
        cursor.execute(
            f"create view {VIEWS}.{table} with (security_invoker = true) as "
            f"select * from {schema(number)}.{table}"
        )
