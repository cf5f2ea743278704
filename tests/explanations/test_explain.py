"""Explanations: complete, in every language, and true to the answer; the published schema is current."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest

from familymap import country
from familymap.explanations.explain import Case, Explainer
from familymap.explanations.explanation import SCHEMA, Explanation, schema_text
from familymap.explanations.telling import tell
from familymap.measures.answers import Unit, units
from familymap.measures.scenarios import Runner, Scenario, family_of, scenarios_of
from familymap.texts import LANGUAGES

KAZAKHSTAN = country.load()
CASE = Case(
    run_id="a-run",
    known_at=date(2026, 1, 16),
    family_id=7,
    received={name: date(2026, 1, 2) for name in KAZAKHSTAN.contracts if name != "benefits"},
    names={0: "Айгүл Сағатова"},
)


@cache
def explainer(day: date) -> Explainer:
    return Explainer.on(KAZAKHSTAN, day)


@cache
def runner() -> Runner:
    return Runner(KAZAKHSTAN)


def explained(scenario: Scenario) -> Explanation:
    expert = explainer(scenario.as_of)
    measure = expert.made.measures[scenario.measure]
    marriage_age = KAZAKHSTAN.family_rules.marriage_age.value
    one = expert.evaluation.complete(family_of(scenario, expert.made, marriage_age))
    place = next((one.member for name, one in scenario.expect if name == scenario.measure), None)
    unit = units(measure, one)[place or 0]
    assert isinstance(unit, Unit)
    return expert.explain(one, unit, measure, CASE)


def one_of_each_answer() -> Iterator[Scenario]:
    """For each measure a scenario of each answer, on a day on which the measure exists."""
    seen = set()
    for scenario in scenarios_of(KAZAKHSTAN):
        for name, expected in scenario.expect[:1]:
            if name == scenario.measure and (name, expected.answer) not in seen:
                seen.add((name, expected.answer))
                yield scenario


def scenario_named(measure: str, name: str) -> Scenario:
    return next(one for one in scenarios_of(KAZAKHSTAN, [measure]) if one.name == name)


@pytest.mark.parametrize("scenario", list(one_of_each_answer()), ids=lambda one: f"{one.measure}/{one.name}")
def test_an_explanation_is_whole_and_says_what_the_scenario_says(scenario: Scenario) -> None:
    outcome = runner().run(scenario)[0]
    if outcome.got is None:
        pytest.skip("the measure is not in force on that day")
    explanation = explained(scenario)
    assert explanation.answer == outcome.got.answer.word
    answers = {"yes": True, "no": False, "unknown": None}
    assert {one.name: answers[one.answer] for one in explanation.conditions} == outcome.got.answer.conditions
    assert Explanation.model_validate_json(explanation.model_dump_json()) == explanation
    if explanation.answer == "cannot_tell":
        assert explanation.missing
    if explanation.answer != "not_due":
        assert explanation.ways == []
    told = {language: tell(explanation, language) for language in LANGUAGES}
    for lines in told.values():
        assert [
            line for line in lines if re.search(r"[{}]|\bNone\b(?! of)", line) or line != line.rstrip()
        ] == []
    assert len({lines[1] for lines in told.values()}) == len(LANGUAGES)


def test_four_children() -> None:
    explanation = explained(scenario_named("large_family", "four children, 2026"))
    assert explanation.answer == "due"
    assert explanation.amount is not None and explanation.amount.tenge == "69330"
    assert explanation.payee in {one.person_id for one in explanation.members}
    [condition] = explanation.conditions
    facts = {fact.name: fact.value for fact in condition.facts}
    assert facts["children_under_18"] == 4
    [least] = condition.parameters
    assert (least.value, least.certainty) == (4, "C")
    multiples = next(one for one in explanation.amount.parameters if one.name == "large_family_multiples")
    assert isinstance(multiples.value, dict)
    assert (multiples.entry, multiples.value["4"]) == ("4", "16.03")
    assert multiples.reference and multiples.since == date(2021, 1, 1)
    received = {source.register_name: source.received_on for source in explanation.sources}
    assert received["population"] == date(2026, 1, 2) and received["benefits"] is None


def test_one_child_too_few() -> None:
    explanation = explained(scenario_named("large_family", "three children are too few"))
    assert [
        [(c.fact, c.now, c.relation, c.needed, c.distance) for c in way.changes] for way in explanation.ways
    ] == [
        [("children_under_18", 3, "at_least", [4], 1)],
        [("children_counted", 3, "at_least", [4], 1)],
    ]


def test_a_question_only_the_family_can_answer_is_asked_in_its_language() -> None:
    scenario = next(
        one
        for one in one_of_each_answer()
        if one.expect[0][1].answer == "cannot_tell"
        and any(g.kind == "question" for g in explained(one).missing)
    )
    explanation = explained(scenario)
    question = next(gap.question for gap in explanation.missing if gap.kind == "question")
    assert question is not None
    for language in LANGUAGES:
        assert any(getattr(question, language) in line for line in tell(explanation, language))


def test_a_deadline_that_was_not_found_is_not_invented() -> None:
    explanation = explained(scenario_named("large_family", "four children, 2026"))
    assert explanation.objection.deadline is None
    assert "A deadline for objections was not found" in tell(explanation, "en")[-1]


def test_disability_is_marked_as_sensitive() -> None:
    facts = {
        fact.name: fact.sensitive
        for scenario in scenarios_of(KAZAKHSTAN, ["disability_adult"])[:1]
        for condition in explained(scenario).conditions
        for fact in condition.facts
    }
    assert facts["disabled"]
    assert not facts.get("age", False)


def test_names_are_told_where_they_are_known_and_places_in_the_family_otherwise() -> None:
    lines = "\n".join(tell(explained(scenario_named("disability_child", "under seven, 2026")), "ru"))
    assert "ребёнок (человек 1)" in lines
    assert not re.search(r"\bперсона\b", lines)


def test_the_published_schema_is_current() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(), (
        "run python -m familymap.explanations.explanation; if a field changed its meaning, raise VERSION"
    )
