"""Two runs as of one month side by side: what was due and known too late, what may have been overpaid."""

from pathlib import Path

import duckdb
import pytest

from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.needs.arrears import ARREARS, OVERPAID, Difference, differences
from tests.rules.land import land

COLUMNS = (
    "family_id, household_id, child_help_due, child_help_at_least, child_help_at_most, child_help_payee, "
    "child_help_received"
)
Row = tuple[bool | None, int | None, int | None, bool | None]
"""Due, at least, at most, received."""


def found(folder: Path, then: Row | None, now: Row | None) -> list[Difference]:
    engine = DuckDBEngine(folder / "spill", 0.2)
    for prefix, row in (("then", then), ("now", now)):
        path = folder / f"{prefix}.parquet"
        due, least, most, received = row or (None, None, None, None)
        duckdb.execute(
            f"copy (select * from (select 7::bigint, 8::bigint, {sql(due)}::boolean, {sql(least)}::bigint, "
            f"{sql(most)}::bigint, 9::bigint, {sql(received)}::boolean) as one({COLUMNS}) "
            f"where {row is not None}) to '{path}' (format parquet)"
        )
        engine.offer(f"{prefix}_assessment_family", [path])
    try:
        return differences(engine, land())
    finally:
        engine.close()


def sql(value: object) -> str:
    return "null" if value is None else str(value)


@pytest.mark.parametrize(
    ("then", "now", "kind", "lower", "upper"),
    [
        pytest.param(
            (False, None, None, None), (True, 300, 300, False), ARREARS, 300, 300, id="not due then"
        ),
        pytest.param((None, 300, 300, None), (True, 300, 400, None), ARREARS, 300, 400, id="untold then"),
        pytest.param(None, (True, 300, 300, False), ARREARS, 300, 300, id="nobody knew the family"),
        pytest.param((True, 200, 250, True), (True, 300, 300, True), ARREARS, 50, 100, id="more is due"),
        pytest.param((True, 200, 200, True), (False, None, None, True), OVERPAID, 200, 200, id="not due now"),
        pytest.param((True, 300, 300, True), (True, 200, 200, True), OVERPAID, 100, 100, id="less is due"),
    ],
)
def test_a_difference_is_found(
    tmp_path: Path, then: Row | None, now: Row, kind: str, lower: int, upper: int
) -> None:
    [one] = found(tmp_path, then, now)
    assert (one.kind, one.money_lower, one.money_upper) == (kind, lower, upper)
    assert (one.measure, one.level, one.unit_id, one.family_id) == ("child_help", "family", 7, 7)
    assert one.payee_id == 9
    assert one.received_known == (now[3] is not None)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        pytest.param((True, 300, 300, False), (True, 300, 300, False), id="a gap that was known"),
        pytest.param((False, None, None, None), (True, 300, 300, True), id="paid all the same"),
        pytest.param((True, 300, 300, True), (None, 300, 300, True), id="cannot be told now"),
        pytest.param((True, 300, 300, False), (False, None, None, False), id="never paid, not due now"),
        pytest.param((True, 200, 300, True), (True, 250, 250, True), id="within what was known"),
        pytest.param((True, 300, 300, True), None, id="the family is drawn otherwise now"),
    ],
)
def test_nothing_is_claimed(tmp_path: Path, then: Row | None, now: Row | None) -> None:
    assert found(tmp_path, then, now) == []
