"""Every sentence that this room can say exists in Kazakh and Russian, with the same places to fill."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from familymap.registers import checks

PACKAGE = Path(checks.__file__).parent
CATALOGS = PACKAGE.parent / "locale"
SAID_IN_PAGE = re.compile(r'say\("([^"]+)"\)')
PLACES = re.compile(r"%\((\w+)\)s")


def sentences() -> set[str]:
    """What the code and the page hand to the translator."""
    said = set(SAID_IN_PAGE.findall((PACKAGE / "quality.html").read_text(encoding="utf-8")))
    said |= set(checks.TEXTS.values())
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id in ("BadDelivery", "say"):
                said |= {
                    part.value
                    for given in node.args[:2]
                    for part in ast.walk(given)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                }
    return said


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_catalog_holds_every_sentence_and_no_other(language: str) -> None:
    with (CATALOGS / language / "registers.po").open("rb") as lines:
        catalog = {entry.id: entry.string for entry in read_po(lines) if entry.id}
    assert set(catalog) == sentences()
    for english, translated in catalog.items():
        assert translated, english
        assert set(PLACES.findall(translated)) == set(PLACES.findall(english)), english
