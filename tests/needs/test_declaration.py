"""What Kazakhstan declares for needs fits its rules, and what does not fit is told with its mend."""

from datetime import date
from typing import Any

import pytest
import yaml

from familymap import country
from familymap.declarations import Words
from familymap.needs.declaration import BadNeeds, Needs, checked, load_needs, relieved_by_name, relieving
from familymap.rulebook import rules_on
from familymap.rules.node import Node
from tests.needs.country import MADE, NEEDS

KAZAKHSTAN = country.load()
FOLDER = KAZAKHSTAN.folder / "needs"
OWN_FILES = ("wellbeing/support.py",)


@pytest.mark.parametrize("day", [date(2023, 6, 1), date(2025, 1, 1), date(2026, 1, 15)])
def test_the_declaration_fits_the_rules_of_every_year(day: date) -> None:
    assert checked(load_needs(FOLDER), rules_on(KAZAKHSTAN, day))


def codes(node: Node) -> list[str]:
    return [str(one.value) for one in node.walk() if one.operator == "literal" and one.type.name == "text"]


def test_the_types_of_families_are_those_the_rule_gives_in_its_order() -> None:
    types = load_needs(FOLDER).family_types
    rule = rules_on(KAZAKHSTAN, date(2026, 1, 15)).rules[types.fact]
    assert [one.code for one in types.types] == codes(rule.node)


def test_every_fact_of_this_room_has_a_title() -> None:
    texts = yaml.safe_load((FOLDER / "texts.yaml").read_text("utf-8"))
    rules = rules_on(KAZAKHSTAN, date(2026, 1, 15)).rules
    assert set(texts) == {
        name for name, settled in rules.items() if settled.rule.place.file.endswith(OWN_FILES)
    }
    for said in texts.values():
        Words.model_validate(said["title"])


def test_a_measure_relieves_an_indicator_or_all_of_a_dimension() -> None:
    made = rules_on(KAZAKHSTAN, date(2026, 1, 15))
    assert relieved_by_name(made, "income") == relieved_by_name(made, "deprived_income") == ["income"]
    assert set(relieved_by_name(made, "education")) == {"school", "kindergarten", "neet"}
    assert relieved_by_name(made, "happiness") == []
    assert [one.name for one in relieving(MADE)["home"]] == ["place"]
    assert relieving(MADE)["company"] == []


def changed(**more: Any) -> Needs:
    return Needs.model_validate(NEEDS.model_dump(by_alias=True) | more)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"due_since": {"large": "birth_date"}}, "«birth_date» speaks of a person, not of a family"),
        ({"due_since": {"large": "children"}}, "«children» is count, not date"),
        ({"due_since": {"large": "wedding"}}, "«wedding» is no fact of the country: correct the name"),
        ({"payments": {"register": "gifts", "code": "c", "month": "m"}}, "there is no register «gifts»"),
        (
            {"income": {"known": "children", "exact": "income_exact", "line": "line", "shrinking": []}},
            "«children» is count, not money",
        ),
    ],
)
def test_what_does_not_fit_is_told(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(BadNeeds, match=told):
        checked(changed(**wrong), MADE)


def test_a_measure_that_is_not_in_force_is_passed_over() -> None:
    assert checked(changed(due_since={"gone": "birth_date"}), MADE)
