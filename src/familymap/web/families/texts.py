"""Texts of the card in a language that need not be the reader's: paper is printed in any of them."""

from familymap.texts import translator


def text(english: str, language: str, /, **places: object) -> str:
    """The text in kk, ru or en, its {places} filled."""
    said = translator("web_families", language)(english)
    return said.format(**places) if places else said
