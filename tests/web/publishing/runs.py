"""Runs that differ from a sealed one in a few tables, as if they had been worked out."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from familymap.engine.store import RunStore, SealedRun, checksum


def changed(
    store: Path,
    run: SealedRun,
    name: str,
    tables: Mapping[str, str] = {},
    manifest: Mapping[str, Any] = {},
) -> SealedRun:
    """A new run: of each named table what its SQL (over {table}) selects, the others as they were."""
    folder = run.folder.with_name(f"{name}-{run.run_id}")
    shutil.copytree(run.folder, folder, copy_function=os.link)
    told = {**run.manifest, "run_id": folder.name, **manifest}
    told["tables"] = {table: dict(facts) for table, facts in told["tables"].items()}
    for table, sql in tables.items():
        path = folder / "tables" / f"{table}.parquet"
        beside = path.with_name(f"new-{path.name}")
        with duckdb.connect() as connection:
            connection.execute(
                f"copy ({sql.format(table=repr(str(run.table(table))))}) to '{beside}' (format parquet)"
            )
            (rows,) = connection.execute(f"select count(*) from '{beside}'").fetchall()[0]
        beside.replace(path)
        told["tables"][table] |= {"rows": rows, "sha256": checksum(path)}
    (folder / "manifest.json").unlink()
    (folder / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    return RunStore(store).open(folder.name)


def another(store: Path, run: SealedRun, name: str) -> SealedRun:
    """A run of the same content: everybody is called by the name of the run."""
    return changed(
        store,
        run,
        name,
        {"person": f"select * replace ('{name}' as surname, '{name}' as given_name) from {{table}}"},
    )
