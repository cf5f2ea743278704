"""Opening what was delivered (CSV, Parquet, PostgreSQL) as one table of rows with their numbers."""

import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import duckdb

from familymap.registers.bad_delivery import BadDelivery
from familymap.registers.textfile import TextFile, read_text_file

LONGEST_ROW = 16_000_000
"""Bytes. A row beyond this means a quote that was never closed; a field of a million letters still fits."""
ROW_NUMBER = "row_number"
"""The place in the source; a source's own column of this name (as in an exported quarantine) is left out."""
PARQUET_MARK = b"PAR1"


@dataclass(frozen=True)
class Landed:
    """Delivered rows, ready to be checked.

    `rows` is the SQL of a relation with the source's columns and `row_number` (1-based data row); `types`
    the SQL types of the source's columns; `unreadable` counts rows that no reader could split into columns,
    kept in the table `unreadable(row_number, line)`; `sha256` is that of what a database gave.
    """

    rows: str
    types: dict[str, str]
    name: str
    unreadable: int = 0
    sha256: str | None = None


def is_database(source: str) -> bool:
    """Whether the source is an address of a database and not a file."""
    return source.startswith(("postgresql://", "postgres://"))


def text_sql(value: object) -> str:
    """A value as an SQL string."""
    return "'" + str(value).replace("'", "''") + "'"


def column_sql(name: str) -> str:
    """A column name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def land(db: duckdb.DuckDBPyConnection, source: str, workplace: Path, wanted: Collection[str]) -> Landed:
    """Open a file or a `postgresql://` address; whatever must be rewritten lands in `workplace`.

    `wanted` are the contract's columns. Raises BadDelivery.
    """
    if is_database(source):
        return _land_postgres(db, source)
    path = Path(source)
    if not path.is_file():
        raise BadDelivery("There is no such file.", "Check the path.", str(path))
    with path.open("rb") as content:
        is_parquet = content.read(4) == PARQUET_MARK or path.suffix == ".parquet"
    return _land_parquet(db, path) if is_parquet else _land_csv(db, path, workplace, wanted)


def source_name(source: str) -> str:
    """How a source is called in receipts and messages: never with a password."""
    if not is_database(source):
        return Path(source).name
    parts = urlsplit(source)
    return f"postgresql://{parts.hostname or ''}{parts.path}#{_table_of(source)[1]}"


def _land_parquet(db: duckdb.DuckDBPyConnection, path: Path) -> Landed:
    if path.stat().st_size == 0:
        raise BadDelivery("The file is empty.", "Ask the register's owner for the delivery again.", path.name)
    reader = f"read_parquet({text_sql(path)}, file_row_number = true)"
    try:
        described = db.execute(f"describe select * from {reader}").fetchall()
        db.execute(f"select count(*) from {reader}")
    except duckdb.Error:
        raise damaged_parquet(path.name) from None
    types = {name: kind for name, kind, *_ in described if name != "file_row_number"}
    _refuse_repeated([name.strip().lower() for name in types], path.name)
    columns = ", ".join(
        f"{column_sql(name)} as {column_sql(name.strip().lower())}"
        for name in types
        if name.strip().lower() != ROW_NUMBER
    )
    rows = f"(select {columns}, file_row_number + 1 as row_number from {reader})"
    return Landed(rows, {name.strip().lower(): kind for name, kind in types.items()}, path.name)


def damaged_parquet(name: str) -> BadDelivery:
    """The refusal of a Parquet file whose end or pages are missing."""
    return BadDelivery(
        "The Parquet file is cut short or damaged.",
        "Ask for the file again; compare its size with the sender's.",
        name,
    )


def _refuse_repeated(names: list[str], file: str) -> None:
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        raise BadDelivery(
            "The column stands twice in the file.", "Leave each column once.", file, column=repeated[0]
        )


def _land_csv(db: duckdb.DuckDBPyConnection, path: Path, workplace: Path, wanted: Collection[str]) -> Landed:
    text = read_text_file(path, workplace / "source.csv", set(wanted))
    if not set(wanted) & set(text.header):
        raise BadDelivery(
            "The first line names no column of the register.",
            "Put the column names into the first line, separated by comma, semicolon or tab.",
            path.name,
        )
    _refuse_repeated(text.header, path.name)
    names = [name or f"column_{place}" for place, name in enumerate(text.header, start=1)]
    _split_rows(db, text, names, path.name)
    unreadable = _keep_unreadable(db)
    _account_for_lines(db, text, names, path.name)
    types = dict.fromkeys(names, "VARCHAR")
    return Landed(_numbered(db, names, unreadable), types, path.name, unreadable)


def _numbered(db: duckdb.DuckDBPyConnection, names: Collection[str], unreadable: int) -> str:
    """SQL: the table `landed` with the place of each row in the source, unreadable rows counted too."""
    listed = ", ".join(column_sql(name) for name in names if name != ROW_NUMBER)
    if unreadable == 0:
        return f"(select {listed}, rowid + 1 as row_number from landed)"
    db.execute(
        f"""create temp table numbered as
        select {listed}, landed.rowid + 1 + coalesce(before.unreadable, 0) as row_number
        from landed asof left join unreadable_before as before on landed.rowid >= before.readable
        order by landed.rowid"""
    )
    return "numbered"


def _split_rows(db: duckdb.DuckDBPyConnection, text: TextFile, names: list[str], file: str) -> None:
    """Split the text into the columns of `landed`; rows that cannot be split go to DuckDB's `rejects`."""
    columns = ", ".join(f"{text_sql(name)}: 'VARCHAR'" for name in names)
    try:
        db.execute(
            f"""create temp table landed as select * from read_csv(
                {text_sql(text.path)}, auto_detect = false, header = true, columns = {{{columns}}},
                delim = {text_sql(text.separator)}, quote = '"', escape = '"', strict_mode = true,
                compression = 'none', encoding = 'utf-8', max_line_size = {LONGEST_ROW},
                store_rejects = true, rejects_limit = 0, rejects_line_size_limit = {LONGEST_ROW},
                rejects_table = 'rejects', rejects_scan = 'rejects_scan'
            )"""
        )
    except duckdb.InvalidInputException:
        raise _cannot_split(file, None) from None


def _cannot_split(file: str, row: int | None) -> BadDelivery:
    return BadDelivery(
        'From here on the rows cannot be told apart: a quote (") is opened and not closed.',
        'Close the quote, or write every quote inside a value twice (""), and deliver the file again.',
        file,
        row=row,
    )


def _keep_unreadable(db: duckdb.DuckDBPyConnection) -> int:
    """Number the lines of rejected rows among the readable ones; how many lines they are.

    An unclosed quote swallows lines until the next quote: each such line counts as a row of its own.
    """
    db.execute(
        """create or replace temp table rejected as
        select line, any_value(csv_line) as swallowed, min(line_byte_position) as position,
               row_number() over (order by line, line_byte_position) as place
        from rejects group by line, line_byte_position"""
    )
    db.execute(
        """create or replace temp table unreadable as
        with lines as (
            select place,
                   least(greatest(line::bigint - 1 - place, 0), (select count(*) from landed)) as readable,
                   unnest(string_split_regex(swallowed, '[\\r\\n]+')) as line_text,
                   generate_subscripts(string_split_regex(swallowed, '[\\r\\n]+'), 1) as part
            from rejected
        ), counted as (
            select *, row_number() over (order by place, part) as nth from lines where line_text <> ''
        )
        select (readable + nth)::bigint as row_number, readable, line_text as line, nth
        from counted"""
    )
    db.execute(
        """create or replace temp table unreadable_before as
        select readable, max(nth) as unreadable from unreadable group by readable"""
    )
    return int(db.execute("select count(*) from unreadable").fetchall()[0][0])


def _account_for_lines(db: duckdb.DuckDBPyConnection, text: TextFile, names: list[str], file: str) -> None:
    """Every line of the file must be in some row, readable or not: a CSV reader may lose rows silently."""
    breaks = "0"
    if text.quoted:
        one = "chr(13)" if text.newline == "\r" else "chr(10)"
        breaks = " + ".join(
            f"coalesce(sum(length({c}) - length(replace({c}, {one}, ''))) filter (contains({c}, {one})), 0)"
            for c in map(column_sql, names)
        )
    [(rows, inner)] = db.execute(f"select count(*), {breaks} from landed").fetchall()
    [(lost, first)] = db.execute("select count(*), min(row_number) from unreadable").fetchall()
    header = 1 + sum(name.count("\n") for name in text.header)
    told = header + rows + int(inner) + lost
    if not text.lines - text.blank_lines <= told <= text.lines:
        raise _cannot_split(file, first)


def _table_of(source: str) -> tuple[str, str]:
    """The address without the table, and the table: `#schema.table` or `?table=schema.table`."""
    parts = urlsplit(source)
    query = dict(parse_qsl(parts.query))
    table = parts.fragment or query.pop("table", "")
    return urlunsplit(parts._replace(fragment="", query=urlencode(query))), table


def _land_postgres(db: duckdb.DuckDBPyConnection, source: str) -> Landed:
    """Stream a table through Arrow, a batch at a time."""
    address, table = _table_of(source)
    name = source_name(source)
    if not table:
        raise BadDelivery(
            "The address names no table.", "Write it at the end: postgresql://…/database#schema.table", name
        )
    with _postgres_rows(address, table, name) as reader:
        db.register("arriving", reader)
        db.execute("create temp table landed as select * from arriving")
        db.unregister("arriving")
    types = {column.strip().lower(): kind for column, kind, *_ in db.execute("describe landed").fetchall()}
    return Landed(_numbered(db, types, 0), types, name, sha256=_content_sha256(db))


def _content_sha256(db: duckdb.DuckDBPyConnection) -> str:
    """A checksum of what a database gave, the same for the same rows in whatever order they came."""
    [sums] = db.execute(
        """select count(*), sum(md5_number_lower(landed::varchar)), sum(md5_number_upper(landed::varchar))
        from landed"""
    ).fetchall()
    return hashlib.sha256(repr(sums).encode()).hexdigest()


@contextmanager
def _postgres_rows(address: str, table: str, name: str) -> Iterator[Any]:
    """The table's rows in the order of its first column, as a stream of Arrow batches."""
    from adbc_driver_manager import Error as DatabaseError
    from adbc_driver_postgresql import dbapi

    quoted = ".".join(column_sql(part) for part in table.split("."))
    try:
        with dbapi.connect(address) as connection, connection.cursor() as cursor:
            cursor.execute(f"select * from {quoted} order by 1")
            yield cursor.fetch_record_batch()
    except DatabaseError as trouble:
        raise BadDelivery(
            "The database does not give the table %(table)s: %(said)s.",
            "Check address, table name and rights.",
            name,
            values={"table": table, "said": _without_password(str(trouble), address)},
        ) from None


def _without_password(said: str, address: str) -> str:
    """The first line of what the database said; it may repeat the address."""
    line = said.strip().splitlines()[0][:200]
    password = urlsplit(address).password
    return line.replace(password, "…") if password else line
