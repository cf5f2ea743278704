"""Rows in quarantine, read from a delivery: by rule, page by page, covered unless asked for."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
from django.utils.translation import get_language

from familymap.registers.contract import Contract
from familymap.registers.deliveries import Delivery
from familymap.web.data.masking import Cell, cells

PAGE = 10
"""Rows on a page."""


@dataclass(frozen=True)
class RuleCount:
    """A rule, its sentence, and how many rows break it first."""

    rule: str
    column: str | None
    text: str
    rows: int


@dataclass(frozen=True)
class SetAside:
    """A row in quarantine: its place in the source, the first rule it breaks, all of them, what it holds."""

    row_number: int
    rule: str
    rules: str
    text: str
    cells: Sequence[Cell]


def rules(delivery: Delivery) -> list[RuleCount]:
    """The rules that set rows of this delivery aside, the commonest first."""
    found = _read(
        delivery,
        f'select rule, any_value("column"), any_value({_text()}), count(*) from rows '
        "group by rule order by count(*) desc, rule",
    )
    return [RuleCount(*one) for one in found]


def rows(contract: Contract, delivery: Delivery, rule: str, page: int) -> list[SetAside]:
    """One page (from 0) of the rows that break a rule first; of all where `rule` is ''. Covered."""
    chosen = "where rule = $rule" if rule else ""
    sql = f"{_SELECT.format(text=_text())} {chosen} order by row_number limit {PAGE} offset {page * PAGE}"
    found = _read(delivery, sql, {"rule": rule} if rule else {})
    return [_set_aside(contract, one, uncovered=False) for one in found]


def row(contract: Contract, delivery: Delivery, row_number: int) -> SetAside | None:
    """One row, uncovered; None where it is not in this quarantine."""
    sql = f"{_SELECT.format(text=_text())} where row_number = $row_number"
    found = _read(delivery, sql, {"row_number": row_number})
    return _set_aside(contract, found[0], uncovered=True) if found else None


_SELECT = 'select row_number, rule, rules, {text}, "column", row from rows'


def _set_aside(contract: Contract, found: tuple[Any, ...], uncovered: bool) -> SetAside:
    row_number, rule, all_rules, text, column, content = found
    return SetAside(
        row_number, rule, all_rules, text, cells(contract, json.loads(content), column, uncovered)
    )


def _read(delivery: Delivery, sql: str, given: dict[str, object] | None = None) -> list[tuple[Any, ...]]:
    with duckdb.connect() as db:
        db.read_parquet(str(delivery.quarantine)).create_view("rows")
        return db.execute(sql, given or {}).fetchall()


def _text() -> str:
    language = get_language() or "kk"
    return f"text_{language if language in ('kk', 'ru', 'en') else 'kk'}"
