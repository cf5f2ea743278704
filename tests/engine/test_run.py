"""A run is sealed whole, is the same every time, and survives being killed at any moment."""

import json
import random
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import duckdb
import pytest

from familymap.engine.base import BrokenPromise
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.run import RunOrder, carry_out_run
from familymap.engine.steps import plan, step
from familymap.engine.store import RunStore, SealedRun, StoreError


@step(key="person_id", sealed=False)
def doubled(people):
    """Everyone with the double of their number."""
    return (
        f"select number as person_id, number * 2 as twice, fingerprint(number::varchar) as mark from {people}"
    )


@step(key="person_id")
def portrait(doubled):
    """An intermediate seen again."""
    return f"select person_id, twice, mark from {doubled}"


@step(key="last_digit")
def digits(portrait):
    """How many by last digit."""
    return f"select person_id % 10 as last_digit, count(*) as people from {portrait} group by 1"


def make_people(path: Path, people: int) -> Path:
    duckdb.sql(f"copy (select range as number from range({people})) to '{path}' (format parquet)")
    return path


def order(source: Path) -> RunOrder:
    planned = plan([doubled, portrait, digits], tables={"people"}, values={})
    return RunOrder(
        date(2026, 1, 1), date(2026, 1, 5), "rules-1", planned, {"people": [source]}, facts={"seed": 7}
    )


def run_once(root: Path, source: Path, threads: int = 2) -> SealedRun:
    engine = DuckDBEngine(root / "spill", memory_gb=1, threads=threads)
    try:
        return carry_out_run(RunStore(root), engine, order(source), progress=lambda *_: None)
    finally:
        engine.close()


def content(run: SealedRun) -> dict[str, bytes]:
    files = [run.folder / "manifest.json", *(run.folder / "tables").glob("*.parquet")]
    return {file.name: file.read_bytes() for file in files}


def test_equal_inputs_give_equal_bytes_on_any_number_of_threads(tmp_path: Path) -> None:
    source = make_people(tmp_path / "people.parquet", 300_000)
    runs = [run_once(tmp_path / f"store{threads}", source, threads) for threads in (1, 2, 4)]
    assert content(runs[0]) == content(runs[1]) == content(runs[2])


def test_intermediates_are_not_sealed_and_the_manifest_counts(tmp_path: Path) -> None:
    run = run_once(tmp_path / "store", make_people(tmp_path / "people.parquet", 1000))
    assert {path.name for path in (run.folder / "tables").iterdir()} == {"portrait.parquet", "digits.parquet"}
    assert run.manifest["tables"]["portrait"]["rows"] == 1000
    assert run.manifest["seed"] == 7
    assert run.damage() == []
    assert run.journal()["seconds"].keys() == {"doubled", "portrait", "digits"}


def test_a_sealed_run_is_given_back_and_a_changed_input_is_another_run(tmp_path: Path) -> None:
    source = make_people(tmp_path / "people.parquet", 1000)
    first = run_once(tmp_path / "store", source)
    assert run_once(tmp_path / "store", source).run_id == first.run_id
    make_people(source, 1001)
    second = run_once(tmp_path / "store", source)
    store = RunStore(tmp_path / "store")
    assert [run.run_id for run in store.runs()] == [first.run_id, second.run_id]
    assert store.latest().run_id == second.run_id


def test_damage_is_found(tmp_path: Path) -> None:
    run = run_once(tmp_path / "store", make_people(tmp_path / "people.parquet", 1000))
    run.table("digits").write_bytes(b"changed")
    assert run.damage() == ["digits"]


def test_a_broken_promise_names_the_step_and_seals_nothing(tmp_path: Path) -> None:
    @step(key="person_id")
    def twice(people):
        """Everybody two times."""
        return f"select number as person_id from {people} union all select number from {people}"

    source = make_people(tmp_path / "people.parquet", 10)
    planned = plan([twice], tables={"people"}, values={})
    engine = DuckDBEngine(tmp_path / "spill", memory_gb=1)
    wrong = RunOrder(date(2026, 1, 1), date(2026, 1, 5), "rules-1", planned, {"people": [source]})
    with pytest.raises(BrokenPromise, match=r"«twice» promised the key \(person_id\), but \(0,\)"):
        carry_out_run(RunStore(tmp_path / "store"), engine, wrong, progress=lambda *_: None)
    assert RunStore(tmp_path / "store").runs() == []


def test_an_unknown_run_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    run = run_once(tmp_path / "store", make_people(tmp_path / "people.parquet", 10))
    with pytest.raises(StoreError, match=run.run_id):
        RunStore(tmp_path / "store").open("2019")


@pytest.mark.slow
def test_killed_at_twenty_random_moments_the_store_is_whole_and_the_next_run_is_the_same(
    tmp_path: Path,
) -> None:
    source = make_people(tmp_path / "people.parquet", 1_500_000)
    undisturbed = run_once(tmp_path / "undisturbed", source)
    begun = time.perf_counter()
    subprocess.run(child(tmp_path / "timed", source), check=True)
    whole_run = time.perf_counter() - begun
    moments = random.Random(11)
    for number in range(20):
        root = tmp_path / "killed"
        process = subprocess.Popen(child(root, source))
        time.sleep(moments.uniform(0.1, whole_run))
        process.send_signal(signal.SIGKILL)
        process.wait()
        for run in RunStore(root).runs():
            assert run.damage() == [], f"kill {number} left a damaged run"
        assert content(run_once(root, source)) == content(undisturbed), f"kill {number}"
        for left in root.rglob("*"):
            assert ".partial" not in left.name and ".unfinished" not in left.name, (
                f"kill {number} left {left}"
            )
        subprocess.run(["rm", "-rf", str(root)], check=True)


def child(root: Path, source: Path) -> list[str]:
    program = (
        "import sys; from pathlib import Path; from tests.engine.test_run import run_once; "
        "run_once(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    return [sys.executable, "-c", program, str(root), str(source)]


def test_the_manifest_is_plain_json(tmp_path: Path) -> None:
    run = run_once(tmp_path / "store", make_people(tmp_path / "people.parquet", 10))
    manifest = json.loads((run.folder / "manifest.json").read_text())
    assert manifest["engine"]["name"] == "duckdb"
    assert len(manifest["inputs"]["people"][0]["sha256"]) == 64
