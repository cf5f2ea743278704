"""A run: planned steps over checksummed inputs, sealed as one folder.

Equal inputs, rules and dates give equal bytes: everything that may differ between two workings-out of the
same run (times, memory) stands in the journal, never in the manifest or a table.
"""

import hashlib
import json
import resource
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from familymap.engine.base import Engine
from familymap.engine.steps import PlannedStep
from familymap.engine.store import RunStore, SealedRun, checksum

Progress = Callable[[str, int, int], None]
"""Told the name of the step that begins, how many are done, and how many there are."""


@dataclass(frozen=True)
class RunOrder:
    """What a run is made from. `facts` are further plain facts for the manifest (such as the seed)."""

    as_of: date
    known_at: date
    rules_version: str
    planned: Sequence[PlannedStep]
    inputs: Mapping[str, Sequence[Path]]
    empty_inputs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


def carry_out_run(store: RunStore, engine: Engine, order: RunOrder, progress: Progress) -> SealedRun:
    """Work out the run and seal it; a run that is already sealed is given back as it stands.

    A run that was broken off goes on after its last finished step.
    """
    with store.writing():
        inputs = {
            table: [{"file": _place(store, file), "sha256": checksum(file)} for file in files]
            for table, files in sorted(order.inputs.items())
        }
        run_id = _run_id(order, inputs, engine)
        workplace = store.workplace(run_id)
        if (store.folder / run_id).exists():
            shutil.rmtree(workplace)
            return store.open(run_id)
        for table, files in order.inputs.items():
            engine.offer(table, files)
        for table, columns in order.empty_inputs.items():
            engine.offer_empty(table, columns)
        times = _carry_out(engine, order.planned, workplace, progress)
        manifest = {
            "run_id": run_id,
            "as_of": order.as_of.isoformat(),
            "known_at": order.known_at.isoformat(),
            "rules_version": order.rules_version,
            "engine": {"name": engine.name, "version": engine.version},
            **order.facts,
            "inputs": inputs,
            "tables": _tables(engine, order.planned, workplace),
        }
        return store.seal(run_id, manifest, {"seconds": times, "peak_memory_mb": _peak_memory_mb()})


def _run_id(order: RunOrder, inputs: Mapping[str, Any], engine: Engine) -> str:
    content = [
        inputs,
        order.rules_version,
        engine.name,
        engine.version,
        dict(order.facts),
        [planned.fingerprint for planned in order.planned],
    ]
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:10]
    return f"{order.as_of}_known-{order.known_at}_{digest}"


def _place(store: RunStore, file: Path) -> str:
    return str(file.relative_to(store.root)) if file.is_relative_to(store.root) else file.name


def _carry_out(
    engine: Engine, planned: Sequence[PlannedStep], workplace: Path, progress: Progress
) -> dict[str, float]:
    """Finish every step that is not finished yet; seconds by step."""
    intermediates = workplace / "intermediates"
    intermediates.mkdir(exist_ok=True)
    times: dict[str, float] = {}
    for position, work in enumerate(planned):
        progress(work.name, position, len(planned))
        target = (workplace / "tables" if work.sealed else intermediates) / f"{work.name}.parquet"
        begun = time.perf_counter()
        if target.exists():
            engine.offer(work.name, [target])
        else:
            engine.carry_out(work, target)
        times[work.name] = round(time.perf_counter() - begun, 3)
    progress("", len(planned), len(planned))
    return times


def _tables(engine: Engine, planned: Sequence[PlannedStep], workplace: Path) -> dict[str, Any]:
    tables: dict[str, Any] = {}
    for work in planned:
        if work.sealed:
            [(rows,)] = engine.rows(f"select count(*) from {work.name}")
            path = workplace / "tables" / f"{work.name}.parquet"
            tables[work.name] = {"meaning": work.meaning, "rows": rows, "sha256": checksum(path)}
    shutil.rmtree(workplace / "intermediates")
    return tables


def _peak_memory_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
