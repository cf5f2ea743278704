"""`familymap arrears`: certificates that come late, and what they change for the month that is over."""

import csv
import json
from datetime import date
from pathlib import Path

import duckdb
import pytest

from familymap import country
from familymap.engine.store import RunStore
from familymap.registers.receive import receive_folder
from familymap.synthetic.making import make_country
from tests.cli.conftest import Typed

pytestmark = pytest.mark.slow

MONTH, LATER = date(2026, 1, 1), date(2026, 2, 20)
LATE = "disability"
MEASURES = ("disability_adult", "disability_child")


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which one register came seven weeks late."""
    folder = tmp_path_factory.mktemp("late")
    make_country(folder / "country", 1500, 3, MONTH, 1, 2, lambda *_: None)
    delivered = folder / "country" / "deliveries" / str(MONTH)
    [file] = delivered.glob(f"{LATE}.*")
    (folder / "late").mkdir()
    file.rename(folder / "late" / file.name)
    contracts = country.load().contracts
    receive_folder(delivered, folder / "store", contracts, MONTH)
    receive_folder(folder / "late", folder / "store", contracts, LATER)
    return folder / "store"


def test_a_late_register_gives_arrears_and_takes_nothing(typed: Typed, late: Path, tmp_path: Path) -> None:
    needs_two = typed("arrears", MONTH, "--store", late)
    assert needs_two.code == 2 and "Two runs as of 2026-01-01" in needs_two.err
    for known in (MONTH, LATER):
        assert typed("run", "--store", late, "--as-of", MONTH, "--known-at", known).code == 0

    found = json.loads(typed("arrears", MONTH, "--store", late, "--json").out)
    assert {one["kind"] for one in found} == {"arrears"}
    then, now = (run.table("assessment_person") for run in RunStore(late).runs())
    for measure in MEASURES:
        listed = {one["unit_id"] for one in found if one["measure"] == measure}
        due_now = {
            person
            for (person,) in duckdb.execute(
                f"select n.person_id from '{now}' n join '{then}' t using (person_id) "
                f"where n.{measure}_due and t.{measure}_due is not true and n.{measure}_received is not true"
            ).fetchall()
        }
        assert listed == due_now
    assert any(one["measure"] in MEASURES and one["money_lower"] > 0 for one in found)

    saved = tmp_path / "arrears.csv"
    shown = typed("arrears", "2026-01", "--store", late, "--save", saved)
    assert shown.code == 0 and "They are offered" in shown.out
    assert len(list(csv.DictReader(saved.open(encoding="utf-8")))) == len(found)
