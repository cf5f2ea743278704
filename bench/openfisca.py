"""Our engine beside OpenFisca: the same rules over the same files, equal answers, in one run.

    make bench-peers            or   python -m bench.openfisca 100000 1000000 5000000

Each row is a whole process: start, read Parquet, work out, write Parquet (or, for ten what-ifs, the totals of
each). The full catalogue is a law as wide as a country's: ten chapters with forty measures and two hundred
answers of conditions. The processes take turns, several rounds; shown are the quickest round and the highest
memory. Before the figures are shown, the answers are compared to the last tiyn.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from bench.peers.data import PERSONS, make_families
from bench.peers.measures import FULL_CATALOGUE, MEASURES

ROOT = Path("build/peers")
MEMORY_GB = 4.0
SMALL_MEMORY_GB = 1.0
ROUNDS = 3
PEERS = {
    "Family Map": "OpenFisca",
    "Family Map, 1 GB": "OpenFisca",
    "Family Map, full catalogue": "OpenFisca, full catalogue",
    "Family Map, ten what-ifs": "OpenFisca, ten what-ifs",
}
"""Our processes, each with the one it is measured against."""

show = Console(width=120)


@dataclass(frozen=True)
class Measured:
    """A whole process: seconds of the clock and of the processors, its highest memory, what it printed."""

    seconds: float
    cpu_seconds: float
    peak_mb: int
    said: str


def whole_process(module: str, *arguments: str) -> Measured:
    """Run `python -m module …` to its end. Raises CalledProcessError when it fails."""
    command = [sys.executable, "-m", module, *arguments]
    begun = time.perf_counter()
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert running.stdout
    said = running.stdout.read()
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)
    seconds = time.perf_counter() - begun
    return Measured(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, said)


def apart(work: Callable[..., None], *arguments: object) -> None:
    """Do it in a process of its own: the memory of whoever starts a process counts as that process's peak."""
    with ProcessPoolExecutor(1, get_context("spawn")) as processes:
        processes.submit(work, *arguments).result()


def compare(people: int) -> tuple[int, dict[str, Measured]]:
    """How many persons there were, and each process by what it did. Raises ValueError for unequal answers."""
    folder = ROOT / str(people)
    apart(make_families, folder, people)
    theirs, ours, capped, their_catalogue, our_catalogue = (
        str(folder / f"{name}.parquet")
        for name in ("theirs", "ours", "capped", "their_catalogue", "our_catalogue")
    )
    roomy, small = str(MEMORY_GB), str(SMALL_MEMORY_GB)
    processes = {
        "OpenFisca": ("theirs", "answers", theirs),
        "Family Map": ("ours", roomy, "answers", ours),
        "Family Map, 1 GB": ("ours", small, "answers", capped),
        "OpenFisca, full catalogue": ("theirs", "catalogue", their_catalogue),
        "Family Map, full catalogue": ("ours", roomy, "catalogue", our_catalogue),
        "OpenFisca, ten what-ifs": ("theirs", "what-ifs"),
        "Family Map, ten what-ifs": ("ours", roomy, "what-ifs"),
    }
    ran = [
        {
            name: whole_process(f"bench.peers.{side}", str(folder), *more)
            for name, (side, *more) in processes.items()
        }
        for _ in range(ROUNDS)
    ]
    apart(check_equal, theirs, ours, MEASURES)
    apart(check_equal, theirs, capped, MEASURES)
    apart(check_equal, their_catalogue, our_catalogue, FULL_CATALOGUE)
    if ran[0]["OpenFisca, ten what-ifs"].said != ran[0]["Family Map, ten what-ifs"].said:
        raise ValueError(f"The what-ifs differ: compare what both print for {folder}.")
    [(persons,)] = duckdb.sql(f"select count(*) from '{folder / PERSONS}.parquet'").fetchall()
    shutil.rmtree(folder)
    return persons, {name: best([one[name] for one in ran]) for name in processes}


def best(rounds: Sequence[Measured]) -> Measured:
    """The quickest round, with the highest memory of all."""
    return Measured(
        min(one.seconds for one in rounds),
        min(one.cpu_seconds for one in rounds),
        max(one.peak_mb for one in rounds),
        rounds[0].said,
    )


def check_equal(theirs: str, ours: str, measures: Iterable[str]) -> None:
    """Every family's every answer. Raises ValueError."""
    columns = ["family_id", "household_id"]
    for measure in measures:
        columns += [f"{measure}_due", f"{measure}_conditions"]
        columns.append(f"case when {measure}_due then {measure}_amount else 0 end")
    listed = ", ".join(columns)
    with duckdb.connect() as duck:
        duck.execute("set enable_progress_bar = false")
        for one, other in ((theirs, ours), (ours, theirs)):
            unlike = f"select {listed} from '{one}' except all select {listed} from '{other}'"
            [(different,)] = duck.execute(f"select count(*) from ({unlike})").fetchall()
            if different:
                raise ValueError(f"{different} families of {one} are answered otherwise in {other}.")


def report(results: Sequence[tuple[int, dict[str, Measured]]]) -> None:
    """One table; × is OpenFisca's figure as a multiple of ours."""
    table = Table(title=f"Whole processes, equal answers, 2 threads, the best of {ROUNDS} rounds", box=None)
    table.add_column("persons", justify="right")
    table.add_column("process")
    for column in ("seconds", "CPU seconds", "peak MB", "× seconds", "× CPU", "× memory"):
        table.add_column(column, justify="right")
    for persons, ran in results:
        for name, one in ran.items():
            row = [f"{persons:,}", name, f"{one.seconds:.1f}", f"{one.cpu_seconds:.1f}", f"{one.peak_mb:,}"]
            if name in PEERS:
                peer = ran[PEERS[name]]
                row += [
                    f"{peer.seconds / one.seconds:.1f}",
                    f"{peer.cpu_seconds / one.cpu_seconds:.1f}",
                    f"{peer.peak_mb / one.peak_mb:.1f}",
                ]
            table.add_row(*row)
    show.print(table)


def main() -> None:
    """Compare at the sizes that were typed."""
    sizes = sorted(int(size) for size in sys.argv[1:] or ["100000", "1000000", "5000000"])
    shutil.rmtree(ROOT, ignore_errors=True)
    report([compare(people) for people in sizes])
    shutil.rmtree(ROOT)


if __name__ == "__main__":
    main()
