"""Every contract says all it must; sound rows pass, and each rule catches its bad row in a real delivery."""

import csv
import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from familymap.country import load
from familymap.registers.contract import Contract
from familymap.registers.iin import check_digit
from familymap.registers.receive import receive

RECEIVED_ON = date(2026, 1, 2)
SOUND_ROWS = 30
CONTRACTS = load("kazakhstan").contracts
ROWS = yaml.safe_load((Path(__file__).parent / "register_rows.yaml").read_text(encoding="utf-8"))
REGISTERS = sorted(CONTRACTS)
NAMES = {
    "person": ("Сарсенбаев", "Ерлан", "Болатұлы"),
    "husband": ("Сарсенбаев", "Ерлан", "Болатұлы"),
    "wife": ("Ибраева", "Айгүл", "Маратқызы"),
    "child": ("Сарсенбаев", "Нұрлан", "Ерланұлы"),
    "mother": ("Сарсенбаева", "Айгүл", "Маратқызы"),
    "father": ("Сарсенбаев", "Ерлан", "Болатұлы"),
    "guardian": ("Ибраев", "Марат", None),
}
DELIVERIES = {
    "snapshot": "addresses businesses disability dispensary employment farms guardianship health "
    "housing_queue kindergarten loans pensions population real_estate school students unemployed utilities "
    "vehicles",
    "events": "benefits births contributions deaths divorces marriages",
}
SILENCE_IS_NONE = (
    "benefits businesses deaths disability divorces guardianship health housing_queue loans pensions "
    "real_estate unemployed vehicles"
)

Row = dict[str, Any]


def iin_for(birth: date, serial: int) -> str:
    """A valid number that no real person has: the seventh digit is 7."""
    eleven = f"{birth:%y%m%d}7{serial:04d}"
    digit = check_digit(eleven)
    return iin_for(birth, serial + 1) if digit is None else f"{eleven}{digit}"


def sound_row(contract: Contract) -> Row:
    """The example row of the register with everybody's identity filled in."""
    row: Row = dict(ROWS[contract.name]["sound"])
    for serial, (role, subject) in enumerate(sorted(contract.subjects.items())):
        born = row.setdefault(subject.birth_date, date(2015 if role == "child" else 1985, 5, 5))
        row[subject.iin] = iin_for(born, 100 * (serial + 1))
        row |= dict(zip((subject.surname, subject.given_name, subject.patronymic), NAMES[role], strict=True))
    return row


def broken_row(contract: Contract, rule: str) -> Row:
    """The sound row with what breaks the rule; «same as mother» copies that person's number."""
    sound = sound_row(contract)
    changes = {
        column: sound[f"{value.removeprefix('same as ')}_iin"] if str(value).startswith("same as") else value
        for column, value in ROWS[contract.name]["broken"][rule].items()
    }
    return sound | changes


def deliver(contract: Contract, rows: list[Row], folder: Path) -> Any:
    """Receive the rows as a CSV into a store of their own; the receipt."""
    source = folder / f"{contract.name}.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(contract.columns))
        writer.writeheader()
        for number, row in enumerate(rows, start=1):
            writer.writerow(row | {contract.key: number})
    return receive(contract, str(source), folder / "store", RECEIVED_ON, threads=1)


def quarantined(folder: Path, register: str) -> dict[int, list[str]]:
    """The rules broken by each quarantined row."""
    pattern = folder / "store" / "registers" / register / "*" / "quarantine.parquet"
    rows = duckdb.sql(f"select row_number, rules from read_parquet('{pattern}')").fetchall()
    return {number: rules.split(", ") for number, rules in rows}


def test_all_registers_are_there() -> None:
    by_delivery = {kind: set(names.split()) for kind, names in DELIVERIES.items()}
    assert {
        kind: {n for n, c in CONTRACTS.items() if c.delivery == kind} for kind in by_delivery
    } == by_delivery


def test_silence_means_none_only_where_it_was_thought_through() -> None:
    assert {n for n, c in CONTRACTS.items() if c.absence.means == "none"} == set(SILENCE_IS_NONE.split())


@pytest.mark.parametrize("register", REGISTERS)
def test_key_comes_first_and_the_examples_name_known_columns(register: str) -> None:
    contract = CONTRACTS[register]
    assert next(iter(contract.columns)) == contract.key
    assert set(sound_row(contract)) == set(contract.columns)
    for rule, changes in ROWS[register]["broken"].items():
        assert set(changes) <= set(contract.columns), f"{register}: the example of {rule}"


@pytest.mark.parametrize("register", REGISTERS)
def test_every_rule_has_an_example(register: str) -> None:
    assert [rule.id for rule in CONTRACTS[register].rules] == list(ROWS[register]["broken"])


@pytest.mark.parametrize("register", REGISTERS)
def test_every_check_is_sql_over_the_columns(register: str) -> None:
    contract = CONTRACTS[register]
    columns = ", ".join(f'"{name}" {sql_type}' for name, sql_type in contract.sql_types.items())
    with duckdb.connect() as db:
        db.execute(f"create table empty ({columns}, received_on date)")
        for rule in contract.rules:
            found = db.execute(f"select {rule.check} from empty").description
            assert str(found[0][1]) == "BOOLEAN", f"{register}.{rule.id} is not a condition"


@pytest.mark.parametrize("register", REGISTERS)
def test_sound_rows_break_nothing(register: str, tmp_path: Path) -> None:
    contract = CONTRACTS[register]
    receipt = deliver(contract, [sound_row(contract)] * SOUND_ROWS, tmp_path)
    assert [check.id for check in receipt.broken] == []
    assert (receipt.accepted, receipt.quarantined) == (SOUND_ROWS, 0)


@pytest.mark.parametrize("register", REGISTERS)
def test_every_rule_catches_its_bad_row(register: str, tmp_path: Path) -> None:
    contract = CONTRACTS[register]
    rows = [sound_row(contract)] * SOUND_ROWS + [broken_row(contract, rule.id) for rule in contract.rules]
    receipt = deliver(contract, rows, tmp_path)
    held = quarantined(tmp_path, register)
    counts = {check.id: check.rows for check in receipt.checks}
    for number, rule in enumerate(contract.rules, start=SOUND_ROWS + 1):
        assert counts[rule.id] >= 1, f"{register}.{rule.id} let its bad row pass"
        if rule.level == "warn":
            assert rule.id not in held.get(number, []), f"{register}.{rule.id} only warns"
        else:
            assert rule.id in held.get(number, []), f"{register}.{rule.id} did not hold its row back"
    assert receipt.received == receipt.accepted + receipt.quarantined == len(rows)


@pytest.mark.parametrize("rule", [r.id for r in CONTRACTS["births"].rules if r.level == "warn"])
def test_an_act_of_birth_survives_doubts_about_the_parents(rule: str, tmp_path: Path) -> None:
    contract = CONTRACTS["births"]
    receipt = deliver(contract, [broken_row(contract, rule)], tmp_path)
    assert receipt.accepted == 1
    assert rule in [check.id for check in receipt.broken]


@pytest.mark.parametrize("register", REGISTERS)
def test_what_is_not_given_breaks_no_rule_but_the_ones_that_ask_for_it(register: str, tmp_path: Path) -> None:
    contract = CONTRACTS[register]
    numbers = {subject.iin for subject in contract.subjects.values()}
    required = {name for name, column in contract.columns.items() if column.required} | numbers
    bare = {name: value if name in required else None for name, value in sound_row(contract).items()}
    receipt = deliver(contract, [bare], tmp_path)
    asks = {"attends_somewhere", "overdue_amount_has_days", "overdue_days_have_amount"}
    assert {check.id for check in receipt.broken} <= asks
    assert receipt.accepted == 1


def texts_of(contract: Contract) -> list[tuple[str, dict[str, str]]]:
    rules = [(f"{contract.name}.{rule.id}", rule.text.model_dump()) for rule in contract.rules]
    return [(contract.name, contract.title.model_dump()), *rules]


@pytest.mark.parametrize("register", REGISTERS)
def test_texts_are_in_their_language_and_say_what_to_do(register: str) -> None:
    for name, text in texts_of(CONTRACTS[register]):
        assert re.search("[әғқңөұүһі]", text["kk"].lower()), f"{name}: no Kazakh letter in «{text['kk']}»"
        assert not re.search("[әғқңөұүһі]", text["ru"].lower()), f"{name}: Kazakh letters in «{text['ru']}»"
        assert text["en"].isascii() or "«" in text["en"], f"{name}: «{text['en']}»"
        if name != register:
            for sentence in text.values():
                assert len(re.findall(r"[.?](?:\s|$)", sentence)) + sentence.count(":") >= 2, (
                    f"{name}: {sentence}"
                )


@pytest.mark.parametrize("register", REGISTERS)
def test_no_law_is_claimed_beyond_what_is_known(register: str) -> None:
    """Only the articles and orders of the collected facts are cited; the rest is marked as assumed."""
    basis = CONTRACTS[register].legal_basis
    known = ("Social Code", "personal data law (21 May 2013, No. 94-V)")
    assert basis == "assumption: legal basis not verified" or basis.startswith(known)


@pytest.mark.parametrize("register", REGISTERS)
def test_facts_that_can_hurt_are_marked(register: str) -> None:
    columns = CONTRACTS[register].columns
    hurting = {"kind"} if register == "guardianship" else set()
    hurting |= {
        "disability_group",
        "cause",
        "diagnosis_group",
        "benefit_code",
        "overdue_amount",
        "free_meals",
    }
    for name in hurting & set(columns):
        assert columns[name].sensitivity == "sensitive", f"{register}.{name}"
