"""The rules on the command line: listed, shown, drawn, tried."""

import json
from pathlib import Path

import pytest

from familymap.cli import rules
from familymap.measures.scenarios import load_scenarios
from familymap.texts import LANGUAGES
from tests.cli.conftest import Typed

DAY = ("--as-of", "2026-01-15")


def test_the_list_narrows_down(typed: Typed) -> None:
    everything = json.loads(typed("rules", *DAY, "--json").out)
    assert {row["kind"] for row in everything} == {kind.value for kind in rules.Kind}
    of_one = json.loads(
        typed(
            "rules", *DAY, "--measure", "large_family", "--level", "family", "--kind", "condition", "--json"
        ).out
    )
    assert [row["name"] for row in of_one] == ["four_or_more_children"]
    told = typed("rules", *DAY, "--kind", "measure", "--lang", "kk")
    assert "Көпбалалы отбасыларға жәрдемақы" in told.out.replace("\n", " ") or "large_family" in told.out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("large_family", "four_or_more_children"),
        ("large_family_amount", "month_index"),
        ("month_index", "2022-04-01"),
        ("wage_told", "wage_told"),
        ("cars", "vehicles"),
    ],
)
def test_one_rule_is_shown(typed: Typed, name: str, part: str, language: str) -> None:
    answer = typed("rules", "show", name, *DAY, "--lang", language)
    assert (answer.code, answer.err) == (0, "")
    assert part in answer.out
    assert name == json.loads(typed("rules", "show", name, *DAY, "--json").out)["name"]


def test_the_graph_goes_down_to_registers_and_values_of_law(typed: Typed) -> None:
    drawn = typed("rules", "graph", "large_family", *DAY).out
    assert all(part in drawn for part in ("children_counted", "students", "student_age_limit", "birth_date"))
    assert typed("rules", "graph", "large_family", "--mermaid", *DAY).out.startswith("flowchart")


def test_scenarios_are_tried(typed: Typed) -> None:
    answer = typed("rules", "test", "large_family")
    assert (answer.code, answer.err) == (0, "")
    outcomes = json.loads(typed("rules", "test", "large_family", "--json").out)
    assert len(outcomes) >= 6 and all(one["right"] for one in outcomes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_differs_is_said_and_ends_with_1(
    typed: Typed, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large_family" / "scenarios.yaml"
    path.parent.mkdir()
    path.write_text(
        "- name: three are too few\n  source: the test\n  as_of: 2026-01-15\n"
        "  family: {members: [{role: head, age: 30, sex: F}, {role: child, age: 8, count: 3}]}\n"
        "  expect: {large_family: {answer: due, amount: 69330}}\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(rules, "scenarios_of", lambda *_: load_scenarios(path))
    answer = typed("rules", "test", "large_family", "--lang", language)
    assert answer.code == 1
    assert "✗ large_family: three are too few" in answer.out
    assert {"en": "got not due", "ru": "получилось: не положено", "kk": "шыққаны: тиесілі емес"}[
        language
    ] in (" ".join(answer.out.split()))


@pytest.mark.slow
def test_printed_amounts_are_the_amounts_of_the_rules(typed: Typed) -> None:
    rows = json.loads(typed("rules", "amounts", "--since", 2021, "--until", 2026, "--json").out)
    assert len(rows) > 50
    assert [row for row in rows if row["printed"] != row["got"]] == []
    assert {row["year"] for row in rows} == {2021, 2022, 2023, 2024, 2025, 2026}


@pytest.mark.parametrize(
    "words",
    [
        ("show", "nothing_such"),
        ("graph", "nothing_such"),
        ("test", "nothing_such"),
        ("--measure", "nothing_such"),
    ],
)
def test_an_unknown_name_is_wrong_use(typed: Typed, words: tuple[str, ...]) -> None:
    answer = typed("rules", *words)
    assert answer.code == 2
    assert "«nothing_such»" in answer.err
