"""What a country declares about the card: every name exists, and what hurts can be shown by nobody."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from familymap import country
from familymap.declarations import BadDeclaration
from familymap.explanations.explain import Explainer
from familymap.rulebook import BASE
from familymap.rules.declare import LEVELS
from familymap.web.families.declaration import Card, card_of, load_card
from familymap.web.families.hurting import hidden_facts, untold_measures

DECLARED = country.load()
CARD = card_of(DECLARED)
EXPLAINER = Explainer.on(DECLARED, date(2026, 1, 1))


def test_every_fact_of_the_card_exists_at_its_level() -> None:
    for name, level in LEVELS.items():
        for fact in CARD.facts(name):
            assert EXPLAINER.made.level_of(fact) == level, fact


def test_every_fact_of_the_card_has_a_title_in_every_language() -> None:
    for level in LEVELS:
        for fact in CARD.facts(level):
            title = EXPLAINER.title(fact)
            assert len({title.kk, title.ru, title.en}) == 3, fact


def test_every_named_fact_and_register_exists() -> None:
    facts = {*EXPLAINER.made.rules, *(name for base in BASE.values() for name in base)}
    assert {*CARD.questions, *CARD.withheld.facts, *CARD.never.facts} <= facts
    registers = {*CARD.never.registers, *CARD.withheld.registers, *CARD.discreet_registers}
    assert registers <= set(DECLARED.contracts)


def test_the_sides_are_those_of_the_method_with_all_its_lacks() -> None:
    method = DECLARED.methods["counting"]
    declared = {one.code: list(one.lacks) for one in CARD.dimensions}
    assert declared == {
        code: [one.fact for one in side.indicators.values()] for code, side in method.dimensions.items()
    }


def test_nothing_of_an_illness_a_loan_of_one_person_or_an_adoption_is_told() -> None:
    hidden = hidden_facts(EXPLAINER.made, CARD)
    assert {
        "on_dispensary_register",
        "points_chronic_illness",
        "debt",
        "overdue_90",
        "guardian_kind",
    } <= hidden
    assert not hidden & {name for level in LEVELS for name in CARD.facts(level)}
    assert "family_debt_payment" not in hidden, "sums over the family may be told"


def test_a_measure_that_rests_on_a_hidden_fact_is_not_even_named() -> None:
    assert not untold_measures(EXPLAINER.made, CARD)
    never = CARD.never.model_copy(update={"facts": {"is_orphan": "for this test"}})
    card = CARD.model_copy(update={"never": never})
    assert {"free_school_meals"} <= untold_measures(EXPLAINER.made, card) < set(EXPLAINER.made.measures)


@pytest.mark.parametrize(
    "fact",
    ["on_dispensary_register", "debt_violence_share", "hiv_status", "youth_clinic_visits", "father_id"],
)
def test_a_card_that_shows_what_hurts_is_refused(tmp_path: Path, fact: str) -> None:
    content = yaml.safe_load((DECLARED.folder / "card.yaml").read_text(encoding="utf-8"))
    content["dimensions"][0]["person"].append({"fact": fact})
    path = tmp_path / "card.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.raises(BadDeclaration, match=f"«{fact}», which is never to be shown: remove it"):
        load_card(path)


def test_every_reason_is_given() -> None:
    assert isinstance(CARD, Card)
    reasons = [CARD.never.registers, CARD.never.facts, CARD.never.fragments]
    reasons += [CARD.withheld.registers, CARD.withheld.facts]
    assert all(why.endswith((".", ").")) for given in reasons for why in given.values())
