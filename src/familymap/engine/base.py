"""What every engine can do; the rooms above know only this."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from familymap.engine.steps import PlannedStep


class BrokenPromise(RuntimeError):
    """A step's table does not have the key it promised; the text names the step, the key and an example."""


class Engine(Protocol):
    """Carries out planned steps over Parquet tables."""

    name: str
    version: str

    def offer(self, table: str, files: Sequence[Path]) -> None:
        """Make Parquet files readable as one table (columns are matched by name)."""

    def offer_empty(self, table: str, columns: Mapping[str, str]) -> None:
        """Make a table without rows: column → SQL type."""

    def carry_out(self, planned: PlannedStep, target: Path) -> int:
        """Write the step's table to `target` in the order of its key, check it, offer it; return its rows.

        The file appears under its name only when it is whole. Raises BrokenPromise.
        """

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """A small answer, as plain values."""

    def close(self) -> None:
        """Give memory and temporary files back."""


def broken_promise(planned: PlannedStep, example: Sequence[Any]) -> BrokenPromise:
    """The error for a key that is unknown or stands twice."""
    key = ", ".join(planned.key)
    return BrokenPromise(
        f"Step «{planned.name}» promised the key ({key}), but {tuple(example)} is unknown or stands twice. "
        "Mend the step; nothing was sealed."
    )


def broken_key_sql(planned: PlannedStep, table: str) -> str:
    """One example of a key value that is unknown or stands more than once."""
    columns = ", ".join(planned.key)
    unknown = " or ".join(f"{column} is null" for column in planned.key)
    return (
        f"select {columns} from {table} group by {columns} having count(*) > 1 or {unknown} "
        f"order by {columns} limit 1"
    )
