"""A name as somebody types it becomes the stem under which it is found, whatever its spelling.

The same folding as in the room of people (`people/names.py`), which gives SQL for millions of names; this
is for the few words of a question. A test holds that both agree.
"""

import re
from collections.abc import Collection
from typing import Literal

from familymap.people.linkage import NameFolding

Kind = Literal["surname", "given_name", "patronymic"]
KINDS: tuple[Kind, ...] = ("surname", "given_name", "patronymic")

SHORTEST_FORGIVEN = 4
"""In a shorter stem one wrong letter leaves too little to recognise."""

_DOUBLED = re.compile(r"([a-z])\1+")
_NO_LETTER = re.compile(r"[^a-z]")


def stem(name: str, kind: Kind, folding: NameFolding) -> str:
    """The stem of a name; empty where it has no letters."""
    text = name.lower()
    for letter, ascii_letters in folding.letters:
        text = text.replace(letter, ascii_letters)
    text = _DOUBLED.sub(r"\1", _NO_LETTER.sub("", text))
    for group, sound in folding.sounds:
        text = text.replace(group, sound)
    return _without_ending(_DOUBLED.sub(r"\1", text), kind, folding)


def keys(stem: str) -> list[str]:
    """The stem, and when it is long enough every text that is left when one letter is taken out.

    Two stems that differ by one letter (too many, too few, another, two swapped) share at least one of them.
    """
    if len(stem) < SHORTEST_FORGIVEN:
        return [stem]
    return list(dict.fromkeys([stem, *(stem[:place] + stem[place + 1 :] for place in range(len(stem)))]))


def one_apart(one: str, other: str) -> bool:
    """Whether two different texts are equal but for one letter, or two neighbours that changed places."""
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1 or one == other:
        return False
    place = next((i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if len(shorter) < len(longer):
        return shorter[place:] == longer[place + 1 :]
    swapped = one[place : place + 2] == other[place : place + 2][::-1]
    return one[place + 1 :] == other[place + 1 :] or (swapped and one[place + 2 :] == other[place + 2 :])


def _without_ending(folded: str, kind: Kind, folding: NameFolding) -> str:
    endings: dict[str, Collection[str]] = {
        "surname": folding.surname_endings,
        "patronymic": folding.patronymic_endings,
    }
    for ending in sorted(endings.get(kind, ()), key=lambda one: (-len(one), one)):
        if folded.endswith(ending) and len(folded) >= len(ending) + folding.shortest_stem:
            return folded.removesuffix(ending)
    return folded
