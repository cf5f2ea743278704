"""A scope: the areas whose families somebody may see, as beginnings of codes of areas; «» is the whole
country.
"""

from collections.abc import Collection

EVERYWHERE = frozenset({""})
AFTER_DIGITS = ":"
"""The sign after «9»: every code that begins with a prefix sorts before the prefix with this sign."""


class BadScope(ValueError):
    """A scope holds something that is no beginning of a code of an area."""


def checked(scope: Collection[str]) -> frozenset[str]:
    """The scope, when it holds beginnings of codes only. Raises BadScope."""
    for prefix in scope:
        if not (prefix == "" or (prefix.isascii() and prefix.isdecimal())):
            raise BadScope(f"«{prefix}» is no beginning of a code of an area.")
    return frozenset(scope)


def condition(scope: frozenset[str]) -> tuple[str, list[str]]:
    """SQL with places (%s) that holds where the column `area` lies in the scope, and what fills the places.

    An unknown area lies in no area, so only whoever may see the whole country sees such a family.
    """
    if "" in scope:
        return "true", []
    if not scope:
        return "false", []
    prefixes = sorted(scope)
    text = " or ".join("area >= %s and area < %s" for _ in prefixes)
    return f"({text})", [bound for prefix in prefixes for bound in (prefix, prefix + AFTER_DIGITS)]


def setting(scope: frozenset[str]) -> str:
    """The scope as the database's own check reads it: patterns, joined by commas; nothing for nobody."""
    return ",".join(f"{prefix}%" for prefix in sorted(scope))
