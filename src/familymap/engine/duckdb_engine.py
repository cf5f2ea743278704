"""The embedded engine: DuckDB with bounded memory, spilling to disk."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from familymap.engine.base import broken_key_sql, broken_promise
from familymap.engine.steps import PlannedStep

FINGERPRINT = "create macro fingerprint(value) as ('0x' || substr(md5(value), 1, 15))::bigint"


def _out_of_order_sql(planned: PlannedStep, source: str) -> str:
    """Whether a row's key is unknown or not after that of the row before: in a sorted table none is.

    It reads the keys as they stand, so it needs no memory for them, and a tenth of the time of grouping.
    """
    key = f"row({', '.join(planned.key)})"
    unknown = " or ".join(f"{column} is null" for column in planned.key)
    return (
        f"select 1 from (select {unknown} or {key} <= lag({key}) over () as is_wrong from {source}) "
        "where is_wrong limit 1"
    )


def quoted(path: Path) -> str:
    """A path as an SQL string."""
    return "'" + str(path).replace("'", "''") + "'"


class DuckDBEngine:
    """Steps on one machine. `memory_gb` bounds what DuckDB holds; the rest goes to `spill` on disk."""

    name = "duckdb"
    version = duckdb.__version__

    def __init__(self, spill: Path, memory_gb: float = 4.0, threads: int = 2) -> None:
        self.spill = spill
        spill.mkdir(parents=True, exist_ok=True)
        self.connection = duckdb.connect(
            config={
                "memory_limit": f"{int(memory_gb * 1000)}MB",
                "threads": threads,
                "temp_directory": str(spill),
                "preserve_insertion_order": True,
                "autoinstall_known_extensions": False,
            }
        )
        self.connection.execute("set TimeZone = 'UTC'")
        self.connection.execute("set enable_progress_bar = false")
        self.connection.execute(FINGERPRINT)

    def offer(self, table: str, files: Sequence[Path]) -> None:
        listed = ", ".join(quoted(file) for file in files)
        self.connection.execute(
            f"create or replace view {table} as select * from read_parquet([{listed}], union_by_name = true)"
        )

    def offer_empty(self, table: str, columns: Mapping[str, str]) -> None:
        listed = ", ".join(f"null::{kind} as {column}" for column, kind in columns.items())
        self.connection.execute(f"create or replace view {table} as select {listed} where false")

    def view(self, planned: PlannedStep) -> None:
        """Offer a step's table without writing it: worked out anew whenever it is read."""
        self.connection.execute(f"create or replace view {planned.name} as {planned.sql}")

    def carry_out(self, planned: PlannedStep, target: Path) -> int:
        unfinished = target.with_suffix(".unfinished")
        order = f" order by {', '.join(planned.key)}" if planned.key else ""
        compression = "zstd" if planned.sealed else "lz4"
        written = self.connection.execute(
            f"copy (select * from ({planned.sql}){order}) to {quoted(unfinished)} "
            f"(format parquet, compression {compression})"
        ).fetchall()
        if planned.key:
            source = f"read_parquet({quoted(unfinished)})"
            if self.rows(_out_of_order_sql(planned, source)):
                [example, *_] = self.rows(broken_key_sql(planned, source))
                unfinished.unlink()
                raise broken_promise(planned, example)
        unfinished.replace(target)
        self.offer(planned.name, [target])
        return int(written[0][0])

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return list(self.connection.execute(sql).fetchall())

    def close(self) -> None:
        self.connection.close()
        shutil.rmtree(self.spill, ignore_errors=True)
