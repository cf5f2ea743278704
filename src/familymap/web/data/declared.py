"""What the country declares about its registers, read once by each process."""

from functools import cache

from django.utils.translation import get_language

from familymap import country
from familymap.country import Country
from familymap.registers.contract import Contract, Texts


@cache
def declared() -> Country:
    """The country whose registers this store keeps."""
    return country.load()


def contract_of(register: str) -> Contract | None:
    """The contract of a register; None where there is no such register."""
    return declared().contracts.get(register)


def said(texts: Texts) -> str:
    """A declared sentence in the reader's language."""
    return str(getattr(texts, get_language() or "kk"))
