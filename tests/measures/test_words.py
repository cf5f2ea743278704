"""What is said of answers, scenarios and assumptions exists in Kazakh and Russian, places included."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import familymap
from familymap import country
from familymap.explanations import telling
from familymap.measures import scenarios
from familymap.rulebook import declarations, rules_on

LOCALE = Path(familymap.__file__).parent / "locale"
PLACES = re.compile(r"{(\w+)}")
SPOKEN = (telling, scenarios)
TABLES = (
    telling.ANSWERS,
    telling.AMOUNTS,
    telling.CERTAINTY,
    telling.RELATIONS,
    telling.DATE_RELATIONS,
    telling.ROLES,
    scenarios.ANSWERS,
)
SINGLE = {telling.DAYS, telling.NO_DEADLINE, "{what}. It would stand in: {registers}.", "{what}."}
ELSEWHERE = {
    "yes",
    "no",
    "unknown",
    "at least {amount}",
    "at most {amount}",
    "expected {expected}; got {got}",
    "as expected: {got}",
}
"""Handed to the translator through a variable."""


def said() -> set[str]:
    """What answers and explanations hand to the translator: where it is said, or from a table of words."""
    texts = {*SINGLE, *ELSEWHERE, *(text for table in TABLES for text in table.values())}
    for module in SPOKEN:
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            called = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            if called in ("text", "_text"):
                parts = (part for given in call.args for part in ast.walk(given))
                texts |= {
                    one.value for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }
    return texts


def reasons() -> set[str]:
    """Why rules put a value in place of an unknown one, in every version of every rule."""
    rules, _ = declarations("kazakhstan")
    days = {date(2026, 1, 15), *(day for rule in rules for day in (rule.since, rule.until) if day)}
    return {
        node.note
        for day in sorted(days)
        for settled in rules_on(country.load(), day).rules.values()
        for node in settled.node.walk()
        if node.note
    }


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(("domain", "texts"), [("measures", said), ("assumptions", reasons)])
def test_the_catalog_holds_every_text_and_no_other(language: str, domain: str, texts) -> None:
    with (LOCALE / language / f"{domain}.po").open("rb") as lines:
        catalog = {str(entry.id): str(entry.string) for entry in read_po(lines) if entry.id}
    assert set(catalog) == texts()
    for english, translated in catalog.items():
        assert translated, english
        assert sorted(PLACES.findall(translated)) == sorted(PLACES.findall(english)), english
