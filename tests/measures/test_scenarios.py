"""Every scenario of the country is one test; bad files are refused with file, line and mend."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from familymap import country
from familymap.declarations import BadDeclaration
from familymap.measures.scenarios import Outcome, Runner, Scenario, load_scenarios, scenarios_of, told
from familymap.rulebook import declarations
from familymap.texts import LANGUAGES

KAZAKHSTAN = country.load()
SCENARIOS = scenarios_of(KAZAKHSTAN)
LEAST = 6
"""So many scenarios a measure has at least: yes, no, the edges, unknown, before and after a change of law."""


@cache
def runner() -> Runner:
    return Runner(KAZAKHSTAN)


def complaint(outcome: Outcome) -> str:
    scenario = outcome.scenario
    members = "\n".join(f"    {facts}" for facts in scenario.members)
    given = {**scenario.facts, **scenario.household_facts}
    return (
        f"{scenario.place}: «{scenario.name}» as of {scenario.as_of}: {outcome.measure}: "
        f"{told(outcome, 'en')}\n  source: {scenario.source}\n  the family:\n{members}\n    {given or ''}"
    )


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: f"{one.measure}/{one.name}")
def test_scenario(scenario: Scenario) -> None:
    wrong = [complaint(outcome) for outcome in runner().run(scenario) if not outcome.is_right]
    assert not wrong, "\n".join(["", *wrong])


def test_every_measure_has_enough_scenarios() -> None:
    expected = Counter(name for scenario in SCENARIOS for name, _ in scenario.expect)
    few = {
        one.name: expected[one.name] for one in declarations("kazakhstan")[1] if expected[one.name] < LEAST
    }
    assert few == {}


def test_every_measure_has_each_of_the_three_answers() -> None:
    answers = {(name, expected.answer) for scenario in SCENARIOS for name, expected in scenario.expect}
    lacking = [
        f"{one.name}: {answer}"
        for one in declarations("kazakhstan")[1]
        for answer in ("due", "not_due", "cannot_tell")
        if (one.name, answer) not in answers
    ]
    assert lacking == []


BEGIN = """
- name: four children
  source: the test
  as_of: 2026-01-15
  family:
    members:
      - {role: head, age: 36, sex: F}
      - {role: child, age: 8, count: 4}
"""


def file_with(folder: Path, text: str) -> Path:
    path = folder / "large_family" / "scenarios.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def outcome_of(folder: Path, text: str) -> Outcome:
    [scenario] = load_scenarios(file_with(folder, text))
    [outcome] = runner().run(scenario)
    return outcome


REFUSED = {
    "no list": ("name: one\n", ":1: a scenario file is a list"),
    "no expectation": (BEGIN, ":2: 0.expect: is missing"),
    "a strange answer": (
        BEGIN + "  expect:\n    large_family: {answer: maybe}\n",
        ":10: 0.expect.large_family",
    ),
    "a strange field": (BEGIN + "  expected: {}\n", "0.expected: is not a name that belongs here"),
    "a name twice": (
        (BEGIN + "  expect: {large_family: {answer: due}}\n") * 2,
        ":11: «four children» is also the name at line 2",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_file_is_refused(case: str, tmp_path: Path) -> None:
    text, complaint = REFUSED[case]
    with pytest.raises(BadDeclaration) as refused:
        load_scenarios(file_with(tmp_path, text))
    assert complaint in str(refused.value)


WRONG = {
    "no such fact": ("  facts: {childen_under_18: 4}\n", "«childen_under_18» is no fact on 2026-01-15"),
    "a fact of another level": ("  facts: {age: 4}\n", "«age» is a fact of a person"),
    "a value of another type": ("  facts: {children_under_18: many}\n", "'many' is no count"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_fact_that_cannot_be_used_is_named(case: str, tmp_path: Path) -> None:
    line, complaint = WRONG[case]
    with pytest.raises(BadDeclaration) as refused:
        outcome_of(tmp_path, BEGIN + line + "  expect: {large_family: {answer: due}}\n")
    assert complaint in str(refused.value)
    assert str(refused.value).startswith("scenarios.yaml:2: «four children»")


@pytest.mark.parametrize(
    ("expectation", "differs", "sentence"),
    [
        ("{answer: due, amount: 69330}", [], "as expected: due, "),
        ("{answer: due, amount: 69331}", ["amount"], "expected due, "),
        ("{answer: not_due}", ["answer"], "expected not due; got due, "),
        (
            "{answer: due, conditions: {four_or_more_children: no}}",
            ["conditions"],
            "four_or_more_children: no",
        ),
        ("{answer: due, received: yes}", ["received"], "received: yes"),
        ("{answer: due, payee: 3}", ["payee"], "payee: 3"),
        ("{answer: due, missing: [children_counted]}", ["missing"], "missing: children_counted"),
    ],
)
def test_what_differs_is_said(tmp_path: Path, expectation: str, differs: list[str], sentence: str) -> None:
    outcome = outcome_of(tmp_path, BEGIN + f"  expect: {{large_family: {expectation}}}\n")
    assert list(outcome.differs) == differs
    assert sentence in told(outcome, "en")
    assert len({told(outcome, language) for language in LANGUAGES}) == len(LANGUAGES)


def test_a_measure_before_its_first_day(tmp_path: Path) -> None:
    early = (
        BEGIN.replace("2026-01-15", "2021-02-01") + "  expect: {university_quota: {answer: due, member: 1}}\n"
    )
    outcome = outcome_of(tmp_path, early)
    assert outcome.got is None and not outcome.is_right
    assert "got is not in force on 2021-02-01" in told(outcome, "en")
