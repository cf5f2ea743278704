"""The types of values: what they mean, and the exact whole numbers they are stored as."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Stored = bool | int | str | date | None
"""A value as tables and the direct evaluation hold it; None is unknown."""


class BadValue(ValueError):
    """A value that its type cannot hold; the text says which and why."""


@dataclass(frozen=True)
class Type:
    """A type of values. Numbers are stored as whole multiples of 1/`scale`: no binary fractions anywhere."""

    name: str
    sql: str
    scale: int = 0

    @property
    def is_number(self) -> bool:
        return self.scale > 0


YES_NO = Type("yes_no", "boolean")
COUNT = Type("count", "bigint", 1)
MONEY = Type("money", "bigint", 100)
SHARE = Type("share", "bigint", 10_000)
MULTIPLE = Type("multiple", "bigint", 10_000)
AREA = Type("area", "bigint", 100)
DATE = Type("date", "date")
TEXT = Type("text", "varchar")
PERSON = Type("person", "bigint")

TYPES = {one.name: one for one in (YES_NO, COUNT, MONEY, SHARE, MULTIPLE, AREA, DATE, TEXT, PERSON)}

_PYTHON_TYPES: dict[Type, type] = {YES_NO: bool, DATE: date, TEXT: str, PERSON: int}


def stored(value: object, of: Type) -> Stored:
    """A value as people write it (tenge, 0.35, m²) in its stored form. Raises BadValue."""
    if value is None:
        return None
    if of.is_number:
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            raise BadValue(f"{value!r} is no {of.name}: write a number")
        whole = Decimal(str(value)) * of.scale
        if whole != int(whole):
            raise BadValue(f"{value} is finer than a {of.name} can be (1/{of.scale})")
        return int(whole)
    wanted = _PYTHON_TYPES[of]
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise BadValue(f"{value!r} is no {of.name}")
    return value  # type: ignore[return-value]


def shown(value: Stored, of: Type) -> object:
    """The stored value as people write it: Decimal for money, shares, multiples and areas."""
    if value is None or not of.is_number or of.scale == 1:
        return value
    assert isinstance(value, int)
    return Decimal(value) / of.scale


def literal_sql(value: Stored, of: Type) -> str:
    """The stored value as SQL; unknown keeps its type."""
    if value is None:
        return f"cast(null as {of.sql})"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return f"cast({value} as {of.sql})"
