"""The law of scenarios.yaml, each told in words when it is not kept."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.families.invariants import broken_invariants
from tests.families.town import Desk, Town, draw, families

SCENARIOS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "scenarios.yaml").read_text(encoding="utf-8")
)


def build(scenario: dict[str, Any]) -> tuple[Town, dict[Any, int | None]]:
    """The town of a scenario and its people by name."""
    town, who = Town(), {}
    for name, (born, dwelling) in scenario["people"].items():
        who[name] = town.person(name, born, dwelling)
    for act in scenario.get("marriages", ()):
        town.marry(*(who.get(name) for name in act["of"]), on=act["day"])
    for act in scenario.get("divorces", ()):
        town.divorce(*(who.get(name) for name in act["of"]), on=act["day"])
    for act in scenario.get("births", ()):
        town.birth(who[act["child"]], who.get(act.get("mother")), who.get(act.get("father")), act.get("day"))
    for order in scenario.get("guardianship", ()):
        town.add(
            "guardianship",
            child=who[order["child"]],
            guardian=who[order["guardian"]],
            kind=order.get("kind", "guardianship"),
            valid_from=order["since"],
            valid_to=order.get("until"),
        )
    for name, day in scenario.get("pupils", {}).items():
        town.pupil(who[name], day)
    for name, day in scenario.get("students", {}).items():
        town.student(who[name], day)
    for name, day in scenario.get("disabled_since_childhood", {}).items():
        town.disabled_since_childhood(who[name], day)
    for name, day in scenario.get("deaths", {}).items():
        town.people[who[name]]["death_date"] = day
    return town, who


def in_words(town: Town, drawn: set[frozenset[int]]) -> str:
    together = sorted(" + ".join(town.name(member) for member in sorted(members)) for members in drawn)
    return "; ".join(together)


def reasons(desk: Desk) -> dict[int, str]:
    return dict(desk.rows("select person_id, rule from family_membership"))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["law"])
def test_law(scenario: dict[str, Any]) -> None:
    town, who = build(scenario)
    desk = draw(town)
    expected = {frozenset(who[name] for name in members) for members in scenario["families"]}
    drawn = families(desk)
    assert drawn == expected, (
        f"\n{scenario['law']}\nexpected: {in_words(town, expected)}\n   drawn: {in_words(town, drawn)}"
    )
    found = reasons(desk)
    for name, rule in scenario.get("because", {}).items():
        assert found[who[name]] == rule, (
            f"\n{scenario['law']}\n{name} belongs by «{found[who[name]]}», not by «{rule}»"
        )
    assert not broken_invariants(desk)
