"""What is wrong with a file is said in Kazakh and Russian too."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from familymap import places

ROOM = Path(places.__file__).parent
PLACES = re.compile(r"{(\w+)}")


def said() -> set[str]:
    found = set()
    for path in ROOM.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "said":
                found.add(node.value.value)  # type: ignore[attr-defined]
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_bad", "Fault"):
                found |= {given.value for given in node.args[:1] if isinstance(given, ast.Constant)}
    return found


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_catalog_holds_every_text_and_no_other(language: str) -> None:
    with (ROOM.parent / "locale" / language / "places.po").open("rb") as lines:
        catalog = {str(entry.id): str(entry.string) for entry in read_po(lines) if entry.id}
    assert set(catalog) == said()
    for english, translated in catalog.items():
        assert translated, english
        assert sorted(PLACES.findall(translated)) == sorted(PLACES.findall(english)), english
