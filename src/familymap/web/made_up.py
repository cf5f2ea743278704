"""Whether a run tells of real people: asked before anything is shown that must never be shown of them."""

import duckdb

from familymap.engine.store import SealedRun


def is_made_up(run: SealedRun) -> bool:
    """Whether nobody in the run exists: every identifier is one that no real person can have."""
    found = duckdb.execute(
        "select count(*), count(*) filter (substr(iin, 7, 1) not in ('7', '8')) from read_parquet($people) "
        "where iin is not null",
        {"people": str(run.table("person"))},
    ).fetchone()
    return found is not None and found[0] > 0 and found[1] == 0
