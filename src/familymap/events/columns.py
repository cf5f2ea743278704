"""Tables as files of whole numbers, sorted by a key and mapped into memory: any key found in microseconds.

Each column is one file of equal-sized numbers. Dates are days since 1970, texts are places in a file of words
beside it, unknown is a number of its own.
"""

import json
import mmap
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from familymap.engine.handful import EPOCH
from familymap.rules.values import Stored

ROWS_AT_ONCE = 1_000_000
WORDS_AT_ONCE = 10_000


@dataclass(frozen=True)
class Kind:
    """How values of a type lie in a file: width and sign (see `struct`), what stands for unknown, as SQL."""

    code: str
    unknown: int
    sql: str


NUMBER = Kind("q", -(2**63), "coalesce(cast({x} as bigint), {unknown})")
DAY = Kind("i", -(2**31), "coalesce(cast({x} - date '1970-01-01' as integer), {unknown})")
YES_NO = Kind("b", -1, "cast(coalesce(cast({x} as tinyint), {unknown}) as tinyint)")
WORD = Kind("i", -1, "{x}")
KINDS = {"BIGINT": NUMBER, "INTEGER": NUMBER, "SMALLINT": NUMBER, "DATE": DAY, "BOOLEAN": YES_NO,
         "VARCHAR": WORD}  # fmt: skip
NAMES = {"number": NUMBER, "day": DAY, "yes_no": YES_NO, "word": WORD}


def write_table(database: DuckDBPyConnection, sql: str, key: str, folder: Path) -> int:
    """Write what a SELECT gives, sorted by a whole-number column that is never unknown; the rows written."""
    folder.mkdir(parents=True)
    database.execute(f"create or replace temp view to_write as {sql}")
    described = [(row[0], row[1]) for row in database.execute("describe to_write").fetchall()]
    kinds = {name: KINDS[kind] for name, kind in described}
    listed = [_written_sql(database, name, kind, folder) for name, kind in kinds.items()]
    ordered = database.sql(f"select {', '.join(listed)} from to_write order by {key}")
    reader = ordered.to_arrow_reader(ROWS_AT_ONCE)
    rows = 0
    files = {name: (folder / f"{name}.column").open("wb") for name in kinds}
    try:
        for batch in reader:
            rows += batch.num_rows
            for name, file in files.items():
                file.write(_content(batch.column(name)))
    finally:
        for file in files.values():
            file.close()
    names = {kind: name for name, kind in NAMES.items()}
    layout = {"key": key, "rows": rows, "columns": {name: names[kind] for name, kind in kinds.items()}}
    (folder / "layout.json").write_text(json.dumps(layout), encoding="utf-8")
    return rows


def _written_sql(database: DuckDBPyConnection, name: str, kind: Kind, folder: Path) -> str:
    if kind is not WORD:
        return f"{kind.sql.format(x=name, unknown=kind.unknown)} as {name}"
    distinct = f"select distinct {name} from to_write where {name} is not null order by 1"
    _write_words(database, distinct, folder / name)
    database.execute(f"drop type if exists words_of_{name}")
    [(some,)] = database.execute(f"select count(*) > 0 from ({distinct}) as words").fetchall()
    listed = f"({distinct})" if some else "('')"
    database.execute(f"create type words_of_{name} as enum {listed}")
    coded = f"cast(enum_code(cast({name} as words_of_{name})) as integer)"
    return f"coalesce({coded}, {kind.unknown}) as {name}"


def _write_words(database: DuckDBPyConnection, sql: str, place: Path) -> None:
    """The different texts of a column one after the other, and where each ends."""
    ends, end = array("q", [0]), 0
    read = database.execute(sql)
    with place.with_suffix(".words").open("wb") as words:
        while some := read.fetchmany(WORDS_AT_ONCE):
            for (word,) in some:
                end += words.write(word.encode())
                ends.append(end)
    place.with_suffix(".ends").write_bytes(ends.tobytes())


def _content(column: Any) -> memoryview:
    """The bytes of an Arrow column without unknown values."""
    buffer = memoryview(column.buffers()[1]).cast("B")
    width = column.type.bit_width // 8
    return buffer[column.offset * width : (column.offset + len(column)) * width]


class Table:
    """A written table, mapped into memory."""

    def __init__(self, folder: Path) -> None:
        layout = json.loads((folder / "layout.json").read_text(encoding="utf-8"))
        self._folder = folder
        self.rows: int = layout["rows"]
        self._key: str = layout["key"]
        self._kinds = {name: NAMES[kind] for name, kind in layout["columns"].items()}
        self._columns: dict[str, Callable[[int], Stored]] = {}

    @cached_property
    def _keys(self) -> Sequence[int]:
        return self._numbers(self._key)

    def has(self, key: int) -> bool:
        """Whether a row has this key."""
        place = bisect_left(self._keys, key)
        return place < self.rows and self._keys[place] == key

    def places(self, key: int) -> range:
        """The places of the rows that have this key."""
        first = last = bisect_left(self._keys, key)
        while last < self.rows and self._keys[last] == key:
            last += 1
        return range(first, last)

    def values(self, key: int, column: str) -> Iterator[Stored]:
        """A column's values in the rows that have this key."""
        read = self._column(column)
        return (read(place) for place in self.places(key))

    def row(self, place: int, columns: Sequence[str]) -> dict[str, Stored]:
        """Some columns of the row at a place."""
        return {name: self._column(name)(place) for name in columns}

    def found(self, key: int, columns: Sequence[str]) -> Iterator[dict[str, Stored]]:
        """Some columns of the rows that have this key."""
        return (self.row(place, columns) for place in self.places(key))

    def _column(self, name: str) -> Callable[[int], Stored]:
        if name not in self._columns:
            self._columns[name] = self._reader(name)
        return self._columns[name]

    def _reader(self, name: str) -> Callable[[int], Stored]:
        kind, numbers = self._kinds[name], self._numbers(name)
        unknown = kind.unknown
        if kind is YES_NO:
            return lambda place: None if (value := numbers[place]) == unknown else value == 1
        if kind is DAY:
            return lambda place: (
                None if (value := numbers[place]) == unknown else date.fromordinal(value + EPOCH)
            )
        if kind is WORD:
            words = _Words(self._folder / name)
            return lambda place: None if (value := numbers[place]) == unknown else words[value]
        return lambda place: None if (value := numbers[place]) == unknown else value

    def _numbers(self, name: str) -> Sequence[int]:
        if not self.rows:
            return ()
        numbers: Sequence[int] = _mapped(self._folder / f"{name}.column", self._kinds[name].code)
        return numbers


class _Words:
    """The texts of a column by their places; those asked for once are kept."""

    def __init__(self, place: Path) -> None:
        self._ends = _mapped(place.with_suffix(".ends"), "q")
        words = place.with_suffix(".words")
        self._words = _mapped(words, "B") if words.stat().st_size else b""
        self._kept: dict[int, str] = {}

    def __getitem__(self, place: int) -> str:
        if place not in self._kept:
            self._kept[place] = str(self._words[self._ends[place] : self._ends[place + 1]], "utf-8")
        return self._kept[place]


def _mapped(path: Path, code: str) -> Any:
    """A file as a sequence of numbers of one width."""
    with path.open("rb") as file:
        mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    return mapped.cast(code)  # type: ignore[call-overload]


def open_tables(folder: Path) -> Mapping[str, Table]:
    """Every table of a folder by name."""
    return {path.parent.name: Table(path.parent) for path in sorted(folder.glob("*/layout.json"))}
