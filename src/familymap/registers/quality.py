"""The data-quality page of a delivery: what was refused and why, and how it differs from the last one."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from familymap.registers.contract import Contract
from familymap.registers.receipt import Receipt
from familymap.texts import translator

NOTABLE_CHANGE = 0.05
"""A share of NULL, or a number of rows, that moved by more than this is marked."""


@dataclass(frozen=True)
class Drift:
    """One column's share of NULL, before and now."""

    column: str
    now: float
    before: float | None

    @property
    def notable(self) -> bool:
        """Whether somebody should look at it."""
        return self.before is not None and abs(self.now - self.before) > NOTABLE_CHANGE


def quality_page(contract: Contract, receipt: Receipt, last: Receipt | None, language: str) -> str:
    """One HTML page in kk, ru or en. `last` is the receipt of the delivery before this one."""
    drift = [
        Drift(name, receipt.unknown_share[name], last.unknown_share.get(name) if last else None)
        for name in contract.columns
    ]
    return _template().render(
        say=translator("registers", language),
        language=language,
        title=getattr(contract.title, language),
        owner=getattr(contract.owner, language),
        receipt=receipt,
        last=last,
        broken=sorted(receipt.broken, key=lambda check: (-check.rows, check.id)),
        drift=drift,
        change=_change(receipt, last),
        notable=NOTABLE_CHANGE,
        fresh_until=fresh_until(contract, receipt.received_on),
        number=lambda value: f"{value:,}".replace(",", "\u202f"),
        percent=lambda share: f"{100 * share:.2f}\u00a0%",
    )


def fresh_until(contract: Contract, received_on: date) -> date:
    """The day after which the register counts as stale."""
    return received_on + timedelta(days=contract.freshness_days)


def _change(receipt: Receipt, last: Receipt | None) -> float | None:
    """Growth of the number of rows since the last delivery, as a share; NULL without a last one."""
    return (receipt.received - last.received) / last.received if last and last.received else None


@cache
def _template() -> Template:
    pages = Environment(
        loader=PackageLoader("familymap.registers", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return pages.get_template("quality.html")
