"""Up to which entry nothing can come in between any more.

Numbers are given out when an entry is written, and entries are seen when their transaction ends: 6 may be
there before 5. Whoever seals 6 then finds 5 later and must take it for forged.
"""

import time

from django.db import connection
from django.db.models import Max

from familymap.web.audit.errors import NotSealed
from familymap.web.audit.models import Entry

PAUSE = 0.02
WRITERS = """
    SELECT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND relation = 'audit_entry'::regclass AND mode = 'RowExclusiveLock'
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND granted AND pid IS DISTINCT FROM pg_backend_pid()
"""


def last_settled(patience: float) -> int:
    """The newest entry below which all are there for good; 0 for an empty log.

    PostgreSQL: who takes a number holds a lock on the table until the transaction ends. So everything up to
    the newest entry is settled once all who held that lock after we looked have let go. They are waited for
    `patience` seconds; NotSealed when one goes on for longer.
    SQLite: one writes after the other, in the order of the numbers.
    """
    newest = Entry.objects.aggregate(Max("id"))["id__max"] or 0
    if connection.vendor == "postgresql":
        _wait_for_writers(patience)
    return int(newest)


def _wait_for_writers(patience: float) -> None:
    end = time.monotonic() + patience
    waited_for = _writers()
    while waited_for := waited_for & _writers():
        if time.monotonic() > end:
            raise NotSealed.still_open(patience)
        time.sleep(PAUSE)


def _writers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(WRITERS)
        return {transaction for (transaction,) in cursor.fetchall()}
