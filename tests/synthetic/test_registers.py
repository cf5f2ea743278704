"""Deliveries of a made-up country: their columns, their errors, their truth, and the month after."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from math import sqrt
from pathlib import Path

import pytest

from familymap import country
from familymap.registers.receive import receive_folder
from familymap.synthetic.making import make_country, next_month
from tests.synthetic.registers_country import Delivered, open_country

pytestmark = pytest.mark.slow

PEOPLE = 6000
CONTRACTS = country.load().contracts
JANUARY = date(2026, 1, 1)


def silent(name: str, done: int, total: int) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("country")
    make_country(folder / "january", PEOPLE, 1, JANUARY, 2, 2, silent)
    next_month(folder / "january", folder / "february", 2, 2, silent)
    return folder / "january", folder / "february"


@pytest.fixture(scope="module")
def january(folders: tuple[Path, Path]) -> Iterator[Delivered]:
    delivered = open_country(folders[0])
    yield delivered
    delivered.connection.close()


@pytest.fixture(scope="module")
def february(folders: tuple[Path, Path]) -> Iterator[Delivered]:
    delivered = open_country(folders[1])
    yield delivered
    delivered.connection.close()


def test_every_register_with_a_contract_is_delivered(january: Delivered) -> None:
    assert {file.name.split(".")[0] for file in january.files()} == set(CONTRACTS)


@pytest.mark.parametrize("register", sorted(CONTRACTS))
def test_columns_are_those_of_the_contract(january: Delivered, register: str) -> None:
    columns = tuple(name for name, *_ in january.rows(f"describe {register}"))
    assert columns == tuple(CONTRACTS[register].columns) == january.extracts[register].columns()
    assert january.extracts[register].events == (CONTRACTS[register].delivery == "events")


@pytest.mark.parametrize("register", sorted(CONTRACTS))
def test_every_row_has_its_truth_and_every_truth_its_row(january: Delivered, register: str) -> None:
    extract = january.extracts[register]
    for mention in extract.mentions:
        given = mention.column("given_name")
        told = f"(select source_key from row_{register} where role = '{mention.role}')"
        lost = january.one(
            f"select count(*) from {register} where {given} is not null and {extract.key} not in {told}"
        )
        assert lost == 0, f"{register}: {lost} rows of role {mention.role} without truth"
    ghosts = january.one(
        f"select count(*) from row_{register} where source_key not in (select {extract.key} from {register})"
    )
    assert ghosts == 0
    assert january.one(f"select count(*) = count(distinct (source_key, role)) from row_{register}")


def told(delivered: Delivered, register: str, condition: str, among: str = "true") -> tuple[int, int]:
    """Mentions of known people that meet the condition, and all of them; exact duplicates count once."""
    met = total = 0
    extract = delivered.extracts[register]
    for mention in extract.mentions:
        columns = {
            name: f"r.{mention.column(name)}" for name in ("iin", "patronymic", "birth_date", "surname")
        }
        [(some, every)] = delivered.rows(
            f"""select count(*) filter ({condition.format(**columns)}), count(*)
            from (select distinct * from {register}) r
            join row_{register} t on t.source_key = r.{extract.key} and t.role = '{mention.role}'
            join person p using (person_no) left join person m on m.person_no = p.mother_no
            where {among} {"and r." + extract.key + " < 50000000000" if register == "population" else ""}"""
        )
        met, total = met + some, total + every
    return met, total


ERRORS = {
    "missing_iin": ("{iin} is null", "true"),
    "mistyped_iin": ("{iin} <> p.iin and {iin} is distinct from m.iin", "true"),
    "relative_iin": ("{iin} = m.iin", "m.iin is not null"),
    "wrong_birth_date": ("{birth_date} <> p.birth_date", "day(p.birth_date) <> month(p.birth_date)"),
    "missing_patronymic": ("{patronymic} is null", "p.patronymic is not null"),
    "romanised": ("regexp_matches({surname}, '[A-Za-z]')", "true"),
}


@pytest.mark.parametrize("kind", sorted(ERRORS))
@pytest.mark.parametrize("register", sorted(CONTRACTS))
def test_errors_are_as_frequent_as_declared(january: Delivered, register: str, kind: str) -> None:
    met, total = told(january, register, *ERRORS[kind])
    share = january.parameters.dirt(kind, register)
    expected, spread = share * total, sqrt(total * share * (1 - share))
    if kind == "mistyped_iin":
        expected *= 0.97  # two equal neighbours that change places are no error
    assert abs(met - expected) <= 4.5 * spread + 2, f"{met} of {total}, expected {expected:.1f}"


def test_rows_stand_twice_as_often_as_declared(january: Delivered) -> None:
    twice = every = 0
    expected = 0.0
    for register, extract in january.extracts.items():
        [(rows, keys)] = january.rows(f"select count(*), count(distinct {extract.key}) from {register}")
        assert january.one(f"select count(*) from (select distinct * from {register})") == keys
        twice, every = twice + rows - keys, every + keys
        expected += keys * january.parameters.dirt("duplicate", register)
    assert every > 50_000
    assert abs(twice - expected) <= 4.5 * sqrt(expected)


def test_impossible_dates_are_as_frequent_as_declared(january: Delivered) -> None:
    met, expected = 0, 0.0
    for register, extract in january.extracts.items():
        day = f"{extract.date_column}::varchar"
        impossible = f"regexp_matches({day}, '1015|2099') or {day} in ('30.02.2015', '2015-02-30')"
        rows, wrong = january.rows(f"select count(*), count(*) filter ({impossible}) from {register}")[0]
        met, expected = met + wrong, expected + rows * january.parameters.dirt("impossible_date", register)
    assert met > 0
    assert abs(met - expected) <= 4.5 * sqrt(expected)


def test_foreigners_have_no_person_behind_them(january: Delivered) -> None:
    assert january.one("select count(*) from row_employment where person_no is null") > 0
    assert january.one("select count(*) from row_population where person_no is null") == 0


def test_some_people_have_a_second_population_record(january: Delivered) -> None:
    second = january.one(
        "select count(*) from (select person_no from row_population group by 1 having count(*) > 1)"
    )
    expected = PEOPLE * january.parameters["second_record"]
    assert abs(second - expected) <= 4.5 * sqrt(expected)


def test_cp1251_deliveries_decode_and_hold_no_kazakh_letters(january: Delivered) -> None:
    for register in ("school", "kindergarten"):
        [file] = [file for file in january.files() if file.name.startswith(register)]
        text = file.read_bytes().decode("cp1251")
        assert not set(text) & set("әғқңөұүһӘҒҚҢӨҰҮҺ")
        with pytest.raises(UnicodeDecodeError):
            file.read_bytes().decode("utf-8")


def test_all_deliveries_are_received(january: Delivered, tmp_path: Path) -> None:
    receipts, refused = receive_folder(january.files()[0].parent, tmp_path / "store", CONTRACTS, JANUARY)
    assert refused == []
    for receipt in receipts:
        assert receipt.received == receipt.accepted + receipt.quarantined
        assert receipt.quarantined <= 5 + 0.008 * receipt.received, receipt


def test_equal_seeds_give_equal_bytes_on_any_number_of_threads(tmp_path: Path) -> None:
    for name, threads in (("one", 1), ("three", 3)):
        make_country(tmp_path / name, 1000, 7, JANUARY, 2, threads, silent)
    assert _digests(tmp_path / "one") == _digests(tmp_path / "three")


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): sha256(file.read_bytes()).hexdigest() for file in files}


def test_only_new_events_come_next_month(january: Delivered, february: Delivered) -> None:
    for register, extract in january.extracts.items():
        if extract.events:
            before = {key for (key,) in january.rows(f"select {extract.key} from {register}")}
            after = {key for (key,) in february.rows(f"select {extract.key} from {register}")}
            assert after or register not in ("births", "benefits"), f"{register}: nothing new in a month"
            assert not before & after, f"{register}: told twice"
            known = {key for (key,) in february.rows(f"select source_key from row_{register}")}
            assert known >= before | after


def test_acts_of_the_past_come_late(january: Delivered, february: Delivered) -> None:
    assert (
        february.one(
            "select count(*) from births where act_date < date '2026-01-01' and year(act_date) > 2000"
        )
        > 0
    )
    assert (
        january.one(
            "select count(*) from births where act_date >= date '2026-01-01' and year(act_date) < 2090"
        )
        == 0
    )


def test_the_population_changes_by_births_and_deaths(january: Delivered, february: Delivered) -> None:
    listed = "select person_no from row_population"
    before = {number for (number,) in january.rows(listed)}
    after = {number for (number,) in february.rows(listed)}
    born = {n for (n,) in february.rows("select person_no from row_births where role = 'child'")}
    died = {n for (n,) in february.rows("select person_no from person where death_date is not null")}
    assert after - before <= born
    assert before - after <= died
    living = "select count(*) from livelihood where person_no > 0"
    newborn = february.one("select count(*) from person where birth_date > date '2026-01-01'")
    dead = february.one("select count(*) from person where death_date > date '2026-01-01'")
    assert february.one(living) == january.one(living) + newborn - dead


def test_what_began_once_keeps_its_date(january: Delivered, february: Delivered) -> None:
    for table, key, begin in (
        ("attachment", "record_no", "attached_on"),
        ("business", "registration_no", "registered_on"),
        ("property_right", "right_no", "registered_on"),
        ("pension", "case_no", "assigned_on"),
    ):
        columns = f"select {key}, person_no, {begin} from {table}"
        before, after = set(january.rows(columns)), set(february.rows(columns))
        assert len(before & after) > 0.97 * len(before), table
