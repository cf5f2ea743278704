"""One hash over many entries (a Merkle tree as in RFC 6962): change any entry, and it is another hash."""

from collections.abc import Sequence
from hashlib import sha256

SIZE = 32
"""Bytes of a hash."""


def leaf(content: bytes) -> bytes:
    """The hash of one entry; its first byte keeps an entry from passing for a pair of hashes."""
    return sha256(b"\0" + content).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The hash over all leaves in their order. Raises ValueError for none."""
    if not leaves:
        raise ValueError("A batch without entries has no root.")
    level = list(leaves)
    while len(level) > 1:
        last = [level[-1]] if len(level) % 2 else []
        pairs = zip(level[::2], level[1::2], strict=False)
        level = [sha256(b"\1" + left + right).digest() for left, right in pairs] + last
    return level[0]
