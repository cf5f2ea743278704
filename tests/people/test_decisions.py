"""A human's decision outranks every rule, stays in the log, and can be taken back."""

from datetime import date
from pathlib import Path

import pytest

from familymap.people.decisions import DecisionError, decide, decision_table, log_path, undo
from familymap.people.review import review_cases
from tests.people.village import Linked, Person, Village, number

BORN = date(1984, 3, 17)
AIGUL = Person("Сапарова", "Айгүл", "Маратқызы", BORN, number(BORN))
VERA = Person("Ким", "Вера", None, date(1950, 5, 5), number(date(1950, 5, 5)))
TODAY = date(2026, 1, 15)


@pytest.fixture
def village(tmp_path: Path) -> Village:
    village = Village(tmp_path)
    village.add("population", 1, person=AIGUL)
    village.add("population", 2, person=VERA)
    village.add("health", 10, person=AIGUL)
    return village


def decided(village: Village, run: str) -> Linked:
    table = decision_table(village.folder)
    assert table is not None
    return village.link(run, link_decision=table)


def test_a_decision_outranks_the_number_and_undoing_brings_the_link_back(village: Village) -> None:
    before = village.link()
    vera = before.person_of("link_population", 2)
    decide(village.folder, "health", "person", 10, vera, "A. Clerk", TODAY)
    with_decision = decided(village, "second")
    assert with_decision.person_of("link_health", 10) == vera
    assert with_decision.rule_of("link_health", 10) == "decision"
    undo(village.folder, "health", "person", 10, "B. Clerk", TODAY)
    restored = decided(village, "third")
    assert restored.table("link_health").read_bytes() == before.table("link_health").read_bytes()
    assert len(log_path(village.folder).read_text().splitlines()) == 3, (
        "the log keeps both, below its heading"
    )


def test_a_row_can_be_nobody(village: Village) -> None:
    decide(village.folder, "health", "person", 10, None, "A. Clerk", TODAY)
    linked = decided(village, "second")
    assert (linked.person_of("link_health", 10), linked.rule_of("link_health", 10)) == (None, "decision")


def test_two_records_of_one_person_are_joined_by_a_decision(village: Village) -> None:
    before = village.link()
    aigul = before.person_of("link_population", 1)
    decide(village.folder, "population", "person", 2, aigul, "A. Clerk", TODAY)
    linked = decided(village, "second")
    assert linked.person_of("link_population", 2) == aigul
    assert len(linked.persons()) == 1


def test_a_decision_for_a_person_who_is_gone_does_not_hold(village: Village) -> None:
    decide(village.folder, "health", "person", 10, 12345, "A. Clerk", TODAY)
    linked = decided(village, "second")
    assert linked.person_of("link_health", 10) == linked.person_of("link_population", 1)


def test_only_a_decision_in_force_can_be_undone(village: Village) -> None:
    with pytest.raises(DecisionError, match="No decision is in force on row 10"):
        undo(village.folder, "health", "person", 10, "A. Clerk", TODAY)
    with pytest.raises(DecisionError, match="name"):
        decide(village.folder, "health", "person", 10, None, " ", TODAY)


def test_the_review_list_is_blind_unless_asked(village: Village) -> None:
    village.add("population", 3, person=AIGUL.but(iin=number(BORN, serial=5)))
    village.add("health", 11, person=AIGUL.but(iin=None))
    linked = village.link()
    [case] = review_cases(linked.engine, 0, 10)
    assert (case.register, case.source_key, case.opinion) == ("health", 11, None)
    assert case.record["given_name"] == "Айгүл"
    ids = [candidate["person_id"] for candidate in case.candidates]
    assert ids == sorted(ids) and len(ids) == 2, "their order betrays nothing"
    [opened] = review_cases(linked.engine, 0, 10, open_opinion=True)
    assert opened.opinion is not None
    assert {opinion["candidate"] for opinion in opened.opinion} == {1, 2}
