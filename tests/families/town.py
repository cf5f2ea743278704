"""A made-up town in a few lines: people, civil acts and addresses, as the tables that the steps read.

Every link is right unless a person is left out (None), as if the row had not been linked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from familymap.engine.duckdb_engine import FINGERPRINT
from familymap.engine.steps import PlannedStep, Step, plan
from familymap.families.identity import PREVIOUS_FAMILY_MEMBERSHIP
from familymap.families.rules import FamilyRules, load_family_rules
from familymap.families.steps import FAMILY_STEPS

RULE_FILE = Path(__file__).parents[2] / "src" / "familymap" / "kazakhstan" / "family_rules.yaml"
RULES: FamilyRules = load_family_rules(RULE_FILE)
AS_OF = date(2026, 1, 1)

REGISTERS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "marriages": ({"act_no": "int64", "marriage_date": "date32"}, ("husband", "wife")),
    "divorces": ({"act_no": "int64", "divorce_date": "date32"}, ("husband", "wife")),
    "births": ({"act_no": "int64", "act_date": "date32"}, ("child", "mother", "father")),
    "guardianship": (
        {"order_no": "int64", "kind": "string", "valid_from": "date32", "valid_to": "date32"},
        ("child", "guardian"),
    ),
    "addresses": (
        {
            "registration_no": "int64",
            "kato": "string",
            "address_code": "int64",
            "kind": "string",
            "registered_from": "date32",
            "registered_to": "date32",
        },
        ("",),
    ),
    "school": ({"enrolment_no": "int64", "enrolled_on": "date32", "left_on": "date32"}, ("",)),
    "students": (
        {"enrolment_no": "int64", "form": "string", "enrolled_on": "date32", "left_on": "date32"},
        ("",),
    ),
    "disability": (
        {"certificate_no": "int64", "since_childhood": "bool", "valid_from": "date32", "valid_to": "date32"},
        ("",),
    ),
}
"""Register → its columns that this room reads (the key first), and its roles («» = the one person)."""

PERSON = {
    "person_id": "int64",
    "given_name": "string",
    "birth_date": "date32",
    "death_date": "date32",
    "kato": "string",
}


@dataclass
class Town:
    """People by id and register rows by register; a row holds its columns and its roles' person ids."""

    people: dict[int, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in REGISTERS})
    last_key: int = 0

    def person(
        self, name: str, born: date | None, address: int | None = None, since: date | None = None
    ) -> int:
        """A new inhabitant; registered at `address` since that day (since birth when not said)."""
        person_id = len(self.people) + 1
        self.people[person_id] = {
            "person_id": person_id,
            "given_name": name,
            "birth_date": born,
            "death_date": None,
            "kato": "751110000",
        }
        if address is not None:
            self.register(person_id, address, since or born)
        return person_id

    def add(self, register: str, **row: Any) -> dict[str, Any]:
        """A register row under the next free number; what is not said is unknown."""
        columns, roles = REGISTERS[register]
        self.last_key += 1
        known = {next(iter(columns)): self.last_key, **row}
        whole = {name: known.pop(name, None) for name in (*columns, *roles)}
        assert not known, f"{register} has no {', '.join(known)}"
        self.rows[register].append(whole)
        return whole

    def register(self, person_id: int, address: int, since: date | None, until: date | None = None) -> None:
        self.add(
            "addresses", kind="permanent", address_code=address, kato="751110000",
            registered_from=since, registered_to=until, **{"": person_id},
        )  # fmt: skip

    def move(self, person_id: int, address: int, on: date) -> None:
        """Close what is open and register at another dwelling."""
        for row in self.rows["addresses"]:
            if row[""] == person_id and row["registered_to"] is None:
                row["registered_to"] = on
        self.register(person_id, address, on)

    def marry(self, husband: int | None, wife: int | None, on: date) -> None:
        self.add("marriages", marriage_date=on, husband=husband, wife=wife)

    def divorce(self, husband: int | None, wife: int | None, on: date) -> None:
        self.add("divorces", divorce_date=on, husband=husband, wife=wife)

    def birth(
        self, child: int, mother: int | None = None, father: int | None = None, on: date | None = None
    ) -> None:
        act_date = on or self.people[child]["birth_date"]
        self.add("births", act_date=act_date, child=child, mother=mother, father=father)

    def guardian(self, child: int, guardian: int, since: date, kind: str = "guardianship") -> None:
        self.add("guardianship", kind=kind, valid_from=since, child=child, guardian=guardian)

    def pupil(self, person_id: int, since: date) -> None:
        self.add("school", enrolled_on=since, **{"": person_id})

    def student(self, person_id: int, since: date, form: str = "full_time") -> None:
        self.add("students", form=form, enrolled_on=since, **{"": person_id})

    def disabled_since_childhood(self, person_id: int, since: date) -> None:
        self.add("disability", since_childhood=True, valid_from=since, **{"": person_id})

    def name(self, person_id: int) -> str:
        return str(self.people[person_id]["given_name"])

    def tables(self) -> dict[str, pa.Table]:
        """The tables a run would offer: person, registers and links."""
        tables = {"person": _table(self.people.values(), PERSON)}
        for register, (columns, roles) in REGISTERS.items():
            rows, key = self.rows[register], next(iter(columns))
            tables[register] = _table(rows, columns)
            for role in roles:
                links = [{"source_key": row[key], "person_id": row[role]} for row in rows]
                name = f"link_{register}_{role}" if role else f"link_{register}"
                tables[name] = _table(links, {"source_key": "int64", "person_id": "int64"})
        return tables


def _table(rows: Any, columns: dict[str, str]) -> pa.Table:
    schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in columns.items()])
    return pa.Table.from_pylist([{name: row[name] for name in columns} for row in rows], schema=schema)


class Desk:
    """Carries steps out in memory: quick enough for thousands of small towns."""

    def __init__(self) -> None:
        self.connection = duckdb.connect(config={"threads": 1})
        self.connection.execute(FINGERPRINT)

    def offer(self, tables: dict[str, pa.Table]) -> None:
        for name, content in tables.items():
            self.connection.register("incoming", content)
            self.connection.execute(f"create or replace table {name} as select * from incoming")
            self.connection.unregister("incoming")

    def carry_out(self, planned: Sequence[PlannedStep]) -> None:
        for work in planned:
            self.connection.execute(f"create or replace table {work.name} as {work.sql}")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return list(self.connection.execute(sql).fetchall())

    def table(self, name: str) -> pa.Table:
        return self.connection.sql(f"select * from {name}").to_arrow_table()


def no_previous_run() -> dict[str, pa.Table]:
    kinds = {"bigint": "int64", "varchar": "string", "date": "date32", "integer": "int32"}
    return {
        "previous_family_membership": _table(
            [], {name: kinds[kind] for name, kind in PREVIOUS_FAMILY_MEMBERSHIP.items()}
        )
    }


def draw(
    town: Town,
    previous: dict[str, pa.Table] | None = None,
    as_of: date = AS_OF,
    steps: Sequence[Step] = FAMILY_STEPS,
    rules: FamilyRules = RULES,
) -> Desk:
    """Work the steps out for this town; the desk then holds their tables."""
    desk = Desk()
    given = {**town.tables(), **(previous or no_previous_run())}
    desk.offer(given)
    desk.carry_out(plan(steps, tables=given.keys(), values={"as_of": as_of, "family_rules": rules}))
    return desk


def families(desk: Desk) -> set[frozenset[int]]:
    """The families as sets of person ids."""
    drawn: dict[int, set[int]] = {}
    for person_id, family_id in desk.rows("select person_id, family_id from family_membership"):
        drawn.setdefault(family_id, set()).add(person_id)
    return {frozenset(members) for members in drawn.values()}
