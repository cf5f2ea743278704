"""The index of a sealed run: its people, families and register rows, each found by number in microseconds.

Built once from a run, beside the runs in the store. It holds copies only; losing it loses nothing.
"""

import fcntl
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from familymap.country import Country
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.steps import plan
from familymap.engine.store import SealedRun, StoreError, write_whole
from familymap.events.columns import Table, open_tables, write_table
from familymap.events.layout import Layout
from familymap.events.likeness_index import LIKENESS_TABLES, Crowd, Made, crowd, likeness_tables
from familymap.people.steps import optional_inputs
from familymap.portrait.base import FAMILY_FACTS, HOUSEHOLD_FACTS, PERSON_FACTS
from familymap.registers import deliveries

VERSION = 1
"""Raised when an index of before can no longer be read."""
CONTENTS = "index.json"
PERSON = ("person_id", "iin", "surname", "given_name", "patronymic", "birth_date", "sex", "kato",
          "death_date", "spine_register", "spine_key")  # fmt: skip
SPINE = ("citizenship", "registered_on")
"""What the base facts take from a person's own record in the population register."""
MEMBERSHIP = ("family_id", "role", "rule", "via_person_id", "via_register", "via_key", "since", "candidates")

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Index:
    """The tables of an index.

    `received` are the registers of which the run had rows, `missing` those of which nothing was delivered.
    """

    run_id: str
    as_of: date
    crowd: Crowd
    received: frozenset[str]
    missing: frozenset[str]
    tables: Mapping[str, Table]

    def table(self, name: str) -> Table:
        """One table by name."""
        return self.tables[name]


def rows_table(register: str, role: str) -> str:
    """The table of a register's rows by the person they name in a role."""
    return f"rows_{register}_{role}"


def keys_table(register: str) -> str:
    """The table of a register's keys."""
    return f"keys_{register}"


def index_folder(store: Path, run: SealedRun) -> Path:
    """Where the index of a run lies."""
    return store / "events" / run.run_id


def opened_index(
    store: Path,
    run: SealedRun,
    layout: Layout,
    progress: Progress = lambda *_: None,
    memory_gb: float = 4.0,
    threads: int = 2,
) -> Index:
    """The index of a run; built if it is not there. Raises StoreError when the rules changed meanwhile."""
    today = layout.country.rules_version
    if run.manifest["rules_version"] != today:
        raise StoreError(
            f"The run {run.run_id} was made by the rules {run.manifest['rules_version']}, "
            f"those of today are {today}: make a new run with «familymap run»."
        )
    folder = index_folder(store, run)
    contents = folder / CONTENTS
    if not contents.exists() or json.loads(contents.read_text(encoding="utf-8"))["version"] != VERSION:
        build_index(store, run, layout, progress, memory_gb, threads)
    told = json.loads(contents.read_text(encoding="utf-8"))
    return Index(
        run.run_id,
        _day(run),
        Crowd(**told["crowd"]),
        frozenset(told["received"]),
        frozenset(run.manifest["registers_missing"]),
        open_tables(folder),
    )


def build_index(
    store: Path, run: SealedRun, layout: Layout, progress: Progress, memory_gb: float, threads: int
) -> None:
    """Write the index of a run; it appears when it is whole, and those of other runs go: they are big."""
    folder = index_folder(store, run)
    growing = folder.with_name(f".{run.run_id}.partial")
    with _building(folder.parent):
        shutil.rmtree(growing, ignore_errors=True)
        growing.mkdir()
        told = _written(store, run, layout, growing, progress, memory_gb, threads)
        write_whole(growing / CONTENTS, json.dumps(told, indent=2))
        shutil.rmtree(folder, ignore_errors=True)
        growing.rename(folder)
        for other in folder.parent.iterdir():
            if other.is_dir() and other != folder:
                shutil.rmtree(other)


@contextmanager
def _building(folder: Path) -> Iterator[None]:
    """Only one process builds an index at a time; the lock goes with the process, however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StoreError(
                f"Another process is building an index in {folder}. Wait until it has ended."
            ) from None
        yield


def _written(
    store: Path,
    run: SealedRun,
    layout: Layout,
    folder: Path,
    progress: Progress,
    memory_gb: float,
    threads: int,
) -> dict[str, Any]:
    """Write every table into the folder; what is to be told of the run beside them."""
    country = layout.country
    with TemporaryDirectory(dir=folder) as spill:
        engine = DuckDBEngine(Path(spill) / "spill", memory_gb, threads)
        engine.connection.execute("set preserve_insertion_order = false")
        try:
            _offer(engine, store, run, country)
            tables = [*_people_tables(), *_register_tables(layout)]
            likeness = likeness_tables(engine, country.contracts, country.linkage, _day(run))
            total = len(tables) + LIKENESS_TABLES
            for place, (name, sql, key) in enumerate(chain(tables, likeness)):
                progress(name, place, total)
                write_table(engine.connection, sql, key, folder / name)
            progress("", total, total)
            return {
                "version": VERSION,
                "run": run.run_id,
                "received": [name for name in country.contracts if _has_rows(engine, name)],
                "crowd": asdict(crowd(engine, country.contracts, country.linkage)),
            }
        finally:
            engine.close()


def _day(run: SealedRun) -> date:
    return date.fromisoformat(run.manifest["as_of"])


def _offer(engine: DuckDBEngine, store: Path, run: SealedRun, country: Country) -> None:
    """The tables of the run, the registers as it read them, and what it took over from the run before."""
    optional = optional_inputs(country.contracts, country.linkage)
    columns = {contract.table: contract.accepted_types for contract in country.contracts.values()}
    for name, types in {**columns, **optional}.items():
        files = [store / entry["file"] for entry in run.manifest["inputs"].get(name, [])]
        if gone := [file for file in files if not file.exists()]:
            raise StoreError(
                f"The run {run.run_id} was made from {gone[0]}, which is no longer in the store."
            )
        if files:
            engine.offer(name, files)
        else:
            engine.offer_empty(name, types)
    for newest in plan(deliveries.steps(country.contracts), set(columns), {}):
        engine.view(newest)
    for name in run.manifest["tables"]:
        path = run.table(name)
        engine.offer(name, [path / "*.parquet"] if path.is_dir() else [path])


def _has_rows(engine: DuckDBEngine, register: str) -> bool:
    return bool(engine.rows(f"select 1 from {register} limit 1"))


def _people_tables() -> list[Made]:
    """Persons, their memberships and base facts, families and households, each by its number."""
    record = ", ".join(f"p.{name}" for name in PERSON)
    spine = ", ".join(f"r.{name}" for name in SPINE)
    own = "p.spine_register = 'population' and r.record_no = p.spine_key"
    member = ", ".join(MEMBERSHIP)
    return [
        (
            "person",
            f"select {record}, {spine} from person as p left join population as r on {own}".replace(
                "p.iin,", "try_cast(p.iin as bigint) as iin,", 1
            ),
            "person_id",
        ),
        (
            "number",
            "select iin, person_id from (select try_cast(iin as bigint) as iin, person_id from person) as p "
            "where iin is not null",
            "iin",
        ),
        ("membership", f"select person_id, {member} from family_membership", "person_id"),
        (
            "base",
            f"select person_id, family_id, household_id, {', '.join(PERSON_FACTS)} from portrait_person",
            "person_id",
        ),
        (
            "family",
            f"select family_id, household_id, {', '.join(FAMILY_FACTS)} from portrait_family",
            "family_id",
        ),
        ("member", "select family_id, person_id from family_membership", "family_id"),
        (
            "household",
            f"select household_id, {', '.join(HOUSEHOLD_FACTS)} from portrait_household",
            "household_id",
        ),
        ("housemate", "select household_id, person_id from household_membership", "household_id"),
    ]


def _register_tables(layout: Layout) -> Iterator[Made]:
    """The rows of every register that is looked at, once for each role; who is named where; the keys."""
    for register, columns in layout.columns.items():
        roles, key = layout.roles(register), layout.country.contracts[register].key
        kept = "".join(f", {_stored(layout, register, column)} as {column}" for column in columns)
        others = "".join(f", named_{role}.person_id as person_{role}" for role in roles)
        joins = " ".join(
            f"left join {layout.link(register, role)} as named_{role} "
            f"on named_{role}.source_key = delivered.{key}"
            for role in roles
        )
        for role in roles:
            yield (
                rows_table(register, role),
                f"select named_{role}.person_id as person_id, delivered.{key} as row_key{kept}{others} "
                f"from {register} as delivered {joins} where named_{role}.person_id is not null",
                "person_id",
            )
    mentions = " union all ".join(
        f"select person_id, cast({bit} as bigint) as place from {layout.link(register, role)}"
        for (register, role), bit in layout.bits.items()
    )
    yield (
        "named",
        f"select person_id, bit_or(place) as places from ({mentions}) as mention "
        "where person_id is not null group by person_id",
        "person_id",
    )
    for register in layout.kinds.adding:
        key = layout.country.contracts[register].key
        yield keys_table(register), f"select {key} as row_key from {register}", "row_key"


def _stored(layout: Layout, register: str, column: str) -> str:
    """A register's column as rules hold it: numbers as whole multiples."""
    of = layout.made.registers[register].columns[column]
    if of.scale > 1:
        return f"cast(delivered.{column} * {of.scale} as bigint)"
    return f"cast(delivered.{column} as bigint)" if of.sql == "bigint" else f"delivered.{column}"
