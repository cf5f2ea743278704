"""The pages about measures and facts say what the rules say."""

from pathlib import Path

from familymap import country
from familymap.measures.pages import DAY, Pages
from familymap.rulebook import declarations

DOCS = Path(__file__).parents[2] / "docs"
PAGES = Pages.of(country.load())
WRITTEN = PAGES.written()


def test_the_pages_are_current() -> None:
    stale = [
        name
        for name, text in WRITTEN.items()
        if not (DOCS / name).exists() or (DOCS / name).read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run «make docs»"


def test_there_is_no_page_of_a_measure_that_is_gone() -> None:
    there = {f"measures/{path.name}" for path in (DOCS / "measures").glob("*.md")}
    assert there == set(WRITTEN) - {"facts.md"}


def test_every_measure_says_where_its_conditions_values_and_scenarios_come_from() -> None:
    for measure in declarations("kazakhstan")[1]:
        page = WRITTEN[f"measures/{measure.name}.md"]
        for name in measure.conditions:
            assert f"### {name}\n" in page
            assert f"```\n{name} = " in page
        assert "## Scenarios" in page
        assert measure.law in page
        assert f"[{PAGES.texts[measure.name].title.en}]({measure.name}.md)" in WRITTEN["measures/README.md"]


def test_every_fact_of_the_portrait_stands_in_the_table_of_facts() -> None:
    made = PAGES.on(DAY)
    named = [name for facts in made.base.values() for name in facts]
    named += [
        name for name, settled in made.rules.items() if name in PAGES.titles and settled.rule.kind == "fact"
    ]
    assert [name for name in named if f"\n| `{name}` | " not in WRITTEN["facts.md"]] == []
