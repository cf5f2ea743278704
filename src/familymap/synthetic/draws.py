"""Chance as SQL: the same key, purpose and seed always draw the same number, on any number of threads."""

import hashlib
from dataclasses import dataclass

_ALL = 2**64


@dataclass(frozen=True)
class Draws:
    """Draws for one seed. `key` is an SQL expression of a whole number, `purpose` says what is drawn for.

    Draws for different purposes are independent: the key is mixed with a number of the purpose before
    hashing.
    """

    seed: int

    def bits(self, key: str, purpose: str) -> str:
        """A whole number between 0 and 2^64 - 1."""
        digest = hashlib.sha256(f"{self.seed} {purpose}".encode()).digest()
        mix = int.from_bytes(digest[:8], "big") >> 1
        return f"hash(xor(({key})::bigint, {mix}))"

    def uniform(self, key: str, purpose: str) -> str:
        """A number from 0 up to, not including, 1."""
        return f"(({self.bits(key, purpose)} >> 11) * {2.0**-53!r})"

    def chance(self, key: str, purpose: str, share: float) -> str:
        """True for `share` of the keys."""
        return f"({self.bits(key, purpose)} < {threshold(share)})"

    def whole(self, key: str, purpose: str, count: int | str) -> str:
        """A whole number from 0 up to, not including, `count`."""
        return f"({self.bits(key, purpose)} % ({count}))::integer"

    def normal(self, key: str, purpose: str) -> str:
        """A draw from the standard normal distribution (Box and Muller)."""
        radius = f"sqrt(-2 * ln(1 - {self.uniform(key, purpose + ' radius')}))"
        return f"({radius} * cos(2 * pi() * {self.uniform(key, purpose + ' angle')}))"


def threshold(share: float) -> str:
    """The bits below which a draw belongs to the share."""
    return f"{min(max(int(share * _ALL), 0), _ALL - 1)}::ubigint"
