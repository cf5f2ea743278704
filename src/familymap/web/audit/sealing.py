"""Sealing: entries that no seal covers yet get one, batch by batch."""

import logging
import threading
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from familymap.web.audit import entries, head
from familymap.web.audit.errors import AuditError, NotSealed
from familymap.web.audit.keys import signing_key
from familymap.web.audit.merkle import root
from familymap.web.audit.models import Batch
from familymap.web.audit.places import Places
from familymap.web.audit.seal import BEGINNING, Seal
from familymap.web.audit.settled import last_settled

log = logging.getLogger("familymap.web")

BATCH = 10_000
"""Entries under one seal at most: so many are read to find a changed one."""
PATIENCE = 30.0
"""Seconds that open transactions are waited for."""


def seal(files: Places, patience: float = PATIENCE) -> list[Seal]:
    """Seal every settled entry; the new seals, none when there was nothing to seal.

    The database is written first, the head after it: a machine that stops between the two leaves a head that
    lacks the newest seal, which the next sealing adds. Raises NotSealed, BadKey.
    """
    with head.alone(files.head):
        key = signing_key(files.signing_key)
        last = _mended_head(files.head)
        settled, made = last_settled(patience), list[Seal]()
        while new := _seal_next(key, last, settled):
            head.append(files.head, [new])
            made.append(new)
            last = new
    return made


def keep_sealing(files: Places, every: float, stop: threading.Event) -> None:
    """Seal now and then every so many seconds until told to stop; what goes wrong is told and tried again."""
    while True:
        try:
            seal(files)
        except (AuditError, DatabaseError, OSError) as trouble:
            log.warning("The log was not sealed: %s", trouble)
            connection.close()
        if stop.wait(every):
            return


def of(batch: Batch) -> Seal:
    """The seal in a row of the table."""
    names = ("number", "first_id", "last_id", "entries", "root", "previous", "sealed_at")
    return Seal(**{name: getattr(batch, name) for name in names})


def _mended_head(path: Path) -> Seal | None:
    """The newest seal, with its line in the head. Raises NotSealed when the two do not go together."""
    newest = Batch.objects.defer("leaves").order_by("-number").first()
    last = of(newest) if newest else None
    written = head.lines(path) or []
    if last and written[-1:] == [head.Line.of(last)]:
        return last
    if last and len(written) == last.number - 1 and (not written or _follows(last, written[-1])):
        head.append(path, [last])
        return last
    if last or written:
        raise NotSealed.head_differs()
    return None


def _follows(last: Seal, line: head.Line | None) -> bool:
    return line is not None and line.hash == last.previous


@transaction.atomic
def _seal_next(key: Ed25519PrivateKey, last: Seal | None, settled: int) -> Seal | None:
    """Seal the next entries up to `settled`; None when there are none."""
    first_id = last.last_id + 1 if last else 1
    found = entries.rows(first_id, settled, BATCH)
    if not found:
        return None
    leaves = {int(row[0]): entries.hashed(row) for row in found}
    new = Seal(
        number=last.number + 1 if last else 1,
        first_id=first_id,
        last_id=max(leaves),
        entries=len(found),
        root=root(list(leaves.values())).hex(),
        previous=last.hash if last else BEGINNING,
        sealed_at=timezone.now(),
    )
    told = {**vars(new), "signature": new.sign(key), "leaves": entries.packed(leaves)}
    Batch.objects.create(**told)
    return new
