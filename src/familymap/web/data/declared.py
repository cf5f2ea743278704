"""What the country declares about its registers, in the reader's language."""

from django.utils.translation import get_language

from familymap import country
from familymap.registers.contract import Contract, Texts


def contract_of(register: str) -> Contract | None:
    """The contract of a register; None where there is no such register."""
    return country.load().contracts.get(register)


def said(texts: Texts) -> str:
    """A declared sentence in the reader's language."""
    return str(getattr(texts, get_language() or "kk"))
