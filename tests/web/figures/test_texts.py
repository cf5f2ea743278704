"""Every text of this app exists in Kazakh and Russian, with the same places to fill."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from familymap.web import figures

ROOM = Path(figures.__file__).parent
PLACES = re.compile(r"{(\w+)}")


def said() -> set[str]:
    """What is handed to a translator: `said(…)`, `translated(…)`, `translator(…)(…)`."""
    found = set()
    for path in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            caller = node.func.func if isinstance(node.func, ast.Call) else node.func
            if getattr(caller, "id", "") in ("said", "translated") or (
                isinstance(node.func, ast.Call) and getattr(caller, "id", "") == "translator"
            ):
                found |= {
                    part.value
                    for given in node.args
                    for part in ast.walk(given)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                }
    return found


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_catalog_holds_every_text_and_no_other(language: str) -> None:
    with (ROOM.parents[1] / "locale" / language / "web_figures.po").open("rb") as lines:
        entries = [entry for entry in read_po(lines) if entry.id]
    catalog = {str(entry.id): str(entry.string) for entry in entries}
    assert set(catalog) == said()
    for english, translated in catalog.items():
        assert translated, english
        assert sorted(PLACES.findall(translated)) == sorted(PLACES.findall(english)), english
    assert not any(entry.fuzzy for entry in entries)
