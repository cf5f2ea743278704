"""Operator by operator, DuckDB and the direct evaluation give the same value, to the last digit."""

from collections.abc import Sequence

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from familymap.rules.typing import _SETTLERS
from tests.rules.probes import (
    AGGREGATES,
    BOUNDARIES,
    PROBES,
    UNKNOWN,
    Row,
    directly,
    directly_of_group,
    disagreement,
    rows,
    selected,
    settled,
    table_of,
)

NODES, OVER_GROUPS = settled(PROBES), settled(AGGREGATES)
ROWS, GROUPS, SILENT_GROUPS = selected(NODES), selected(OVER_GROUPS), selected(OVER_GROUPS, "null")

quick = settings(max_examples=60, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def duck() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


def ask(
    duck: duckdb.DuckDBPyConnection, given_rows: Sequence[Row], groups: Sequence[int] | None, text: str
) -> list:
    duck.register("probe", table_of(given_rows, groups))
    return duck.execute(text).fetchall()


def check_rows(duck: duckdb.DuckDBPyConnection, given_rows: Sequence[Row]) -> None:
    told = ask(duck, given_rows, None, f"select {ROWS} from probe order by number")
    faults = [
        disagreement(NODES, answers, directly(NODES, row), row)
        for answers, row in zip(told, given_rows, strict=True)
    ]
    assert not any(faults), "\n".join(filter(None, faults))


def check_groups(duck: duckdb.DuckDBPyConnection, groups: Sequence[Sequence[Row]]) -> None:
    """Groups with rows, and one without any, which SQL sees as a table without rows."""
    given_rows = [row for group in groups for row in group]
    units = [unit for unit, group in enumerate(groups) for _ in group]
    for text, matched_none in ((GROUPS, 0), (SILENT_GROUPS, None)):
        told = {
            unit: answers
            for unit, *answers in ask(
                duck, given_rows, units, f"select unit, {text} from probe group by unit order by unit"
            )
        }
        (told[-1],) = duck.execute(f"select {text} from probe where unit = -1").fetchall()
        for unit, group in [*enumerate(groups), (-1, ())]:
            if group or unit == -1:
                worked_out = directly_of_group(OVER_GROUPS, group, matched_none)
                fault = disagreement(OVER_GROUPS, told[unit], worked_out, (group, matched_none))
                assert not fault, fault


def test_every_operator_is_probed() -> None:
    probed = {node.operator for probe in {**NODES, **OVER_GROUPS}.values() for node in probe.walk()}
    assert probed >= set(_SETTLERS)


@quick
@given(given_rows=st.lists(rows, min_size=1, max_size=8))
def test_rows(duck: duckdb.DuckDBPyConnection, given_rows: list[Row]) -> None:
    check_rows(duck, given_rows)


def test_boundary_rows(duck: duckdb.DuckDBPyConnection) -> None:
    check_rows(duck, BOUNDARIES)


@quick
@given(groups=st.lists(st.lists(rows, max_size=4), min_size=1, max_size=4))
def test_groups(duck: duckdb.DuckDBPyConnection, groups: list[list[Row]]) -> None:
    check_groups(duck, groups)


def test_boundary_groups(duck: duckdb.DuckDBPyConnection) -> None:
    check_groups(
        duck,
        [[UNKNOWN], [UNKNOWN] * 3, [*BOUNDARIES], [*BOUNDARIES[1:17]], *([row] for row in BOUNDARIES)],
    )


@pytest.mark.parametrize(
    ("probe", "row", "value"),
    [
        ("round up", {"money": -150}, -100),
        ("round up", {"money": 101}, 200),
        ("round nearest", {"money": -150}, -100),
        ("round nearest", {"money": 150}, 200),
        ("per", {"money": 100, "heads": 0}, None),
        ("per", {"money": 100, "heads": 3}, 33),
        ("per", {"money": 50, "heads": 4}, 13),
        ("money times share", {"money": 99, "share": 5_000}, 50),
        ("money times share", {"money": -99, "share": 5_000}, -49),
        ("ratio", {"money": 1, "other_money": 3}, 3_333),
        ("ratio", {"money": -1, "other_money": 3}, None),
        ("ratio", {"money": 1, "other_money": 0}, None),
        ("and", {"yes": False, "also": None}, False),
        ("and", {"yes": True, "also": None}, None),
        ("or", {"yes": None, "also": True}, True),
        ("smallest of", {"money": None, "other_money": 5}, None),
        ("first known", {"money": None, "other_money": 5}, 5),
        ("entry by count", {"count": 3}, None),
        ("entry by count", {"count": 4}, 160_300),
        ("choose", {"yes": None, "money": 5, "other_money": 5}, None),
    ],
)
def test_what_the_operators_mean(probe: str, row: Row, value: object) -> None:
    """A few answers written down, so that both could not be wrong alike."""
    assert directly({probe: NODES[probe]}, {**UNKNOWN, **row}) == (value,)


BILLION = 10**11
"""Of tenge, in tiyn."""


@pytest.mark.parametrize(
    ("probe", "row"),
    [
        ("money times share", {"money": 4_000 * BILLION, "share": 10_000}),
        ("money times share", {"money": -100 * BILLION, "share": 10_000}),
        ("per", {"money": 4_000 * BILLION, "heads": 400_000}),
        ("per", {"money": -100 * BILLION, "heads": 1}),
        ("round up", {"money": 4_000 * BILLION + 1}),
        ("ratio", {"money": 4_000 * BILLION, "other_money": 3 * BILLION}),
    ],
)
def test_as_far_as_amounts_may_go(duck: duckdb.DuckDBPyConnection, probe: str, row: Row) -> None:
    """The bounds that decision 8 states."""
    node, full = {probe: NODES[probe]}, {**UNKNOWN, **row}
    ((told,),) = ask(duck, [full], None, f"select {selected(node)} from probe")
    assert (told,) == directly(node, full)
