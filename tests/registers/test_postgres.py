"""A table of a real PostgreSQL server is received like a file."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from adbc_driver_postgresql import dbapi

from familymap.registers.bad_delivery import BadDelivery
from familymap.registers.contract import Contract
from familymap.registers.deliveries import deliveries
from familymap.registers.receive import receive
from tests.registers.made_up import RECEIVED_ON, people

pytestmark = pytest.mark.postgres

TYPES = {
    "record_no": "bigint",
    "birth_date": "date",
    "children": "smallint",
    "wage": "numeric(18, 2)",
    "insured": "boolean",
}


@pytest.fixture(scope="module")
def table(postgres: str) -> str:
    """The address of a table of people, two of whose rows are bad."""
    rows = people(1000, sex="X") + people(1)
    columns = ", ".join(f"{name} {TYPES.get(name, 'text')}" for name in rows[0])
    values = ", ".join(
        "("
        + ", ".join(f"nullif('{value}', '')::{TYPES.get(name, 'text')}" for name, value in row.items())
        + ")"
        for row in rows
    )
    with dbapi.connect(postgres) as connection, connection.cursor() as cursor:
        cursor.execute("create schema civil")
        cursor.execute(f"create table civil.people ({columns})")
        cursor.execute(f"insert into civil.people values {values}")
        connection.commit()
    return f"{postgres}#civil.people"


def test_a_table_is_received(table: str, tmp_path: Path, contracts: dict[str, Contract]) -> None:
    receipt = receive(contracts["people"], table, tmp_path, RECEIVED_ON)
    assert (receipt.received, receipt.accepted, receipt.quarantined) == (1001, 999, 2)
    assert {check.id for check in receipt.broken if check.level != "warn"} == {"sex.codes", "row.duplicate"}
    assert receipt.source == "postgresql://127.0.0.1/postgres#civil.people"
    [delivery] = deliveries(tmp_path, "people")
    [row] = duckdb.execute(
        f"select surname, birth_date::varchar, children, wage, insured from '{delivery.accepted}' "
        "where record_no = 2"
    ).fetchall()
    wanted = people(2)[1]
    assert row == (wanted["surname"], wanted["birth_date"], 2, Decimal("150002.50"), True)


def test_the_same_table_is_recognised(table: str, tmp_path: Path, contracts: dict[str, Contract]) -> None:
    receive(contracts["people"], table, tmp_path, RECEIVED_ON)
    address = table.replace("#", "?table=")
    assert receive(contracts["people"], address, tmp_path, RECEIVED_ON).already_here


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda address: address.replace("civil.people", "civil.nobody"),
            "does not give the table civil.nobody",
        ),
        (lambda address: address.split("#")[0], "names no table"),
        (
            lambda address: address.replace("tester@127.0.0.1:", "tester:secret@127.0.0.1:1"),
            "does not give the table",
        ),
    ],
    ids=["no such table", "no table named", "no such server"],
)
def test_a_database_that_does_not_answer_is_told(
    change: object, told: str, table: str, tmp_path: Path, contracts: dict[str, Contract]
) -> None:
    with pytest.raises(BadDelivery, match=told) as refusal:
        receive(contracts["people"], change(table), tmp_path, RECEIVED_ON)  # type: ignore[operator]
    print(refusal.value)
    assert "secret" not in str(refusal.value)
