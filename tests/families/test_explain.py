"""Every membership has its sentence in three languages, and the sentence names the evidence."""

from datetime import date

import pytest

from familymap.families.explain import ADOPTED, CHOSEN, SINCE, SOMEBODY, TEXTS, Member, explain
from familymap.families.rules import Carer, FamilyRules
from familymap.texts import translator
from tests.families.town import RULES

DANA = Member(
    person_id=3,
    name="Ахметова Дана",
    birth_date=date(2015, 9, 1),
    role="child",
    rule="minor_by_mother_at_address",
    via_person_id=2,
    via_name="Ахметова Айгүл",
    via_register="births",
    via_key=77,
    since=date(2015, 9, 1),
    candidates=2,
)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "child of Ахметова Айгүл (mother) by birth act No. 77, registered at the same address, "
            "since September 1, 2015; chosen among 2 possible carers",
        ),
        (
            "ru",
            "ребёнок; мать: Ахметова Айгүл, запись о рождении № 77, тот же адрес регистрации, "
            "с 1 сентября 2015 г.; возможных попечителей: 2, выбран первый по закону",
        ),
        (
            "kk",
            "баласы; анасы: Ахметова Айгүл, туу туралы № 77 акт, бір мекенжайда тіркелген, "
            "басталған күні: 2015 ж. 1 қыркүйек; ықтимал қамқоршылар: 2, заң бойынша біріншісі таңдалды",
        ),
    ],
)
def test_a_child(language: str, sentence: str) -> None:
    told = explain(DANA, language).replace("\u202f", " ").replace("\xa0", " ")
    assert told == sentence


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("text", [*TEXTS.values(), ADOPTED, SINCE, CHOSEN, SOMEBODY])
def test_every_text_is_translated_with_its_places(language: str, text: str) -> None:
    translated = translator("families", language)(text)
    assert translated != text
    assert [part for part in ("{via}", "{key}", "{sentence}", "{day}", "{number}") if part in text] == [
        part for part in ("{via}", "{key}", "{sentence}", "{day}", "{number}") if part in translated
    ]


def test_every_rule_that_the_law_can_give_has_a_text() -> None:
    def possible(law: FamilyRules) -> set[str]:
        minor: tuple[Carer, ...] = law.carers_of_minor.value
        grown: tuple[Carer, ...] = law.carers_of_adult.value
        by_carer = {f"minor_by_{carer}" for carer in minor}
        return by_carer | {f"{basis}_by_{carer}" for basis in ("student", "disabled") for carer in grown}

    assert possible(RULES) | {"married", "head", "alone", "minor_without_carer"} <= set(TEXTS)
