"""`familymap receive` and `familymap quarantine`: what a data steward does with a delivery."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from familymap import country
from familymap.cli import options
from familymap.cli.progress import following
from familymap.cli.screen import path_line, refuse, say, table
from familymap.cli.wording import language, number, text
from familymap.registers.bad_delivery import BadDelivery
from familymap.registers.contract import Contract
from familymap.registers.deliveries import deliveries, find_delivery
from familymap.registers.quarantine import export_quarantine
from familymap.registers.receipt import Receipt, receipt_text
from familymap.registers.receive import receive as receive_one
from familymap.registers.receive import receive_folder


def receive(
    register: Annotated[str, typer.Argument(help="Name of the register, or «all» for a folder of files.")],
    source: Annotated[str, typer.Argument(help="CSV, Parquet, postgresql://…#schema.table, or a folder.")],
    store: options.Store = options.DEFAULT_STORE,
    received_on: Annotated[
        datetime | None, typer.Option(formats=[options.DAY], help="The day it came; today if not given.")
    ] = None,
    lang: options.Language = "en",
    as_json: options.AsJson = False,
    memory: options.Memory = options.DEFAULT_MEMORY,
    threads: options.Threads = options.DEFAULT_THREADS,
) -> None:
    """Check a delivery and keep it: every row accepted, or in quarantine with its reason."""
    day = options.chosen_day(received_on)
    contracts = country.load().contracts
    refused: list[BadDelivery] = []
    if register == "all":
        if not Path(source).is_dir():
            raise options.wrong(
                "«all» needs a folder with one file for each register; {source} is none.", source=source
            )
        with following(text("Receiving")) as tell:
            receipts, refused = receive_folder(
                Path(source), store, contracts, day, tell, lang, memory, threads
            )
    else:
        contract = known_contract(contracts, register)
        with following(text("Receiving")) as tell:
            tell(register, 0, 1)
            receipts = [receive_one(contract, source, store, day, contracts, lang, memory, threads)]
    if as_json:
        typer.echo("[" + ",\n".join(receipt_text(receipt) for receipt in receipts) + "]")
    else:
        tell_receipts(receipts)
        if register != "all":
            _tell_one(receipts[0], store)
    tell_refused(refused)
    if refused:
        raise typer.Exit(1)


def quarantine(
    register: Annotated[str, typer.Argument(help="Name of the register.")],
    target: Annotated[Path, typer.Argument(help="CSV file to write.")],
    delivery: Annotated[str | None, typer.Option(help="Id of the delivery; the newest if not given.")] = None,
    store: options.Store = options.DEFAULT_STORE,
    lang: options.Language = "en",
) -> None:
    """Write the quarantined rows of a delivery as CSV: repair them there and receive the file again."""
    contract = known_contract(country.load().contracts, register)
    there = deliveries(store, register)
    if not there:
        raise options.wrong(
            "Nothing of the register «{register}» was received in {store}.", register=register, store=store
        )
    chosen = find_delivery(store, register, delivery) if delivery else there[-1]
    rows = export_quarantine(contract, chosen, target, lang)
    path_line(text("Rows written: {rows}", rows=number(rows)), target)
    say.print(text("Repair them there; then: {command}", command=f"familymap receive {register} {target}"))


def known_contract(contracts: dict[str, Contract], register: str) -> Contract:
    """The contract of that name; wrong use if there is none."""
    if register not in contracts:
        raise options.wrong(
            "There is no register «{register}». Registers: {registers}.",
            register=register,
            registers=", ".join(contracts),
        )
    return contracts[register]


def tell_receipts(receipts: list[Receipt]) -> None:
    """What came, register by register, and that no row is lost."""
    say.print(receipts_table(receipts))
    if len(receipts) > 1:
        say.print()
        sums = {name: sum(getattr(one, name) for one in receipts) for name in SUMMED}
        told = {name: number(rows) for name, rows in sums.items()}
        say.print(text("received {received} = accepted {accepted} + quarantined {quarantined}", **told))
    known = [receipt.register_name for receipt in receipts if receipt.already_here]
    if known and len(known) == len(receipts):
        say.print(text("Everything was already here; nothing was received twice."))
    elif known:
        say.print(text("Already here, not received again: {registers}.", registers=", ".join(known)))


SUMMED = ("received", "accepted", "quarantined")


def receipts_table(receipts: list[Receipt]) -> Table:
    """One line for each delivery: what came, what was kept, and the commonest reason for the rest."""
    made = table("register", ">received", ">accepted", ">quarantined", "most often because")
    made.columns[-1].style = "dim"
    for receipt in receipts:
        refused = [check for check in receipt.broken if check.level != "warn"]
        worst = max(refused, key=lambda check: check.rows, default=None)
        reason = f"{getattr(worst.text, language())} ({number(worst.rows)})" if worst else ""
        counts = (number(getattr(receipt, name)) for name in SUMMED)
        made.add_row(receipt.register_name, *counts, reason)
    return made


def _tell_one(receipt: Receipt, store: Path) -> None:
    made = table("", ">", "")
    made.show_header = False
    for check in receipt.broken:
        reason = getattr(check.text, language())
        told = f"{check.column}: {reason}" if check.column else reason
        made.add_row(f"  {text(LEVELS[check.level])}", number(check.rows), told)
    if receipt.broken:
        say.print(made)
    page = store / "registers" / receipt.register_name / receipt.delivery_id / "quality.html"
    path_line(text("Quality page"), page)


LEVELS = {"stop": "stop", "quarantine": "quarantine", "warn": "warning"}
"""Level of a condition in a contract → its word."""


def tell_refused(refused: list[BadDelivery]) -> None:
    """Whole deliveries that were refused, one sentence each."""
    for trouble in refused:
        refuse(trouble.text(language()))
