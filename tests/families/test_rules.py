"""The rule file says what is wrong with it and how to mend it."""

from datetime import date
from pathlib import Path

import pytest

from familymap.families.rules import BadFamilyRules, load_family_rules
from tests.families.town import RULE_FILE, RULES, Town, draw, families

GOOD = RULE_FILE.read_text("utf-8")


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("majority_age:", "majority_agee:", ":3: majority_age: is missing, add it"),
        ("value: 18", "value: eighteen", "majority_age.value: input should be a valid integer"),
        ("value: 18", "value: 180", "less than or equal to 120"),
        ("[minor, student, disabled]", "[minor, student, cat]", "dependants.value.2"),
        (
            "[mother_at_address, father",
            "[mother_at_address, mother_at_address, father",
            "stands twice: keep it once",
        ),
        ("unit: years", "unit: [years", "this is not YAML"),
        ("reference: assumption", "reference: ''", "majority_age.reference"),
    ],
)
def test_bad_rules_are_told(tmp_path: Path, wrong: str, right: str, told: str) -> None:
    path = tmp_path / "family_rules.yaml"
    path.write_text(GOOD.replace(wrong, right, 1), "utf-8")
    with pytest.raises(BadFamilyRules) as trouble:
        load_family_rules(path)
    assert told in str(trouble.value) and str(path) in str(trouble.value)


def test_missing_file_and_empty_file(tmp_path: Path) -> None:
    with pytest.raises(BadFamilyRules, match="No such file"):
        load_family_rules(tmp_path / "none.yaml")
    (tmp_path / "empty.yaml").write_text("")
    with pytest.raises(BadFamilyRules, match="holds no settings"):
        load_family_rules(tmp_path / "empty.yaml")


def test_another_law_draws_other_families() -> None:
    """The father first, nobody grown is a dependant, majority at 21."""
    law = RULES.model_copy(
        update={
            "majority_age": RULES.majority_age.model_copy(update={"value": 21}),
            "dependants": RULES.dependants.model_copy(update={"value": ("minor",)}),
            "carers_of_minor": RULES.carers_of_minor.model_copy(update={"value": ("father", "mother")}),
        }
    )
    town = Town()
    mother, father = town.person("mother", date(1980, 1, 1), 1), town.person("father", date(1980, 1, 1), 2)
    child, grown = town.person("child", date(2006, 1, 1), 1), town.person("grown", date(2004, 1, 1), 1)
    for one in (child, grown):
        town.birth(one, mother, father)
        town.student(one, date(2020, 1, 1))
    town.disabled_since_childhood(grown, date(2020, 1, 1))
    drawn = families(draw(town, rules=law))
    assert drawn == {frozenset({mother}), frozenset({father, child}), frozenset({grown})}
