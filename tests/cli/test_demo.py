"""The whole way on a small country: what the demo prints, and what each verb answers about it."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from familymap import country
from familymap.cli.main import main
from familymap.texts import LANGUAGES
from tests.cli.conftest import Typed

pytestmark = pytest.mark.slow

NUMBER = r"([\d,\u00a0]+)"
SUM = {
    "en": rf"received {NUMBER} = accepted {NUMBER} \+ quarantined {NUMBER}",
    "ru": rf"получено {NUMBER} = принято {NUMBER} \+ в карантине {NUMBER}",
    "kk": rf"алынды {NUMBER} = қабылданды {NUMBER} \+ карантинде {NUMBER}",
}
FAMILIES = {"en": "Families by law", "ru": "Семьи по закону", "kk": "Заң бойынша отбасылар"}


def figures(pattern: str, printed: str) -> list[int]:
    found = re.search(pattern, printed)
    assert found, f"«{pattern}» is not in:\n{printed}"
    return [int(re.sub(r"\D", "", group)) for group in found.groups()]


def store_of(folder: Path) -> Path:
    return folder / "store-1000-1"


def newest_run(folder: Path) -> dict:
    [manifest] = (store_of(folder) / "runs").glob("*/manifest.json")
    return json.loads(manifest.read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demo_in_every_language(typed: Typed, drawn: tuple[Path, str], language: str) -> None:
    folder, first = drawn
    if language == "en":
        printed = first
    else:
        answer = typed("demo", "--people", 1000, "--out", folder, "--lang", language)
        assert (answer.code, answer.err) == (0, "")
        printed = answer.out
    received, accepted, quarantined = figures(SUM[language], printed)
    assert received == accepted + quarantined > 1000
    run = newest_run(folder)
    assert figures(rf"{FAMILIES[language]} +{NUMBER}", printed) == [run["tables"]["family"]["rows"]]
    assert run["run_id"] in printed
    assert all(register in printed for register in country.load().contracts)
    assert [line for line in printed.splitlines() if len(line) > 80 and str(folder) not in line] == []
    assert "…" not in printed, "something was cut off on a terminal of 80 columns"


def test_the_same_demo_again_is_the_same_run(typed: Typed, drawn: tuple[Path, str]) -> None:
    folder, _ = drawn
    before = newest_run(folder)
    assert typed("demo", "--people", 1000, "--out", folder).code == 0
    assert newest_run(folder) == before


def test_a_family_and_its_members(typed: Typed, drawn: tuple[Path, str]) -> None:
    folder, printed = drawn
    [family] = re.findall(r"^Family (\d+)$", printed, flags=re.MULTILINE)
    told = typed("family", family, "--store", store_of(folder))
    assert told.out.strip() in printed
    members = json.loads(typed("family", family, "--store", store_of(folder), "--json").out)
    assert len(members) >= 3
    for member in members:
        assert member["name"] in told.out and member["why"]
        person = json.loads(typed("person", member["person_id"], "--store", store_of(folder), "--json").out)
        assert str(person["family_id"]) == family
        assert any(link["register"] == "population" for link in person["links"])
        told_person = typed("person", member["person_id"], "--store", store_of(folder), "--lang", "kk")
        assert member["name"] in told_person.out


def test_unknown_families_people_and_runs_are_wrong_use(typed: Typed, drawn: tuple[Path, str]) -> None:
    store = store_of(drawn[0])
    for words in (("family", 1), ("person", 1), ("family", 1, "--run", "1999"), ("runs", "1999")):
        answer = typed(*words, "--store", store)
        assert answer.code == 2
        assert answer.err.startswith("✗ The run ")


@pytest.mark.parametrize("what", ["people", "families", "country"])
def test_quality(typed: Typed, drawn: tuple[Path, str], what: str) -> None:
    folder, _ = drawn
    words = ("quality", what, "--truth", folder / "country-1000-1" / "truth", "--store", store_of(folder))
    rows = json.loads(typed(*words, "--json").out)
    if what == "people":
        assert rows[-1]["register"] == "all registers"
        assert rows[-1]["right"] / rows[-1]["linked"] > 0.99
    elif what == "families":
        assert rows[0]["right"] / rows[0]["people"] > 0.9
        assert rows[0]["right"] + sum(rows[0]["causes"].values()) == rows[0]["people"]
    else:
        assert {"target", "got"} <= set(rows[0])
    for language in LANGUAGES:
        assert typed(*words, "--lang", language).code == 0


def test_runs_review_check_and_doctor_answer(typed: Typed, drawn: tuple[Path, str]) -> None:
    store = store_of(drawn[0])
    run_id = newest_run(drawn[0])["run_id"]
    assert [one["run_id"] for one in json.loads(typed("runs", "--store", store, "--json").out)] == [run_id]
    assert json.loads(typed("runs", run_id, "--store", store).out)["run_id"] == run_id
    assert all(
        row["same_bytes"] for row in json.loads(typed("runs", run_id, run_id, "--store", store, "--json").out)
    )
    assert isinstance(json.loads(typed("review", "--store", store, "--json").out), list)
    for language in LANGUAGES:
        for words in (("runs",), ("runs", run_id, run_id), ("review", "--open"), ("check",), ("doctor",)):
            answer = typed(*words, "--store", store, "--lang", language)
            assert (answer.code, answer.err) == (0, "")
            assert answer.out


def test_check_finds_a_changed_table(typed: Typed, drawn: tuple[Path, str], tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(store_of(drawn[0]), store)
    [table] = (store / "runs").glob("*/tables/family.parquet")
    table.write_bytes(table.read_bytes() + b"x")
    answer = typed("check", "--store", store)
    assert answer.code == 1
    assert "changed since sealing: family" in answer.out


def test_missing_registers_are_named_and_what_they_know_is_unknown(
    typed: Typed, drawn: tuple[Path, str], tmp_path: Path
) -> None:
    delivered = next((drawn[0] / "country-1000-1" / "deliveries").iterdir())
    (tmp_path / "few").mkdir()
    for file in delivered.iterdir():
        if file.name.split(".")[0] in ("population", "births", "marriages"):
            shutil.copy(file, tmp_path / "few")
    words = ("--store", tmp_path / "store", "--json")
    receipts = json.loads(
        typed("receive", "all", tmp_path / "few", "--received-on", "2026-01-01", *words).out
    )
    assert all(one["received"] == one["accepted"] + one["quarantined"] for one in receipts)
    answer = typed("run", "--store", tmp_path / "store", "--as-of", "2026-01-01")
    assert answer.code == 0
    missing = set(country.load().contracts) - {"population", "births", "marriages"}
    assert "  addresses: Registration by address" in answer.out
    assert all(f"  {register}: " in answer.out for register in missing)
    assert re.search(r"Households by address +unknown", answer.out)
    assert re.search(r"of them dead +unknown", answer.out)


def test_a_decision_and_its_undoing(typed: Typed, tmp_path: Path) -> None:
    words = ("decide", "births", 7, "--role", "mother", "--by", "A. Reviewer", "--store", tmp_path)
    assert "Kept: the decision on births: mother, row 7." in typed(*words, "--person", 12).out
    assert "Taken back: the decision on births: mother, row 7." in typed(*words, "--undo").out
    again = typed(*words, "--undo")
    assert again.code == 2
    assert "No decision is in force" in again.err


def test_a_month_passes(typed: Typed, drawn: tuple[Path, str], tmp_path: Path) -> None:
    made = drawn[0] / "country-1000-1"
    answer = typed("synth", "--next-month", made, "--out", tmp_path / "later")
    assert answer.code == 0
    before, after = (
        date.fromisoformat(json.loads((folder / "country.json").read_text(encoding="utf-8"))["as_of"])
        for folder in (made, tmp_path / "later")
    )
    assert before < after
    assert (tmp_path / "later" / "deliveries" / after.isoformat()).is_dir()
    assert main(["synth", "--next-month", str(made), "--out", str(made)]) == 2
