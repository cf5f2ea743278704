"""A few people and their register rows, linked by the real steps: what a test says is all there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.steps import plan
from familymap.people.linkage import Linkage, load_linkage
from familymap.people.steps import optional_inputs, people_steps
from familymap.people.subjects import Subject, subjects_of
from familymap.registers.iin import check_digit

LINKAGE_FILE = Path(__file__).parents[2] / "src/familymap/kazakhstan/linkage.yaml"
FIELDS = ("iin", "surname", "given_name", "patronymic", "birth_date")


def linkage() -> Linkage:
    return load_linkage(LINKAGE_FILE)


def number(born: date, sex: str = "F", serial: int = 1) -> str:
    """A made-up personal number with the right check digit."""
    first = f"{born:%y%m%d}{'7' if sex == 'M' else '8'}{serial:04}"
    digit = check_digit(first)
    return number(born, sex, serial + 100) if digit is None else f"{first}{digit}"


def _who(role: str = "") -> SimpleNamespace:
    prefix = f"{role}_" if role else ""
    return SimpleNamespace(sex=None, **{name: prefix + name for name in FIELDS})


CONTRACTS = {
    "population": SimpleNamespace(key="record_no", subjects={"person": _who()}),
    "births": SimpleNamespace(key="act_no", subjects={"child": _who("child"), "mother": _who("mother")}),
    "deaths": SimpleNamespace(key="act_no", subjects={"person": _who()}),
    "marriages": SimpleNamespace(key="act_no", subjects={r: _who(r) for r in ("husband", "wife")}),
    "divorces": SimpleNamespace(key="act_no", subjects={r: _who(r) for r in ("husband", "wife")}),
    "health": SimpleNamespace(key="record_no", subjects={"person": _who()}),
}
FURTHER = {"population": ("kato",), "births": ("kato",), "deaths": ("death_date",)}


@dataclass(frozen=True)
class Person:
    """What a register writes of somebody."""

    surname: str
    given_name: str
    patronymic: str | None
    birth_date: date
    iin: str | None

    def but(self, **changes: Any) -> "Person":
        return Person(**{**self.__dict__, **changes})


@dataclass
class Village:
    """Rows by register: (key, {role: person}, further columns)."""

    folder: Path
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(
        self, register: str, key: int, further: Mapping[str, Any] | None = None, **people: Person
    ) -> None:
        row: dict[str, Any] = {CONTRACTS[register].key: key, **(further or {})}
        for role, person in people.items():
            columns = CONTRACTS[register].subjects[role]
            row |= {getattr(columns, name): getattr(person, name) for name in FIELDS}
        self.rows.setdefault(register, []).append(row)

    def link(self, run: str = "first", **inputs: Path) -> "Linked":
        """Carry out every step of the people room; `inputs` are previous tables and decisions."""
        folder = self.folder / run
        folder.mkdir()
        engine = DuckDBEngine(folder / "spill", 1, 1)
        for register in CONTRACTS:
            path = folder / f"{register}.parquet"
            pq.write_table(pa.Table.from_pylist(self.rows.get(register, []), _schema(register)), path)
            engine.offer(register, [path])
        optional = optional_inputs(CONTRACTS, linkage())
        for name, columns in optional.items():
            if name in inputs:
                engine.offer(name, [inputs[name]])
            else:
                engine.offer_empty(name, columns)
        for planned in plan(people_steps(CONTRACTS, linkage()), {*CONTRACTS, *optional}, {}):
            engine.carry_out(planned, folder / f"{planned.name}.parquet")
        return Linked(folder, engine)


@dataclass(frozen=True)
class Linked:
    """The tables of one working-out."""

    folder: Path
    engine: DuckDBEngine

    def table(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"

    def person_of(self, link_table: str, source_key: int) -> int | None:
        return self._link(link_table, source_key)[0]

    def rule_of(self, link_table: str, source_key: int) -> str | None:
        return self._link(link_table, source_key)[1]

    def _link(self, link_table: str, source_key: int) -> tuple[Any, ...]:
        [row] = self.engine.rows(f"select person_id, rule from {link_table} where source_key = {source_key}")
        return row

    def reviewed(self) -> set[tuple[str, int]]:
        return set(self.engine.rows("select distinct register, source_key from link_review"))

    def persons(self) -> Sequence[tuple[Any, ...]]:
        return self.engine.rows(
            "select person_id, given_name, spine_register from person order by given_name"
        )


def subject(register: str, role: str = "person") -> Subject:
    [found] = [s for s in subjects_of(CONTRACTS, linkage()) if (s.register, s.role) == (register, role)]
    return found


def _schema(register: str) -> pa.Schema:
    contract = CONTRACTS[register]
    columns: list[tuple[str, pa.DataType]] = [(contract.key, pa.int64())]
    for described in contract.subjects.values():
        columns += [
            (getattr(described, name), pa.date32() if name == "birth_date" else pa.string())
            for name in FIELDS
        ]
    columns += [
        (name, pa.date32() if name.endswith("_date") else pa.string()) for name in FURTHER.get(register, ())
    ]
    return pa.schema(columns)


def rows_of(sql: str) -> list[tuple[Any, ...]]:
    """A few rows from a query without tables."""
    with duckdb.connect() as connection:
        return connection.execute(sql).fetchall()
