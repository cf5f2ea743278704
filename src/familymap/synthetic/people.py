"""From an order (people, seed, date) to the truth tables of a made-up country's people."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.steps import PlannedStep, Step, plan
from familymap.synthetic import births, families, guardianship, homes, kin, persons, units
from familymap.synthetic.country import Country
from familymap.synthetic.drawing import write_drawing_tables
from familymap.synthetic.names import write_name_tables
from familymap.synthetic.parameters import Parameters, declared
from familymap.synthetic.places import write_places

Progress = Callable[[str, int, int], None]
"""Told the name of the step that begins, how many are done, and how many there are."""

AS_OF = date(2026, 1, 1)
"""Reference date of the made-up country unless another is asked for."""

DRAFT_STEPS: Sequence[Step] = (
    units.unit_start,
    units.unit_bond,
    units.unit_draft,
    births.child_draft,
    births.unit_run,
)

PEOPLE_STEPS: Sequence[Step] = (
    *DRAFT_STEPS,
    births.unit,
    births.child,
    kin.parentage,
    kin.unit_kin,
    kin.other_father,
    kin.unit_line,
    homes.unit_guest,
    homes.unit_aged,
    homes.unit_home,
    homes.unit_move,
    homes.dwelling,
    guardianship.ward,
    persons.unit_story,
    persons.kin_person,
    persons.person_serial,
    persons.person,
    guardianship.guardianship,
    families.marriage,
    families.family_need,
    families.family,
)

TRUTH_TABLES = ("settlement", "person", "marriage", "guardianship", "dwelling", "family")


def country_order(people: int, seed: int, as_of: date = AS_OF, country_name: str = "kazakhstan") -> Country:
    """The order for a made-up country with the figures its declarations give."""
    return Country(
        people=people,
        seed=seed,
        as_of=as_of,
        parameters=Parameters.load(country_name, "synthetic/people.yaml"),
        regions=declared(country_name, "places/regions.yaml")["regions"],
    )


def write_people(
    engine: DuckDBEngine,
    target: Path,
    country: Country,
    progress: Progress = lambda name, done, of: None,
    country_name: str = "kazakhstan",
) -> dict[str, int]:
    """Write settlement, person, marriage, guardianship, dwelling and family to `target`; gives rows by table.

    Intermediate tables lie beside them while it works and are gone afterwards. Equal orders give equal bytes.
    """
    work = target / ".people"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    write_places(country, country_name, target)
    names = write_name_tables(country, country_name, work)
    found = _people_per_draft(engine, country, target, work)
    given = (
        names
        | write_drawing_tables(country, target, work, found)
        | {"settlement": target / "settlement.parquet"}
    )
    planned = _planned(engine, PEOPLE_STEPS, given, country)
    rows = {}
    for done, step in enumerate(planned):
        progress(step.name, done, len(planned))
        folder = target if step.name in TRUTH_TABLES else work
        rows[step.name] = engine.carry_out(step, folder / f"{step.name}.parquet")
    shutil.rmtree(work)
    return {name: count for name, count in rows.items() if name in TRUTH_TABLES}


def _people_per_draft(engine: DuckDBEngine, country: Country, places: Path, work: Path) -> dict[int, float]:
    """How many living people a drafted unit of each stratum brings, from a trial of some units."""
    given = write_drawing_tables(country, places, work)
    for step in _planned(engine, DRAFT_STEPS, given, country):
        engine.carry_out(step, work / f"{step.name}.parquet")
    return dict(
        engine.rows(
            """select s.stratum_no, sum(r.living) / any_value(s.candidates)
               from stratum s join unit_run r on r.stratum_no = s.stratum_no group by s.stratum_no order by
               s.stratum_no"""
        )
    )


def _planned(
    engine: DuckDBEngine, steps: Sequence[Step], given: Mapping[str, Path], country: Country
) -> list[PlannedStep]:
    for table, file in given.items():
        engine.offer(table, [file])
    return plan(steps, set(given), {"country": country})
