"""DuckDB and Spark give the same answers to the same step text."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.spark_engine import SparkEngine
from familymap.engine.steps import PlannedStep

pytestmark = [pytest.mark.spark, pytest.mark.slow]


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DuckDBEngine, SparkEngine]]:
    root = tmp_path_factory.mktemp("engines")
    duck, spark = DuckDBEngine(root / "duck", 1), SparkEngine(root / "spark", 1)
    yield duck, spark
    duck.close()
    spark.close()


@pytest.mark.parametrize(
    ("meaning", "expression"),
    [
        ("fingerprint", "fingerprint(name)"),
        ("letters apart", "levenshtein(name, 'aigul')"),
        ("age", "(2026 - year(born)) - case when month(born) * 100 + day(born) > 101 then 1 else 0 end"),
        ("whole division", "cast(iin as bigint) // 11 % 10"),
        ("money", "cast(cast(number as decimal(18, 2)) * 1.5 as decimal(18, 2))"),
        ("days between", "date_diff('day', born, date '2026-01-01')"),
        ("part of a text", "substr(name, 2, 3) || coalesce(cast(number as varchar), '')"),
        ("rank", "row_number() over (order by born, number)"),
    ],
)
def test_equal_answers(
    engines: tuple[DuckDBEngine, SparkEngine], tmp_path: Path, meaning: str, expression: str
) -> None:
    source = tmp_path / "people.parquet"
    duckdb.sql(
        f"copy (select range as number, 'aig' || range as name, date '1990-02-28' + range::int * 97 as born, "
        f"(100000000000 + range * 7)::varchar as iin from range(200)) to '{source}' (format parquet)"
    )
    answers = []
    for engine in engines:
        engine.offer("people", [source])
        work = PlannedStep(
            "answers", meaning, f"select number, {expression} as answer from people", ("number",), True, ()
        )
        assert engine.carry_out(work, tmp_path / f"{engine.name}.parquet") == 200
        answers.append(engine.rows("select number, answer from answers order by number"))
    assert answers[0] == answers[1]
