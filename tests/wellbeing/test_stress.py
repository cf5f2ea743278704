"""Families that show what a method does come out as it was worked out by hand."""

from pathlib import Path

import pytest

from familymap import country
from familymap.declarations import BadDeclaration
from familymap.rulebook import rules_on
from familymap.rules.unit import Evaluation
from familymap.rules.values import Stored
from familymap.wellbeing.method import CountingMethod, PointsMethod, load_methods
from familymap.wellbeing.stress import StressFile, as_expected, judged, load_stress, worked_out

FOLDER = country.load().folder / "wellbeing"
FILE = FOLDER / "stress.yaml"
WRITTEN: StressFile = load_stress(FILE)
METHODS = load_methods(FOLDER)


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return Evaluation(rules_on(country.load(), WRITTEN.as_of))


@pytest.fixture(scope="module")
def facts(evaluation: Evaluation) -> list[dict[str, Stored]]:
    return [dict(family) for family in worked_out(FILE, evaluation)]


@pytest.mark.parametrize("name", sorted(METHODS))
def test_every_family_comes_out_as_expected(
    evaluation: Evaluation, facts: list[dict[str, Stored]], name: str
) -> None:
    for family, got in zip(WRITTEN.families, judged(METHODS[name], facts, evaluation.catalogue), strict=True):
        expected = family.expect.get(name)
        assert expected is None or as_expected(expected, got), (family.title.en, expected, got)


def test_all_families_of_the_hand_computation_are_here() -> None:
    """family_map.md 1.4: ten scores, of which one is of the first family under the sign of the draft."""
    scores = {
        family.name: {method: one.score for method, one in family.expect.items() if method != "counting"}
        for family in WRITTEN.families
    }
    assert scores == {
        "destitute_in_astana": {"points": 0, "points_draft": -400},
        "destitute_in_a_village": {"points": -140},
        "lone_parent": {"points": -370},
        "lone_adult_of_group_1": {"points": -520},
        "pensioner": {"points": -60},
        "pensioner_better_off": {"points": 50},
        "two_earners": {"points": 1_240},
        "two_earners_with_property": {"points": 1_740},
        "owner_without_income": {"points": 2_100},
    }
    assert all("counting" in family.expect for family in WRITTEN.families)


def test_counting_tells_apart_what_points_mix_up(
    evaluation: Evaluation, facts: list[dict[str, Stored]]
) -> None:
    """The destitute are poor wherever they live; an own flat and an illness alone make nobody poor."""
    counting, points = METHODS["counting"], METHODS["points"]
    assert isinstance(counting, CountingMethod) and isinstance(points, PointsMethod)
    names = [family.name for family in WRITTEN.families]
    by_counting = dict(zip(names, judged(counting, facts, evaluation.catalogue), strict=True))
    by_points = dict(zip(names, judged(points, facts, evaluation.catalogue), strict=True))
    astana, village = by_counting["destitute_in_astana"], by_counting["destitute_in_a_village"]
    assert astana == village and astana.in_need
    assert by_points["destitute_in_astana"].in_need is False
    assert by_counting["pensioner"].in_need is False and by_points["pensioner"].in_need


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("attends_school: yes}", "attends_shool: yes}", "there is no fact «attends_shool»"),
        ("income: 0, income_known", "income: none, income_known", "is no money"),
        ("income: 0, income_known", "cars: 0, income_known", "«cars» is a fact of a person: move it"),
        ("    members:", "    member:", "families.0.members: is missing, add it"),
    ],
)
def test_bad_families_are_told(
    evaluation: Evaluation, tmp_path: Path, wrong: str, right: str, told: str
) -> None:
    path = tmp_path / "stress.yaml"
    path.write_text(FILE.read_text("utf-8").replace(wrong, right, 1), "utf-8")
    with pytest.raises(BadDeclaration) as trouble:
        worked_out(path, evaluation)
    assert told in str(trouble.value) and f"{path}:" in str(trouble.value)
