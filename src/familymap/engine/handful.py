"""Steps over a handful of rows: the same text as everywhere, translated by sqlglot, on SQLite in memory.

An engine for a country takes tens of milliseconds to begin a step; this one takes tens of microseconds. It
seals nothing: tables are filled, worked out and read within one process.
"""

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import sqlglot
from sqlglot import exp

from familymap.engine.steps import PlannedStep

EPOCH = date(1970, 1, 1).toordinal()
"""Dates stand in these tables as days since 1970, so that «date + 30» means here what it means elsewhere."""


def handful_text(sql: str) -> str:
    """DuckDB's dialect to SQLite's, a date literal to its day number."""
    return sqlglot.parse_one(sql, read="duckdb").transform(_plain).sql("sqlite")


def _plain(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.Cast) and node.to.is_type("date") and isinstance(node.this, exp.Literal):
        return exp.Literal.number(days(date.fromisoformat(node.this.name)))
    if isinstance(node, exp.Levenshtein):
        return exp.Anonymous(this="levenshtein", expressions=[node.this, node.expression])
    if isinstance(node, exp.Greatest):
        return exp.Anonymous(this="max", expressions=[node.this, *node.expressions])
    return node


def days(day: date) -> int:
    """A date as the number that stands for it."""
    return day.toordinal() - EPOCH


def day(days: int) -> date:
    """The date that a number stands for."""
    return date.fromordinal(days + EPOCH)


class Handful:
    """Small tables and planned steps over them. Yes and no stand in the tables as 1 and 0, dates as days."""

    name = "sqlite"
    version = sqlite3.sqlite_version

    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:", isolation_level=None, cached_statements=512)
        for name, takes, function in _FUNCTIONS:
            self._connection.create_function(name, takes, function, deterministic=True)
        self._texts: dict[str, str] = {}
        self._filled: set[str] = set()
        # Nothing here outlives the process: one transaction without a journal, and it never ends.
        self._connection.execute("pragma journal_mode = off")
        self._connection.execute("begin")

    def table(self, name: str, columns: Sequence[str]) -> None:
        """Make an empty table."""
        self._connection.execute(f"create table {name} ({', '.join(columns)})")
        self._texts[name] = f"insert into {name} values ({', '.join('?' * len(columns))})"

    def view(self, name: str, sql: str) -> None:
        """Offer a SELECT (in the dialect of steps) under a name; worked out whenever it is read."""
        self._connection.execute(f"create view {name} as {handful_text(sql)}")

    def prepare(self, planned: Sequence[PlannedStep]) -> None:
        """Make the tables of steps, so that they can be worked out again and again."""
        for work in planned:
            text = handful_text(work.sql)
            self._connection.execute(f"create table {work.name} as {text}")
            self._texts[work.name] = f"insert into {work.name} {text}"

    def fill(self, name: str, rows: Iterable[Sequence[Any]]) -> None:
        """Put these rows in place of a table's own."""
        if name in self._filled:
            self._connection.execute(f"delete from {name}")
            self._filled.remove(name)
        if listed := list(rows):
            self._connection.executemany(self._texts[name], listed)
            self._filled.add(name)

    def work_out(self, names: Iterable[str]) -> None:
        """Work prepared steps out anew, in the order given."""
        for name in names:
            self._connection.execute(f"delete from {name}")
            self._connection.execute(self._texts[name])

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """An answer in this engine's own dialect."""
        return self._connection.execute(sql).fetchall()

    def close(self) -> None:
        """Forget everything."""
        self._connection.close()


def fingerprint(value: str) -> int:
    """The number that every engine makes of a text."""
    return int(hashlib.md5(value.encode(), usedforsecurity=False).hexdigest()[:15], 16)


def _of_known(function: Callable[..., Any]) -> Callable[..., Any]:
    """Unknown as soon as one argument is."""

    def known(*given: Any) -> Any:
        return None if None in given else function(*given)

    return known


def _levenshtein(one: str, other: str) -> int:
    """Letters to add, take away or change; for ASCII texts."""
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, others in enumerate(other, start=1):
            line.append(min(before[column] + 1, line[-1] + 1, before[column - 1] + (letter != others)))
        before = line
    return before[-1]


_FUNCTIONS: Sequence[tuple[str, int, Callable[..., Any]]] = (
    ("fingerprint", 1, _of_known(fingerprint)),
    ("year", 1, _of_known(lambda days: day(days).year)),
    ("month", 1, _of_known(lambda days: day(days).month)),
    ("day", 1, _of_known(lambda days: day(days).day)),
    ("levenshtein", 2, _of_known(_levenshtein)),
    ("regexp_full_match", 2, _of_known(lambda text, form: re.fullmatch(form, text) is not None)),
)
"""What the steps call and SQLite does not have: name, number of arguments, function."""
