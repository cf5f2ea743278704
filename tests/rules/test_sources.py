"""Facts over a register's rows: SQL tells each person what the direct evaluation tells of the same rows."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from familymap.engine.steps import plan
from familymap.rules import (
    any_of,
    choose,
    count_where,
    every,
    fact,
    family,
    household,
    known,
    largest,
    person,
    smallest,
    total,
)
from familymap.rules.catalogue import Register, catalogue
from familymap.rules.declare import Rule
from familymap.rules.sources import of_rows, of_silence, source_facts
from familymap.rules.stages import stage_steps
from familymap.rules.tables import Table
from familymap.rules.values import AREA, COUNT, DATE, MONEY, PERSON, SHARE, TEXT, YES_NO, Stored
from tests.rules.land import AS_OF

COLUMNS = {
    "begin": DATE,
    "kind": TEXT,
    "wage": MONEY,
    "share": SHARE,
    "area": AREA,
    "hours": COUNT,
    "employer": PERSON,
    "open": YES_NO,
}
REGISTERS = {
    "jobs": Register("jobs", "job_no", COLUMNS, ("person",), absence_is_none=False),
    "cars": Register("cars", "car_no", COLUMNS, ("owner", "keeper"), absence_is_none=True),
}
ARROW = {
    DATE: pa.date32(),
    TEXT: pa.string(),
    MONEY: pa.decimal128(18, 2),
    SHARE: pa.decimal128(5, 4),
    AREA: pa.decimal128(8, 2),
    COUNT: pa.int32(),
    PERSON: pa.int64(),
    YES_NO: pa.bool_(),
}
"""As deliveries hold them: money and shares in decimals, not in their stored form."""


@fact(person, register="jobs")
def job_count():
    """Jobs."""
    return count_where(True)


@fact(person, register="jobs")
def full_jobs(hours, kind):
    """Full-time jobs."""
    return count_where((hours >= 40) & (kind == "office"))


@fact(person, register="jobs")
def has_job(begin, as_of):
    """Has a job."""
    return any_of(begin <= as_of)


@fact(person, register="jobs")
def all_open(open):
    """All jobs are open."""
    return every(open)


@fact(person, register="jobs")
def wages(wage, open):
    """Wages of the open jobs, those with a sum."""
    return total(wage, where=open & known(wage))


@fact(person, register="jobs")
def all_wages(wage):
    """All wages."""
    return total(wage)


@fact(person, register="jobs")
def newest_job(begin, kind):
    """Begin of the newest job in an office."""
    return largest(begin, where=kind == "office")


@fact(person, register="jobs")
def long_hours(hours):
    """Works long hours in one job and short ones in another."""
    return choose(largest(hours) > 40, smallest(hours) < 10, False)


@fact(person, register="cars", role="owner")
def cars_owned(kind):
    """Cars of which the person is the owner."""
    return count_where(kind == "car")


@fact(person, register="cars", role="owner")
def garage(area, share):
    """Area of the garages, as much as the share."""
    return total(area * share, where=share > Decimal("0.1"))


@fact(person, register="cars", role="keeper")
def keeps_open_cars(open):
    """All cars the person keeps are open ones."""
    return every(open)


@fact(person, register="cars", role="keeper")
def keeps_a_car(kind, employer):
    """Keeps the car of employer 1."""
    return any_of((kind == "car") & (employer == 1))


@fact(person, register="cars", role="keeper")
def kept_worth(wage):
    """Worth of the cars the person keeps."""
    return total(wage)


RULES = [thing for thing in list(globals().values()) if isinstance(thing, Rule)]
BASE = {person: {"self": PERSON}, family: {}, household: {}}
MADE = catalogue(RULES, [], {}, REGISTERS, BASE, AS_OF)
PERSONS = (1, 2, 3, 4)
LINKS = {
    ("jobs", "person"): "link_jobs",
    ("cars", "owner"): "link_cars_owner",
    ("cars", "keeper"): "link_cars_keeper",
}

Delivered = Mapping[str, list[dict[str, Stored]]]
"""Register → its rows in stored form; each row has the person of each role under «of_<role>»."""

BY_TYPE: Mapping[str, st.SearchStrategy[Stored]] = {
    "begin": st.sampled_from([date(2020, 1, 1), AS_OF, date(2026, 2, 1)]),
    "kind": st.sampled_from(["car", "office", "other"]),
    "wage": st.sampled_from([0, 1, 10_000_050, -99]),
    "share": st.sampled_from([0, 1_000, 3_333, 10_000]),
    "area": st.sampled_from([0, 1_800, 4_501]),
    "hours": st.sampled_from([0, 9, 10, 40, 41]),
    "employer": st.integers(1, 2),
    "open": st.booleans(),
}
somebody = st.none() | st.sampled_from(PERSONS)


def register_rows(register: Register) -> st.SearchStrategy[list[dict[str, Stored]]]:
    columns = {name: st.none() | BY_TYPE[name] for name in register.columns}
    linked = {f"of_{role}": somebody for role in register.roles}
    return st.lists(st.fixed_dictionaries({**columns, **linked}), max_size=8)


deliveries = st.fixed_dictionaries({name: register_rows(one) for name, one in REGISTERS.items()})


@pytest.fixture(scope="module")
def duck() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


def offer(duck: duckdb.DuckDBPyConnection, delivered: Delivered) -> None:
    """The registers as accepted, the links of each role, four persons."""
    for register in REGISTERS.values():
        rows = delivered[register.name]
        numbers = range(100, 100 + len(rows))
        columns = {
            name: pa.array([as_delivered(row[name], name) for row in rows], ARROW[of])
            for name, of in register.columns.items()
        }
        duck.register("offered", pa.table({register.key: pa.array(numbers, pa.int64()), **columns}))
        duck.execute(f"create or replace table {register.name} as select * from offered")
        for role in register.roles:
            link = {
                "source_key": pa.array(numbers, pa.int64()),
                "person_id": pa.array([row[f"of_{role}"] for row in rows], pa.int64()),
            }
            duck.register("offered", pa.table(link))
            duck.execute(f"create or replace table {LINKS[register.name, role]} as select * from offered")
    listed = ", ".join(f"({number}, {number}, {number}, {number})" for number in PERSONS)
    keys = "family_id, person_id, household_id, self"
    duck.execute(f"create or replace table person_base as select * from (values {listed}) as t({keys})")


def as_delivered(value: Stored, column: str) -> object:
    """A stored value as a register writes it."""
    scale = COLUMNS[column].scale
    return Decimal(value) / scale if scale > 1 and isinstance(value, int) else value


def told(duck: duckdb.DuckDBPyConnection, missing: Collection[str] = ()) -> dict[int, dict[str, Stored]]:
    """What the SQL says of each person."""
    sources, joined = source_facts(MADE, missing)
    given_tables = {
        person: Table(person, "person_base", frozenset({"self"}), joined),
        family: Table(family, "family_base", frozenset()),
        household: Table(household, "household_base", frozenset()),
    }
    steps = [*sources, *stage_steps(MADE, "told", {person: list(MADE.rules)}, given_tables)]
    for planned in plan(steps, {*REGISTERS, *LINKS.values(), "person_base"}, {}):
        duck.execute(f"create or replace table {planned.name} as {planned.sql}")
    answer = duck.execute("select * from told_person")
    names = [column[0] for column in answer.description]
    rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    return {row["person_id"]: row for row in rows}


def expected(delivered: Delivered, number: int) -> dict[str, Stored]:
    """What the direct evaluation says of a person: of the rows, or of silence where there are none."""
    values = {}
    for name, settled in MADE.rules.items():
        register = REGISTERS[settled.rule.register]
        rows = [row for row in delivered[register.name] if row[f"of_{settled.rule.role}"] == number]
        values[name] = of_rows(settled, register, rows) if rows else of_silence(settled, register)
    return values


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(delivered=deliveries)
@example(delivered={"jobs": [], "cars": []})
def test_facts_over_rows(duck: duckdb.DuckDBPyConnection, delivered: Delivered) -> None:
    offer(duck, delivered)
    answers = told(duck)
    for number in PERSONS:
        for name, value in expected(delivered, number).items():
            assert answers[number][name] == value, (name, number, delivered)


NOTHING: dict[str, Stored] = dict.fromkeys(COLUMNS)


def silence(name: str) -> Stored:
    return of_silence(MADE.rules[name], REGISTERS[MADE.rules[name].rule.register])


def test_silence_is_unknown_where_the_contract_says_so() -> None:
    names = [
        "job_count",
        "full_jobs",
        "has_job",
        "all_open",
        "wages",
        "all_wages",
        "newest_job",
        "long_hours",
    ]
    assert [silence(name) for name in names] == [None] * 8


def test_silence_is_none_where_the_contract_says_so() -> None:
    names = ["cars_owned", "garage", "keeps_open_cars", "keeps_a_car", "kept_worth"]
    assert [silence(name) for name in names] == [0, 0, True, False, 0]


def test_rows_that_do_not_match_are_silence_too() -> None:
    row: dict[str, Stored] = {
        **dict.fromkeys(COLUMNS),
        "kind": "other",
        "hours": 40,
        "open": False,
        "wage": 5,
    }
    answers = {
        name: of_rows(MADE.rules[name], REGISTERS[MADE.rules[name].rule.register], [row])
        for name in ("full_jobs", "wages", "cars_owned", "newest_job", "job_count", "all_open")
    }
    assert answers == {
        "full_jobs": None,
        "wages": None,
        "cars_owned": 0,
        "newest_job": None,
        "job_count": 1,
        "all_open": False,
    }


def test_a_register_that_was_not_delivered_is_unknown_for_everybody(
    duck: duckdb.DuckDBPyConnection,
) -> None:
    """Even where silence would mean none; the other register goes on telling."""
    row = {**NOTHING, "kind": "office", "hours": 41, "of_person": 1}
    offer(duck, {"jobs": [row], "cars": []})
    steps, joined = source_facts(MADE, {"cars"})
    assert [step.name for step in steps] == ["source_jobs_person"]
    assert sum(one.name is None for one in joined) == 2
    answers = told(duck, {"cars"})
    for number in PERSONS:
        assert [answers[number][name] for name in ("cars_owned", "garage", "keeps_a_car")] == [None] * 3
        assert answers[number]["job_count"] == (1 if number == 1 else None)


def test_the_steps_say_what_they_need() -> None:
    steps, _ = source_facts(MADE, ())
    assert {step.name: step.needs for step in steps} == {
        "source_cars_keeper": ("cars", "link_cars_keeper"),
        "source_cars_owner": ("cars", "link_cars_owner"),
        "source_jobs_person": ("jobs", "link_jobs"),
    }
