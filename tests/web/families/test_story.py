"""The card in words: unknown is said, each answer can be explained, no grade, no adoption, changes told."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from familymap.web.families.asking import asking
from familymap.web.families.changes import changes
from familymap.web.families.members import how, masked, short_names
from familymap.web.families.story import tell
from familymap.web.families.views import published as reference
from familymap.web.families.why import NothingToExplain, outline, work_out
from familymap.web.families.words import Speaker
from familymap.web.serving import cards
from familymap.web.serving.cards import FamilyCard, Member, Previous
from tests.web.families.conftest import Known

LANGUAGES = ("kk", "ru", "en")


@pytest.fixture(scope="module")
def some_cards(published: Path, families: list[Known]) -> list[FamilyCard]:
    """Cards of a few families of every size."""
    found = [cards.family(one.family_id, {""}) for one in families[:: max(1, len(families) // 12)]]
    return [one for one in found if one is not None]


@pytest.fixture(scope="module")
def card(some_cards: list[FamilyCard]) -> FamilyCard:
    return max(some_cards, key=lambda one: len(one.members))


def test_every_answer_of_a_card_is_explained_as_it_was_sealed(some_cards: list[FamilyCard]) -> None:
    words = {True: "due", False: "not_due", None: "cannot_tell"}
    told = 0
    for one in some_cards[:5]:
        family = work_out(reference(), one.family_id)
        for answer in one.answers:
            if answer.household_id not in (None, one.household_id):
                continue
            explanation = family.explain(answer.measure, answer.person_id, {})
            assert explanation.answer == words[answer.due], (one.family_id, answer)
            told += 1
    assert told > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_explanation_tells_all_it_has_to(card: FamilyCard, language: str) -> None:
    family = work_out(reference(), card.family_id)
    answer = next(one for one in card.answers if one.due is False and one.level == "person")
    parts = outline(family.explain(answer.measure, answer.person_id, {}), language)
    headings = [part.heading for part in parts if part.heading]
    assert len(headings) == len(set(headings)) >= 4
    conditions = [line for part in parts for line in part.lines if line.sign]
    assert {line.sign for line in conditions} <= {"✓", "✗", "?"} and any(line.below for line in conditions)


def test_nobody_else_is_explained(card: FamilyCard, some_cards: list[FamilyCard]) -> None:
    family = work_out(reference(), card.family_id)
    stranger = next(one for one in some_cards if one.family_id != card.family_id).members[0].person_id
    for measure, person_id in (("health_insurance_state", stranger), ("no_such_measure", None)):
        with pytest.raises(NothingToExplain):
            family.explain(measure, person_id, {})


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_is_said(some_cards: list[FamilyCard], language: str) -> None:
    speaker = Speaker(reference(), language)
    for one in some_cards:
        bare = replace(
            one,
            facts=dict.fromkeys(one.facts),
            members=[replace(member, facts=dict.fromkeys(member.facts)) for member in one.members],
            homes=[],
        )
        story = tell(speaker, bare)
        assert all(lack.stands == "unknown" for side in story.sides for lack in side.lacks)
        assert all(value.text is None for side in story.sides for row in side.rows for value in row.values)
        assert all(row.source for side in story.sides for row in side.rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_grade(some_cards: list[FamilyCard], language: str) -> None:
    speaker = Speaker(reference(), language)
    for one in some_cards:
        story = tell(speaker, one)
        shown = [value.text or "" for side in story.sides for row in side.rows for value in row.values]
        shown += [lack.text for side in story.sides for lack in side.lacks]
        assert not [text for text in shown if re.fullmatch(r"(\w+ )?[A-EА-Е]", text)]
        assert not {"level", "level_best", "level_worst", "score_at_least"} & {*one.facts, *one.needs}


def test_an_adopted_child_stands_by_the_same_sentence(card: FamilyCard) -> None:
    child = next(one for one in card.members if one.role == "child")
    born = replace(child, rule="minor_by_mother", via_register="births", via_key=17, since=child.birth_date)
    adopted = replace(
        born, rule="minor_by_court_guardian", via_register="guardianship", via_key=99, since=date(2024, 5, 6)
    )
    by_adopter = replace(adopted, rule="minor_by_adopter_at_address")
    at_home = replace(born, rule="minor_by_mother_at_address")
    for language in LANGUAGES:
        assert how(adopted, language) == how(born, language)
        assert how(by_adopter, language) == how(at_home, language)
        assert "99" not in how(adopted, language) and "2024" not in how(adopted, language)


def test_names_and_numbers_are_short() -> None:
    assert masked("920803800009") == "•••• •••• 0009"
    assert masked(None) is None
    named = Member(1, None, None, "Серік", "Әсел", None, None, "F", "child", "", None, None, None, None, None)
    again = replace(named, person_id=2, surname="Ахмет")
    nameless = replace(named, person_id=3, surname=None, given_name=None)
    assert short_names([named, again, nameless], "en") == {
        1: "Серік Әсел",
        2: "Ахмет Әсел",
        3: "name unknown",
    }


def test_what_changed_is_told(card: FamilyCard) -> None:
    speaker = Speaker(reference(), "en")
    names = short_names(card.members, "en")
    assert changes(speaker, replace(card, previous=None), names) is None
    same = Previous(1, date(2025, 12, 1), [one.person_id for one in card.members], card.answers)
    assert changes(speaker, replace(card, previous=same), names) == []
    without = replace(same, person_ids=[*same.person_ids[:-1], 4711], answers=[])
    told = changes(speaker, replace(card, previous=without), names) or []
    assert told[0].startswith("New in the family: ") and told[1] == "No longer in the family, persons: 1."
    assert sum(one.startswith("Now due: ") for one in told) == sum(
        one.due is True and one.household_id in (None, card.household_id) for one in card.answers
    )
    less = [replace(one, due=True, received=True, amount=one.amount and 100) for one in card.answers]
    told = changes(speaker, replace(card, previous=replace(same, answers=less)), names) or []
    assert any(one.startswith(("No longer due: ", "No longer received: ")) for one in told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_told_has_its_question(some_cards: list[FamilyCard], language: str) -> None:
    speaker = Speaker(reference(), language)
    asked = 0
    for one in some_cards[:6]:
        names = short_names(one.members, language)
        open_answers = tell(speaker, one).dues.cannot_tell
        found = asking(speaker, work_out(reference(), one.family_id), open_answers, names)
        texts = [question.text for question in found.questions]
        assert len(texts) == len(set(texts)), "each question once"
        assert all(question.lines for question in found.questions)
        assert all(rest.lines for rest in found.without)
        assert bool(found.questions or found.without) is bool(open_answers)
        asked += len(texts)
    assert asked > 3
