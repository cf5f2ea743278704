"""Checking the whole log: entries against their seal, seals against the key, the chain and the head."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from familymap.web.audit import entries
from familymap.web.audit.findings import Finding, Kind
from familymap.web.audit.head import Line
from familymap.web.audit.merkle import root
from familymap.web.audit.models import Batch, Entry
from familymap.web.audit.seal import BEGINNING, Seal
from familymap.web.audit.sealing import of

OnProgress = Callable[[int, int], None]
MOST_COMPARED = 500
"""Changed entries of one batch among which a swapped place is looked for."""


@dataclass(frozen=True)
class Report:
    """What a check found.

    `entries` are sealed, `waiting` came later and have no seal yet; `last` is the newest seal;
    `beyond_head` counts the newest seals that the head does not know.
    """

    entries: int
    waiting: int
    last: Seal | None
    beyond_head: int
    findings: tuple[Finding, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def verify(
    head: Sequence[Line | None], key: Ed25519PublicKey, on_progress: OnProgress = lambda *_: None
) -> Report:
    """Check everything against the lines of a head, which may be an older copy of it.

    `on_progress(done, all)` is told after each seal.
    """
    listed = list(Batch.objects.defer("leaves").order_by("number"))
    seals = [of(batch) for batch in listed]
    findings = [*_below(), *_chain(seals), *_against_head(seals, head)]
    checked = 0
    for done, (batch, seal) in enumerate(zip(listed, seals, strict=True), 1):
        signed = seal.signed_by(key, batch.signature)
        if not signed:
            findings.append(Finding(Kind.seal_changed, seal=seal.number))
        found, read = _content(seal, signed)
        findings += found
        checked += read
        on_progress(done, len(seals))
    waiting = Entry.objects.filter(id__gt=seals[-1].last_id if seals else 0).count()
    beyond = sum(seal.number > len(head) for seal in seals)
    return Report(checked, waiting, seals[-1] if seals else None, beyond, tuple(findings))


def _below() -> Iterator[Finding]:
    """Entries in no range: the first seal speaks for everything from 1 on."""
    for number in Entry.objects.filter(id__lt=1).order_by("id").values_list("id", flat=True):
        yield Finding(Kind.forged_below, entry=number)


def _chain(seals: Sequence[Seal]) -> Iterator[Finding]:
    """Seals that are missing, and seals that do not hold on to the one before."""
    previous, number, first_id = BEGINNING, 1, 1
    for seal in seals:
        for missing in range(number, seal.number):
            yield Finding(Kind.seal_missing, seal=missing)
        if seal.number == number and (seal.previous != previous or seal.first_id != first_id):
            yield Finding(Kind.seal_not_chained, seal=seal.number)
        previous, number, first_id = seal.hash, seal.number + 1, seal.last_id + 1


def _against_head(seals: Sequence[Seal], head: Sequence[Line | None]) -> Iterator[Finding]:
    """Seals the head knows and the log has not, or not so; and lines of the head that are damaged."""
    there = {seal.number: seal for seal in seals}
    for place, line in enumerate(head, 1):
        if line is None or line.number != place:
            yield Finding(Kind.head_damaged, seal=place)
        elif place not in there:
            yield Finding(Kind.cut_off, entry=line.last_id, seal=place)
        elif line != Line.of(there[place]):
            yield Finding(Kind.head_differs, seal=place)


def _content(seal: Seal, signed: bool) -> tuple[list[Finding], int]:
    """What is wrong with the entries under a seal, and how many there are.

    The root of a seal that is not signed means nothing; its list of leaves may still tell what changed.
    """
    found = entries.rows(seal.first_id, seal.last_id)
    leaves = {int(row[0]): entries.hashed(row) for row in found}
    kept = bytes(Batch.objects.values_list("leaves", flat=True).get(number=seal.number))
    same_list = kept == entries.packed(leaves)
    if signed and _is_root(seal, leaves):
        return ([] if same_list else [Finding(Kind.leaves_changed, seal=seal.number)]), len(found)
    sealed = dict(entries.unpacked(kept))
    if signed and not _is_root(seal, sealed):
        return [Finding(Kind.not_told_which, seal.first_id, seal.number, seal.last_id)], len(found)
    rows = {int(row[0]): row for row in found}
    return list(_changed(rows, leaves, sealed, seal.number)), len(found)


def _is_root(seal: Seal, leaves: dict[int, bytes]) -> bool:
    return len(leaves) == seal.entries and bool(leaves) and root(list(leaves.values())).hex() == seal.root


def _changed(
    rows: dict[int, entries.Row], leaves: dict[int, bytes], sealed: dict[int, bytes], seal: int
) -> Iterator[Finding]:
    """Which entries of a batch were removed, put in, edited or moved."""
    changed = {number for number in leaves if leaves[number] != sealed.get(number)}
    lost = sealed.keys() - leaves.keys()
    origins = {number: sealed[number] for number in sorted(lost | changed & sealed.keys())}
    for number in sorted(changed):
        origin = _origin(rows[number], origins) if len(origins) <= MOST_COMPARED else None
        if origin is not None:
            yield Finding(Kind.moved, number, seal, origin)
        else:
            yield Finding(Kind.edited if number in sealed else Kind.forged, number, seal)
    for number in sorted(lost):
        yield Finding(Kind.removed, number, seal)


def _origin(row: entries.Row, origins: dict[int, bytes]) -> int | None:
    """The number under which just this content was sealed."""
    return next((one for one, leaf in origins.items() if entries.hashed((one, *row[1:])) == leaf), None)
