"""The texts of all apps, each in a catalog of its own, become the one that Django reads."""

import hashlib
import os
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCES = Path(__file__).parents[1] / "locale"
TRANSLATED = ("kk", "ru")


def sources(language: str) -> list[Path]:
    """The catalogs of the web in a language."""
    return sorted((SOURCES / language).glob("web_*.po"))


def merged(language: str) -> Catalog:
    """Every text of the web in a language. A text that two apps share is said the same way in both."""
    whole = Catalog(locale=language)
    for path in sources(language):
        with path.open("rb") as lines:
            for message in read_po(lines, locale=language):
                if message.id:
                    whole[message.id] = message
    return whole


def compiled(folder: Path) -> Path:
    """The folder for LOCALE_PATHS: compiled below `folder` when the texts have changed since last time."""
    read = [path.read_bytes() for language in TRANSLATED for path in sources(language)]
    edition = folder / hashlib.sha256(b"\0".join(read)).hexdigest()[:16]
    for language in TRANSLATED:
        target = edition / language / "LC_MESSAGES" / "django.mo"
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_suffix(f".{os.getpid()}")
        with beside.open("wb") as file:
            write_mo(file, merged(language))
        beside.replace(target)
    return edition
