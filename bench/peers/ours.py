"""Our side: the rules as steps of the embedded engine, from Parquet to Parquet.

python -m bench.peers.ours FOLDER MEMORY_GB answers TARGET
python -m bench.peers.ours FOLDER MEMORY_GB catalogue TARGET
python -m bench.peers.ours FOLDER MEMORY_GB what-ifs
"""

import shutil
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.peers.data import FAMILIES, PERSONS
from bench.peers.measures import MEASURES
from bench.peers.our_rules import BASE, full_catalogue, law
from bench.peers.values import WHAT_IFS
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.steps import PlannedStep, plan
from familymap.measures.answer_sql import answer_columns, rules_of
from familymap.measures.reforms import with_reforms
from familymap.rules import family, household, person
from familymap.rules.catalogue import Catalogue
from familymap.rules.stages import stage_steps
from familymap.rules.tables import Table

GIVEN = {
    person: Table(person, PERSONS, frozenset(BASE[person])),
    family: Table(family, FAMILIES, frozenset(BASE[family])),
    household: Table(household, "household_row", frozenset()),
}
ANSWERS = ("due", "conditions", "amount")


def planned(made: Catalogue, answers: Collection[str]) -> list[PlannedStep]:
    """The steps from the two tables to a row of answers for each family."""
    measures = list(made.measures.values())
    finish = [
        f"{text} as {measure.name}_{name}"
        for measure in measures
        for name, text in answer_columns(measure).items()
        if name in answers
    ]
    steps = stage_steps(made, "answer", {family: rules_of(measures)}, GIVEN, {family: finish})
    return plan(steps, {PERSONS, FAMILIES}, {})


@contextmanager
def engine_over(folder: Path, work: Path, memory_gb: float) -> Iterator[DuckDBEngine]:
    """The engine with the two tables."""
    engine = DuckDBEngine(work / "spill", memory_gb, threads=2)
    for table in (PERSONS, FAMILIES):
        engine.offer(table, [folder / f"{table}.parquet"])
    yield engine
    engine.close()
    shutil.rmtree(work)


def answer(made: Catalogue, folder: Path, memory_gb: float, target: Path) -> None:
    """Every family's answers as a Parquet file."""
    work = target.with_suffix(".work")
    with engine_over(folder, work, memory_gb) as engine:
        *before, last = planned(made, ANSWERS)
        for step in before:
            engine.view(step)
        engine.carry_out(last, target)


def what_if(folder: Path, memory_gb: float) -> dict[str, list[int]]:
    """For each change of law: families due and tiyn of each measure; all changes in one pass."""
    reforms = {f"reform_{place}": law(changed, MEASURES) for place, changed in enumerate(WHAT_IFS.values())}
    together, versions = with_reforms(law({}, MEASURES), reforms)
    *before, last = planned(together, ("due", "amount"))
    totals = ", ".join(
        f"count(case when {name}_due then 1 end), "
        f"cast(coalesce(sum(case when {name}_due then {name}_amount end), 0) as bigint)"
        for name in together.measures
    )
    work = folder / "what_ifs.work"
    with engine_over(folder, work, memory_gb) as engine:
        for step in before:
            engine.view(step)
        [row] = engine.rows(f"select {totals} from ({last.sql}) as answers")
    told = dict(zip(together.measures, batched(row), strict=True))
    return {
        name: [number for measure in MEASURES for number in told[names.get(measure, measure)]]
        for name, names in zip(WHAT_IFS, versions.values(), strict=True)
    }


def batched(row: Sequence[int]) -> list[Sequence[int]]:
    """Two by two."""
    return [row[place : place + 2] for place in range(0, len(row), 2)]


def main(arguments: Sequence[str]) -> None:
    """Do what was typed."""
    folder, memory_gb = Path(arguments[0]), float(arguments[1])
    match arguments[2:]:
        case ["answers", target]:
            answer(law({}, MEASURES), folder, memory_gb, Path(target))
        case ["catalogue", target]:
            answer(full_catalogue(), folder, memory_gb, Path(target))
        case ["what-ifs"]:
            for name, numbers in what_if(folder, memory_gb).items():
                print(name, *numbers)


if __name__ == "__main__":
    main(sys.argv[1:])
