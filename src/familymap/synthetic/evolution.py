"""The same country some months later: who died, parted, married, was born, moved.

Everybody keeps their number; newborns get the next free ones. Nothing of the past is written anew: the tables
of the earlier date are read, the events are drawn, and the tables of the later date follow from both.
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.steps import Step, plan
from familymap.synthetic import events, families, later
from familymap.synthetic.country import Country
from familymap.synthetic.names import write_name_tables
from familymap.synthetic.people import TRUTH_TABLES

EVOLUTION_STEPS: Sequence[Step] = (
    events.living,
    events.month_death,
    events.month_divorce,
    events.month_wedding,
    events.month_birth,
    events.month_move,
    later.new_home,
    later.newborn,
    later.person,
    later.marriage,
    later.dwelling,
    later.guardianship,
    families.family_need,
    families.family,
)


def months_later(day: date, months: int) -> date:
    """The same day of the month, some months on (the 28th at most)."""
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, min(day.day, 28))


def evolve_people(
    engine: DuckDBEngine,
    previous: Path,
    target: Path,
    country: Country,
    months: int = 1,
    progress: Callable[[str, int, int], None] = lambda name, done, of: None,
    country_name: str = "kazakhstan",
) -> Country:
    """Write to `target` the truth tables of `previous` some months later; gives the country of the later
    date.

    `country` is the order of the earlier date: its as_of is the date of `previous`.
    """
    work = target / ".people"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    after = replace(country, as_of=months_later(country.as_of, months))
    given = write_name_tables(country, country_name, work)
    given |= {f"old_{table}": previous / f"{table}.parquet" for table in TRUTH_TABLES if table != "family"}
    for name in ("settlement.parquet", "boundaries.geojson"):
        shutil.copyfile(previous / name, target / name)
    given["settlement"] = target / "settlement.parquet"
    for table, file in given.items():
        engine.offer(table, [file])
    planned = plan(EVOLUTION_STEPS, set(given), {"country": after, "before": country})
    for done, step in enumerate(planned):
        progress(step.name, done, len(planned))
        folder = target if step.name in TRUTH_TABLES else work
        engine.carry_out(step, folder / f"{step.name}.parquet")
    shutil.rmtree(work)
    return after
