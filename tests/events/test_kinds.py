"""The kinds of events a country declares are held against its contracts, and every text is translated."""

import ast
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from familymap import country, events
from familymap.declarations import BadDeclaration
from familymap.events.kinds import load_kinds

ROOM = Path(events.__file__).parent
DECLARED = country.load()


def test_the_kinds_of_kazakhstan() -> None:
    kinds = load_kinds(DECLARED.folder / "events.yaml", DECLARED.contracts)
    assert "birth" in kinds.by_name
    assert set(kinds.adding) <= set(kinds.registers) <= set(DECLARED.contracts)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- birth\n", "holds no kinds"),
        ("x:\n  changes: []\n", "title"),
        ("changes: [{add: nothing, people: {a: b}, columns: {c: d}}]", "no register «nothing»"),
        ("changes: [{add: deaths, people: {person: p}, columns: {act_no: n, day: day}}]", "no column «day»"),
        ("changes: [{add: deaths, people: {child: p}, columns: {act_no: n}}]", "no role «child»"),
        ("changes: [{add: deaths, people: {person: p}, columns: {act_date: day}}]", "needs its key «act_no»"),
        ("changes: [{add: deaths, people: {person: p}, columns: {act_no: n}}]", "needs «act_date»"),
        ("changes: [{end: addresses, of: person, column: nothing}]", "no column «nothing»"),
        ("changes: [{end: addresses, of: person, column: registered_to, colour: red}]", "colour"),
    ],
)
def test_a_wrong_kind_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "events.yaml"
    title = "  title: {kk: бір, ru: один, en: one}\n"
    path.write_text(text if "\n" in text else f"one:\n{title}  {text}\n", encoding="utf-8")
    with pytest.raises(BadDeclaration, match=said):
        load_kinds(path, DECLARED.contracts)


def _reasons() -> set[str]:
    """Every sentence that stands at the top of a module of this room under a name of its own."""
    found = set()
    for path in ROOM.glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                value = node.value.value
                if (
                    isinstance(value, str)
                    and value.endswith((".", "}"))
                    and " " in value
                    and "select" not in value
                ):
                    found.add(value)
    return found


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_reason_is_translated(language: str) -> None:
    with (ROOM.parent / "locale" / language / "events.po").open("rb") as lines:
        catalog = {str(entry.id): str(entry.string) for entry in read_po(lines) if entry.id}
    assert set(catalog) == _reasons()
    assert all(catalog.values())
