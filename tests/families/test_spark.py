"""The steps of this room give the same tables on Spark."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pyarrow.parquet as pq
import pytest

from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.spark_engine import SparkEngine
from familymap.engine.steps import plan
from familymap.families.steps import FAMILY_STEPS
from tests.families.test_incremental import RESULTS, previous_tables
from tests.families.town import AS_OF, RULES, Town, draw
from tests.quick_spark import quick_spark

pytestmark = [pytest.mark.spark, pytest.mark.slow]


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DuckDBEngine, SparkEngine]]:
    root = tmp_path_factory.mktemp("engines")
    duck, spark = DuckDBEngine(root / "duck", 1), quick_spark(root / "spark")
    yield duck, spark
    duck.close()
    spark.close()


def streets() -> Town:
    """Sixty households of every kind, equal each time."""
    town, chance = Town(), Random(1)
    for home in range(60):
        father = town.person("father", date(1960 + chance.randrange(30), 3, 3), chance.choice([home, 999]))
        mother = town.person("mother", date(1962 + chance.randrange(30), 4, 4), home)
        if chance.random() < 0.7:
            town.marry(father, mother, date(2010, 1, 1))
        if chance.random() < 0.2:
            town.divorce(father, chance.choice([mother, None]), date(2015, 1, 1))
        for _ in range(chance.randrange(4)):
            born = date(1998 + chance.randrange(27), 5, 5)
            child = town.person("child", born, chance.choice([home, 999, None]))
            town.birth(child, chance.choice([mother, None]), chance.choice([father, None]))
            if chance.random() < 0.3:
                town.student(child, date(2020, 9, 1))
            if chance.random() < 0.2:
                town.disabled_since_childhood(child, date(2010, 1, 1))
            if chance.random() < 0.2:
                town.guardian(child, father, date(2020, 1, 1), chance.choice(["adoption", "guardianship"]))
    return town


def test_equal_tables(engines: tuple[DuckDBEngine, SparkEngine], tmp_path: Path) -> None:
    """The second run of a town in which people died and moved."""
    town = streets()
    sealed = draw(town)
    for person_id in range(1, 40, 4):
        town.people[person_id]["death_date"] = date(2025, 6, 1)
        town.move(person_id + 1, 7, date(2025, 7, 1))
    given = {**town.tables(), **previous_tables(sealed)}
    for name, content in given.items():
        pq.write_table(content, tmp_path / f"{name}.parquet")
    planned = plan(FAMILY_STEPS, given.keys(), {"as_of": AS_OF, "family_rules": RULES})
    for engine in engines:
        folder = tmp_path / engine.name
        folder.mkdir()
        for name in given:
            engine.offer(name, [tmp_path / f"{name}.parquet"])
        for work in planned:
            engine.carry_out(work, folder / f"{work.name}.parquet")
    duck, spark = engines
    for table in RESULTS:
        text = f"select * from {table}"
        assert sorted(duck.rows(text), key=repr) == sorted(spark.rows(text), key=repr), table
