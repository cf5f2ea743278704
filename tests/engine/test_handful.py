"""The engine for a handful of rows gives what DuckDB gives for the same text."""

from datetime import date

import pytest

from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.handful import Handful, day, days, fingerprint
from familymap.engine.steps import plan, step

TEXTS = [
    "select date '2026-01-31' as d",
    "select year(d), month(d), day(d) from (select date '1999-12-31' as d) x",
    "select date '2026-01-01' <= d from (select date '2025-12-31' as d) x",
    "select d + 31 from (select date '2025-12-31' as d) x",
    "select fingerprint('family:' || cast(123 as varchar))",
    "select fingerprint(cast(null as varchar))",
    "select greatest(1, 3, 2), coalesce(null, 4), nullif(2, 2)",
    "select levenshtein('aiman', 'aimna'), levenshtein('', 'abc'), levenshtein('same', 'same')",
    "select cast('7' as bigint) + 1, 17 // 5, 17 % 5, substr('kazakh', 2, 3), length('ab')",
    "select max(v), min(v), count(distinct v), sum(case when v > 1 then 1 else 0 end) "
    "from (select 1 as v union all select 2 union all select 2) x",
    "select v, row_number() over (order by v desc nulls last) from "
    "(select 1 as v union all select cast(null as integer) union all select 3) x",
    "select lead(v) over (order by v) from (select 1 as v union all select 2) x",
    "select true and null, false and null, not null, 1 = 1, null is not distinct from null",
]


@pytest.fixture(scope="module")
def duckdb_engine(tmp_path_factory: pytest.TempPathFactory) -> DuckDBEngine:
    return DuckDBEngine(tmp_path_factory.mktemp("spill"), 1)


@pytest.mark.parametrize("text", TEXTS)
def test_the_same_text_gives_the_same(text: str, duckdb_engine: DuckDBEngine) -> None:
    handful = Handful()
    handful.view("answer", text)
    mine = sorted(handful.rows("select * from answer"), key=repr)
    theirs = [
        tuple(days(v) if isinstance(v, date) else int(v) if isinstance(v, bool) else v for v in row)
        for row in duckdb_engine.rows(text)
    ]
    assert mine == sorted(theirs, key=repr)


def test_dates_come_back() -> None:
    assert day(days(date(1900, 2, 28))) == date(1900, 2, 28)
    assert fingerprint("a") != fingerprint("b")


def test_prepared_steps_are_worked_out_anew_over_what_is_filled_in() -> None:
    @step()
    def doubled(given: str) -> str:
        """Twice the number."""
        return f"select key, 2 * number as number from {given}"

    @step()
    def largest(doubled: str) -> str:
        """The largest of them."""
        return f"select max(number) as number from {doubled}"

    handful = Handful()
    handful.table("given", ("key", "number"))
    planned = plan([largest, doubled], {"given"}, {})
    handful.prepare(planned)
    for numbers, expected in (([1, 5, 2], 10), ([], None), ([3], 6)):
        handful.fill("given", enumerate(numbers))
        handful.work_out(work.name for work in planned)
        assert handful.rows("select number from largest") == [(expected,)]
    handful.close()
