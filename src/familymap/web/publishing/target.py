"""A serving store while it is filled: a SQLite file or a schema of PostgreSQL."""

from typing import Protocol

import pyarrow as pa

from familymap.web.publishing.projection import Columns, Table
from familymap.web.publishing.totals import Totals


class Target(Protocol):
    """Filled table by table. Nobody reads it before `finish`, and nothing of it stays when that is not
    reached.
    """

    kind: str

    def load(self, table: Table, columns: Columns, rows: pa.RecordBatchReader) -> None:
        """Make a table and write all rows."""

    def index(self, table: Table) -> None:
        """Make its keys, and guard its rows."""

    def totals(self, table: Table, columns: Columns, names: list[str]) -> Totals:
        """What was loaded adds up to."""

    def finish(self) -> None:
        """Everything is there: make it last."""
