"""From what an event says to the types of a register's columns, and to the form in which rules hold them."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from familymap.events.event import Refused
from familymap.registers.contract import Column
from familymap.rules.values import Stored, Type

NOT_THAT = "«{name}» is {given}: expected {wanted}."
WANTED: Mapping[str, Mapping[str, str]] = {
    "whole": {"en": "a whole number", "ru": "целое число", "kk": "бүтін сан"},
    "money": {
        "en": "a number with at most two decimals",
        "ru": "число не более чем с двумя знаками после запятой",
        "kk": "үтірден кейін екі таңбадан аспайтын сан",
    },
    "date": {
        "en": "a date like 2026-01-31",
        "ru": "дата вида 2026-01-31",
        "kk": "2026-01-31 түріндегі күн",
    },
    "yes_no": {"en": "true or false", "ru": "true или false", "kk": "true немесе false"},
    "text": {"en": "a text in quotes", "ru": "текст в кавычках", "kk": "тырнақшадағы мәтін"},
}


def typed(name: str, given: Any, column: Column) -> Any:
    """The value as the contract's type: str, int, bool, date or Decimal. Raises Refused."""
    if given is None:
        return None
    kind = column.type
    if kind in ("integer", "bigint"):
        return _checked(name, given, "whole", isinstance(given, int) and not isinstance(given, bool))
    if kind == "yes_no":
        return _checked(name, given, "yes_no", isinstance(given, bool))
    if kind == "date":
        return _converted(name, given, "date", _day)
    if kind == "money" or kind.startswith("decimal"):
        places = 2 if kind == "money" else int(kind.rstrip(")").split(",")[1])
        return _converted(name, given, "money", lambda value: _decimal(value, places))
    return _checked(name, given, "text", isinstance(given, str)).strip(" ") or None


def _checked(name: str, given: Any, wanted: str, right: bool) -> Any:
    if not right:
        raise Refused(NOT_THAT, name=name, given=given, wanted=WANTED[wanted])
    return given


def _converted(name: str, given: Any, wanted: str, convert: Callable[[Any], Any]) -> Any:
    try:
        return convert(given)
    except (ValueError, TypeError, InvalidOperation):
        raise Refused(NOT_THAT, name=name, given=given, wanted=WANTED[wanted]) from None


def _day(given: Any) -> date:
    return given if type(given) is date else date.fromisoformat(given)


def _decimal(given: Any, places: int) -> Decimal:
    if isinstance(given, bool):
        raise ValueError
    exact = Decimal(str(given))
    rounded = exact.quantize(Decimal(1).scaleb(-places))
    if rounded != exact:
        raise ValueError
    return rounded


def stored(value: Any, of: Type) -> Stored:
    """A typed value as rules hold it: whole tiyn, hundredths of a square metre."""
    if isinstance(value, Decimal):
        return int(value * of.scale)
    assert value is None or isinstance(value, bool | int | str | date)
    return value * of.scale if of.is_number and isinstance(value, int) else value
