"""Every link says why, in a sentence, in three languages."""

from datetime import date
from pathlib import Path

import pytest

from familymap.people.candidates import compared_fields
from familymap.people.explain import (
    ALIKE,
    ALIKE_ALONE,
    NOBODY,
    NOT_LINKED,
    PHRASES,
    RULES,
    Evidence,
    Link,
    explain,
    link_of,
    links_of,
)
from familymap.people.subjects import subjects_of
from familymap.texts import translator
from tests.people.village import CONTRACTS, Person, Village, linkage, number, subject

LIKENESS = Link(
    register="loans",
    role="person",
    source_key=10,
    person_id=1,
    rule="likeness",
    score=17.8,
    margin=9.2,
    evidence=(
        Evidence("birth_date", "same", 9.1),
        Evidence("given_name", "same_rare", 6.1),
        Evidence("surname", "one_apart", 3.6),
        Evidence("place", "other", -1.0),
    ),
)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "Without a sure number: same birth date (+9.1), same rare given name (+6.1), surname one letter "
            "apart (+3.6), another place (−1.0). Together 17.8 bits, 9.2 ahead of the next candidate.",
        ),
        (
            "ru",
            "Без надёжного номера: дата рождения совпадает (+9,1), редкое имя совпадает (+6,1), фамилия "
            "отличается одной буквой (+3,6), другое место жительства (−1,0). Вместе 17,8 бит, на 9,2 больше, "
            "чем у следующего кандидата.",
        ),
        (
            "kk",
            "Сенімді нөмірсіз: туған күні бірдей (+9,1), есімі бірдей, сирек кездеседі (+6,1), тегі бір "
            "әріпке ғана өзгеше (+3,6), мекені басқа (−1,0). Барлығы 17,8 бит, келесі "
            "үміткерден 9,2 битке артық.",
        ),
    ],
)
def test_a_link_by_likeness_tells_its_evidence(language: str, sentence: str) -> None:
    assert explain(LIKENESS, language) == sentence


@pytest.mark.parametrize(
    ("rule", "person_id", "sentence"),
    [
        ("iin", 1, "Same personal number, and the given name does not speak against it."),
        ("spine", 1, "This is the record from which the person is known."),
        ("decision", 1, "A human decided so."),
        ("decision", None, "A human decided that this row speaks of nobody known."),
        (None, None, "Not linked: nobody is like enough, or two people are equally like."),
    ],
)
def test_the_other_rules(rule: str | None, person_id: int | None, sentence: str) -> None:
    assert explain(Link("loans", "person", 10, person_id, rule), "en") == sentence


def test_every_level_has_words_in_every_language_and_a_weight() -> None:
    known = {(field, level) for field, levels in PHRASES.items() for level in levels}
    assert known == {(c.field, level.name) for c in compared_fields(linkage()) for level in c.levels}
    for field, level in known:
        assert level in linkage().weights.bits[field]
    texts = [
        ALIKE,
        ALIKE_ALONE,
        NOBODY,
        NOT_LINKED,
        *RULES.values(),
        *(t for p in PHRASES.values() for t in p.values()),
    ]
    for language in ("kk", "ru"):
        assert [text for text in texts if translator("people", language)(text) == text] == []


def test_the_evidence_adds_up_to_the_score(tmp_path: Path) -> None:
    born = date(1984, 3, 17)
    aigul = Person("Сапарова", "Айгүл", "Маратқызы", born, number(born))
    village = Village(tmp_path)
    village.add("population", 1, person=aigul)
    village.add("health", 10, person=aigul.but(iin=None, surname="Сапароав"))
    linked = village.link()
    link = link_of(linked.engine, subject("health"), 10, linkage())
    assert link is not None and link.score is not None
    assert sum(part.bits for part in link.evidence) == pytest.approx(link.score)
    assert link.margin is None and explain(link, "en").endswith("with no other candidate.")
    person_id = link.person_id
    assert person_id is not None
    rows = links_of(linked.engine, person_id, subjects_of(CONTRACTS, linkage()), linkage())
    assert [(row.register, row.source_key) for row in rows] == [("population", 1), ("health", 10)]
