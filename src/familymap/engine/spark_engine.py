"""The cluster engine: the same steps on Spark, their text translated by sqlglot."""

import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import sqlglot
from pyspark import __version__ as spark_version
from pyspark.sql import SparkSession

from familymap.engine.base import broken_key_sql, broken_promise
from familymap.engine.steps import PlannedStep

FINGERPRINT = (
    "create temporary function fingerprint(value string) returns bigint "
    "return cast(conv(substr(md5(value), 1, 15), 16, 10) as bigint)"
)

JAVA_OPTIONS = "-Xss256m -XX:MetaspaceSize=512m"
"""Room for deep expressions, and for the many small classes that Spark writes while it works."""

DEEPEST = 50_000
"""Calls within calls that a translation may take."""


def spark_text(sql: str) -> str:
    """DuckDB's dialect to Spark's. A name folded letter by letter nests deeper than Python's usual limit."""
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(DEEPEST)
    try:
        return sqlglot.transpile(sql, read="duckdb", write="spark")[0]
    finally:
        sys.setrecursionlimit(usual)


class SparkEngine:
    """Steps on Spark; `master` names the cluster, `local[2]` is this machine.

    `partitions` is into how many parts rows are dealt out between two stages: a few for one machine, two or
    three for each core of a cluster, 1 for tables so small that the dealing costs more than the work.
    """

    name = "spark"
    version = spark_version

    def __init__(
        self, spill: Path, memory_gb: float = 4.0, master: str = "local[2]", partitions: int = 4
    ) -> None:
        self.spill = spill
        spill.mkdir(parents=True, exist_ok=True)
        # Code generation for very wide plans costs more than it saves (docs/decisions).
        self.session = (
            SparkSession.builder.master(master)
            .appName("familymap")
            .config("spark.driver.memory", f"{int(memory_gb * 1000)}m")
            .config("spark.driver.extraJavaOptions", JAVA_OPTIONS)
            .config("spark.local.dir", str(spill))
            .config("spark.sql.warehouse.dir", str(spill / "warehouse"))
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", str(partitions))
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.maxPlanStringLength", "1000")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .getOrCreate()
        )
        self.session.sparkContext.setLogLevel("ERROR")
        self.session.sql(FINGERPRINT)

    def offer(self, table: str, files: Sequence[Path]) -> None:
        reader = self.session.read.option("mergeSchema", str(len(files) > 1).lower())
        reader.parquet(*(str(file) for file in files)).createOrReplaceTempView(table)

    def offer_empty(self, table: str, columns: Mapping[str, str]) -> None:
        listed = ", ".join(f"cast(null as {kind}) as {column}" for column, kind in columns.items())
        frame = self.session.sql(spark_text(f"select {listed} where false"))
        frame.createOrReplaceTempView(table)

    def carry_out(self, planned: PlannedStep, target: Path) -> int:
        unfinished = target.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        frame = self.session.sql(spark_text(planned.sql))
        if planned.key:
            frame = frame.orderBy(*planned.key)
        frame.write.parquet(str(unfinished))
        # The columns are known: without them Spark would open every file to learn them.
        reader = self.session.read.schema(frame.schema)
        reader.parquet(str(unfinished)).createOrReplaceTempView(planned.name)
        rows = sum(int(pq.read_metadata(part).num_rows) for part in unfinished.glob("*.parquet"))
        if planned.key and self._different_keys(planned) != rows:
            [example, *_] = self.rows(broken_key_sql(planned, planned.name))
            shutil.rmtree(unfinished)
            raise broken_promise(planned, example)
        unfinished.replace(target)
        reader.parquet(str(target)).createOrReplaceTempView(planned.name)
        return rows

    def _different_keys(self, planned: PlannedStep) -> int:
        """How many different keys a step's table has; an unknown key is none."""
        text = f"select count(distinct {', '.join(planned.key)}) from {planned.name}"
        return int(self.session.sql(text).collect()[0][0])

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.session.sql(spark_text(sql)).collect()]

    def close(self) -> None:
        self.session.stop()
        shutil.rmtree(self.spill, ignore_errors=True)
