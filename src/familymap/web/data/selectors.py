"""Registers and their deliveries: what came, what is in quarantine and why, what changed, what is stale."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from familymap import country
from familymap.registers.contract import Contract
from familymap.registers.deliveries import Delivery, deliveries
from familymap.registers.quality import NOTABLE_CHANGE, Drift, fresh_until
from familymap.registers.receipt import CheckCount, Receipt
from familymap.web.data.declared import said


@dataclass(frozen=True)
class Register:
    """A register with its newest whole delivery; None where nothing has come yet."""

    contract: Contract
    title: str
    owner: str
    newest: Delivery | None
    today: date

    @property
    def fresh_until(self) -> date | None:
        """The day after which it is stale."""
        return fresh_until(self.contract, self.newest.receipt.received_on) if self.newest else None

    @property
    def days_late(self) -> int:
        """How many days ago it became stale; 0 while it is fresh, or where nothing ever came."""
        return max(0, (self.today - self.fresh_until).days) if self.fresh_until else 0

    @property
    def receipt(self) -> Receipt | None:
        """The receipt of the newest delivery."""
        return self.newest.receipt if self.newest else None


@dataclass(frozen=True)
class Broken:
    """A condition that rows broke, in the reader's language."""

    id: str
    column: str
    level: str
    rows: int
    said: str


@dataclass(frozen=True)
class Told:
    """A delivery as its page tells it; `before` is the receipt of the delivery before it."""

    delivery: Delivery
    before: Receipt | None
    repairs: Sequence[Receipt]
    broken: Sequence[Broken]
    drift: Sequence[Drift]

    @property
    def notable(self) -> bool:
        """Whether a column is filled in much more or less than before."""
        return any(one.notable for one in self.drift)

    @property
    def growth(self) -> float | None:
        """Growth of the number of rows since the delivery before, as a share; None without one."""
        if self.before is None or not self.before.received:
            return None
        return (self.delivery.receipt.received - self.before.received) / self.before.received

    @property
    def growth_is_notable(self) -> bool:
        """Whether somebody should look at it."""
        return self.growth is not None and abs(self.growth) > NOTABLE_CHANGE


def registers(store: Path, today: date) -> list[Register]:
    """Every register the country declares, by title; what is missing or stale stands first."""
    found = [register(store, contract, today) for contract in country.load().contracts.values()]
    return sorted(found, key=lambda one: (one.newest is not None, -one.days_late, one.title))


def register(store: Path, contract: Contract, today: date) -> Register:
    """One register."""
    whole = [one for one in deliveries(store, contract.name) if one.receipt.repairs is None]
    return Register(contract, said(contract.title), said(contract.owner), whole[-1] if whole else None, today)


def told(store: Path, contract: Contract, delivery_id: str) -> Told | None:
    """A delivery and the one before it; None where there is no such delivery."""
    there = deliveries(store, contract.name)
    by_id = {one.receipt.delivery_id: one for one in there}
    if (found := by_id.get(delivery_id)) is None:
        return None
    previous = by_id.get(found.receipt.previous or "")
    before = previous.receipt if previous else None
    shares = found.receipt.unknown_share
    drift = [
        Drift(name, shares[name], before.unknown_share.get(name) if before else None)
        for name in contract.columns
        if name in shares
    ]
    return Told(
        delivery=found,
        before=before,
        repairs=[one.receipt for one in there if one.receipt.repairs == delivery_id],
        broken=[_broken(one) for one in sorted(found.receipt.broken, key=lambda one: (-one.rows, one.id))],
        drift=sorted(drift, key=lambda one: (not one.notable, -one.now)),
    )


def _broken(check: CheckCount) -> Broken:
    return Broken(check.id, check.column, check.level, check.rows, said(check.text))
