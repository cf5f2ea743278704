"""A sealed run and the register rows it was made from, opened for reading."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from familymap import country
from familymap.cli.options import WrongUse
from familymap.country import Country
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.steps import plan
from familymap.engine.store import RunStore, SealedRun, StoreError
from familymap.registers import deliveries


@contextmanager
def opened(store: Path, run_id: str | None) -> Iterator[tuple[DuckDBEngine, SealedRun, Country]]:
    """An engine on which the tables of a run (the newest if none is named) and its registers are offered."""
    run = found_run(store, run_id)
    declared = country.load(run.manifest["country"])
    with TemporaryDirectory() as spill:
        engine = DuckDBEngine(Path(spill))
        _offer_registers(engine, store, run, declared)
        for name in run.manifest["tables"]:
            path = run.table(name)
            engine.offer(name, [path / "*.parquet"] if path.is_dir() else [path])
        try:
            yield engine, run, declared
        finally:
            engine.close()


def found_run(store: Path, run_id: str | None) -> SealedRun:
    """The run whose id begins so, or the newest. Raises WrongUse for a run that is not there."""
    runs = RunStore(store)
    if run_id is None:
        return runs.latest()
    try:
        return runs.open(run_id)
    except StoreError as trouble:
        raise WrongUse(str(trouble)) from None


def _offer_registers(engine: DuckDBEngine, store: Path, run: SealedRun, declared: Country) -> None:
    """The registers as the run read them: snapshots as they are, events with the newest row for each key."""
    for contract in declared.contracts.values():
        files = [store / entry["file"] for entry in run.manifest["inputs"].get(contract.table, [])]
        if gone := [file for file in files if not file.exists()]:
            raise StoreError(
                f"The run {run.run_id} was made from {gone[0]}, which is no longer in the store."
            )
        if files:
            engine.offer(contract.table, files)
        else:
            engine.offer_empty(contract.table, contract.accepted_types)
    tables = {contract.table for contract in declared.contracts.values()}
    for newest in plan(deliveries.steps(declared.contracts), tables, {}):
        engine.view(newest)
