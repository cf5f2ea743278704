"""Whom a row speaks of: the number with its guard, likeness with its margin, and what is never done."""

from datetime import date
from pathlib import Path

import pytest

from familymap.people.number import valid
from familymap.registers.iin import is_valid
from tests.people.village import Person, Village, linkage, number, rows_of

BORN = date(1984, 3, 17)
AIGUL = Person("Сапарова", "Айгүл", "Маратқызы", BORN, number(BORN))
SISTER = Person("Сапарова", "Жанар", "Маратқызы", date(1986, 7, 2), number(date(1986, 7, 2)))
TWIN = Person("Сапарова", "Айнұр", "Маратқызы", BORN, number(BORN, serial=2))


@pytest.fixture
def village(tmp_path: Path) -> Village:
    """Two sisters."""
    village = Village(tmp_path)
    village.add("population", 1, {"kato": "750000000"}, person=AIGUL)
    village.add("population", 2, {"kato": "750000000"}, person=SISTER)
    return village


def test_the_number_links_when_the_given_name_agrees(village: Village) -> None:
    village.add("health", 10, person=AIGUL.but(surname="Ахметова"))
    linked = village.link()
    assert linked.person_of("link_health", 10) == linked.person_of("link_population", 1)
    assert linked.rule_of("link_health", 10) == "iin"
    assert linked.rule_of("link_population", 1) == "spine"


@pytest.mark.parametrize("spelled", ["Aigul", "Аигуль", "Айгуль", "Айуг", "А."])
def test_the_guard_knows_other_spellings_small_errors_and_initials(village: Village, spelled: str) -> None:
    village.add("health", 10, person=AIGUL.but(given_name=spelled))
    linked = village.link()
    assert linked.person_of("link_health", 10) == linked.person_of("link_population", 1)


def test_a_relatives_valid_number_never_links_to_the_relative(village: Village) -> None:
    village.add("health", 10, person=AIGUL.but(iin=SISTER.iin))
    village.add("health", 11, person=Person("Ким", "Вера", None, date(1950, 5, 5), SISTER.iin))
    linked = village.link()
    assert linked.person_of("link_health", 10) == linked.person_of("link_population", 1)
    assert linked.rule_of("link_health", 10) == "likeness"
    assert linked.person_of("link_health", 11) is None


def test_a_mistyped_number_is_no_hindrance(village: Village) -> None:
    assert AIGUL.iin is not None
    wrong = AIGUL.iin[:9] + str((int(AIGUL.iin[9]) + 1) % 10) + AIGUL.iin[10:]
    village.add("health", 10, person=AIGUL.but(iin=wrong))
    linked = village.link()
    assert linked.person_of("link_health", 10) == linked.person_of("link_population", 1)
    assert linked.rule_of("link_health", 10) == "likeness"


def test_a_name_alone_never_links(village: Village) -> None:
    village.add("health", 10, person=AIGUL.but(iin=None, birth_date=date(1961, 11, 30)))
    assert village.link().person_of("link_health", 10) is None


def test_twins_stay_apart(village: Village) -> None:
    village.add("population", 3, {"kato": "750000000"}, person=TWIN)
    village.add("health", 10, person=TWIN.but(iin=None))
    village.add("health", 11, person=AIGUL.but(iin=TWIN.iin))
    linked = village.link()
    assert linked.person_of("link_health", 10) == linked.person_of("link_population", 3)
    assert linked.person_of("link_health", 11) == linked.person_of("link_population", 1)


def test_a_twin_whom_nobody_knows_is_not_taken_for_the_other(village: Village) -> None:
    village.add("health", 10, person=TWIN.but(iin=None))
    linked = village.link()
    assert linked.person_of("link_health", 10) is None
    assert ("health", 10) in linked.reviewed(), "likely enough for a human to look"


def test_a_newborn_twin_is_a_person_for_herself_even_with_a_near_name(tmp_path: Path) -> None:
    born = date(2025, 12, 20)
    dina = Person("Сапарова", "Дина", "Маратқызы", born, number(born))
    village = Village(tmp_path)
    village.add("population", 1, {"kato": "750000000"}, person=dina)
    village.add("births", 7, {"kato": "750000000"}, child=dina, mother=AIGUL)
    village.add("births", 8, {"kato": "750000000"}, child=dina.but(given_name="Дана", iin=None), mother=AIGUL)
    linked = village.link()
    assert linked.person_of("link_births_child", 7) == linked.person_of("link_population", 1)
    assert linked.person_of("link_births_child", 8) != linked.person_of("link_population", 1)


def test_two_people_equally_like_go_to_a_human(village: Village) -> None:
    village.add("population", 3, {"kato": "750000000"}, person=AIGUL.but(iin=number(BORN, serial=5)))
    village.add("health", 10, person=AIGUL.but(iin=None))
    linked = village.link()
    assert linked.person_of("link_health", 10) is None
    assert ("health", 10) in linked.reviewed()


def test_a_woman_is_found_by_the_surname_of_her_birth(village: Village) -> None:
    village.add(
        "marriages", 5, husband=AIGUL.but(iin=None, given_name="Ержан"), wife=AIGUL.but(surname="Оспан")
    )
    village.add("health", 10, person=AIGUL.but(surname="Оспан", iin=None))
    linked = village.link()
    assert linked.person_of("link_health", 10) == linked.person_of("link_population", 1)


def test_a_bride_without_a_number_is_found_by_the_surname_she_took(village: Village) -> None:
    groom = Person("Сапаров", "Ержан", "Болатұлы", date(1980, 1, 9), number(date(1980, 1, 9), "M"))
    village.add("population", 3, person=groom)
    village.add("marriages", 5, husband=groom, wife=AIGUL.but(surname="Оспан", iin=None, patronymic=None))
    linked = village.link()
    assert linked.person_of("link_marriages_wife", 5) == linked.person_of("link_population", 1)


def test_a_newborn_of_whom_the_population_register_is_silent_becomes_a_person(village: Village) -> None:
    born = date(2025, 12, 20)
    child = Person("Ахметов", "Әли", "Ерланұлы", born, number(born, "M"))
    village.add("births", 7, {"kato": "750000000"}, child=child, mother=AIGUL)
    village.add("health", 10, person=child)
    linked = village.link()
    assert linked.rule_of("link_births_child", 7) == "spine"
    assert linked.person_of("link_health", 10) == linked.person_of("link_births_child", 7) is not None


def test_a_population_record_without_number_is_the_same_person_or_a_new_one(village: Village) -> None:
    stranger = Person("Ким", "Вера", None, date(1950, 5, 5), None)
    village.add("population", 3, {"kato": "750000000"}, person=AIGUL.but(iin=None))
    village.add("population", 4, {"kato": "750000000"}, person=stranger)
    linked = village.link()
    assert linked.person_of("link_population", 3) == linked.person_of("link_population", 1)
    assert linked.rule_of("link_population", 4) == "spine"
    assert len(linked.persons()) == 3


def test_a_death_is_told_of_the_person(village: Village) -> None:
    village.add("deaths", 9, {"death_date": date(2025, 2, 3)}, person=AIGUL)
    linked = village.link()
    told = linked.engine.rows("select given_name, death_date from person order by given_name")
    assert told == [("Айгүл", date(2025, 2, 3)), ("Жанар", None)]


@pytest.mark.parametrize(
    "text", [AIGUL.iin, "840317800011", "840317800012", "8403178000", "", None, "84031780001 "]
)
def test_the_check_digit_of_the_country_file_is_that_of_the_registers(text: str | None) -> None:
    said = "null::varchar" if text is None else f"'{text}'"
    assert rows_of(f"select {valid('n', linkage().number)} from (select {said} as n)") == [
        (is_valid(text or ""),)
    ]
