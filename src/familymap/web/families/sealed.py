"""One family out of the sealed run that is published, read from its Parquet.

Whoever asks has gone through the door before.
"""

import threading
from pathlib import Path
from tempfile import TemporaryDirectory

from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.store import SealedRun
from familymap.measures.one_family import SealedFamily, SealedTables

TABLES = (
    "portrait_person",
    "portrait_family",
    "portrait_household",
    "assessment_person",
    "assessment_family",
    "assessment_household",
)
MEMORY_GB = 0.5
"""What one thread may hold to read one family."""

_own = threading.local()


def family(run: SealedRun, family_id: int) -> SealedFamily | None:
    """What the run sealed of a family; None where it knows no such family."""
    return _tables(run).family(family_id)


def _tables(run: SealedRun) -> SealedTables:
    """The tables of the run, kept open by each thread until another run is asked for."""
    if getattr(_own, "folder", None) != run.folder:
        if hasattr(_own, "engine"):
            _own.engine.close()
            _own.spill.cleanup()
        _own.spill = TemporaryDirectory(prefix="familymap-why-")
        _own.engine = DuckDBEngine(Path(_own.spill.name), memory_gb=MEMORY_GB, threads=1)
        names = [name for name in TABLES if name in run.manifest["tables"]]
        for name in names:
            path = run.table(name)
            _own.engine.offer(name, [path / "*.parquet"] if path.is_dir() else [path])
        _own.tables, _own.folder = SealedTables(_own.engine, names), run.folder
    tables: SealedTables = _own.tables
    return tables
