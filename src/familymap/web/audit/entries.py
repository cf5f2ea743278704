"""Entries as the bytes that are sealed, and the list of leaves a batch keeps of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from familymap.web.audit.merkle import SIZE, leaf
from familymap.web.audit.models import Entry
from familymap.web.audit.seal import as_bytes, moment

FIELDS = (
    "id", "at", "actor_id", "actor_name", "roles", "action",
    "subject", "subject_id", "area", "purpose", "detail",
)  # fmt: skip
"""Everything an entry says, in the order in which it is sealed."""
NUMBER = 8
"""Bytes of an id in a list of leaves."""

Row = tuple[Any, ...]


def rows(first_id: int, last_id: int, at_most: int | None = None) -> list[Row]:
    """The entries of a range by number, each with the FIELDS."""
    found = Entry.objects.filter(id__gte=first_id, id__lte=last_id).order_by("id")
    return list(found.values_list(*FIELDS)[:at_most])


def hashed(row: Row) -> bytes:
    """The leaf of an entry."""
    number, at, *others = row
    return leaf(as_bytes([number, moment(at), *others]))


def packed(leaves: Mapping[int, bytes]) -> bytes:
    """Leaves by id in one piece."""
    return b"".join(number.to_bytes(NUMBER, "big", signed=True) + one for number, one in leaves.items())


def unpacked(piece: bytes) -> Iterator[tuple[int, bytes]]:
    """Ids and leaves again; what is left over at the end is dropped, the root then differs."""
    width = NUMBER + SIZE
    for start in range(0, len(piece) - width + 1, width):
        number = int.from_bytes(piece[start : start + NUMBER], "big", signed=True)
        yield number, piece[start + NUMBER : start + width]
