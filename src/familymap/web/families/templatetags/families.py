"""Small words on pages of families."""

from collections.abc import Mapping
from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from familymap.declarations import Words
from familymap.web.area_names import area_name
from familymap.web.families.dues import Due

register = template.Library()


@register.simple_tag
def purpose_title(code: str, purposes: Mapping[str, Words]) -> str:
    """What a purpose is called in the reader's language; one that is no longer declared by its code."""
    title = purposes.get(code)
    return str(getattr(title, get_language() or "kk")) if title else code


@register.simple_tag
def place(code: str) -> str:
    """What an area is called in the reader's language."""
    return area_name(code, get_language() or "kk")


@register.simple_tag
def why_address(family_id: int, due: Due) -> str:
    """Where the answer is explained. A card has a hundred of these, so the beginning is worked out once."""
    address = f"{_card_address(family_id)}/why/{due.measure}"
    return f"{address}/{due.person_id}" if due.person_id else address


@lru_cache(maxsize=16)
def _card_address(family_id: int) -> str:
    return reverse("families:card", args=[family_id])
