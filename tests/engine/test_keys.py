"""A step's table keeps its promise exactly when every key is known and stands once, however it is made up."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from familymap.engine.base import BrokenPromise
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.steps import PlannedStep

KEYED = PlannedStep("keyed", "Rows as they come.", "select * from given", ("day", "name", "number"), True, ())

keys = st.tuples(
    st.none() | st.dates(date(2025, 12, 30), date(2026, 1, 2)),
    st.none() | st.sampled_from(["", "a", "ab", "b", "Ә", "я"]),
    st.none() | st.integers(-1, 1),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBEngine]:
    engine = DuckDBEngine(tmp_path_factory.mktemp("keys"), 1)
    yield engine
    engine.close()


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(keys, max_size=12, unique=True) | st.lists(keys, max_size=12))
def test_a_key_is_whole_or_refused(engine: DuckDBEngine, rows: list[tuple[object, ...]]) -> None:
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    types = (pa.date32(), pa.string(), pa.int64())
    table = [pa.array(column, of) for column, of in zip(columns, types, strict=True)]
    pq.write_table(pa.table(table, names=KEYED.key), engine.spill / "given.parquet")
    engine.offer("given", [engine.spill / "given.parquet"])
    whole = len(set(rows)) == len(rows) and all(None not in row for row in rows)
    target: Path = engine.spill / "keyed.parquet"
    if whole:
        assert engine.carry_out(KEYED, target) == len(rows)
    else:
        with pytest.raises(BrokenPromise, match="«keyed» promised the key"):
            engine.carry_out(KEYED, target)
