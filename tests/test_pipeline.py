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
from familymap.engine.spark_engine import SparkEngine
from familymap.engine.store import RunStore, SealedRun
from familymap.registers.receive import receive_folder
from familymap.synthetic.making import make_country
from familymap.synthetic.people import AS_OF

pytestmark = pytest.mark.slow


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


def content(run: SealedRun, table: str) -> str:
    path = run.table(table)
    return f"read_parquet('{path / '*.parquet' if path.is_dir() else path}')"


@pytest.mark.spark
def test_every_table_is_equal_on_duckdb_and_spark(received: Path, tmp_path: Path) -> None:
    stores = {name: tmp_path / name for name in ("duckdb", "spark")}
    for store in stores.values():
        shutil.copytree(received / "registers", store / "registers")
    on_duckdb = draw(stores["duckdb"], DuckDBEngine(tmp_path / "spill", 1))
    on_spark = draw(stores["spark"], SparkEngine(tmp_path / "spill", 2))
    assert on_duckdb.manifest["tables"].keys() == on_spark.manifest["tables"].keys()
    for table in on_duckdb.manifest["tables"]:
        columns = ", ".join(
            column[0] for column in duckdb.sql(f"describe from {content(on_duckdb, table)}").fetchall()
        )
        one, other = (f"(select {columns} from {content(run, table)})" for run in (on_duckdb, on_spark))
        different = duckdb.sql(
            f"(from {one} except all from {other}) union all (from {other} except all from {one})"
        )
        assert different.fetchall() == [], table


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
    for number in range(20):
        process = subprocess.Popen(child(disturbed))
        time.sleep(moments.uniform(0.05, 0.95) * whole_run)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for run in RunStore(disturbed).runs():
            assert run.damage() == [], f"kill {number} left a damaged run"
        subprocess.run(child(disturbed), check=True)
        again = RunStore(disturbed).latest()
        assert again.manifest == expected, f"kill {number}"
        assert again.damage() == []
        shutil.rmtree(disturbed / "runs")


def child(store: Path) -> list[str]:
    program = (
        "import sys; from pathlib import Path; from tests.test_pipeline import draw; "
        "from familymap.engine.duckdb_engine import DuckDBEngine; "
        "store = Path(sys.argv[1]); draw(store, DuckDBEngine(store / 'spill', 1))"
    )
    return [sys.executable, "-c", program, str(store)]
