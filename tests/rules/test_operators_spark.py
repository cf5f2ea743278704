"""The same probes on Spark: every operator, on edges and on random rows, gives what the other two give."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pyarrow.parquet as pq
import pytest

from familymap.engine.spark_engine import SparkEngine
from familymap.rules.values import (
    AREA,
    COUNT,
    DATE,
    MONEY,
    MULTIPLE,
    PERSON,
    SHARE,
    TEXT,
    YES_NO,
    Stored,
    Type,
)
from tests.rules.probes import (
    AGGREGATES,
    BOUNDARIES,
    COLUMNS,
    PROBES,
    UNKNOWN,
    Row,
    directly,
    directly_of_group,
    disagreement,
    selected,
    settled,
    table_of,
)

pytestmark = [pytest.mark.spark, pytest.mark.slow]

NODES, OVER_GROUPS = settled(PROBES), settled(AGGREGATES)
CHANCE = Random(8)
SPAN = {
    COUNT: (-12, 12),
    MONEY: (-(10**10), 10**10),
    SHARE: (-10_000, 10_000),
    MULTIPLE: (-50_000, 300_000),
    AREA: (-100, 20_000),
    PERSON: (1, 3),
}


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkEngine]:
    engine = SparkEngine(tmp_path_factory.mktemp("spark"), 1)
    yield engine
    engine.close()


def drawn(of: Type) -> Stored:
    """A value of a type; every fifth is unknown."""
    if CHANCE.random() < 0.2:
        return None
    if of in SPAN:
        return CHANCE.randint(*SPAN[of])
    taken = CHANCE.choice([row for row in BOUNDARIES if row is not UNKNOWN])
    if of == YES_NO:
        return CHANCE.random() < 0.5
    return taken["begin" if of == DATE else "code"] if of in (DATE, TEXT) else None


RANDOM_ROWS: list[Row] = [{name: drawn(of) for name, of in COLUMNS.items()} for _ in range(150)]


def test_rows(spark: SparkEngine, tmp_path: Path) -> None:
    given = [*BOUNDARIES, *RANDOM_ROWS]
    pq.write_table(table_of(given), tmp_path / "rows.parquet")
    spark.offer("probe", [tmp_path / "rows.parquet"])
    told = spark.rows(f"select {selected(NODES)} from probe order by number")
    faults = [
        disagreement(NODES, answers, directly(NODES, row), row)
        for answers, row in zip(told, given, strict=True)
    ]
    assert not any(faults), "\n".join(filter(None, faults))


@pytest.mark.parametrize(("silence", "matched_none"), [("", 0), ("null", None)])
def test_groups(spark: SparkEngine, tmp_path: Path, silence: str, matched_none: Stored) -> None:
    groups: list[list[Row]] = [[UNKNOWN], [UNKNOWN] * 2, [*BOUNDARIES[1:17]], *([row] for row in BOUNDARIES)]
    groups += [RANDOM_ROWS[start : start + 3] for start in range(0, 150, 3)]
    given = [row for group in groups for row in group]
    units = [unit for unit, group in enumerate(groups) for _ in group]
    pq.write_table(table_of(given, units), tmp_path / "rows.parquet")
    spark.offer("probe", [tmp_path / "rows.parquet"])
    columns = selected(OVER_GROUPS, silence)
    told = spark.rows(f"select {columns} from probe group by unit order by unit")
    told += spark.rows(f"select {columns} from probe where unit = -1")
    for answers, group in zip(told, [*groups, []], strict=True):
        worked_out = directly_of_group(OVER_GROUPS, group, matched_none)
        fault = disagreement(OVER_GROUPS, answers, worked_out, group)
        assert not fault, fault
