"""A country some months later is the same country: equal numbers, and only what happened is new."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.synthetic.evolution import evolve_people, months_later
from familymap.synthetic.people import AS_OF, TRUTH_TABLES, country_order
from tests.synthetic.test_people import RULES, draw, found, read

PEOPLE, SEED = 30_000, 9


def evolve(before: Path, after: Path, months: int = 1) -> None:
    after.mkdir()
    engine = DuckDBEngine(after / ".spill", memory_gb=2, threads=1)
    evolve_people(engine, before, after, country_order(PEOPLE, SEED), months)
    engine.close()


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    before = tmp_path_factory.mktemp("country") / "before"
    before.mkdir()
    draw(before, PEOPLE, SEED)
    after = before.parent / "after"
    evolve(before, after, months=3)
    return before, after


@pytest.fixture(scope="module")
def truth(folders: tuple[Path, Path]) -> Iterator[duckdb.DuckDBPyConnection]:
    before, after = folders
    connection = read(after)
    for table in TRUTH_TABLES:
        connection.execute(f"create table old_{table} as from '{before}/{table}.parquet'")
    yield connection


def count(truth: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(truth.execute(f"select count(*) {sql}").fetchall()[0][0])


@pytest.mark.parametrize("rule", RULES)
def test_what_holds_in_a_country_holds_later(truth: duckdb.DuckDBPyConnection, rule: str) -> None:
    later = RULES[rule]
    for day, moved in (
        ("2026-01-01", "2026-04-01"),
        ("2026-01-02", "2026-04-02"),
        ("2008-01-01", "2008-04-01"),
    ):
        later = later.replace(f"date '{day}'", f"date '{moved}'")
    assert found(truth, later) == []


def test_nobody_is_lost_or_renumbered(truth: duckdb.DuckDBPyConnection) -> None:
    changed = """
        from old_person o left join person p on p.person_no = o.person_no
        where p.person_no is null or p.iin <> o.iin or p.birth_date <> o.birth_date or p.sex <> o.sex
           or p.given_name <> o.given_name or p.mother_no is distinct from o.mother_no
           or (o.death_date is not null and p.death_date is distinct from o.death_date)"""
    assert count(truth, changed) == 0
    assert count(truth, "from person p anti join old_person o on o.person_no = p.person_no") > 0


def test_only_newborns_are_new_and_have_mothers_here(truth: duckdb.DuckDBPyConnection) -> None:
    strangers = """
        from person p anti join old_person o on o.person_no = p.person_no
        where p.birth_date not between date '2026-01-02' and date '2026-04-01'
           or p.mother_no not in (select person_no from old_person)"""
    assert count(truth, strangers) == 0


def test_everything_that_can_happen_happens(truth: duckdb.DuckDBPyConnection) -> None:
    happened = {
        "births": "from person where birth_date > date '2026-01-01'",
        "deaths": "from person where death_date > date '2026-01-01'",
        "weddings": "from marriage where married_on > date '2026-01-01'",
        "divorces": "from marriage where end_reason = 'divorce' and ended_on > date '2026-01-01'",
        "widowhood": "from marriage where end_reason = 'death' and ended_on > date '2026-01-01'",
        "moves": "from person where moved_in > date '2026-01-01' and birth_date < date '2026-01-01'",
    }
    missing = [what for what, sql in happened.items() if count(truth, sql) == 0]
    assert missing == []


def test_a_child_that_turns_18_leaves_by_date_alone(truth: duckdb.DuckDBPyConnection) -> None:
    grown = """
        from person p
        join family f on f.person_no = p.person_no join old_family o on o.person_no = p.person_no
        where p.birth_date between date '2008-01-02' and date '2008-04-01'
          and p.studies is null and not p.disabled_since_childhood and o.family_no <> o.person_no"""
    assert count(truth, grown) > 0
    assert count(truth, f"{grown} and f.family_no = f.person_no") > 0


def test_equal_countries_stay_equal(folders: tuple[Path, Path], tmp_path: Path) -> None:
    before, after = folders
    evolve(before, tmp_path / "again", months=3)
    for table in TRUTH_TABLES:
        assert (after / f"{table}.parquet").read_bytes() == (
            tmp_path / "again" / f"{table}.parquet"
        ).read_bytes()


def test_months_are_counted_over_the_year() -> None:
    assert str(months_later(AS_OF, 1)) == "2026-02-01"
    assert str(months_later(AS_OF, 14)) == "2027-03-01"
