"""What the store keeps of deliveries, what was known when, and how repaired rows come back."""

import csv
from datetime import date
from pathlib import Path

import duckdb
import pytest

from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.steps import plan
from familymap.engine.store import StoreError
from familymap.registers.bad_delivery import BadDelivery
from familymap.registers.contract import Contract
from familymap.registers.deliveries import current, deliveries, receiving, steps
from familymap.registers.quarantine import export_quarantine
from familymap.registers.receipt import Receipt
from familymap.registers.receive import receive, receive_folder
from tests.registers.made_up import as_csv, people

JANUARY, FEBRUARY, MARCH = date(2026, 1, 2), date(2026, 2, 2), date(2026, 3, 2)
ACTS = "act_no,happened_on,place\n"


def deliver(contract: Contract, text: str, store: Path, on: date) -> Receipt:
    source = store / f"{contract.name}.csv"
    source.write_text(text, encoding="utf-8")
    return receive(contract, str(source), store, on)


def keys(paths: list[Path], key: str = "record_no") -> list[int]:
    listed = [str(path) for path in paths]
    return [
        n for (n,) in duckdb.execute(f"select {key} from read_parquet(?) order by 1", [listed]).fetchall()
    ]


def test_a_delivery_that_is_already_here_is_recognised(
    tmp_path: Path, contracts: dict[str, Contract]
) -> None:
    first = deliver(contracts["people"], as_csv(people(5)), tmp_path, JANUARY)
    again = deliver(contracts["people"], as_csv(people(5)), tmp_path, FEBRUARY)
    assert again.already_here and not first.already_here
    assert again.delivery_id == first.delivery_id
    assert len(deliveries(tmp_path, "people")) == 1


def test_of_a_snapshot_the_newest_known_delivery_counts(
    tmp_path: Path, contracts: dict[str, Contract]
) -> None:
    deliver(contracts["people"], as_csv(people(5)), tmp_path, JANUARY)
    deliver(contracts["people"], as_csv(people(7)), tmp_path, MARCH)
    known = {
        day: keys(current(tmp_path, contracts, day)["people"]) if day >= JANUARY else []
        for day in (JANUARY, FEBRUARY, MARCH)
    }
    assert known == {JANUARY: [1, 2, 3, 4, 5], FEBRUARY: [1, 2, 3, 4, 5], MARCH: [1, 2, 3, 4, 5, 6, 7]}
    assert current(tmp_path, contracts, date(2025, 12, 31)) == {"acts": [], "cars": [], "people": []}


def test_of_events_the_newest_row_for_each_key_counts(tmp_path: Path, contracts: dict[str, Contract]) -> None:
    acts = contracts["acts"]
    deliver(acts, ACTS + "1,2025-05-01,old\n2,2025-05-02,kept\n", tmp_path, JANUARY)
    deliver(acts, ACTS + "1,2025-05-03,new\n3,2025-05-04,added\n", tmp_path, FEBRUARY)
    deliver(acts, ACTS + "1,2025-05-05,not yet known\n", tmp_path, MARCH)
    engine = DuckDBEngine(tmp_path / "spill")
    engine.offer(acts.table, current(tmp_path, contracts, FEBRUARY)["acts"])
    for planned in plan(steps({"acts": acts}), {acts.table}, {}):
        engine.carry_out(planned, tmp_path / f"{planned.name}.parquet")
    assert engine.rows("select act_no, place from acts order by act_no") == [
        (1, "new"),
        (2, "kept"),
        (3, "added"),
    ]
    engine.close()


def test_repaired_rows_join_the_delivery_they_were_kept_out_of(
    tmp_path: Path, contracts: dict[str, Contract]
) -> None:
    contract = contracts["people"]
    rows = people(6, birth_date="1971-02-30", surname='Әбілов "кіші", \nұлы')
    rows[4]["sex"] = "X"
    lines = as_csv(rows).splitlines(keepends=True)
    receipt = deliver(contract, "".join(lines) + "7,only half\n", tmp_path, JANUARY)
    assert (receipt.received, receipt.accepted, receipt.quarantined) == (7, 4, 3)
    exported = tmp_path / "repair.csv"
    assert export_quarantine(contract, deliveries(tmp_path, "people")[0], exported, "ru") == 3
    with exported.open(encoding="utf-8", newline="") as file:
        given = list(csv.DictReader(file))
    assert [row["rule"] for row in given] == ["birth_date.type", "sex.codes", "row.unreadable"]
    assert given[0]["surname"] == 'Әбілов "кіші", \nұлы'
    assert given[2]["line"] == "7,only half"
    given[0]["birth_date"], given[1]["sex"] = "1971-02-28", "M"
    given[2] |= {"record_no": "1"} | {
        name: people(1)[0][name] for name in people(1)[0] if name != "record_no"
    }
    exported.write_text(as_csv(given), encoding="utf-8")
    repair = receive(contract, str(exported), tmp_path, FEBRUARY)
    assert (repair.repairs, repair.accepted, repair.quarantined) == (receipt.delivery_id, 2, 1)
    assert [check.id for check in repair.broken if check.level != "warn"] == ["key.duplicate"]
    assert keys(current(tmp_path, contracts, JANUARY)["people"]) == [1, 2, 4, 6]
    assert keys(current(tmp_path, contracts, FEBRUARY)["people"]) == [1, 2, 3, 4, 5, 6]
    deliver(contract, as_csv(people(2)), tmp_path, MARCH)
    assert keys(current(tmp_path, contracts, MARCH)["people"]) == [1, 2]


def test_a_repair_of_an_unknown_delivery_is_refused(tmp_path: Path, contracts: dict[str, Contract]) -> None:
    rows = [row | {"delivery_id": "2026-01-02-abc"} for row in people(2)]
    with pytest.raises(BadDelivery, match="the one delivery"):
        deliver(contracts["people"], as_csv(rows), tmp_path, JANUARY)


def test_an_empty_snapshot_does_not_replace_a_full_one(
    tmp_path: Path, contracts: dict[str, Contract]
) -> None:
    header = as_csv(people(1)).splitlines()[0] + "\n"
    assert deliver(contracts["people"], header, tmp_path / ".." / tmp_path.name, JANUARY).received == 0
    deliver(contracts["people"], as_csv(people(3)), tmp_path, FEBRUARY)
    with pytest.raises(BadDelivery, match="no rows"):
        deliver(contracts["people"], header + "\n", tmp_path, MARCH)
    assert deliver(contracts["acts"], ACTS, tmp_path, MARCH).received == 0


def test_a_folder_is_received_file_by_file(tmp_path: Path, contracts: dict[str, Contract]) -> None:
    folder = tmp_path / "2026-01-02"
    folder.mkdir()
    (folder / "people.tsv").write_text(as_csv(people(4), "\t"), encoding="utf-8")
    (folder / "acts.csv").write_text(ACTS, encoding="utf-8")
    (folder / "cars.csv").write_bytes(b"")
    (folder / "boats.csv").write_text("a,b\n", encoding="utf-8")
    told: list[tuple[str, int, int]] = []
    receipts, refused = receive_folder(
        folder, tmp_path, contracts, JANUARY, lambda *step: told.append(step), "ru"
    )
    assert [(one.register_name, one.accepted) for one in receipts] == [("acts", 0), ("people", 4)]
    assert [one.file for one in refused] == ["boats.csv", "cars.csv"]
    assert told == [("acts", 0, 4), ("boats", 1, 4), ("cars", 2, 4), ("people", 3, 4), ("", 4, 4)]


def test_only_one_process_receives_a_register(tmp_path: Path, contracts: dict[str, Contract]) -> None:
    with receiving(tmp_path, "people"), pytest.raises(StoreError, match="Another process"):
        deliver(contracts["people"], as_csv(people(2)), tmp_path, JANUARY)


def test_leftovers_of_a_broken_receipt_are_removed(tmp_path: Path, contracts: dict[str, Contract]) -> None:
    left = tmp_path / "registers" / "people" / ".arriving.partial" / "finished"
    left.mkdir(parents=True)
    (left / "accepted.parquet").write_bytes(b"half")
    deliver(contracts["people"], as_csv(people(2)), tmp_path, JANUARY)
    assert not left.exists()


def test_columns_that_the_contract_does_not_know_are_told_and_not_kept(
    tmp_path: Path, contracts: dict[str, Contract]
) -> None:
    rows = [row | {"secret": "x"} for row in people(3)]
    receipt = deliver(contracts["people"], as_csv(rows), tmp_path, JANUARY)
    assert receipt.ignored_columns == ["secret"]
    assert "secret" not in (deliveries(tmp_path, "people")[0].accepted).read_bytes().decode("latin-1")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_quality_page_tells_drift(language: str, tmp_path: Path, contracts: dict[str, Contract]) -> None:
    contract = contracts["people"]
    deliver(contract, as_csv(people(20)), tmp_path, JANUARY)
    source = tmp_path / "people.csv"
    source.write_text(as_csv([row | {"wage": ""} for row in people(10, sex="<b>")]), encoding="utf-8")
    receive(contract, str(source), tmp_path, FEBRUARY, language=language)
    page = (deliveries(tmp_path, "people")[1].folder / "quality.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in page and getattr(contract.title, language) in page
    assert "-50.00" in page
    assert page.count("100.00") == 1  # the share of unknown wages now
    assert '<tr class="notable"><th scope="row">wage</th>' in page
    assert "sex.codes" in page and "2026-03-14" in page
