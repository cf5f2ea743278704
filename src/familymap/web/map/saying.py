"""How a published figure is said: with its bounds, held back, or unknown."""

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from familymap.web.figures import Row
from familymap.web.templatetags import ui

WORDS_BEHIND = re.compile(r"\D*$")
SMALL_SHARE = 0.01
"""Below one per cent a second place is said, or the classes of a map would read alike."""


def row_said(row: Row, unit: str, change: bool = False) -> str | SafeString:
    """A row of a table of figures. A sum that leaves something out is «at least» what is left in it."""
    return said(row.lower, None if row.partial else row.upper, row.held_back, unit, change)


def said(
    lower: float | None, upper: float | None, held_back: bool, unit: str, change: bool = False
) -> str | SafeString:
    """«lower–upper», one figure where both are the same, «held back»; «unknown» for «at least 0» too.

    `unit` is number, share (of one) or money (tiyn). A change carries its sign.
    """
    if held_back:
        return format_html('<span class="held-back">{}</span>', gettext("held back"))
    low, high = (None if end is None else _one(end, unit, change) for end in (lower, upper))
    if (low is None or lower == 0) and high is None:
        return ui.unknown()
    if low == high:
        return str(low)
    if high is None:
        return gettext("at least {figure}").format(figure=low)
    if low is None:
        return gettext("at most {figure}").format(figure=high)
    return format_html('<span class="bounds">{}</span>', f"{low} … {high}" if change else _between(low, high))


def _between(low: str, high: str) -> str:
    """«17–20 %», not «17 %–20 %»: what stands behind both numbers is said once."""
    behind = WORDS_BEHIND.search(high)
    ending = behind.group() if behind else ""
    return f"{low.removesuffix(ending)}–{high}"


def _one(value: float, unit: str, change: bool) -> str:
    sign = ("+" if value > 0 else "−" if value < 0 else "") if change else ""
    size = abs(value) if change else value
    if unit == "money":
        return sign + ui.tenge(round(size), True)
    if unit == "share":
        return sign + str(ui.share(size, 1 if size == 0 or abs(size) >= SMALL_SHARE else 2))
    whole = float(size).is_integer()
    return sign + ui.digits(size, 0 if whole or abs(size) >= 100 else 1)
