"""A person keeps the id from run to run, whatever the registers correct."""

from datetime import date
from pathlib import Path

from tests.people.village import Linked, Person, Village, number

BORN = date(1984, 3, 17)
AIGUL = Person("Сапарова", "Айгүл", "Маратқызы", BORN, number(BORN))
NEWBORN = Person("Ахметов", "Әли", "Ерланұлы", date(2025, 12, 20), number(date(2025, 12, 20), "M"))


def later(village: Village, run: str, before: Linked) -> Linked:
    return village.link(
        run,
        previous_person=before.table("person"),
        previous_link_births_child=before.table("link_births_child"),
    )


def test_a_corrected_number_keeps_the_id(tmp_path: Path) -> None:
    village = Village(tmp_path)
    village.add("population", 1, person=AIGUL)
    first = village.link()
    village.rows.clear()
    village.add("population", 1, person=AIGUL.but(iin=number(BORN, serial=7)))
    second = later(village, "second", first)
    assert second.person_of("link_population", 1) == first.person_of("link_population", 1)


def test_another_record_with_the_same_number_keeps_the_id(tmp_path: Path) -> None:
    village = Village(tmp_path)
    village.add("population", 1, person=AIGUL)
    first = village.link()
    village.rows.clear()
    village.add("population", 90, person=AIGUL)
    village.add("population", 1, person=NEWBORN)
    second = later(village, "second", first)
    assert second.person_of("link_population", 90) == first.person_of("link_population", 1)
    assert second.person_of("link_population", 1) != first.person_of("link_population", 1), (
        "the key was used again"
    )


def test_a_newborn_keeps_the_id_when_the_population_register_follows(tmp_path: Path) -> None:
    village = Village(tmp_path)
    village.add("births", 7, child=NEWBORN, mother=AIGUL)
    first = village.link()
    village.add("population", 2, person=NEWBORN)
    second = later(village, "second", first)
    assert second.person_of("link_population", 2) == first.person_of("link_births_child", 7)
    assert second.person_of("link_births_child", 7) == first.person_of("link_births_child", 7)


def test_also_when_the_newborn_had_no_number_yet(tmp_path: Path) -> None:
    village = Village(tmp_path)
    village.add("births", 7, child=NEWBORN.but(iin=None), mother=AIGUL)
    first = village.link()
    village.add("population", 2, person=NEWBORN)
    second = later(village, "second", first)
    assert second.person_of("link_population", 2) == first.person_of("link_births_child", 7)
    third = later(village, "third", second)
    assert third.person_of("link_population", 2) == first.person_of("link_births_child", 7)


def test_equal_inputs_give_equal_bytes(tmp_path: Path) -> None:
    village = Village(tmp_path)
    village.add("population", 1, person=AIGUL)
    village.add("births", 7, child=NEWBORN, mother=AIGUL.but(iin=None))
    one, two = village.link("one"), village.link("two")
    for name in ("person", "link_births_mother", "link_births_child", "link_review"):
        assert one.table(name).read_bytes() == two.table(name).read_bytes()
