"""The steps of this room give the same tables on Spark."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from familymap import country
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.spark_engine import SparkEngine
from familymap.engine.steps import plan
from familymap.wellbeing import counting, points
from familymap.wellbeing.compare import cross, need_changes, placed
from familymap.wellbeing.method import CountingMethod, PointsMethod, load_methods
from familymap.wellbeing.transitions import transitions
from tests.quick_spark import quick_spark

pytestmark = [pytest.mark.spark, pytest.mark.slow]

METHODS = load_methods(country.load().folder / "wellbeing")
GROUPINGS = ("family_region", "family_type")


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DuckDBEngine, SparkEngine]]:
    root = tmp_path_factory.mktemp("engines")
    duck, spark = DuckDBEngine(root / "duck", 1), quick_spark(root / "spark")
    yield duck, spark
    duck.close()
    spark.close()


def portrait() -> pa.Table:
    """Four hundred families with something unknown, equal each time."""
    chance, size = Random(1), 400
    columns = {
        "family_id": pa.array(range(size), pa.int64()),
        "members": pa.array([chance.randint(1, 9) for _ in range(size)], pa.int64()),
        "family_region": pa.array([chance.choice(["10", "71", None]) for _ in range(size)]),
        "family_type": pa.array([chance.choice(["large", "alone"]) for _ in range(size)]),
    }
    table, chosen = METHODS["points"], METHODS["counting"]
    assert isinstance(table, PointsMethod) and isinstance(chosen, CountingMethod)
    for fact in chosen.facts.values():
        columns[fact] = pa.array([chance.choice([True, False, False, None]) for _ in range(size)], pa.bool_())
    for one in table.indicators.values():
        for fact in (one.fact, one.at_least):
            if fact and one.by_number:
                columns[fact] = pa.array([chance.choice([None, 0, 1, 2, 5]) for _ in range(size)], pa.int64())
            elif fact:
                values = [None, *(band.value for band in one.bands)]
                columns[fact] = pa.array([chance.choice(values) for _ in range(size)])
    return pa.table(columns)


def test_equal_tables(engines: tuple[DuckDBEngine, SparkEngine], tmp_path: Path) -> None:
    pq.write_table(portrait(), tmp_path / "portrait_family.parquet")
    table, chosen = METHODS["points"], METHODS["counting"]
    assert isinstance(table, PointsMethod) and isinstance(chosen, CountingMethod)
    steps = [*counting.steps(chosen, GROUPINGS), *points.steps(table, GROUPINGS)]
    planned = plan(steps, {"portrait_family"}, {})
    pair = placed(chosen, "portrait_family", GROUPINGS), placed(table, "portrait_family", GROUPINGS)
    texts = [
        *(f"select * from {one.name}" for one in steps if one.sealed),
        cross(*pair, GROUPINGS),
        need_changes(*pair, GROUPINGS),
        transitions(*pair),
    ]
    for engine in engines:
        folder = tmp_path / engine.name
        folder.mkdir()
        engine.offer("portrait_family", [tmp_path / "portrait_family.parquet"])
        for work in planned:
            engine.carry_out(work, folder / f"{work.name}.parquet")
    duck, spark = engines
    for text in texts:
        rows = sorted(duck.rows(text), key=repr)
        assert rows and rows == sorted(spark.rows(text), key=repr), text
