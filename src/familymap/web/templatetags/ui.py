"""The components of our pages: small pieces that look and read the same everywhere.

Unknown is said as «unknown», never left blank; a number with bounds shows both.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import NumberPattern, format_decimal, format_percent, parse_pattern
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from familymap.web.area_names import area_name

register = template.Library()
THIN, NARROW = "\u202f", "\u00a0"
TIYN = 100
DATES = {"en": "en_GB"}
"""Where dates are written as in a country: English here puts the day first."""


def _language() -> str:
    return get_language() or "kk"


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


@cache
def _pattern(places: int, ending: str = "") -> NumberPattern:
    """Groups of three; read once, for a page has hundreds of numbers."""
    return parse_pattern("#,##0" + ("." + "0" * places if places else "") + ending)


def digits(value: float | int, places: int = 0) -> str:
    """A number in groups of three with a narrow space that does not break, as the language writes it."""
    said = str(format_decimal(value, _pattern(places), locale=_locale(_language())))
    return said.replace(",", THIN) if _language() == "en" else said.replace(NARROW, THIN)


@register.simple_tag
def unknown() -> SafeString:
    """«unknown», as everywhere."""
    return format_html('<span class="unknown">{}</span>', gettext("unknown"))


@register.simple_tag
def number(value: float | int | None, places: int = 0) -> str | SafeString:
    """A number, or «unknown»."""
    return unknown() if value is None else digits(value, places)


@register.simple_tag
def money(tiyn: float | None, rough: bool = False) -> str | SafeString:
    """Whole tiyn as tenge; with `rough`, in thousands, millions, billions."""
    return unknown() if tiyn is None else format_html('<span class="money">{}</span>', tenge(tiyn, rough))


def tenge(tiyn: float, rough: bool = False) -> str:
    """The same without markup."""
    whole = tiyn / TIYN
    if rough:
        for size, words in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
            if abs(whole) >= size:
                return _rough(whole / size, words)
    return f"{digits(whole, 2 if tiyn % TIYN else 0)}{NARROW}₸"


def _rough(value: float, size: str) -> str:
    words = {
        "bn": gettext("{number} billion ₸"),
        "m": gettext("{number} million ₸"),
        "k": gettext("{number} thousand ₸"),
    }
    return words[size].format(number=digits(value, 1)).replace(" ", NARROW)


@register.simple_tag
def bounds(lower: float | None, upper: float | None, kind: str = "number") -> str | SafeString:
    """`lower–upper`, one figure where both are the same; `kind` is number, share or money (tiyn)."""
    say = {"number": number, "share": share, "money": money}[kind]
    if lower is None and upper is None:
        return unknown()
    if lower == upper:
        return say(lower)
    if lower is None or upper is None:
        sentence = gettext("at least {figure}") if upper is None else gettext("at most {figure}")
        return format_html(sentence, figure=say(lower if upper is None else upper))
    return format_html('<span class="bounds">{}–{}</span>', say(lower), say(upper))


@register.simple_tag
def share(value: float | None, places: int = 0) -> str | SafeString:
    """A share of one as per cent, or «unknown»."""
    if value is None:
        return unknown()
    ending = f"{NARROW}%" if _language() == "ru" else "%"
    return str(format_percent(value, _pattern(places, ending), locale=_locale(_language())))


@register.simple_tag
def day(value: date | datetime | None, form: str = "long") -> str | SafeString:
    """A date in words (`long`), short (`medium`), or «unknown»; machines read it too."""
    if value is None:
        return unknown()
    only = value.date() if isinstance(value, datetime) else value
    said = format_date(only, form, locale=DATES.get(_language(), _language()))
    return format_html('<time datetime="{}">{}</time>', only.isoformat(), said)


@register.simple_tag
def area(code: str) -> str:
    """The name of an area by its KATO prefix; '' is the whole country."""
    return area_name(code, _language())


@register.inclusion_tag("components/bar.html")
def bar(lower: float | None, upper: float | None = None, label: str = "") -> dict[str, Any]:
    """A bar for a share of one: full up to `lower`, pale up to `upper`; the figure stands beside it."""
    upper = lower if upper is None else upper
    known = lower is not None and upper is not None
    low, high = (round(100 * max(0.0, min(1.0, end or 0)), 2) for end in (lower, upper))
    return {
        "known": known, "lower": lower, "upper": upper, "label": label,
        "low": str(low), "high": str(high), "between": str(round(max(0.0, high - low), 2)),
    }  # fmt: skip


@register.inclusion_tag("components/tag.html")
def tag(words: str, kind: str = "") -> dict[str, Any]:
    """A word in a frame; kind: good, warn, bad, unknown, quiet. The word says it, the colour only helps."""
    return {"words": words, "kind": kind}


@register.inclusion_tag("components/notice.html")
def notice(words: str, kind: str = "info", title: str = "") -> dict[str, Any]:
    """A notice in the page; kind: info, good, warn, bad."""
    return {"words": words, "kind": kind, "title": title}


@register.inclusion_tag("components/field.html")
def field(bound: Any, kind: str = "") -> dict[str, Any]:
    """A form's field with its label, help and error, joined for a screen reader."""
    described = [
        f"{bound.id_for_label}_{part}"
        for part, there in (("help", bound.help_text), ("error", bound.errors))
        if there
    ]
    attributes = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    many = getattr(bound.field.widget, "input_type", "") in {"radio", "checkbox"} and hasattr(
        bound.field, "choices"
    )
    single = getattr(bound.field.widget, "input_type", "") == "checkbox" and not many
    return {
        "field": bound,
        "widget": bound.as_widget(attrs=attributes),
        "many": many,
        "single": single,
        "kind": kind,
    }


@register.inclusion_tag("components/table.html")
def table(
    caption: str, heads: Sequence[Any], rows: Sequence[Sequence[Any]], numbers: str = ""
) -> dict[str, Any]:
    """A whole table. The first cell of a row names it; `numbers`: columns from 1, «2 3», set to the right."""
    right = {int(column) for column in numbers.split()}
    return {
        "caption": caption,
        "heads": [(head, place in right) for place, head in enumerate(heads, 1)],
        "rows": [[(cell, place in right) for place, cell in enumerate(row, 1)] for row in rows],
    }
