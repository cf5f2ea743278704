"""A made-up country whose people and families are drawn once, for tests that look at every family of it."""

import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from familymap import country, pipeline
from familymap.engine.base import Engine
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.run import RunOrder
from familymap.engine.steps import PlannedStep
from familymap.registers.receive import receive_folder
from familymap.rulebook import rules_on
from familymap.rules.catalogue import Catalogue
from familymap.synthetic.making import make_country
from familymap.synthetic.people import AS_OF

DECLARED = country.load()
PORTRAIT = ("portrait_person", "portrait_family", "portrait_household")
ASSESSMENT = ("assessment_person", "assessment_family", "assessment_household", "entitlement")


def received_country(folder: Path, people: int, seed: int) -> Path:
    """A store in which every register of a made-up country was received."""
    make_country(folder / "country", people, seed, AS_OF, 1, 2, lambda *_: None)
    delivered = folder / "country" / "deliveries" / str(AS_OF)
    receipts, refused = receive_folder(delivered, folder / "store", DECLARED.contracts, AS_OF)
    assert refused == []
    assert len(receipts) == len(DECLARED.contracts)
    return folder / "store"


@dataclass(frozen=True)
class Drawn:
    """A store, the order of its run, and the folder that holds the tables of the run, inner ones too."""

    store: Path
    order: RunOrder
    folder: Path

    @cached_property
    def made(self) -> Catalogue:
        """The rules of the run."""
        return rules_on(DECLARED, self.order.as_of)

    def files(self, tables: Collection[str]) -> dict[str, Sequence[Path]]:
        """Where these tables are: worked out, or delivered."""
        return {
            name: self.order.inputs.get(name, [self.folder / f"{name}.parquet"])
            for name in tables
            if name not in self.order.empty_inputs
        }


def draw(store: Path, folder: Path, as_of: date = AS_OF) -> Drawn:
    """Everything up to the assessment, every table kept."""
    drawn = Drawn(store, pipeline.run_order(store, DECLARED, as_of, AS_OF, {}), folder)
    with engine_in(folder) as engine:
        carry_out(engine, drawn.order, folder, ASSESSMENT)
    return drawn


@contextmanager
def engine_in(folder: Path) -> Iterator[DuckDBEngine]:
    """The embedded engine, closed at the end."""
    engine = DuckDBEngine(folder / "spill", 1)
    try:
        yield engine
    finally:
        engine.close()


def carry_out(
    engine: Engine,
    order: RunOrder,
    folder: Path,
    wanted: Collection[str],
    there: Mapping[str, Sequence[Path]] | None = None,
) -> None:
    """Every step that the wanted tables stand on into the folder; those that are `there` already are read."""
    folder.mkdir(parents=True, exist_ok=True)
    work = stands_on(order.planned, wanted, there or {})
    done = {step.name for step in work}
    asked = {name for step in work for name in step.reads} - done
    for name in sorted(asked):
        if name in (there or {}):
            engine.offer(name, (there or {})[name])
        elif name in order.inputs:
            engine.offer(name, order.inputs[name])
        else:
            engine.offer_empty(name, order.empty_inputs[name])
    for step in work:
        engine.carry_out(step, folder / f"{step.name}.parquet")


def stands_on(
    planned: Sequence[PlannedStep], wanted: Collection[str], there: Collection[str] = ()
) -> list[PlannedStep]:
    """The steps to these tables in their order, without going behind what is there."""
    by_name = {step.name: step for step in planned}
    needed: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name in by_name and name not in needed and name not in there:
            needed.add(name)
            waiting += by_name[name].reads
    return [step for step in planned if step.name in needed]


def without(drawn: Drawn, register: str, folder: Path) -> RunOrder:
    """The order of the same run where this register sent nothing, carried on from the run with everything."""
    store = folder / "store"
    shutil.copytree(
        drawn.store / "registers",
        store / "registers",
        ignore=lambda path, names: [register] if Path(path).name == "registers" else [],
    )
    order = pipeline.run_order(store, DECLARED, drawn.order.as_of, drawn.order.known_at, {})
    carried_on = {
        name: [drawn.folder / f"{name.removeprefix(pipeline.PREVIOUS)}.parquet"]
        for name in order.empty_inputs
        if name.startswith(pipeline.PREVIOUS)
    }
    empty = {name: columns for name, columns in order.empty_inputs.items() if name not in carried_on}
    return replace(order, inputs={**order.inputs, **carried_on}, empty_inputs=empty)
