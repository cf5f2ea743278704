"""A whole made-up country in one folder: truth, the delivery of every register, and what it was made from."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.store import write_whole
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
    shutil.rmtree(target, ignore_errors=True)
    truth, work = target / "truth", target / "work"
    work.mkdir(parents=True)
    engine = DuckDBEngine(target / "spill", memory_gb, threads)
    try:
        order = country_order(people, seed, as_of, country_name)
        write_people(engine, truth, order, _stride(progress, 0), country_name)
        delivery = Delivery(seed, as_of, load_register_parameters(country_name))
        write_circumstances(engine, delivery, truth, work, _stride(progress, 1))
        write_deliveries(engine, delivery, target / "deliveries", truth, _stride(progress, 2))
    finally:
        engine.close()
        shutil.rmtree(work, ignore_errors=True)
    facts = {"people": people, "seed": seed, "as_of": as_of.isoformat(), "country": country_name}
    write_whole(target / "country.json", json.dumps(facts, indent=2))


def country_facts(folder: Path) -> dict[str, Any]:
    """What a made-up country was made from: people, seed, as_of, country."""
    return dict(json.loads((folder / "country.json").read_text(encoding="utf-8")))


def _stride(progress: Progress, number: int) -> Progress:
    """Progress of one stride in hundredths of the whole."""

    def tell(part: str, done: int, total: int) -> None:
        progress(part, round(100 * (number + done / max(total, 1)) / STRIDES), 100)

    return tell
