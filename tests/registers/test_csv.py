"""Sound CSV in every usual dress arrives as it was written, and spoiled CSV never loses a row."""

import csv
import gzip
import io
import tempfile
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from familymap.registers.bad_delivery import BadDelivery
from familymap.registers.contract import Contract
from familymap.registers.deliveries import deliveries
from familymap.registers.receive import receive
from tests.registers.conftest import CONTRACTS
from tests.registers.made_up import RECEIVED_ON, as_csv, people

ANY_TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=40
) | st.text("\",;\n\t'a ", max_size=12)


def accepted(store: Path, columns: str = "*", register: str = "people") -> list[tuple[object, ...]]:
    [delivery] = deliveries(store, register)
    return list(duckdb.execute(f"select {columns} from '{delivery.accepted}' order by row_number").fetchall())


def dressed(encoding: str, separator: str, end: str, packed: bool) -> bytes:
    rows = people(30, surname='Әбілов\nұлы; "Кең", \tбатыр' if "utf" in encoding else "Иванов; младший,\nАли")
    if "utf" not in encoding:
        latin = str.maketrans("ӘәҰұҮүІіҒғҚқҢңӨөҺһ", "АаУуУуИиГгКкНнОоХх")
        rows = [{name: value.translate(latin) for name, value in row.items()} for row in rows]
    content = as_csv(rows, separator, end).encode(encoding)
    return gzip.compress(content) if packed else content


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_every_usual_dress_is_read(
    encoding: str, separator: str, end: str, packed: bool, tmp_path: Path, contracts: dict[str, Contract]
) -> None:
    source = tmp_path / "people.csv"
    source.write_bytes(dressed(encoding, separator, end, packed))
    receipt = receive(contracts["people"], str(source), tmp_path, RECEIVED_ON)
    assert (receipt.received, receipt.quarantined) == (30, 0)
    expected = 'Әбілов\nұлы; "Кең", \tбатыр' if "utf" in encoding else "Иванов; младший,\nАли"
    assert accepted(tmp_path, "surname")[2] == (expected,)


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), min_size=1, max_size=6), st.sampled_from(",;\t"))
@settings(max_examples=60)
def test_any_text_survives(texts: list[tuple[str, str]], separator: str) -> None:
    rows = [
        {"act_no": str(number), "happened_on": "2025-01-31", "place": " ".join(pair)}
        for number, pair in enumerate(texts, start=1)
    ]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "acts.csv"
        with source.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(
                file, list(rows[0]), delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_ALL
            )
            writer.writeheader()
            writer.writerows(rows)
        receipt = receive(CONTRACTS["acts"], str(source), Path(folder), RECEIVED_ON)
        assert (receipt.received, receipt.quarantined) == (len(rows), 0)
        got = accepted(Path(folder), "act_no, happened_on, place", "acts")
    wanted = [(n, date(2025, 1, 31), row["place"].strip(" ") or None) for n, row in enumerate(rows, start=1)]
    assert got == wanted


@given(st.lists(st.tuples(st.integers(0, 2000), st.sampled_from('",;\n\r a')), min_size=1, max_size=4))
@settings(max_examples=80)
def test_spoiled_csv_never_loses_a_row(spoiled: list[tuple[int, str]]) -> None:
    """Letters set anywhere into a sound file: either it is refused whole, or every line is accounted for."""
    content = as_csv(people(12))
    for place, letter in spoiled:
        content = content[: place % len(content)] + letter + content[place % len(content) :]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "people.csv"
        source.write_text(content, encoding="utf-8", newline="")
        try:
            receipt = receive(CONTRACTS["people"], str(source), Path(folder), RECEIVED_ON, CONTRACTS)
        except BadDelivery as refusal:
            assert refusal.text("kk") and not deliveries(Path(folder), "people")
            return
        [delivery] = deliveries(Path(folder), "people")
        numbers = duckdb.execute(
            f"select row_number from '{delivery.accepted}' union all "
            f"select row_number from '{delivery.quarantine}'"
        ).fetchall()
    assert sorted(number for (number,) in numbers) == list(range(1, receipt.received + 1))
    assert receipt.received >= 12 - sum(letter == '"' for _, letter in spoiled)


@pytest.mark.parametrize(
    ("column", "written", "read"),
    [
        ("birth_date", "1971-05-17 00:00:00", "1971-05-17"),
        ("wage", "1 234 567,89", "1234567.89"),
        ("wage", "1\u00a0234", "1234.00"),
        ("wage", "5e3", "5000.00"),
        ("children", "2.0", "2"),
        ("children", "007", "7"),
        ("insured", "Иә", "true"),
        ("insured", "нет", "false"),
        ("surname", "  Әбіл  ", "Әбіл"),
    ],
)
def test_usual_spellings_are_understood(
    column: str, written: str, read: str, tmp_path: Path, contracts: dict[str, Contract]
) -> None:
    source = tmp_path / "people.csv"
    source.write_text(as_csv(people(5, **{column: written})), encoding="utf-8")
    receive(contracts["people"], str(source), tmp_path, RECEIVED_ON)
    assert accepted(tmp_path, f"{column}::varchar")[2] == (read,)


@pytest.mark.parametrize("form", ["%d.%m.%Y", "%d/%m/%Y"])
def test_days_first_are_understood(form: str, tmp_path: Path, contracts: dict[str, Contract]) -> None:
    rows = people(8)
    written = [row | {"birth_date": date.fromisoformat(row["birth_date"]).strftime(form)} for row in rows]
    source = tmp_path / "people.csv"
    source.write_text(as_csv(written), encoding="utf-8")
    receive(contracts["people"], str(source), tmp_path, RECEIVED_ON)
    assert accepted(tmp_path, "birth_date::varchar") == [(row["birth_date"],) for row in rows]


def test_mixed_line_ends_are_made_one(tmp_path: Path, contracts: dict[str, Contract]) -> None:
    lines = as_csv(people(6)).splitlines()
    text = io.StringIO(newline="")
    for place, line in enumerate(lines):
        text.write(line + ("\n", "\r\n", "\r")[place % 3])
    source = tmp_path / "people.csv"
    source.write_text(text.getvalue(), encoding="utf-8", newline="")
    assert receive(contracts["people"], str(source), tmp_path, RECEIVED_ON).accepted == 6
