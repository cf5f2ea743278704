"""A whole made-up country in one folder: truth, the delivery of every register, and what it was made from."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.store import write_whole
from familymap.synthetic.evolution import evolve_people
from familymap.synthetic.people import country_order, write_people
from familymap.synthetic.register_parameters import load_register_parameters
from familymap.synthetic.registers import Delivery, write_circumstances, write_deliveries

Progress = Callable[[str, int, int], None]
STRIDES = 3
"""People, circumstances, deliveries: each tells its own progress as a part of the whole."""


def make_country(
    target: Path,
    people: int,
    seed: int,
    as_of: date,
    memory_gb: float,
    threads: int,
    progress: Progress,
    country_name: str = "kazakhstan",
) -> None:
    """Write `truth/`, `deliveries/<as_of>/` and `country.json`; the last appears when everything is whole."""
    with _workplace(target, memory_gb, threads) as engine:
        order = country_order(people, seed, as_of, country_name)
        write_people(engine, target / "truth", order, _stride(progress, 0), country_name)
        delivery = Delivery(seed, as_of, load_register_parameters(country_name), begun=as_of)
        _deliver(engine, delivery, target, progress)
    _write_facts(target, people, delivery, country_name)


def next_month(previous: Path, target: Path, memory_gb: float, threads: int, progress: Progress) -> None:
    """Let a month pass in the country of the folder `previous`; `target` becomes the folder of the later one.

    Its delivery holds of the registers of events only what was passed on since the previous delivery, of the
    others everything. Its truth holds the rows of both.
    """
    facts = country_facts(previous)
    people, seed, country_name = facts["people"], facts["seed"], facts["country"]
    known_before = date.fromisoformat(facts["as_of"])
    with _workplace(target, memory_gb, threads) as engine:
        order = country_order(people, seed, known_before, country_name)
        later = evolve_people(
            engine,
            previous / "truth",
            target / "truth",
            order,
            progress=_stride(progress, 0),
            country_name=country_name,
        )
        delivery = Delivery(
            seed,
            later.as_of,
            load_register_parameters(country_name),
            begun=date.fromisoformat(facts["begun"]),
            known_before=known_before,
        )
        _deliver(engine, delivery, target, progress, previous / "truth")
    _write_facts(target, people, delivery, country_name)


def country_facts(folder: Path) -> dict[str, Any]:
    """What a country was made from: people, seed, as_of, begun (its first date), country."""
    return dict(json.loads((folder / "country.json").read_text(encoding="utf-8")))


@contextmanager
def _workplace(target: Path, memory_gb: float, threads: int) -> Iterator[DuckDBEngine]:
    """An empty folder with an engine; what is only for the work is gone afterwards."""
    shutil.rmtree(target, ignore_errors=True)
    (target / "truth").mkdir(parents=True)
    (target / "work").mkdir()
    engine = DuckDBEngine(target / "spill", memory_gb, threads)
    try:
        yield engine
    finally:
        engine.close()
        shutil.rmtree(target / "work", ignore_errors=True)


def _deliver(
    engine: DuckDBEngine,
    delivery: Delivery,
    target: Path,
    progress: Progress,
    earlier_truth: Path | None = None,
) -> None:
    truth, work = target / "truth", target / "work"
    write_circumstances(engine, delivery, truth, work, _stride(progress, 1))
    write_deliveries(
        engine, delivery, target / "deliveries", truth, work, _stride(progress, 2), earlier_truth
    )


def _write_facts(target: Path, people: int, delivery: Delivery, country_name: str) -> None:
    facts = {
        "people": people,
        "seed": delivery.seed,
        "as_of": delivery.as_of.isoformat(),
        "begun": delivery.begun.isoformat(),
        "register_parameters": delivery.parameters.version,
        "country": country_name,
    }
    write_whole(target / "country.json", json.dumps(facts, indent=2))


def _stride(progress: Progress, number: int) -> Progress:
    """Progress of one stride in hundredths of the whole."""

    def tell(part: str, done: int, total: int) -> None:
        progress(part, round(100 * (number + done / max(total, 1)) / STRIDES), 100)

    return tell
