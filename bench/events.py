"""One family at once, measured: milliseconds from an event to new answers, and events per second in one call.

    python -m bench.events STORE [RUN]

STORE is a store with a run of today's rules (`familymap run`); the index is built first if it is not there.
The events are random, of every kind in equal numbers, about people who have nothing to do with one another.
"""

import random
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from familymap import country
from familymap.engine.store import RunStore
from familymap.events.desk import Desk, open_desk
from familymap.events.event import Event
from familymap.events.index import index_folder
from tests.events.made_up import MadeUp

EVENTS = 1_000
SEED = 1
show = Console(width=110)


def timed(desk: Desk, events: Sequence[Event]) -> tuple[float, int]:
    """Seconds for these events in one call, and how many families they touched."""
    begun = time.perf_counter()
    result = desk.answer(events)
    return time.perf_counter() - begun, len(result.families)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def made_up(desk: Desk) -> list[Event]:
    """Random events that are entered, each about other people."""
    source = MadeUp(desk, SEED, close=0.0)
    kinds = list(source.kinds)
    found: list[Event] = []
    while len(found) < EVENTS:
        event = source.event(kinds[len(found) % len(kinds)])
        if desk.answer([event]).entered[0].refused is None:
            found.append(event)
    random.Random(SEED).shuffle(found)
    return found


def report(desk: Desk, events: Sequence[Event]) -> None:
    """One by one and all at once, as tables."""
    one_by_one = [(event.kind, *timed(desk, [event])) for event in events]
    table = Table(title="One event a call", box=None)
    for column in ("kind", ">events", ">p50 ms", ">p95 ms", ">longest ms", ">families, on average"):
        table.add_column(column.removeprefix(">"), justify="right" if column.startswith(">") else "left")
    for kind in [*sorted({kind for kind, *_ in one_by_one}), "all"]:
        mine = [(seconds * 1000, families) for name, seconds, families in one_by_one if kind in (name, "all")]
        times = [ms for ms, _ in mine]
        table.add_row(
            kind,
            f"{len(mine):,}",
            f"{median(times):.1f}",
            f"{percentile(times, 0.95):.1f}",
            f"{max(times):.1f}",
            f"{sum(families for _, families in mine) / len(mine):.1f}",
        )
    show.print(table)
    seconds, families = timed(desk, events)
    alone = sum(seconds for _, seconds, _ in one_by_one)
    show.print(
        f"{len(events):,} events in one call: {seconds:.2f} s, {len(events) / seconds:,.0f} a second, "
        f"{families:,} families touched; one by one they took {alone:.2f} s"
    )


def main() -> None:
    """Measure on the store that was typed."""
    store = Path(sys.argv[1])
    runs = RunStore(store)
    run = runs.open(sys.argv[2]) if len(sys.argv) > 2 else runs.latest()
    declared = country.load(run.manifest["country"])
    received_on = date.fromisoformat(max(run.manifest["as_of"], run.manifest["known_at"])) + timedelta(days=1)
    there = index_folder(store, run).exists()
    begun = time.perf_counter()
    desk = open_desk(store, run, declared, received_on, memory_gb=9.0)
    opened = time.perf_counter() - begun
    size = sum(file.stat().st_size for file in index_folder(store, run).rglob("*.*"))
    people = desk.index.crowd.people
    what = "opened" if there else "built and opened"
    show.print(f"{people:,} people; index {what} in {opened:.1f} s, {size / 2**20:,.0f} MB")
    report(desk, made_up(desk))


if __name__ == "__main__":
    main()
