"""Every text that a page can show exists in Kazakh and Russian, whole, with the same places to fill."""

import io
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from familymap import web
from familymap.web.catalogs import SOURCES

ROOM = Path(web.__file__).parent
GROUND = "ground"
APPS = sorted(folder.name for folder in ROOM.iterdir() if (folder / "apps.py").exists())
PARTS = [GROUND, *APPS]
PLACES = re.compile(r"%\((\w+)\)[sd]|{(\w*)}")
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
Key = tuple[str, str | None]
"""A text and its context."""


def files(part: str) -> list[Path]:
    """The Python and templates of an app; of the ground, what lies outside the apps."""
    found = (
        path
        for kind in ("*.py", "*.html", "*.txt")
        for path in (ROOM if part == GROUND else ROOM / part).rglob(kind)
    )
    inner = {"assets", "static", "migrations", *(APPS if part == GROUND else ())}
    return [
        path
        for path in found
        if not inner & set(path.relative_to(ROOM if part == GROUND else ROOM / part).parts)
    ]


@cache
def said(part: str) -> frozenset[Key]:
    """What an app hands to the translator."""
    keys: set[Key] = set()
    for path in files(part):
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            source = templatize(source, origin=str(path))
        for _, message, _, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
            keys.add((message[0] if isinstance(message, tuple) else message, context))
    return frozenset(key for key in keys if key[0])


def catalog(part: str, language: str) -> Catalog:
    path = SOURCES / language / f"web_{part}.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as lines:
        return read_po(lines, locale=language)


def texts(part: str, language: str) -> dict[Key, tuple[str, ...]]:
    """The translated forms of every text in an app's catalog."""
    return {
        (message.id[0] if isinstance(message.id, tuple) else message.id, message.context): (
            message.string if isinstance(message.string, tuple) else (message.string,)
        )
        for message in catalog(part, language)
        if message.id
    }


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("part", PARTS)
def test_every_text_is_translated(part: str, language: str) -> None:
    shared = PARTS if part == GROUND else {part, GROUND}
    there = {key for one in shared for key in texts(one, language)}
    assert sorted(text for text, _ in said(part) - there) == []


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("part", PARTS)
def test_every_translation_is_whole_and_used(part: str, language: str) -> None:
    used = {key for one in PARTS for key in said(one)} | set(OF_LIBRARIES)
    for key, forms in texts(part, language).items():
        assert all(forms), f"not translated: {key[0]}"
        assert key in used, f"nobody says: {key[0]}"
        wanted = set(PLACES.findall(key[0]))
        assert all(set(PLACES.findall(form)) == wanted or len(forms) > 1 for form in forms), key[0]
    assert not [message.id for message in catalog(part, language) if message.id and message.fuzzy]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_text_in_two_catalogs_is_said_the_same_way(language: str) -> None:
    seen: dict[Key, tuple[str, ...]] = {}
    for part in PARTS:
        for key, forms in texts(part, language).items():
            assert seen.setdefault(key, forms) == forms, key[0]


OF_LIBRARIES: set[Key] = {
    (text, None)
    for text in (
        "This field is required.",
        "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.",
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "This password is too short. It must contain at least %(min_length)d character.",
        "This password is too common.",
        "The password is too similar to the %(verbose_name)s.",
        "You must type the same password each time.",
        "Select a valid choice. %(value)s is not one of the available choices.",
        "username",
        "email address",
    )
}
"""What Django and allauth say on our forms; their Kazakh is not whole."""
