"""The check digit in Python and in SQL, against another project's validator and against its own weights."""

import random

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from idnumbers.nationalid.KAZ import IndividualIDNumber

from familymap.registers import iin

DIGITS = st.text("0123456789", min_size=11, max_size=11)


@given(DIGITS)
def test_a_number_with_its_check_digit_is_valid(first: str) -> None:
    digit = iin.check_digit(first)
    if digit is not None:
        assert iin.is_valid(f"{first}{digit}")
        assert not iin.is_valid(f"{first}{(digit + 1) % 10}")


@given(DIGITS, st.integers(0, 9), st.integers(0, 9))
def test_most_mistyped_digits_are_found(first: str, place: int, other: int) -> None:
    """The second weights hide some; a digit whose first remainder stays below ten never goes unseen."""
    digit = iin.check_digit(first)
    changed = first[:place] + str(other) + first[place + 1 :]
    remainders = [
        sum(w * int(d) for w, d in zip(iin.FIRST_WEIGHTS, text, strict=True)) % 11
        for text in (first, changed)
    ]
    if digit is not None and max(remainders) < 10 and changed != first:
        assert iin.check_digit(changed) != digit


@pytest.mark.parametrize(
    "wrong", ["", "12345678901", "1234567890123", "12345678901a", "１２３４５６７８９０１２"]
)
def test_other_texts_are_not_numbers(wrong: str) -> None:
    assert not iin.is_valid(wrong)


def test_the_oracle_agrees_on_numbers_it_takes() -> None:
    """The other validator refuses impossible dates and other seventh digits, so only sound ones are asked."""
    chance = random.Random(7)
    asked = 0
    while asked < 2000:
        first = (
            f"{chance.randrange(100):02d}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}"
            f"{chance.randrange(1, 7)}{chance.randrange(10000):04d}"
        )
        digit = iin.check_digit(first)
        if digit is None:
            continue
        asked += 1
        assert IndividualIDNumber.validate(f"{first}{digit}")
        wrong = f"{first}{(digit + chance.randrange(1, 10)) % 10}"
        assert iin.is_valid(wrong) == IndividualIDNumber.validate(wrong) is False


def test_sql_says_what_python_says() -> None:
    chance = random.Random(11)
    numbers = [f"{chance.randrange(10**12):012d}" for _ in range(20_000)]
    with duckdb.connect() as db:
        db.execute("create table asked as select unnest(?) as text", [numbers])
        rows = db.execute(
            f"select text, {iin.check_digit_sql('number')} "
            f"from (select text, {iin.number_sql('text')} as number from asked)"
        ).fetchall()
    assert [text for text, valid in rows if valid != iin.is_valid(text)] == []


@pytest.mark.parametrize(
    ("number", "birth_date", "agrees"),
    [
        ("800421300000", "1980-04-21", True),
        ("800421500000", "1980-04-21", False),
        ("800421700000", "1980-04-21", True),
        ("050421500000", "2005-04-21", True),
        ("050421300000", "2005-04-21", False),
        ("990101100000", "1899-01-01", True),
        ("800421300000", "1980-04-22", False),
    ],
)
def test_digits_against_the_birth_date(number: str, birth_date: str, agrees: bool) -> None:
    text = iin.agrees_with_birth_date_sql(f"{number}::bigint", f"date '{birth_date}'")
    assert duckdb.execute(f"select {text}").fetchall() == [(agrees,)]


@pytest.mark.parametrize(
    ("number", "sex", "agrees"),
    [
        ("800421300000", "M", True),
        ("800421300000", "F", False),
        ("800421800000", "F", True),
        ("800421000000", "M", True),
    ],
)
def test_digits_against_the_sex(number: str, sex: str, agrees: bool) -> None:
    assert duckdb.execute(f"select {iin.agrees_with_sex_sql(f'{number}::bigint', repr(sex))}").fetchall() == [
        (agrees,)
    ]
