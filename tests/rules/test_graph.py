"""What a rule stands on is drawn whole, each name once, on a screen and for a page."""

import io

from rich.console import Console

from familymap.rules.graph import mermaid, tree
from tests.rules.land import land

MADE = land()


def drawn(name: str) -> str:
    console = Console(file=io.StringIO(), width=100, no_color=True)
    console.print(tree(MADE, name))
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())  # type: ignore[attr-defined]


def test_the_tree_of_a_fact() -> None:
    assert (
        drawn("poor_children_here")
        == """\
poor_children_here  fact · household
└── poor_child  fact · person
    ├── is_child  fact · person
    │   ├── age  fact · person
    │   │   └── birth_date  base · person
    │   └── grown_up_from  parameter
    ├── family_income  fact · family
    │   └── income  fact · person
    │       ├── is_child  fact · person ↑
    │       └── wage  base · person
    ├── members  base · family
    ├── area_per_person  fact · household
    │   ├── dwelling  base · household
    │   └── household_members  base · household
    └── poor_below  parameter"""
    )


def test_registers_and_questions_are_ends_of_the_tree() -> None:
    assert (
        drawn("family_tools")
        == """\
family_tools  fact · family
└── tools  fact · person
    └── shed  register"""
    )
    assert drawn("did_not_refuse").splitlines()[1] == "└── wants_help  asked · family"


def test_the_tree_holds_every_fact_the_catalogue_names() -> None:
    for name in MADE.rules:
        parts = {part.name for part in tree(MADE, name).walk()}
        assert parts >= set(MADE.stands_on([name])) and parts >= set(MADE.sources(name))


def test_the_drawing_of_a_page() -> None:
    assert (
        mermaid(MADE, "family_tools")
        == """\
flowchart RL
    n0["family_tools"]
    n1["tools"]
    n2[("shed")]
    n1 --> n0
    n2 --> n1"""
    )


def test_a_drawing_of_several_names_each_thing_once() -> None:
    lines = mermaid(MADE, ["has_a_poor_child", "child_amount"]).splitlines()
    assert len(lines) == len(set(lines))
    assert sum('"is_child"' in line for line in lines) == 1
    boxes = {
        line.split("[")[0].split("(")[0].split("{")[0].strip() for line in lines[1:] if "-->" not in line
    }
    arrows = {part.strip() for line in lines if "-->" in line for part in line.split("-->")}
    assert arrows <= boxes
    assert '    n0{{"has_a_poor_child"}}' in lines and any('(["child_amount"])' in line for line in lines)
