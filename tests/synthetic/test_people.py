"""What must hold in every made-up country, whatever its seed and size."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.registers.iin import is_valid
from familymap.synthetic.people import TRUTH_TABLES, country_order, write_people

Truth = duckdb.DuckDBPyConnection


def draw(folder: Path, people: int, seed: int) -> None:
    engine = DuckDBEngine(folder / ".spill", memory_gb=2, threads=1)
    write_people(engine, folder, country_order(people, seed))
    engine.close()


@contextmanager
def truth_of(people: int, seed: int) -> Iterator[Truth]:
    with tempfile.TemporaryDirectory() as folder:
        draw(Path(folder), people, seed)
        yield read(Path(folder))


def read(folder: Path) -> Truth:
    connection = duckdb.connect()
    for table in TRUTH_TABLES:
        connection.execute(f"create table {table} as from '{folder}/{table}.parquet'")
    return connection


def found(truth: Truth, sql: str) -> list[tuple[Any, ...]]:
    """At most five rows that break a rule, to be shown."""
    return truth.execute(f"{sql} limit 5").fetchall()


def broken_rules(truth: Truth, people: int) -> dict[str, list[tuple[Any, ...]]]:
    """Every rule that is broken, with examples."""
    checks = {name: found(truth, sql) for name, sql in RULES.items()}
    living = truth.execute("select count(*) from person where death_date is null").fetchall()[0][0]
    checks["the number of people asked for, within 1 %"] = (
        [] if abs(living - people) <= people * 0.01 else [(living,)]
    )
    numbers = truth.execute("select iin, sex from person").fetchall()
    checks["identifiers have their check digit and a seventh digit no real one has"] = [
        (iin, sex) for iin, sex in numbers if not is_valid(iin) or iin[6] != ("7" if sex == "M" else "8")
    ][:5]
    return {name: rows for name, rows in checks.items() if rows}


CHILD_AND_PARENTS = """
    person c left join person m on m.person_no = c.mother_no left join person f on f.person_no =
    c.father_no"""

RULES = {
    "mothers are 15 to 50 when they bear": f"""
        select c.person_no, date_diff('day', m.birth_date, c.birth_date) / 365.25 from {CHILD_AND_PARENTS}
        where date_diff('day', m.birth_date, c.birth_date) / 365.25 not between 15 and 50""",
    "mothers live when they bear, fathers at most nine months before": f"""
        select c.person_no from {CHILD_AND_PARENTS}
        where m.death_date < c.birth_date or f.death_date < c.birth_date - 280""",
    "fathers are men, older than 14, and never oneself": f"""
        select c.person_no from {CHILD_AND_PARENTS}
        where f.sex <> 'M' or m.sex <> 'F' or f.person_no = c.person_no
           or date_diff('day', f.birth_date, c.birth_date) / 365.25 < 15""",
    "parents are in the table": f"""
        select c.person_no from {CHILD_AND_PARENTS}
        where (c.mother_no is not null and m.person_no is null) or (c.father_no is not null and f.person_no
            is null)""",
    "children of one mother are twins or at least nine months apart": """
        select * from (
            select mother_no, date_diff('day', lag(birth_date) over (partition by mother_no order by
            birth_date), birth_date)
                   as days from person where mother_no is not null
        ) where days between 1 and 265""",
    "sons bear the surname their father was born with": f"""
        select c.person_no, c.birth_surname, f.birth_surname from {CHILD_AND_PARENTS}
        where c.sex = 'M' and f.birth_surname <> c.birth_surname""",
    "daughters bear their father's surname in its woman's form": f"""
        select c.person_no, c.birth_surname, f.birth_surname from {CHILD_AND_PARENTS}
        where c.sex = 'F' and left(f.birth_surname, length(f.birth_surname) - 2)
              <> left(c.birth_surname, length(f.birth_surname) - 2)""",
    "patronymics come from the father's given name": f"""
        select c.person_no, c.patronymic, f.given_name from {CHILD_AND_PARENTS}
        where f.given_name not in ('Пётр', 'Павел', 'Лев', 'Михаил')
          and left(c.patronymic, length(f.given_name) - 2) <> left(f.given_name, length(f.given_name) - 2)""",
    "identifiers are unique": "select iin from person group by iin having count(*) > 1",
    "the dead died after they were born and before the date": """
        select person_no from person where death_date < birth_date or death_date > date '2026-01-01'""",
    "nobody is born after the date": "select person_no from person where birth_date > date '2026-01-01'",
    "everybody has a dwelling that is there, at its place": """
        select p.person_no from person p left join dwelling d on d.dwelling_no = p.dwelling_no
        where d.dwelling_no is null or d.kato <> p.kato""",
    "every dwelling stands in a settlement": """
        select kato from dwelling where kato not in (select kato from settlement)""",
    "former dwellings are others than the present one": """
        select person_no from person where previous_dwelling_no = dwelling_no
           or (previous_dwelling_no is null) <> (previous_kato is null)""",
    "everybody living, and nobody else, has one family": """
        select coalesce(p.person_no, f.person_no)
        from (select person_no from person where death_date is null) p full join family f on f.person_no =
        p.person_no
        where p.person_no is null or f.person_no is null""",
    "a family's anchor belongs to it": """
        select f.person_no from family f left join family a on a.person_no = f.family_no
        where a.family_no is distinct from f.family_no""",
    "a family has one couple at most": """
        select f.family_no from marriage m join family f on f.person_no = m.husband_no
        where m.ended_on is null group by f.family_no having count(*) > 1""",
    "couples are one family and one household": """
        select m.marriage_no from marriage m
        join family h on h.person_no = m.husband_no join family w on w.person_no = m.wife_no
        where m.ended_on is null and (h.family_no <> w.family_no or h.household_no <> w.household_no)""",
    "a household is a dwelling": """
        select f.person_no from family f join person p on p.person_no = f.person_no where f.household_no <>
        p.dwelling_no""",
    "nobody is married twice at once": """
        with side as (
            select husband_no as person_no, married_on, ended_on, marriage_no from marriage
            union all select wife_no, married_on, ended_on, marriage_no from marriage
        )
        select a.person_no from side a join side b on b.person_no = a.person_no and b.marriage_no >
        a.marriage_no
        where a.married_on < coalesce(b.ended_on, date '9999-01-01') and b.married_on < coalesce(a.ended_on,
        date '9999-01-01')""",
    "marriages last as long as both live": """
        select m.marriage_no from marriage m
        join person h on h.person_no = m.husband_no join person w on w.person_no = m.wife_no
        where m.ended_on is null and (h.death_date is not null or w.death_date is not null)
           or m.married_on >= coalesce(m.ended_on, date '2026-01-02')
           or coalesce(h.death_date, w.death_date) < m.married_on""",
    "nobody marries before 17": """
        select m.marriage_no from marriage m join person p on p.person_no in (m.husband_no, m.wife_no)
        where date_diff('day', p.birth_date, m.married_on) / 365.25 < 17""",
    "nobody marries a sister or brother, a parent or a child": """
        select m.marriage_no from marriage m
        join person h on h.person_no = m.husband_no join person w on w.person_no = m.wife_no
        where h.mother_no = w.mother_no or h.mother_no = w.person_no or w.father_no = h.person_no""",
    "guardians live, are grown up, and their wards are minors": """
        select g.order_no from guardianship g
        join person c on c.person_no = g.child_no join person a on a.person_no = g.guardian_no
        where a.death_date is not null or c.death_date is not null or c.birth_date < date '2008-01-01' - 1
           or a.birth_date > date '2005-01-01'""",
    "pupils and students are of an age to study": """
        select person_no from person where studies is not null and birth_date not between date '1980-01-01'
        and date '2020-09-01'
           or (studies is null) <> (full_time is null)""",
}


@settings(max_examples=6)
@given(seed=st.integers(0, 2**31), people=st.integers(1_000, 3_000))
def test_every_small_country_holds_together(seed: int, people: int) -> None:
    with truth_of(people, seed) as truth:
        assert broken_rules(truth, people) == {}


def test_a_country_of_twenty_thousand_holds_together() -> None:
    with truth_of(20_000, 3) as truth:
        assert broken_rules(truth, 20_000) == {}


def test_three_generations_are_known() -> None:
    with truth_of(20_000, 4) as truth:
        [(share,)] = truth.execute(
            """select avg((g.person_no is not null)::int) from person c
               left join person f on f.person_no = c.father_no left join person g on g.person_no = f.father_no
               where c.birth_date > date '2010-01-01' and c.death_date is null"""
        ).fetchall()
    assert share > 0.45


def test_equal_seed_gives_equal_bytes_and_another_seed_other_people(tmp_path: Path) -> None:
    first, again, other = (tmp_path / name for name in ("first", "again", "other"))
    for folder, seed in ((first, 11), (again, 11), (other, 12)):
        folder.mkdir()
        draw(folder, 2_000, seed)
    for table in TRUTH_TABLES:
        assert (first / f"{table}.parquet").read_bytes() == (again / f"{table}.parquet").read_bytes(), table
    assert (first / "boundaries.geojson").read_bytes() == (again / "boundaries.geojson").read_bytes()
    assert (first / "person.parquet").read_bytes() != (other / "person.parquet").read_bytes()


@pytest.mark.slow
def test_equal_bytes_whatever_the_threads(tmp_path: Path) -> None:
    for threads in (1, 2):
        folder = tmp_path / str(threads)
        folder.mkdir()
        engine = DuckDBEngine(folder / ".spill", memory_gb=2, threads=threads)
        write_people(engine, folder, country_order(150_000, 5))
        engine.close()
    for table in TRUTH_TABLES:
        assert (tmp_path / "1" / f"{table}.parquet").read_bytes() == (
            tmp_path / "2" / f"{table}.parquet"
        ).read_bytes(), table
