"""A publication opened for reading, on both stores; what lies outside the scope is not there.

Reading has connections of its own, one for each thread: what is set for one request (who asks, which
publication) is set for its transaction only and never stays behind on a connection that the next request
gets.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import OperationalError

from familymap.web.errors import NothingPublished
from familymap.web.publishing.address import postgres_address
from familymap.web.publishing.publication import CARDS, Publication, current
from familymap.web.serving.scope import setting

Answer = TypeVar("Answer")
Rows = Callable[[str, Sequence[object]], list[tuple[Any, ...]]]
"""Asks one question: SQL over the publication's tables with places %s, and what fills them."""

KEPT_OPEN = 2
"""SQLite files one thread keeps open: the current publication and the one before."""
MAPPED = 1 << 40
CONNECT_SECONDS, STATEMENT_TIMEOUT = 5, "5s"
BEGIN = """
    select set_config('search_path', %s, true), set_config('familymap.scope', %s, true),
        set_config('statement_timeout', %s, true)"""

_own = threading.local()


class PublicationGone(LookupError):
    """The publication was cleared away: two newer ones have taken its place since it was looked up."""


def published() -> Publication:
    """The current publication of the web's store. Raises NothingPublished."""
    if found := current(Path(settings.FAMILYMAP_STORE)):
        return found
    raise NothingPublished


def ask_current(scope: frozenset[str], ask: Callable[[Publication, Rows], Answer]) -> Answer:
    """What the current publication answers somebody with this scope. Raises NothingPublished."""
    publication = published()
    try:
        with reading(publication, scope) as rows:
            return ask(publication, rows)
    except PublicationGone:
        publication = published()
        with reading(publication, scope) as rows:
            return ask(publication, rows)


@contextmanager
def reading(publication: Publication, scope: frozenset[str]) -> Iterator[Rows]:
    """One consistent look at a publication for somebody with this scope.

    Raises PublicationGone, and django's OperationalError when the database is not there: it has its own page.
    """
    if publication.manifest["serving"] == "sqlite":
        yield _sqlite_rows(publication.folder / CARDS)
        return
    try:
        connection = _postgres()
        with connection.transaction():
            connection.execute(BEGIN, (f"pub_{publication.number}", setting(scope), STATEMENT_TIMEOUT))
            yield lambda sql, values: connection.execute(sql.encode(), values).fetchall()
    except psycopg.errors.UndefinedTable as trouble:
        raise PublicationGone(publication.number) from trouble
    except psycopg.OperationalError as trouble:
        raise OperationalError(str(trouble)) from trouble


def _sqlite_rows(path: Path) -> Rows:
    connection = _sqlite(path)
    return lambda sql, values: connection.execute(sql.replace("%s", "?"), values).fetchall()


def _sqlite(path: Path) -> sqlite3.Connection:
    """The file, opened once for each thread: it never changes, so no lock is asked for."""
    files: dict[Path, sqlite3.Connection] = _own.__dict__.setdefault("files", {})
    if path not in files:
        if not path.exists():
            raise PublicationGone(path)
        while len(files) >= KEPT_OPEN:
            files.pop(next(iter(files))).close()
        files[path] = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
        files[path].execute(f"pragma mmap_size = {MAPPED}")
    return files[path]


def _postgres() -> psycopg.Connection[tuple[Any, ...]]:
    """This thread's connection, made anew when the server has let go of it."""
    address = postgres_address()
    if address is None:
        raise OperationalError("The publication lies in PostgreSQL, but FAMILYMAP_DATABASE names none.")
    held: tuple[str, psycopg.Connection[tuple[Any, ...]]] | None = getattr(_own, "held", None)
    if held and held[0] == address and _alive(held[1]):
        return held[1]
    connection = psycopg.connect(address, autocommit=True, connect_timeout=CONNECT_SECONDS)
    _own.held = (address, connection)
    return connection


def _alive(connection: psycopg.Connection[tuple[Any, ...]]) -> bool:
    if connection.closed or connection.broken:
        return False
    try:
        connection.execute("")
    except psycopg.OperationalError:
        return False
    return True
