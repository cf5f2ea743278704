"""`familymap receive` and `familymap quarantine`: what a data steward does with a delivery."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from familymap import country
from familymap.cli import options
from familymap.cli.progress import complain, following, say
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
    received_on: Annotated[datetime | None, typer.Option(formats=[options.DAY])] = None,
    lang: options.Language = "en",
    as_json: options.AsJson = False,
    memory: options.Memory = options.DEFAULT_MEMORY,
    threads: options.Threads = options.DEFAULT_THREADS,
) -> None:
    """Check a delivery and keep it: every row accepted, or in quarantine with its reason."""
    options.checked_language(lang)
    day = options.chosen_day(received_on)
    contracts = country.load().contracts
    if register == "all":
        if not Path(source).is_dir():
            raise options.wrong(f"«all» needs a folder with one file for each register; {source} is none.")
        with following("receiving") as tell:
            receipts, refused = receive_folder(
                Path(source), store, contracts, day, tell, lang, memory, threads
            )
    else:
        contract = known_contract(contracts, register)
        with following(f"receiving {register}"):
            receipts = [receive_one(contract, source, store, day, contracts, lang, memory, threads)]
        refused = []
    if as_json:
        typer.echo("[" + ",\n".join(receipt_text(receipt) for receipt in receipts) + "]")
    else:
        say.print(receipts_table(receipts, lang))
        if len(receipts) == 1:
            _tell_one(receipts[0], store, lang)
    tell_refused(refused, lang)
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
    options.checked_language(lang)
    contract = known_contract(country.load().contracts, register)
    there = deliveries(store, register)
    if not there:
        raise options.wrong(f"Nothing of «{register}» was received in {store}.")
    chosen = find_delivery(store, register, delivery) if delivery else there[-1]
    rows = export_quarantine(contract, chosen, target, lang)
    say.print(f"{rows:,} rows written to {target}. Repair them, then: familymap receive {register} {target}")


def known_contract(contracts: dict[str, Contract], register: str) -> Contract:
    """The contract of that name; wrong use if there is none."""
    if register not in contracts:
        raise options.wrong(f"There is no register «{register}». Registers: {', '.join(contracts)}.")
    return contracts[register]


def receipts_table(receipts: list[Receipt], language: str) -> Table:
    """One line for each delivery: what came, what was kept, and the commonest reason for the rest."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("register")
    for column in ("received", "accepted", "quarantined"):
        table.add_column(column, justify="right")
    table.add_column("most often because", style="dim", overflow="fold")
    for receipt in receipts:
        refused = [check for check in receipt.broken if check.level != "warn"]
        worst = max(refused, key=lambda check: check.rows, default=None)
        reason = f"{getattr(worst.text, language)} ({worst.rows:,})" if worst else ""
        table.add_row(
            receipt.register_name + (" (already here)" if receipt.already_here else ""),
            f"{receipt.received:,}",
            f"{receipt.accepted:,}",
            f"{receipt.quarantined:,}",
            reason,
        )
    return table


def _tell_one(receipt: Receipt, store: Path, language: str) -> None:
    for check in receipt.broken:
        text = getattr(check.text, language)
        say.print(f"  {check.level:<11} {check.rows:>9,}  {check.column}: {text}", highlight=False)
    page = store / "registers" / receipt.register_name / receipt.delivery_id / "quality.html"
    say.print(f"  Quality page: {page}", highlight=False)


def tell_refused(refused: list[BadDelivery], language: str) -> None:
    """Whole deliveries that were refused, one sentence each."""
    for trouble in refused:
        complain.print(f"[bold red]✗[/] {trouble.text(language)}", highlight=False, soft_wrap=True)
