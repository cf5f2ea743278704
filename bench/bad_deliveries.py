"""Bad deliveries and what is said of each: `python -m bench.bad_deliveries [kk|ru|en]`."""

import sys
import tempfile
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from familymap.registers.bad_delivery import BadDelivery
from familymap.registers.contract import load_contracts
from familymap.registers.deliveries import deliveries
from familymap.registers.receive import receive
from tests.registers import bad_deliveries
from tests.registers.made_up import RECEIVED_ON

CONTRACTS = load_contracts(Path(bad_deliveries.__file__).parent / "contracts")


def answer(case: bad_deliveries.BadFile, folder: Path, language: str) -> tuple[str, str]:
    """Received = accepted + quarantined (or that nothing was kept), and the message."""
    try:
        source = case.write(folder)
        receipt = receive(CONTRACTS["people"], str(source), folder, RECEIVED_ON, CONTRACTS, language)
    except BadDelivery as refusal:
        kept = deliveries(folder, "people")
        return f"refused, {len(kept)} kept", refusal.text(language)
    [delivery] = deliveries(folder, "people")
    rows = duckdb.execute(
        f"""select row_number, "column", text_{language} from '{delivery.quarantine}' order by row_number"""
    ).fetchall()
    told = "\n".join(f"{source.name}, {number}, {column or '—'}: {text}" for number, column, text in rows)
    balance = f"{receipt.received} = {receipt.accepted} + {receipt.quarantined}"
    if receipt.received != receipt.accepted + receipt.quarantined or receipt.quarantined != len(rows):
        raise SystemExit(f"{case.name}: {balance}, but {len(rows)} rows are in quarantine.")
    return balance, told


def main() -> None:
    """Print every case with its balance and its message."""
    language = sys.argv[1] if len(sys.argv) > 1 else "en"
    table = Table(
        "case", "received = accepted + quarantined", "message", title="Bad deliveries", show_lines=True
    )
    for case in bad_deliveries.CASES:
        with tempfile.TemporaryDirectory() as folder:
            table.add_row(case.name, *answer(case, Path(folder), language))
    Console(width=150).print(table)


if __name__ == "__main__":
    main()
