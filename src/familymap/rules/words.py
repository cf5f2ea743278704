"""A rule's formula and values in words: Kazakh, Russian, English.

Names of several words stand in the formula as they are, so the words around them are chosen to need no
declension: «sum in the family: income», «сумма в семье: доход».
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from familymap.declarations import Words
from familymap.rules.catalogue import Catalogue, SettledRule
from familymap.rules.declare import Level, family, household
from familymap.rules.node import AGGREGATES, Node
from familymap.rules.values import AREA, MONEY, SHARE, TEXT, Stored, Type, shown
from familymap.texts import translator

ANSWERS = {True: "yes", False: "no", None: "unknown"}
DATES = {
    "as_of": "day of the calculation",
    "month_begin": "first day of the month",
    "last_month": "first day of the last month",
    "quarter_begin": "first day of the last quarter",
    "quarter_end": "day after the last quarter",
}
"""What the dates of a run are called."""

SIGNS = {
    "add": (" + ", 5),
    "subtract": (" − ", 5),
    "multiply": (" × ", 6),
    "per": (" ÷ ", 6),
    "less": (" < ", 4),
    "at_most": (" ≤ ", 4),
    "more": (" > ", 4),
    "at_least": (" ≥ ", 4),
    "equal": (" = ", 4),
    "unequal": (" ≠ ", 4),
}
"""Operators that are a sign between two operands, and how tightly it binds."""

WORDS = {
    "both": "{0} and {1}",
    "either": "{0} or {1}",
    "negate": "not {0}",
    "choose": "if {0}, then {1}, otherwise {2}",
    "known": "{0} is known",
    "not_known": "{0} is unknown",
    "first_known": "the first that is known: {list}",
    "assume": "{0}, or {1} where unknown ({reason})",
    "smallest_of": "the smallest: {list}",
    "largest_of": "the largest: {list}",
    "one_of": "{0} is one of: {rest}",
    "full_years": "full years: {0} → {1}",
    "full_months": "full months: {0} → {1}",
    "add_months": "{0} + {1} months",
    "ratio": "share: {0} ÷ {1}",
    "round_up": "up to whole tenge: {0}",
    "round_nearest": "to the nearest tenge: {0}",
    "total": "sum {where}: {0}",
    "count_where": "how many {where}: {0}",
    "any_of": "at least one {where}: {0}",
    "every": "all {where}: {0}",
    "largest": "the largest {where}: {0}",
    "smallest": "the smallest {where}: {0}",
}
"""Operators that are said in words; {where} is the place of an aggregate."""

COUNTED_WHERE = "{0}, counted where {1}"
IN_FAMILY, IN_HOUSEHOLD, IN_REGISTER = "in the family", "in the household", "in the register"
SINCE_YEAR, SINCE_DAY, NOT_FOUND = "since {year}", "since {day}", "not found"

OPEN, OR, AND, NOT, COMPARED, ADDED, WHOLE = 0, 1, 2, 3, 4, 5, 9
"""How tightly a text binds: what binds less than its place asks for is put into brackets."""

_BINDING = {
    "both": AND,
    "either": OR,
    "negate": NOT,
    "known": COMPARED,
    "not_known": COMPARED,
    "add_months": ADDED,
}
_NEEDED = {
    "both": NOT,
    "either": NOT,
    "negate": ADDED,
    "choose": OR,
    "known": WHOLE,
    "not_known": WHOLE,
    "assume": OR,
    "one_of": ADDED,
    "full_years": ADDED,
    "full_months": ADDED,
    "add_months": ADDED + 1,
    "ratio": ADDED + 1,
}
"""How tightly what an operator works on must bind; where nothing is said, commas and colons keep it apart."""

_LONGEST_TABLE = 8
"""Entries of a table that a formula still lists."""


def value_words(value: Stored, of: Type, language: str) -> str:
    """A stored value as people of the language write it: «69 330 ₸», «35 %», «18 m²», a date, yes or no."""
    text = translator("rules", language)
    if value is None or isinstance(value, bool):
        return text(ANSWERS[value])
    if isinstance(value, date):
        return str(format_date(value, format="long", locale=language))
    if isinstance(value, str):
        return value
    number = shown(value, of)
    assert isinstance(number, int | Decimal)
    if of == MONEY:
        pattern = "#,##0" if value % MONEY.scale == 0 else "#,##0.00"
        return f"{format_decimal(number, pattern, locale=language)}\u00a0₸"
    if of == SHARE:
        return str(format_percent(number, locale=language, decimal_quantization=False))
    if of == AREA:
        return f"{format_decimal(number, locale=language)}\u00a0{text('m²')}"
    if of.is_number:
        return str(format_decimal(number, locale=language, decimal_quantization=False))
    return str(value)


def formula(
    rule: SettledRule | Node,
    titles: Mapping[str, Words] | None = None,
    language: str = "en",
    made: Catalogue | None = None,
) -> str:
    """What a rule works out, as one line.

    With `titles` facts are called by them, and the dates of a run by their words; otherwise by name. With
    `made` a parameter is its value, followed by its title and the day since which the value holds.
    """
    node = rule.node if isinstance(rule, SettledRule) else rule
    return _Speaker(titles, language, made, _place(rule)).said(node)


def _place(rule: SettledRule | Node) -> str:
    """Where the aggregates of a rule look; nothing for a tree of which the rule is not known."""
    if isinstance(rule, Node):
        return ""
    if rule.rule.register:
        return IN_REGISTER
    places: Mapping[Level, str] = {family: IN_FAMILY, household: IN_HOUSEHOLD}
    return places.get(rule.rule.level, "")


@dataclass(frozen=True)
class _Speaker:
    titles: Mapping[str, Words] | None
    language: str
    made: Catalogue | None
    place: str

    def said(self, node: Node, needed: int = OPEN) -> str:
        """The text of a tree; in brackets where it binds less than is needed."""
        text, binding = self._said(node)
        return text if binding >= needed else f"({text})"

    def _said(self, node: Node) -> tuple[str, int]:
        if node.operator == "name" or (node.operator == "literal" and node.name):
            return self._name(node.name), WHOLE
        if node.operator == "literal":
            value = value_words(node.value, node.type, self.language)
            return f"«{value}»" if node.type == TEXT and node.value is not None else value, WHOLE
        if node.operator == "parameter":
            return self._parameter(node), WHOLE
        if node.operator == "lookup":
            return self._entry(*node.operands), WHOLE
        if node.operator in SIGNS:
            sign, binding = SIGNS[node.operator]
            left, right = node.operands
            tighter = binding + (node.operator not in ("add", "multiply"))
            return f"{self.said(left, binding)}{sign}{self.said(right, tighter)}", binding
        if node.operator == "negate" and node.operands[0].operator == "known":
            node = replace(node.operands[0], operator="not_known")
        return self._in_words(node), _BINDING.get(node.operator, OPEN)

    def _in_words(self, node: Node) -> str:
        needed = _NEEDED.get(node.operator, OPEN)
        parts = [
            self.said(operand, OPEN if operand.operator == node.operator in ("both", "either") else needed)
            for operand in node.operands
        ]
        if node.operator in AGGREGATES and len(parts) == 2:
            counted = node.operands[1]
            if counted.operator != "literal" or counted.value is not True:
                parts[0] = self._text(COUNTED_WHERE, *parts)
        return self._text(
            WORDS[node.operator],
            *parts,
            list="; ".join(parts),
            rest="; ".join(parts[1:]),
            reason=translator("assumptions", self.language)(node.note),
            where=self._text(self.place) if self.place else "",
        )

    def _text(self, english: str, *parts: str, **more: str) -> str:
        """The text in the language, its places filled; an empty place leaves no gap."""
        return _filled(translator("rules", self.language), english, parts, more)

    def _name(self, name: str) -> str:
        if self.titles is None:
            return name
        if name in DATES:
            return self._text(DATES[name])
        return _within(getattr(self.titles[name], self.language)) if name in self.titles else name

    def _parameter(self, node: Node) -> str:
        title = self._parameter_title(node.name)
        if self.made is None:
            return title
        value = NOT_FOUND if node.value is None else ""
        told = self._text(value) if value else value_words(node.value, node.type, self.language)
        return f"{told} ({title}{self._since(node.name)})"

    def _entry(self, key: Node, table: Node) -> str:
        """The entry of a table: «multiples [children: 4 → 16.03; 5 → 20.04]»."""
        told = self._parameter_title(table.name)
        if self.made is not None:
            told += self._since(table.name).replace(", ", " (", 1) + ")"
        asked = self.said(key)
        if self.made is None or len(table.table) > _LONGEST_TABLE:
            return f"{told} [{asked}]"
        entries = "; ".join(
            f"{entry} → {value_words(value, table.type, self.language)}"
            for entry, value in table.table.items()
        )
        return f"{told} [{asked}: {entries or self._text(NOT_FOUND)}]"

    def _parameter_title(self, name: str) -> str:
        """Its title; a name where none is asked for or the catalogue is not given."""
        if self.titles is None or self.made is None:
            return name
        return _within(self.made.parameters[name].title[self.language])

    def _since(self, name: str) -> str:
        assert self.made is not None
        dated = self.made.parameters[name].on(self.made.as_of)
        assert dated is not None
        if (dated.since.month, dated.since.day) == (1, 1):
            return ", " + self._text(SINCE_YEAR, year=str(dated.since.year))
        return ", " + self._text(SINCE_DAY, day=str(format_date(dated.since, "long", locale=self.language)))


def _filled(text: Callable[[str], str], english: str, parts: Sequence[str], more: Mapping[str, str]) -> str:
    frame = text(english)
    if not more.get("where", "x"):
        frame = frame.replace(" {where}", "").replace("{where} ", "")
    return frame.format(*parts, **more)


def _within(title: str) -> str:
    """A title within a formula: begins small unless with an abbreviation; in quotes where it has a comma."""
    if not title[1:2].isupper():
        title = title[:1].lower() + title[1:]
    return f"«{title}»" if "," in title else title
