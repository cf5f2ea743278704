"""Kazakh Cyrillic in its usual Russian and Latin spellings (for place names and made-up romanised names)."""

_RUSSIAN = str.maketrans("ӘәҒғҚқҢңӨөҰұҮүҺһІі", "АаГгКкНнОоУуУуХхИи")
_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i",
    "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "",
    "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip


def russified(text: str) -> str:
    """The nine Kazakh letters as Russian letters: «Ақжар» → «Акжар»."""
    return text.translate(_RUSSIAN)


def romanised(text: str) -> str:
    """Russian letters as Latin letters: «Акжар» → «Akzhar»; other signs stay."""
    letters = []
    for sign in text:
        latin = _LATIN.get(sign.lower(), sign)
        letters.append(latin.capitalize() if sign.isupper() else latin)
    return "".join(letters)
