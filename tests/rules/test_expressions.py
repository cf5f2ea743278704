"""Random well-typed trees of operators: DuckDB and the direct evaluation give the same value."""

from collections.abc import Sequence

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from familymap.rules import (
    AREA,
    COUNT,
    DATE,
    MONEY,
    MULTIPLE,
    PERSON,
    SHARE,
    TEXT,
    YES_NO,
    add_months,
    any_of,
    assume,
    choose,
    count_where,
    every,
    first_known,
    full_months,
    full_years,
    known,
    largest,
    largest_of,
    lookup,
    one_of,
    per,
    ratio,
    round_nearest,
    round_up,
    smallest,
    smallest_of,
    total,
)
from familymap.rules.expression import Expression, Name
from familymap.rules.values import Stored, Type, shown
from tests.rules.probes import (
    BY_TYPE,
    COLUMNS,
    Row,
    directly,
    directly_of_group,
    disagreement,
    selected,
    settled,
    table_of,
)

DEPTH = 4
ALL = (YES_NO, COUNT, MONEY, SHARE, MULTIPLE, AREA, DATE, TEXT, PERSON)
ORDERED = (COUNT, MONEY, SHARE, MULTIPLE, AREA, DATE)
NUMBERS = (COUNT, MONEY, SHARE, MULTIPLE, AREA)
SMALL: dict[Type, st.SearchStrategy[Stored]] = {
    **BY_TYPE,
    COUNT: st.integers(-12, 12),
    MONEY: st.integers(-300_000, 300_000),
    SHARE: st.integers(0, 12_000),
    MULTIPLE: st.integers(0, 300_000),
}
"""Values small enough that products of several stay whole numbers of eight bytes."""

few_rows: st.SearchStrategy[list[Row]] = st.lists(
    st.fixed_dictionaries({name: st.none() | SMALL[of] for name, of in COLUMNS.items()}),
    min_size=1,
    max_size=5,
)


def names(of: Type) -> st.SearchStrategy[Expression]:
    return st.sampled_from([name for name, type_ in COLUMNS.items() if type_ == of]).map(Name)


def literals(of: Type) -> st.SearchStrategy[object]:
    """A value as an author writes it."""
    return SMALL[of].map(lambda value: shown(value, of))


@st.composite
def trees(draw: st.DrawFn, of: Type, depth: int = DEPTH) -> Expression:
    """A random expression of this type. Factors are leaves: a product grows only along one side."""
    if depth == 0 or draw(st.integers(0, 4)) == 0:
        return draw(names(of))
    own, yes_no = trees(of, depth - 1), trees(YES_NO, depth - 1)

    def also(type_: Type) -> object:
        """The other side: an expression or a literal."""
        return draw(trees(type_, depth - 1) | literals(type_))

    ways = [
        lambda: choose(draw(yes_no), draw(own), also(of)),
        lambda: first_known(draw(own), draw(own)),
        lambda: assume(draw(own), also(of), because="a probe"),
    ]
    if of in ORDERED or of == TEXT:
        ways += [
            lambda: smallest_of(draw(own), also(of)),
            lambda: largest_of(draw(own), draw(own), also(of)),
        ]
    if of in NUMBERS:
        ways += [lambda: draw(own) + also(of), lambda: also(of) - draw(own)]
    if of in (MONEY, AREA, COUNT):
        ways += [lambda: draw(own) * draw(names(COUNT))]
    if of in (MONEY, AREA):
        ways += [
            lambda: draw(own) * draw(names(SHARE)),
            lambda: draw(names(MULTIPLE)) * draw(own),
            lambda: per(draw(own), draw(names(COUNT))),
        ]
    ways += {
        YES_NO: [
            lambda: draw(yes_no) & draw(yes_no),
            lambda: draw(yes_no) | draw(yes_no),
            lambda: ~draw(yes_no),
            lambda: known(draw(trees(draw(st.sampled_from(ALL)), depth - 1))),
            lambda: compared(draw, depth, also),
            lambda: draw(trees(TEXT, depth - 1)) == also(TEXT),
            lambda: draw(trees(PERSON, depth - 1)) != draw(names(PERSON)),
            lambda: one_of(draw(trees(TEXT, depth - 1)), "car", "Қала"),
        ],
        COUNT: [
            lambda: full_years(draw(trees(DATE, depth - 1)), also(DATE)),
            lambda: full_months(draw(trees(DATE, depth - 1)), also(DATE)),
        ],
        MONEY: [
            lambda: round_up(draw(own)),
            lambda: round_nearest(draw(own)),
            lambda: lookup(draw(trees(TEXT, depth - 1)), Name("by_region")),
        ],
        MULTIPLE: [lambda: lookup(draw(trees(COUNT, depth - 1)), Name("multiples"))],
        SHARE: [lambda: shares(draw, depth)],
        DATE: [lambda: add_months(draw(names(DATE)), draw(names(COUNT)))],
    }.get(of, [])
    return draw(st.sampled_from(ways))()


def compared(draw: st.DrawFn, depth: int, also) -> Expression:
    of = draw(st.sampled_from(ORDERED))
    left, right = draw(trees(of, depth - 1)), also(of)
    return draw(
        st.sampled_from(
            [
                lambda: left < right,
                lambda: left <= right,
                lambda: left > right,
                lambda: left >= right,
                lambda: left == right,
            ]
        )
    )()


def shares(draw: st.DrawFn, depth: int) -> Expression:
    of = draw(st.sampled_from([COUNT, MONEY, AREA]))
    return ratio(draw(trees(of, depth - 1)), draw(trees(of, depth - 1)))


@st.composite
def aggregates(draw: st.DrawFn) -> Expression:
    """An aggregate over members, whatever stands inside."""
    inside, of = trees(YES_NO, 2), draw(st.sampled_from(ORDERED))
    number = draw(st.sampled_from(NUMBERS))
    return draw(
        st.sampled_from(
            [
                lambda: total(draw(trees(number, 2)), where=draw(inside)),
                lambda: total(draw(trees(number, 2))),
                lambda: largest(draw(trees(of, 2)), where=draw(inside)),
                lambda: smallest(draw(trees(of, 2)), where=draw(inside)),
                lambda: count_where(draw(inside)),
                lambda: any_of(draw(inside)),
                lambda: every(draw(inside)),
                lambda: choose(any_of(draw(inside)), count_where(draw(inside)), total(draw(trees(COUNT, 2)))),
                lambda: any_of(draw(inside)) & ~every(draw(inside)),
            ]
        )
    )()


@pytest.fixture(scope="module")
def duck() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


def told(
    duck: duckdb.DuckDBPyConnection, given_rows: Sequence[Row], text: str, units: Sequence[int] | None = None
) -> list:
    duck.register("probe", table_of(given_rows, units))
    return duck.execute(text).fetchall()


quick = settings(max_examples=100, suppress_health_check=list(HealthCheck))


@quick
@given(
    given_rows=few_rows,
    expressions=st.lists(st.sampled_from(ALL).flatmap(trees), min_size=1, max_size=4),
)
def test_trees_over_a_row(
    duck: duckdb.DuckDBPyConnection, given_rows: list[Row], expressions: list[Expression]
) -> None:
    nodes = settled({f"tree {number}": tree for number, tree in enumerate(expressions)})
    answers = told(duck, given_rows, f"select {selected(nodes)} from probe order by number")
    for row, told_of_row in zip(given_rows, answers, strict=True):
        fault = disagreement(nodes, told_of_row, directly(nodes, row), row)
        assert not fault, fault


@quick
@given(given_rows=few_rows, expressions=st.lists(aggregates(), min_size=1, max_size=4))
def test_trees_over_members(
    duck: duckdb.DuckDBPyConnection, given_rows: list[Row], expressions: list[Expression]
) -> None:
    nodes = settled({f"tree {number}": tree for number, tree in enumerate(expressions)})
    units = [number % 2 for number in range(len(given_rows))]
    answers = told(
        duck, given_rows, f"select {selected(nodes)} from probe group by unit order by unit", units
    )
    for unit, told_of_group in enumerate(answers):
        group = given_rows[unit::2]
        fault = disagreement(nodes, told_of_group, directly_of_group(nodes, group), group)
        assert not fault, fault
