"""What the country declares about its registers, in the reader's language."""

from django.utils.translation import get_language

from familymap import country
from familymap.declarations import Words
from familymap.registers.contract import Contract


def contract_of(register: str) -> Contract | None:
    """The contract of a register; None where there is no such register."""
    return country.load().contracts.get(register)


def said(texts: Words) -> str:
    """A declared sentence in the reader's language."""
    return str(getattr(texts, get_language() or "kk"))
