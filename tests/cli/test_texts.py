"""Every text that the command line can say exists in Kazakh and Russian, with the same places to fill."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from familymap import cli, country
from familymap.cli.arrears import KINDS
from familymap.cli.deliveries import LEVELS
from familymap.cli.events import ANSWERS
from familymap.cli.rule_sheet import LABELS
from familymap.cli.rules import Kind, LevelName
from familymap.cli.serve import ROLES as SIGN_IN_ROLES
from familymap.cli.summary import ROLES
from familymap.cli.who import FIELDS
from familymap.families.quality import FAULTS, OTHER
from familymap.people.quality import ALL
from familymap.people.review import RECORD
from familymap.people.subjects import SOLE_ROLE

ROOM = Path(cli.__file__).parent
CATALOGS = ROOM.parent / "locale"
PLACES = re.compile(r"{(\w+)}")
SAY = {"text", "wrong", "table"}


def said() -> set[str]:
    """What the code hands to the translator: written where it is said, or in a table of words."""
    texts = {
        *LEVELS.values(),
        *KINDS.values(),
        *ANSWERS.values(),
        *FIELDS.values(),
        *ROLES,
        *FAULTS,
        OTHER,
        ALL,
    }
    texts |= {*SIGN_IN_ROLES.values()}
    texts |= {*LABELS, *(kind.value for kind in Kind), *(level.value for level in LevelName)}
    for path in ROOM.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            node.targets[0].id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            if name in SAY:
                for part in (part for given in call.args for part in ast.walk(given)):
                    value = constants.get(part.id) if isinstance(part, ast.Name) else None
                    value = part.value if isinstance(part, ast.Constant) else value
                    if isinstance(value, str) and value.strip(">"):
                        texts.add(value.removeprefix(">"))
    return texts


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_catalog_holds_every_text_and_no_other(language: str) -> None:
    with (CATALOGS / language / "cli.po").open("rb") as lines:
        catalog = {str(entry.id): str(entry.string) for entry in read_po(lines) if entry.id}
    assert set(catalog) == said()
    for english, translated in catalog.items():
        assert translated, english
        assert sorted(PLACES.findall(translated)) == sorted(PLACES.findall(english)), english


def test_every_role_field_and_level_of_the_registers_has_its_word() -> None:
    declared = country.load().contracts.values()
    assert {role for contract in declared for role in contract.subjects} - {SOLE_ROLE} <= set(ROLES)
    assert set(RECORD) == set(FIELDS)
