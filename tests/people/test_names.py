"""All legal spellings of one name fold to one ASCII skeleton."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from familymap.people.names import one_apart, spellings
from tests.people.village import linkage

FOLDING = linkage().names
NAMES = ["Айгүл", "Мұхтар", "Шыңғыс", "Юлия", "Щукин", "Жібек", "Қажымұқан", "Ысқақ", "Наталья", "Ғалымжан"]


def folded(kind: str, *names: str) -> list[str | None]:
    with duckdb.connect() as connection:
        listed = ", ".join(f"({place}, ?)" for place in range(len(names)))
        raw = f"select place, raw from (values {listed}) as named(place, raw)"
        sql = f"with raw_name as ({raw}) select skeleton from raw_name left join (" + (
            spellings(kind, "select distinct raw from raw_name where raw is not null", FOLDING)
            + ") as s using (raw) order by place"
        )
        return [row[0] for row in connection.execute(sql, list(names)).fetchall()]


@pytest.mark.parametrize(
    "spelled",
    [
        ("Айгүл", "Aigul", "Аигуль", "АЙГУЛЬ", "Aygül", "Aıgúl"),
        ("Мұхтар", "Mukhtar", "Muhtar", "Мухтар", "Mūhtar"),
        ("Жібек", "Zhibek", "Jibek", "Жибек"),
        ("Ерлан", "Yerlan", "Erlan"),
        ("Қуаныш", "Kuanysh", "Quanysh", "Куаныш", "Qwanış"),
        ("Шыңғыс", "Shyngys", "Şyñğys", "Шынгыс"),
        ("Юлия", "Yuliya", "Iuliia"),
        ("Наталья", "Natalya", "Natal'ya", "Наталия"),
        ("Геннадий", "Gennady", "Gennadii"),
    ],
)
def test_spellings_of_one_given_name_meet(spelled: tuple[str, ...]) -> None:
    assert len(set(folded("given_name", *spelled))) == 1


def test_a_surname_meets_its_other_sex_and_its_form_without_ending() -> None:
    assert len(set(folded("surname", "Ахметов", "Ахметова", "Akhmetova", "Ахмет", "AHMETOV"))) == 1


def test_a_patronymic_meets_its_kazakh_and_russian_form() -> None:
    assert len(set(folded("patronymic", "Нұрланұлы", "Нұрланқызы", "Нурланович", "Nurlanovna"))) == 1


def test_different_names_stay_apart() -> None:
    names = ("Айгүл", "Айнұр", "Айжан", "Данияр", "Динара")
    assert len(set(folded("given_name", *names))) == len(names)


def test_an_unknown_name_stays_unknown_and_signs_are_no_name() -> None:
    assert folded("given_name", "—", "...") == [None, None]
    assert folded("surname", "Ли") == ["li"], "a short name keeps all its letters"


def test_folding_again_changes_nothing() -> None:
    once = [name or "" for name in folded("given_name", *NAMES)]
    assert folded("given_name", *once) == once


LETTERS = "АБВГҒЖЗКҚМНҢӨҰҮһіЫйюящьё-' abcdeghijkoqstuwxyzäöüğşñ"


@settings(max_examples=20)
@given(st.lists(st.text(alphabet=LETTERS, max_size=30), min_size=1, max_size=50))
def test_a_skeleton_is_small_ascii_letters(names: list[str]) -> None:
    for name in folded("given_name", *names):
        assert name is None or (name.isascii() and name.isalpha() and name.islower())


def test_why_names_are_folded_first() -> None:
    """DuckDB's levenshtein counts bytes: one Kazakh letter counts twice, and Spark would say 1."""
    with duckdb.connect() as connection:
        assert connection.execute("select levenshtein('нұр', 'нур')").fetchone() == (2,)
    assert len(set(folded("given_name", "Нұр", "Нур"))) == 1


@pytest.mark.parametrize(
    ("left", "right", "near"),
    [
        ("erlan", "erlan", True),
        ("erlan", "arlan", True),
        ("ivan", "iavn", True),
        ("daniar", "danira", True),
        ("aigul", "ainur", False),
    ],
)
def test_swapped_neighbours_are_one_error(left: str, right: str, near: bool) -> None:
    with duckdb.connect() as connection:
        sql = f"select {one_apart('one', 'other')} from (select ? as one, ? as other)"
        assert connection.execute(sql, [left, right]).fetchone() == (near,)
