"""Whatever comes in, the answer is one clear message or quarantined rows, and nothing is half written."""

from pathlib import Path

import duckdb
import pytest

from familymap.registers.bad_delivery import BadDelivery
from familymap.registers.contract import Contract
from familymap.registers.deliveries import deliveries
from familymap.registers.receive import receive
from tests.registers.bad_deliveries import CASES, BadFile
from tests.registers.made_up import RECEIVED_ON


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_bad_delivery_is_told_clearly(
    case: BadFile, tmp_path: Path, contracts: dict[str, Contract]
) -> None:
    store = tmp_path / "store"
    source = case.write(tmp_path)
    if case.refused:
        with pytest.raises(BadDelivery) as refusal:
            receive(contracts["people"], str(source), store, RECEIVED_ON, contracts)
        print(f"{case.name}: {refusal.value}")
        assert case.refused in str(refusal.value)
        assert str(refusal.value).startswith(source.name)
        assert (refusal.value.row, refusal.value.column) == case.where
        assert deliveries(store, "people") == []
        assert [path.name for path in (store / "registers" / "people").iterdir()] == [".lock"]
        return
    receipt = receive(contracts["people"], str(source), store, RECEIVED_ON, contracts)
    [delivery] = deliveries(store, "people")
    rows = duckdb.execute(
        f"select row_number, rule, file, text_en, row from '{delivery.quarantine}' order by row_number"
    ).fetchall()
    for number, rule, file, told, _ in rows:
        print(f"{case.name}: {file}, row {number}, {rule}: {told}")
    assert {number: rule for number, rule, *_ in rows} == case.quarantined
    assert all(row.startswith("{") for *_, row in rows)
    assert receipt.received == receipt.accepted + receipt.quarantined
    assert receipt.quarantined == len(rows)
    accepted = duckdb.execute(f"select row_number from '{delivery.accepted}'").fetchall()
    assert sorted([n for (n,) in accepted] + [n for n, *_ in rows]) == list(range(1, receipt.received + 1))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_refusal_is_told_in_three_languages(
    language: str, tmp_path: Path, contracts: dict[str, Contract]
) -> None:
    for case in CASES:
        if case.refused:
            with pytest.raises(BadDelivery) as refusal:
                receive(contracts["people"], str(case.write(tmp_path)), tmp_path, RECEIVED_ON, contracts)
            told = refusal.value.text(language)
            assert (told == str(refusal.value)) == (language == "en"), told
