"""A seal: what is signed about a batch of entries, and how one seal holds on to the seal before it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FORM = "familymap log 1"
"""Stands in every statement, so that a signature under it can mean nothing else."""
BEGINNING = "0" * 64
"""What the first seal holds on to."""


@dataclass(frozen=True)
class Seal:
    """What a batch says of itself; `root` and `previous` are SHA-256 in hex.

    It speaks for every entry with first_id <= id <= last_id. Ranges follow each other without a gap, the
    first begins at 1; `entries` is how many there are in it, as numbers may be left out.
    """

    number: int
    first_id: int
    last_id: int
    entries: int
    root: str
    previous: str
    sealed_at: datetime

    @property
    def statement(self) -> bytes:
        """The bytes that are signed."""
        told = [self.number, self.first_id, self.last_id, self.entries, self.root, self.previous]
        return as_bytes([FORM, *told, moment(self.sealed_at)])

    @property
    def hash(self) -> str:
        """What the next seal holds on to."""
        return sha256(self.statement).hexdigest()

    def sign(self, key: Ed25519PrivateKey) -> str:
        """The signature in hex."""
        return key.sign(self.statement).hex()

    def signed_by(self, key: Ed25519PublicKey, signature: str) -> bool:
        """Whether the signature is of this seal and of that key."""
        try:
            key.verify(bytes.fromhex(signature), self.statement)
        except (InvalidSignature, ValueError):
            return False
        return True


def as_bytes(values: Sequence[object]) -> bytes:
    """Values as the one row of bytes that stands for them, on every machine and database."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def moment(when: datetime) -> str:
    """A moment in UTC to the microsecond, always written alike."""
    return when.astimezone(UTC).isoformat(timespec="microseconds")
