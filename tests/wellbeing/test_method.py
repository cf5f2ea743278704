"""A method file says what is wrong with it and where; the methods of Kazakhstan are whole."""

from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from familymap import country
from familymap.declarations import BadDeclaration, Words
from familymap.rulebook import rules_on
from familymap.rules.catalogue import Catalogue
from familymap.wellbeing.method import (
    CountingMethod,
    PointsMethod,
    load_method,
    load_methods,
    missing_facts,
)
from familymap.wellbeing.stress import load_stress

FOLDER = country.load().folder / "wellbeing"
COUNTING, POINTS = (FOLDER / f"{name}.yaml" for name in ("counting", "points"))


@pytest.fixture(scope="module")
def rules() -> Catalogue:
    return rules_on(country.load(), load_stress(FOLDER / "stress.yaml").as_of)


@pytest.mark.parametrize(
    ("source", "wrong", "right", "told"),
    [
        (COUNTING, "cutoff: 1/3", "cutoff: 0.33", "cutoff: «0.33» is not an exact share: write a fraction"),
        (COUNTING, "cutoff: 1/3", "cutoff: 4/3", "less than or equal to 1"),
        (COUNTING, "    weight: 1/5", "    weight: 1/4", "the weights add up to 21/20, not to 1"),
        (
            COUNTING,
            "fact: deprived_arrears",
            "fact: deprived_income",
            "the fact deprived_income stands twice",
        ),
        (COUNTING, "fact: deprived_income", "fact: Deprived", "«Deprived» is not a name"),
        (COUNTING, "        why: Below", "        weight: 1/2\n        why: Below", "give all or none"),
        (COUNTING, "kind: counting", "kind: guessing", "kind: must be one of counting, points, variant"),
        (COUNTING, "cutoff_why:", "cutof_why:", "cutoff_why: is missing, add it"),
        (COUNTING, "version: 1", "version: 1\nversion: 2", "«version» is given twice"),
        (POINTS, "{is: no, points: 0}", "{points: 0}", "either «is» (a value) or «from»"),
        (POINTS, "{from: 2, points: 50}", "{from: 0, points: 50}", "«from» must rise from band to band"),
        (POINTS, "{from: 2, points: 50}", "{is: two, points: 50}", "or «from» in all bands"),
        (POINTS, "if_missing: none", "if_missing: nothing", "if_missing: «nothing» is none of the bands"),
        (POINTS, "[-500, -250]", "[-250, -500]", "write the lower number first"),
        (POINTS, "    from: 730", "    from: 1900", "levels: write the best first"),
        (POINTS, "    from: -30\n    in_need: no", "    from: -30\n    in_need: yes", ""),
        (POINTS, "perhaps_from: -460", "perhaps_from: -400", "«perhaps_from» is not above «from»"),
        (POINTS, "    in_need: yes\n\ndefects", "    in_need: no\n\ndefects", "every level is in need"),
    ],
)
def test_bad_methods_are_told(tmp_path: Path, source: Path, wrong: str, right: str, told: str) -> None:
    good = source.read_text("utf-8")
    assert wrong in good
    path = tmp_path / source.name
    path.write_text(good.replace(wrong, right, 1), "utf-8")
    if not told:
        load_method(path)
        return
    with pytest.raises(BadDeclaration) as trouble:
        load_method(path)
    assert told in str(trouble.value) and f"{path}:" in str(trouble.value)


def test_the_line_of_the_trouble_is_named(tmp_path: Path) -> None:
    path = tmp_path / "points.yaml"
    lines = POINTS.read_text("utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if "if_missing: 0" in line)
    lines[place] = lines[place].replace("0", "-1")
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(BadDeclaration) as trouble:
        load_method(path)
    assert f"{path}:{place - 1}: dimensions.movable_property.indicators.cars" in str(trouble.value)


def test_missing_file_empty_file_and_wrong_name(tmp_path: Path) -> None:
    with pytest.raises(BadDeclaration, match="No such file"):
        load_method(tmp_path / "none.yaml")
    (tmp_path / "empty.yaml").write_text("")
    with pytest.raises(BadDeclaration, match="holds no method"):
        load_method(tmp_path / "empty.yaml")
    (tmp_path / "other.yaml").write_text(COUNTING.read_text("utf-8"), "utf-8")
    with pytest.raises(BadDeclaration, match=r"must equal the file's name «other»"):
        load_methods(tmp_path)


def test_a_variant_changes_only_what_it_names(tmp_path: Path) -> None:
    methods = load_methods(FOLDER)
    table, draft = methods["points"], methods["points_draft"]
    assert isinstance(table, PointsMethod) and isinstance(draft, PointsMethod)
    assert [band.points for band in draft.indicators["children"].bands] == [0, -50, -100, -150, -200]
    different = [name for name, one in table.indicators.items() if one != draft.indicators[name]]
    assert different == ["children"] and draft.levels == table.levels
    for text, told in (
        ("of: points", "there is no method «points» beside this file"),
        ("of: draft", "is a variant itself"),
    ):
        path = tmp_path / "draft.yaml"
        written = (FOLDER / "points_draft.yaml").read_text("utf-8")
        path.write_text(written.replace("of: points", text).replace("points_draft", "draft"), "utf-8")
        with pytest.raises(BadDeclaration, match=told):
            load_method(path)


def test_weights_are_whole_numbers_of_one_denominator() -> None:
    method = load_method(COUNTING)
    assert isinstance(method, CountingMethod)
    assert method.denominator == sum(method.weights.values()) == 60
    assert Fraction(method.poor_from, method.denominator) == method.cutoff == Fraction(1, 3)
    by_dimension: dict[str, int] = {}
    for name, weight in method.weights.items():
        dimension = method.dimension_of[name]
        by_dimension[dimension] = by_dimension.get(dimension, 0) + weight
    assert by_dimension == dict.fromkeys(("economic", "social", "housing", "health", "education"), 12)


def test_the_table_has_23_indicators_and_the_range_that_was_worked_out_by_hand() -> None:
    """family_map.md 1.3: 23 indicators in 8 blocks; the range −1,670 to 4,600 [D]."""
    method = load_method(POINTS)
    assert isinstance(method, PointsMethod)
    assert (len(method.dimensions), len(method.indicators)) == (8, 23)
    assert sum(one.least for one in method.indicators.values()) == -1_670
    assert sum(one.most for one in method.indicators.values()) == 4_600
    assert method.label.en == "reconstruction, not verified" and method.certainty == "U"


def test_every_fact_is_declared_and_has_its_words(rules: Catalogue) -> None:
    texts = yaml.safe_load((FOLDER / "texts.yaml").read_text("utf-8"))
    for method in load_methods(FOLDER).values():
        assert not missing_facts(method, rules.rules)
        assert set(method.asks_for) <= set(texts)
    files = tuple(f"wellbeing/{name}.py" for name in ("indicators", "points_table", "family_type"))
    here = {name for name, settled in rules.rules.items() if settled.rule.place.file.endswith(files)}
    assert set(texts) == here
    for said in texts.values():
        assert set(said) <= {"title", "plain", "values"}
        Words.model_validate(said["title"])
        Words.model_validate(said["plain"])


def test_a_lack_stands_in_the_dimension_that_its_rule_names(rules: Catalogue) -> None:
    method = load_method(COUNTING)
    assert isinstance(method, CountingMethod)
    for indicator, fact in method.facts.items():
        assert rules.rules[fact].rule.kind == "deprivation"
        assert rules.rules[fact].rule.dimension == method.dimension_of[indicator]
