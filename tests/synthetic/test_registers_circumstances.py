"""Circumstances of the made-up people against what is published, and against each other."""

from datetime import date

import duckdb
import pytest

from familymap.synthetic.making import make_country
from familymap.synthetic.register_parameters import load_register_parameters

pytestmark = pytest.mark.slow

PEOPLE = 10_000
KAZAKHSTAN = 20_300_000


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    folder = tmp_path_factory.mktemp("country") / "made"
    make_country(folder, PEOPLE, 3, date(2026, 1, 1), 2, 2, lambda name, done, total: None)
    connection = duckdb.connect()
    for file in (folder / "truth").glob("*.parquet"):
        connection.execute(f"create view {file.stem} as select * from read_parquet('{file}')")
    return connection


def number(truth: duckdb.DuckDBPyConnection, sql: str) -> float:
    return float(truth.execute(sql).fetchall()[0][0])


@pytest.mark.parametrize(
    ("counted", "published"),
    [
        ("livelihood where status = 'employee' and person_no > 0", 7_000_000),
        ("livelihood where status in ('self_employed', 'farmer')", 2_200_000),
        ("pension where kind <> 'service'", 2_510_000),
        ("disability where valid_to is null or valid_to > date '2026-01-01'", 743_000),
        ("benefit where code = 'large_family' and taken_up", 603_000),
        ("benefit where code = 'birth'", 372_000),
        ("vehicle where kind = 'car'", 4_898_000),
        ("housing_place", 953_617),
    ],
)
def test_counts_are_near_the_published_ones(
    truth: duckdb.DuckDBPyConnection, counted: str, published: int
) -> None:
    got = number(truth, f"select count(*) from {counted}") * KAZAKHSTAN / PEOPLE
    assert published * 0.75 < got < published * 1.25


def test_the_median_wage_is_two_thirds_of_the_mean(truth: duckdb.DuckDBPyConnection) -> None:
    assert 0.60 < number(truth, "select median(wage) / avg(wage) from livelihood") < 0.70


def test_about_one_in_twenty_is_poor_and_more_in_large_households(truth: duckdb.DuckDBPyConnection) -> None:
    line = load_register_parameters("kazakhstan")["assistance_line"]["statistical_minimum"]
    poor = f"sum(members) filter (total < {line} * members) / sum(members)"
    share = number(truth, f"select {poor} from household_income")
    assert 0.035 < share < 0.075
    assert number(truth, f"select {poor} from household_income where members >= 5") > share


def test_a_benefit_not_taken_up_has_a_reason_and_a_received_one_none(
    truth: duckdb.DuckDBPyConnection,
) -> None:
    assert number(truth, "select count(*) from benefit where taken_up = (why_not is not null)") == 0
    assert number(truth, "select count(distinct code) from benefit") == 12
    assert number(truth, "select count(distinct why_not) from benefit") == 5


def test_homes_are_owned_by_their_households_as_often_as_declared(truth: duckdb.DuckDBPyConnection) -> None:
    owned = """select count(distinct dwelling_no) / (select count(*) from household) from household
        join property_right on object_no = dwelling_no where person_no = head_no"""
    assert abs(number(truth, owned) - 0.868) < 0.03


def test_nobody_works_and_goes_to_school(truth: duckdb.DuckDBPyConnection) -> None:
    assert number(truth, "select count(*) from livelihood where age < 16 and wage is not null") == 0
    pupils = "select count(*) from schooling join livelihood using (person_no) where studies <> 'school'"
    assert number(truth, pupils) == 0


def test_jobs_begin_after_childhood_and_end_after_they_began(truth: duckdb.DuckDBPyConnection) -> None:
    assert number(truth, "select count(*) from job where ended_on < started_on") == 0
    assert number(truth, "select count(*) filter (ended_on is null) / count(*) from job") > 0.5
    workers = "job join livelihood using (person_no)"
    early = f"select count(*) from {workers} where job.started_on < birth_date + interval 16 year"
    assert number(truth, early) == 0
