"""What of a person's data is shown before somebody asks for it: what is wrong, not who it is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from familymap.registers.contract import Column, Contract

HIDDEN = "•"
SHOWN_DIGITS = 4
NAME_DOTS = 5
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Cell:
    """A value of a row: None is «nothing given»; `hidden` says that something of it is covered."""

    column: str
    meaning: str
    value: str | None
    hidden: bool
    at_fault: bool


def cells(contract: Contract, row: Mapping[str, object], at_fault: str | None, uncovered: bool) -> list[Cell]:
    """A quarantined row, covered or not.

    Sensitive columns stay covered even then, unless one of them is what has to be mended. Of a line that
    could not be read nothing is known, so all of it is covered.
    """
    if set(row) == {"line"}:
        line = str(row["line"])
        return [Cell("", "", line if uncovered else HIDDEN * min(len(line), 40), not uncovered, True)]
    return [
        _cell(name, column, row.get(name), name == at_fault, uncovered, who=_who(contract))
        for name, column in contract.columns.items()
    ]


def _cell(
    name: str, column: Column, given: object, at_fault: bool, uncovered: bool, who: frozenset[str]
) -> Cell:
    if given is None:
        return Cell(name, column.meaning, None, False, at_fault)
    value = _told(given)
    sensitive = column.sensitivity == "sensitive" and not at_fault
    if uncovered and not sensitive:
        return Cell(name, column.meaning, value, False, at_fault)
    covered = HIDDEN * NAME_DOTS if sensitive else cover(column, value, name in who)
    return Cell(name, column.meaning, covered, covered != value, at_fault)


def _told(given: object) -> str:
    if isinstance(given, bool):
        return gettext("yes") if given else gettext("no")
    return str(given)


def cover(column: Column, value: str, tells_who: bool) -> str:
    """A value as it is shown before anybody asked: numbers end, names begin, days of birth have a year."""
    if column.type in {"iin", "bin"}:
        return number(value)
    if column.type == "date":
        return date(value) if tells_who else value
    free = column.type == "text" and column.codes is None and column.sensitivity != "public"
    return name(value) if tells_who or free else value


def number(value: str) -> str:
    """The last four digits of an identifier, its length kept."""
    return HIDDEN * max(0, len(value) - SHOWN_DIGITS) + value[-SHOWN_DIGITS:]


def name(value: str) -> str:
    """The first letter of a name; its length is not told."""
    return value[:1] + HIDDEN * NAME_DOTS if value else value


def date(value: str) -> str:
    """The year of a date, however it was written."""
    year = YEAR.search(value)
    return f"{year.group()}-{HIDDEN * 2}-{HIDDEN * 2}" if year else HIDDEN * len(value)


def _who(contract: Contract) -> frozenset[str]:
    """The columns that tell who a row speaks of."""
    return frozenset(
        column
        for subject in contract.subjects.values()
        for part, column in subject.model_dump(exclude_none=True).items()
        if part != "sex"
    )
