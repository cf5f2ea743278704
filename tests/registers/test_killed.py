"""A receipt that is killed at any moment leaves the store whole, and the next one gives the same bytes."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from familymap.registers.contract import Contract
from familymap.registers.deliveries import deliveries
from familymap.registers.receive import receive
from tests.registers.made_up import RECEIVED_ON, as_csv, people

KILLS = 20
RECEIVE = """
import sys
from datetime import date
from pathlib import Path
from familymap.registers.contract import load_contract
from familymap.registers.receive import receive
print("begun", flush=True)
receive(load_contract(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3]), date(2026, 1, 2))
"""


def bytes_of(store: Path) -> dict[str, str]:
    """Every finished file of the store with its checksum."""
    there = (path for path in (store / "registers").rglob("*") if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(store)): hashlib.sha256(path.read_bytes()).hexdigest() for path in there}


@pytest.mark.slow
def test_kill_minus_nine_leaves_the_old_or_the_new(tmp_path: Path, contracts: dict[str, Contract]) -> None:
    source = tmp_path / "people.csv"
    source.write_text(as_csv(people(20_000, sex="X")), encoding="utf-8")
    contract = Path(__file__).parent / "contracts" / "people.yaml"
    begun = time.perf_counter()
    receive(contracts["people"], str(source), tmp_path / "undisturbed", RECEIVED_ON)
    takes = time.perf_counter() - begun
    undisturbed = bytes_of(tmp_path / "undisturbed")
    chance, killed = random.Random(5), 0
    for attempt in range(KILLS):
        store = tmp_path / f"store-{attempt}"
        process = subprocess.Popen(
            [sys.executable, "-c", RECEIVE, contract, source, store], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout and process.stdout.readline() == "begun\n"
        time.sleep(chance.uniform(0, 1.2 * takes))
        os.kill(process.pid, signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        process.stdout.close()
        whole = [one.receipt.delivery_id for one in deliveries(store, "people")]
        assert len(whole) <= 1
        receive(contracts["people"], str(source), store, RECEIVED_ON)
        assert bytes_of(store) == undisturbed, f"kill {attempt}, store had {whole}"
    print(f"{KILLS} tries, {killed} killed before the end; every store whole, every byte equal")
    assert killed
