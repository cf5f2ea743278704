"""The whole way from registers to families: the same on both engines, whole after kill -9."""

import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import duckdb
import pytest

from familymap import country, pipeline
from familymap.engine.base import Engine
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.run import carry_out_run
from familymap.engine.steps import plan
from familymap.engine.store import RunStore, SealedRun
from familymap.families.steps import FAMILY_STEPS
from familymap.people.steps import people_steps
from familymap.portrait.base import BASE_STEPS
from familymap.registers import deliveries
from familymap.registers.receive import receive_folder
from familymap.synthetic.making import make_country
from familymap.synthetic.people import AS_OF
from tests.quick_spark import quick_spark

pytestmark = pytest.mark.slow
KILLS = 20
"""Each start after a kill goes on where the last one ended, and is killed again or finishes the run."""


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which every register of a small country was received."""
    root = tmp_path_factory.mktemp("pipeline")
    make_country(root / "country", 3_000, 5, AS_OF, 1, 2, lambda *_: None)
    contracts = country.load().contracts
    receipts, refused = receive_folder(
        root / "country" / "deliveries" / str(AS_OF), root / "store", contracts, AS_OF
    )
    assert refused == []
    assert len(receipts) == len(contracts)
    return root / "store"


def draw(store: Path, engine: Engine, as_of: date = AS_OF) -> SealedRun:
    try:
        order = pipeline.run_order(store, country.load(), as_of, as_of, {"seed": 5})
        return carry_out_run(RunStore(store), engine, order, lambda *_: None)
    finally:
        engine.close()


@pytest.mark.spark
def test_every_table_before_the_rules_is_equal_on_duckdb_and_spark(received: Path, tmp_path: Path) -> None:
    """From the registers that people and families are drawn from to the base facts.

    What the rules make of them is tried in tests/measures, tests/wellbeing and tests/needs, and how families
    are drawn in tests/families. However few rows it has, a step takes Spark a second or so; those of the
    other registers and of the middle tier of candidates, which are alike, are left out.
    """
    declared = country.load()
    first, _, last = declared.linkage.tiers
    linkage = declared.linkage.model_copy(update={"tiers": (first, last), "tiers_for_unknown_numbers": 1})
    drawn_from = {"population", "deaths", *(need for step in FAMILY_STEPS for need in step.needs)}
    contracts = {name: one for name, one in declared.contracts.items() if name in drawn_from}
    order = pipeline.run_order(received, declared, AS_OF, AS_OF, {})
    steps = [
        *deliveries.steps(contracts),
        *people_steps(contracts, linkage),
        *FAMILY_STEPS,
        *BASE_STEPS,
    ]
    values = {
        "as_of": AS_OF,
        "family_rules": declared.family_rules,
        "village_codes": declared.village_codes,
    }
    drawn = {step.name for step in FAMILY_STEPS}
    planned = plan(steps, {*order.inputs, *order.empty_inputs}, values)
    engines = {"duckdb": DuckDBEngine(tmp_path / "spill", 1), "spark": quick_spark(tmp_path / "spills")}
    for name, engine in engines.items():
        (tmp_path / name).mkdir()
        for table, files in order.inputs.items():
            engine.offer(table, files)
        for table, columns in order.empty_inputs.items():
            engine.offer_empty(table, columns)
        for step in planned:
            if name == "spark" and step.name in drawn:
                engine.offer(step.name, [tmp_path / "duckdb" / f"{step.name}.parquet"])
            else:
                engine.carry_out(step, tmp_path / name / f"{step.name}.parquet")
        engine.close()
    for step in (one for one in planned if one.name not in drawn):
        one = f"read_parquet('{tmp_path / 'duckdb' / f'{step.name}.parquet'}')"
        other = f"read_parquet('{tmp_path / 'spark' / f'{step.name}.parquet' / '*.parquet'}')"
        columns = ", ".join(column[0] for column in duckdb.sql(f"describe from {one}").fetchall())
        one, other = (f"(select {columns} from {source})" for source in (one, other))
        different = duckdb.sql(
            f"(from {one} except all from {other}) union all (from {other} except all from {one})"
        )
        assert different.fetchall() == [], step.name


def test_killed_at_random_moments_the_next_run_gives_the_bytes_of_an_undisturbed_one(
    received: Path, tmp_path: Path
) -> None:
    undisturbed = tmp_path / "undisturbed"
    shutil.copytree(received / "registers", undisturbed / "registers")
    begun = time.perf_counter()
    subprocess.run(child(undisturbed), check=True)
    whole_run = time.perf_counter() - begun
    expected = RunStore(undisturbed).latest().manifest
    disturbed = tmp_path / "disturbed"
    shutil.copytree(received / "registers", disturbed / "registers")
    moments = random.Random(3)
    kills, finished = 0, False
    while kills < KILLS or not finished:
        process = subprocess.Popen(child(disturbed))
        finished = ended_by_itself(process, moments.uniform(0.05, 0.7) * whole_run)
        kills += not finished
        for run in RunStore(disturbed).runs():
            assert run.damage() == [], f"kill {kills} left a damaged run"
        if finished:
            assert process.returncode == 0
            assert RunStore(disturbed).latest().manifest == expected, f"kill {kills}"
            shutil.rmtree(disturbed / "runs")


def ended_by_itself(process: "subprocess.Popen[bytes]", seconds: float) -> bool:
    """Whether it ended within so many seconds; if not, it is killed."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return False
    return True


def child(store: Path) -> list[str]:
    program = (
        "import sys; from pathlib import Path; from tests.test_pipeline import draw; "
        "from familymap.engine.duckdb_engine import DuckDBEngine; "
        "store = Path(sys.argv[1]); draw(store, DuckDBEngine(store / 'spill', 1))"
    )
    return [sys.executable, "-c", program, str(store)]
