"""The receipt of a delivery: what came, what was accepted, and which conditions the rest broke."""

import json
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from familymap.declarations import Words
from familymap.registers.contract import Level


class CheckCount(BaseModel):
    """How many source rows broke one condition."""

    model_config = ConfigDict(frozen=True)

    id: str
    column: str
    level: Level
    rows: int
    text: Words


class Receipt(BaseModel):
    """`received` = `accepted` + `quarantined`, always.

    `unknown_share` is the share of NULL by column; `previous` the delivery before it; `repairs` the delivery
    whose quarantined rows these are, repaired; `already_here` says that the store had it before.
    """

    model_config = ConfigDict(frozen=True)

    register_name: str
    delivery_id: str
    received_on: date
    sequence: int
    source: str
    sha256: str
    contract_version: int
    contract_checksum: str
    received: int
    accepted: int
    quarantined: int
    checks: list[CheckCount]
    unknown_share: dict[str, float]
    ignored_columns: list[str]
    previous: str | None = None
    repairs: str | None = None
    already_here: bool = Field(default=False, exclude=True)

    @property
    def broken(self) -> list[CheckCount]:
        """The conditions that at least one row broke."""
        return [check for check in self.checks if check.rows]


def read_receipt(folder: Path) -> Receipt:
    """The receipt of one delivery's folder."""
    return Receipt.model_validate_json((folder / "receipt.json").read_text(encoding="utf-8"))


def receipt_text(receipt: Receipt) -> str:
    """The receipt as it is stored: JSON in a fixed order."""
    return json.dumps(receipt.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"
