"""Every step of a run measured: seconds, rows per second, peak memory, and two ratios.

«× plain» is to DuckDB doing nothing but reading the columns the step names and writing the table it writes;
«× sealed» is the same where tables that do not stay in the run are neither read nor written.

    python -m bench.steps 200000 2000000 20000000

The country, its store and the tables grow below build/bench and are removed at the end.
"""

import re
import shutil
import sys
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from familymap import country, pipeline
from familymap.engine.duckdb_engine import DuckDBEngine, quoted
from familymap.engine.steps import PlannedStep
from familymap.families.steps import FAMILY_STEPS
from familymap.measures.assessment import assessment_steps
from familymap.people.steps import people_steps
from familymap.portrait.steps import portrait_steps
from familymap.registers import deliveries
from familymap.registers.receive import FILE_KINDS, receive
from familymap.rulebook import rules_on
from familymap.synthetic.making import make_country
from familymap.wellbeing.steps import wellbeing_steps

AS_OF = date(2026, 1, 1)
MEMORY_GB = 9.0
THREADS = 2
ROOT = Path("build/bench")
RESTING = "needs"
"""The room of a step that none of the rooms before it names."""

TOGETHER = {
    "who is who": ("people", "families"),
    "who needs what": ("portrait", "wellbeing", "measures", RESTING),
}
"""Rooms that are also totalled together."""

show = Console(width=120)


@dataclass(frozen=True)
class Measured:
    """One step: rows written, seconds, peak of the process meanwhile, seconds of the plain engine.

    `sealed_seconds` are those of the plain engine without tables that do not stay in the run.
    """

    room: str
    step: str
    rows: int
    seconds: float
    peak_mb: int
    plain_seconds: float | None = None
    sealed_seconds: float | None = None


def watched(work: Callable[[], int]) -> tuple[int, float, int]:
    """Rows, seconds, and the peak memory (MB) of this process while `work` ran."""
    Path("/proc/self/clear_refs").write_text("5")
    begun = time.perf_counter()
    rows = work()
    seconds = time.perf_counter() - begun
    status = Path("/proc/self/status").read_text()
    peak = re.search(r"VmHWM:\s+(\d+)", status)
    return rows, seconds, int(peak.group(1)) // 1024 if peak else 0


def measure_synthesis(people: int, target: Path) -> Measured:
    def work() -> int:
        make_country(target, people, 1, AS_OF, MEMORY_GB, THREADS, lambda *_: None)
        return people

    rows, seconds, peak = watched(work)
    return Measured("synthetic", "the whole country", rows, seconds, peak)


def measure_receiving(delivered: Path, store: Path) -> Iterable[Measured]:
    contracts = country.load().contracts
    for file in sorted(path for path in delivered.iterdir() if path.name.endswith(FILE_KINDS)):
        name = file.name.split(".")[0]
        rows, seconds, peak = watched(
            lambda file=file, name=name: (
                receive(
                    contracts[name], str(file), store, AS_OF, contracts, memory_gb=MEMORY_GB, threads=THREADS
                ).received
            )
        )
        plain = plain_copy(file)
        yield Measured("registers", name, rows, seconds, peak, plain, plain)


def plain_copy(file: Path) -> float | None:
    """Seconds of DuckDB reading a delivered file and writing it as Parquet, nothing checked.

    None where DuckDB alone cannot read the file (CP1251).
    """
    with duckdb.connect(config={"threads": THREADS, "memory_limit": f"{int(MEMORY_GB * 1000)}MB"}) as plain:
        if file.suffix == ".parquet":
            source = f"read_parquet({quoted(file)})"
        else:
            source = f"read_csv({quoted(file)}, all_varchar = true)"
        target = ROOT / "plain.parquet"
        begun = time.perf_counter()
        try:
            plain.execute(
                f"copy (select * from {source}) to {quoted(target)} (format parquet, compression zstd)"
            )
        except duckdb.InvalidInputException:
            return None
        return time.perf_counter() - begun


def measure_run(store: Path, work: Path) -> Iterable[Measured]:
    land = country.load()
    order = pipeline.run_order(store, land, AS_OF, AS_OF, {})
    rooms = rooms_of_steps(land)
    passing = {planned.name for planned in order.planned if not planned.sealed}
    engine = DuckDBEngine(work / "spill", MEMORY_GB, THREADS)
    for table, files in order.inputs.items():
        engine.offer(table, files)
    for table, columns in order.empty_inputs.items():
        engine.offer_empty(table, columns)
    for planned in order.planned:
        target = work / f"{planned.name}.parquet"
        rows, seconds, peak = watched(
            lambda planned=planned, target=target: engine.carry_out(planned, target)
        )
        reading, writing = plain_reading(engine, planned), plain_writing(engine, planned)
        yield Measured(
            rooms.get(planned.name, RESTING),
            planned.name,
            rows,
            seconds,
            peak,
            sum(reading.values()) + writing,
            sum(reading[table] for table in reading if table not in passing) + writing * planned.sealed,
        )
    engine.close()


def rooms_of_steps(land: country.Country) -> dict[str, str]:
    """The room of each step, in the order of the rooms."""
    rules = rules_on(land, AS_OF)
    rooms = {
        "people": [*deliveries.steps(land.contracts), *people_steps(land.contracts, land.linkage)],
        "families": FAMILY_STEPS,
        "portrait": portrait_steps(rules, ()),
        "wellbeing": wellbeing_steps(land.methods.values()),
        "measures": assessment_steps(rules),
    }
    return {step.name: room for room, steps in rooms.items() for step in steps}


def plain_reading(engine: DuckDBEngine, planned: PlannedStep) -> dict[str, float]:
    """Seconds of reading, from each table the step reads, the columns that its text names."""
    named = set(re.findall(r"\w+", planned.sql))
    seconds = {}
    for table in planned.reads:
        columns = [row[0] for row in engine.rows(f"describe {table}") if row[0] in named]
        read = ", ".join(f"max({column})" for column in columns) or "count(*)"
        begun = time.perf_counter()
        engine.rows(f"select {read} from {table}")
        seconds[table] = time.perf_counter() - begun
    return seconds


def plain_writing(engine: DuckDBEngine, planned: PlannedStep) -> float:
    """Seconds of writing the step's finished table once more."""
    target = ROOT / "plain.parquet"
    begun = time.perf_counter()
    compression = "zstd" if planned.sealed else "lz4"
    engine.rows(
        f"copy (select * from {planned.name}) to {quoted(target)} (format parquet, compression {compression})"
    )
    return time.perf_counter() - begun


def report(people: int, measured: Sequence[Measured]) -> None:
    table = Table(title=f"{people:,} people, {THREADS} threads, {MEMORY_GB:g} GB for the engine", box=None)
    for column in ("room", "step"):
        table.add_column(column)
    for column in ("rows", "seconds", "rows/s", "peak MB", "× plain", "× sealed"):
        table.add_column(column, justify="right")
    for one in [*measured, *totals(measured)]:
        table.add_row(
            one.room,
            one.step,
            f"{one.rows:,}",
            f"{one.seconds:.2f}",
            f"{one.rows / max(one.seconds, 1e-9):,.0f}",
            f"{one.peak_mb:,}",
            ratio(one.seconds, one.plain_seconds),
            ratio(one.seconds, one.sealed_seconds),
        )
    show.print(table)


def ratio(seconds: float, plain: float | None) -> str:
    return f"{seconds / plain:.1f}" if plain else ""


def totals(measured: Sequence[Measured]) -> Iterable[Measured]:
    """Each room, the rooms that belong together, and everything."""
    rooms = list(dict.fromkeys(one.room for one in measured))
    together: Mapping[str, Collection[str]] = {**{room: (room,) for room in rooms}, **TOGETHER, "all": rooms}
    for name, parts in together.items():
        if mine := [one for one in measured if one.room in parts]:
            yield Measured(
                name,
                "TOTAL",
                sum(one.rows for one in mine),
                sum(one.seconds for one in mine),
                max(one.peak_mb for one in mine),
                plain_total([(one.plain_seconds, one) for one in mine]),
                plain_total([(one.sealed_seconds, one) for one in mine]),
            )


def plain_total(plain: Sequence[tuple[float | None, Measured]]) -> float | None:
    """None with the made-up country in it; the step's own seconds where plain ones are not known."""
    if any(one.room == "synthetic" for _, one in plain):
        return None
    return sum(one.seconds if seconds is None else seconds for seconds, one in plain)


def bench(people: int) -> float:
    shutil.rmtree(ROOT, ignore_errors=True)
    (ROOT / "tables").mkdir(parents=True)
    measured = [measure_synthesis(people, ROOT / "country")]
    show.print(f"… {people:,}: country made in {measured[0].seconds:.0f} s")
    delivered = ROOT / "country" / "deliveries" / AS_OF.isoformat()
    measured += measure_receiving(delivered, ROOT / "store")
    show.print(f"… {people:,}: received")
    measured += measure_run(ROOT / "store", ROOT / "tables")
    report(people, measured)
    shutil.rmtree(ROOT)
    return sum(one.seconds for one in measured)


def main() -> None:
    """Bench the sizes that were typed; growth between neighbouring sizes at the end."""
    sizes = sorted(int(size) for size in sys.argv[1:] or ["200000"])
    seconds = {people: bench(people) for people in sizes}
    for smaller, larger in pairwise(sizes):
        growth = seconds[larger] / seconds[smaller]
        show.print(f"from {smaller:,} to {larger:,} people: {growth:.1f} times the seconds")


if __name__ == "__main__":
    main()
