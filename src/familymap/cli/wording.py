"""What the command line says, in the language of the person who typed it."""

import os
from contextvars import ContextVar

from babel.numbers import format_decimal, format_percent

from familymap.texts import LANGUAGES, translator

LANGUAGE_SETTING = "FAMILYMAP_LANG"

_language = ContextVar("language", default="en")
"""The language of this command; set once, before the first word."""


def speak(language: str) -> None:
    """From now on say everything in `language` (kk, ru or en)."""
    _language.set(language)


def speak_as_set() -> None:
    """Begin in the language of the environment, where it names one of ours."""
    chosen = os.environ.get(LANGUAGE_SETTING)
    speak(chosen if chosen in LANGUAGES else "en")


def language() -> str:
    """The language spoken: kk, ru or en."""
    return _language.get()


def text(english: str, /, **places: object) -> str:
    """The text in the language spoken, its {places} filled."""
    said = translator("cli", language())(english)
    return said.format(**places) if places else said


def number(value: float | None, digits: int = 0) -> str:
    """A number as the language writes it; nothing for an unknown one."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return "" if value is None else str(format_decimal(value, pattern, locale=language()))


def share(value: float | None, digits: int = 2) -> str:
    """A share as per cent; nothing for an unknown one."""
    return "" if value is None else str(format_percent(value, f"#,##0.{'0' * digits}%", locale=language()))
