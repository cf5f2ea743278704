"""What a human decided about a row: «this is that person», «this is nobody»; kept for ever, can be undone.

The log is a CSV file that only grows: a line for each decision and for each undoing. A run reads from it the
table `link_decision`.
"""

import csv
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from familymap.engine.steps import Step, step

LOG_COLUMNS = {
    "register": "varchar",
    "role": "varchar",
    "source_key": "bigint",
    "person_id": "bigint",
    "action": "varchar",
    "by": "varchar",
    "on": "date",
}
LINK_DECISION = {
    "register": "varchar",
    "role": "varchar",
    "source_key": "bigint",
    "person_id": "bigint",
    "decided_by": "varchar",
    "decided_on": "date",
    "undone_on": "date",
}


class DecisionError(ValueError):
    """A decision cannot be taken or undone; the text says why."""


@dataclass(frozen=True)
class Decision:
    """A decision in force: whom a row speaks of (None = nobody known), who said so, and on which day."""

    person_id: int | None
    by: str
    on: date


def log_path(store: Path) -> Path:
    """Where a store keeps the decisions about links."""
    return store / "decisions" / "links.csv"


def decide(
    store: Path, register: str, role: str, source_key: int, person_id: int | None, by: str, on: date
) -> None:
    """Say whom a row speaks of (None = nobody known). A later decision on the same row replaces this one."""
    if not by.strip():
        raise DecisionError("A decision needs the name of who takes it.")
    _append(store, [register, role, source_key, person_id, "decide", by, on.isoformat()])


def undo(store: Path, register: str, role: str, source_key: int, by: str, on: date) -> None:
    """Take back the decision in force on a row; both stay in the log.

    Raises DecisionError when none is in force.
    """
    if not by.strip():
        raise DecisionError("Undoing a decision needs the name of who does it.")
    if not _in_force(store, register, role, source_key):
        raise DecisionError(f"No decision is in force on row {source_key} of {register} ({role}).")
    _append(store, [register, role, source_key, None, "undo", by, on.isoformat()])


def decisions_in_force(store: Path) -> dict[tuple[str, str, int], Decision]:
    """Register, role and source key of every row that was decided → the decision that nobody took back."""
    if not log_path(store).exists():
        return {}
    with duckdb.connect() as connection:
        found = connection.execute(
            "select register, role, source_key, person_id, decided_by, decided_on "
            f"from ({_table_sql(log_path(store))}) where undone_on is null"
        ).fetchall()
    return {(register, role, key): Decision(*rest) for register, role, key, *rest in found}


def decision_table(store: Path) -> Path | None:
    """Write `link_decision` as Parquet from the log, beside it; None when nobody has decided anything."""
    if not log_path(store).exists():
        return None
    target = log_path(store).with_suffix(".parquet")
    beside = target.with_suffix(".unfinished")
    with duckdb.connect() as connection:
        connection.execute(f"copy ({_table_sql(log_path(store))}) to '{_quoted(beside)}' (format parquet)")
    beside.replace(target)
    return target


@step(key=("register", "role", "source_key"), sealed=False)
def link_decision_in_force(link_decision: str) -> str:
    """Decisions of humans that nobody took back."""
    return f"select register, role, source_key, person_id from {link_decision} where undone_on is null"


STEPS: tuple[Step, ...] = (link_decision_in_force,)


def _append(store: Path, line: list[object]) -> None:
    path = log_path(store)
    path.parent.mkdir(parents=True, exist_ok=True)
    begins = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        if begins:
            writer.writerow(LOG_COLUMNS)
        writer.writerow(line)
        file.flush()
        os.fsync(file.fileno())


def _in_force(store: Path, register: str, role: str, source_key: int) -> bool:
    if not log_path(store).exists():
        return False
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select count(*) from ({_table_sql(log_path(store))}) "
            "where register = ? and role = ? and source_key = ? and undone_on is null",
            [register, role, source_key],
        ).fetchone()
    return bool(found and found[0])


def _table_sql(log: Path) -> str:
    """Each decision with the day on which it was undone or replaced by a later one."""
    return f"""
        with line as (
            select row_number() over () as line_no, *
            from read_csv('{_quoted(log)}', header = true, parallel = false, columns = {LOG_COLUMNS})
        ), followed as (
            select *,
                lead("on") over (partition by register, role, source_key order by line_no) as undone_on
            from line
        )
        select register, role, source_key, person_id, "by" as decided_by, "on" as decided_on, undone_on
        from followed where action = 'decide' order by line_no"""


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
