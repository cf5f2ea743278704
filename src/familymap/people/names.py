"""One ASCII skeleton for all legal spellings of a name, as SQL that both engines understand.

String distances count bytes on one engine and characters on the other, so raw Cyrillic would be scored
differently: every name is folded to ASCII before any distance is taken. Fold distinct spellings, not rows.
"""

from string import ascii_lowercase

from familymap.people.linkage import NameFolding

COMPARED_LETTERS = 14
"""Swapped letters further on in a name count as two errors."""


def skeleton(raw: str, folding: NameFolding) -> str:
    """SQL: the ASCII skeleton of a name; NULL stays NULL, a name without letters becomes NULL.

    Letters of any alphabet become ASCII, then doubled letters one, then letter groups their sound.
    """
    text = f"lower({raw})"
    for letter, ascii_letters in folding.letters:
        text = f"replace({text}, '{letter}', '{ascii_letters}')"
    text = _without_doubles(f"regexp_replace({text}, '[^a-z]', '', 'g')")
    for group, sound in folding.sounds:
        text = f"replace({text}, '{group}', '{sound}')"
    return f"nullif({_without_doubles(text)}, '')"


def stem(folded: str, endings: tuple[str, ...], shortest: int) -> str:
    """SQL: a skeleton without the longest of the endings, when at least `shortest` letters remain."""
    cases = [
        f"when {folded} like '%{ending}' and length({folded}) >= {len(ending) + shortest} "
        f"then substr({folded}, 1, length({folded}) - {len(ending)})"
        for ending in sorted(endings, key=lambda ending: (-len(ending), ending))
    ]
    return f"case {' '.join(cases)} else {folded} end" if cases else folded


def spellings(kind: str, raw_names: str, folding: NameFolding) -> str:
    """SELECT: raw, skeleton of every name in the subquery `raw_names` (column raw, distinct, not NULL).

    `kind` is given_name, surname or patronymic; the last two are compared by their stem.
    """
    endings = {"surname": folding.surname_endings, "patronymic": folding.patronymic_endings}.get(kind, ())
    folded = f"select raw, {skeleton('raw', folding)} as skeleton from ({raw_names}) as names"
    stemmed = stem("skeleton", endings, folding.shortest_stem)
    return f"select raw, {stemmed} as skeleton from ({folded}) as folded"


def neighbours_swapped(left: str, right: str, length: int) -> str:
    """SQL: two ASCII texts are equal but for two neighbouring signs that changed places.

    Looks at the first `length` signs. No distance that both engines know counts a swap as one error.
    """
    swaps = (
        f"substr({left}, 1, {i - 1}) || substr({left}, {i + 1}, 1) || substr({left}, {i}, 1)"
        f" || substr({left}, {i + 2}) = {right}"
        for i in range(1, length)
    )
    return (
        f"(levenshtein({left}, {right}) = 2 and length({left}) = length({right}) and ({' or '.join(swaps)}))"
    )


def one_apart(left: str, right: str) -> str:
    """SQL: one letter too many, too few or wrong, or two neighbours swapped."""
    return f"(levenshtein({left}, {right}) <= 1 or {neighbours_swapped(left, right, COMPARED_LETTERS)})"


def _without_doubles(text: str) -> str:
    for letter in ascii_lowercase:
        text = f"regexp_replace({text}, '{letter}+', '{letter}', 'g')"
    return text
