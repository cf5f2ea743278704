"""The texts people see, in their language: gettext catalogs read as they stand."""

import gettext
import io
from collections.abc import Callable
from functools import cache
from importlib import resources

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("kk", "ru", "en")


@cache
def translator(domain: str, language: str) -> Callable[[str], str]:
    """The function that turns an English text of a room into `language` (kk, ru or en).

    A text without a translation stays English. Raises ValueError for another language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"No texts in «{language}»: choose one of {', '.join(LANGUAGES)}.")
    source = resources.files("familymap") / "locale" / language / f"{domain}.po"
    if not source.is_file():
        return gettext.NullTranslations().gettext
    with source.open("rb") as lines:
        catalog = read_po(lines, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled).gettext
