"""The register store: deliveries as folders, each whole or not there at all, and what was known when."""

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from familymap.engine.steps import Step
from familymap.engine.store import StoreError
from familymap.registers.contract import RECEIVED_ON, Contract
from familymap.registers.receipt import Receipt, read_receipt


@dataclass(frozen=True)
class Delivery:
    """A received delivery: its folder and its receipt."""

    folder: Path
    receipt: Receipt

    @property
    def accepted(self) -> Path:
        """The Parquet of accepted rows."""
        return self.folder / "accepted.parquet"

    @property
    def quarantine(self) -> Path:
        """The Parquet of quarantined rows."""
        return self.folder / "quarantine.parquet"


def deliveries(store: Path, register: str) -> list[Delivery]:
    """Every delivery of a register in the order of receipt."""
    folders = (path.parent for path in (store / "registers" / register).glob("[!.]*/receipt.json"))
    read = [Delivery(folder, read_receipt(folder)) for folder in folders]
    return sorted(read, key=lambda one: (one.receipt.received_on, one.receipt.sequence))


def find_delivery(store: Path, register: str, delivery_id: str) -> Delivery:
    """One delivery by its id. Raises StoreError."""
    for delivery in deliveries(store, register):
        if delivery.receipt.delivery_id == delivery_id:
            return delivery
    raise StoreError(f"The register «{register}» has no delivery «{delivery_id}» in {store}.")


def current(store: Path, contracts: Mapping[str, Contract], known_at: date) -> dict[str, list[Path]]:
    """The accepted files that were known at a date, by register; a register without deliveries has none.

    Of a snapshot register: the newest delivery and what was repaired of it. Of events: all deliveries.
    """
    known = {}
    for register, contract in contracts.items():
        there = [one for one in deliveries(store, register) if one.receipt.received_on <= known_at]
        if contract.delivery == "snapshot":
            whole = [one for one in there if one.receipt.repairs is None][-1:]
            newest = {one.receipt.delivery_id for one in whole}
            there = whole + [one for one in there if one.receipt.repairs in newest]
        known[register] = [one.accepted for one in there]
    return known


def steps(contracts: Mapping[str, Contract]) -> list[Step]:
    """One step for each register of events: of all delivered rows the newest for each key."""
    return [
        Step(
            name=contract.name,
            meaning=f"{contract.title.en}: the newest row for each {contract.key}.",
            needs=(contract.table,),
            build=lambda delivered, contract=contract: _newest_sql(contract, delivered),
            sealed=False,
        )
        for contract in contracts.values()
        if contract.delivery == "events"
    ]


def _newest_sql(contract: Contract, delivered: str) -> str:
    columns = ", ".join(contract.columns)
    return (
        f"select {columns} from (select {columns}, row_number() over (partition by {contract.key} "
        f"order by {RECEIVED_ON} desc, sequence desc, row_number desc) as newest from {delivered}) "
        f"as delivered where newest = 1"
    )


@contextmanager
def receiving(store: Path, register: str) -> Iterator[Path]:
    """A folder in which one delivery of the register grows; what a broken-off receipt left is removed.

    Raises StoreError while another process receives the same register.
    """
    folder = store / "registers" / register
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StoreError(
                f"Another process is receiving the register «{register}» in {store}. Wait until it has ended."
            ) from None
        workplace = folder / ".arriving.partial"
        shutil.rmtree(workplace, ignore_errors=True)
        workplace.mkdir()
        try:
            yield workplace
        finally:
            shutil.rmtree(workplace, ignore_errors=True)


def seal(finished: Path, target: Path) -> None:
    """Move a finished folder into place, its bytes on the disk first."""
    for file in finished.iterdir():
        with file.open("rb") as content:
            os.fsync(content.fileno())
    finished.rename(target)
