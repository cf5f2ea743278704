"""Rows that were not accepted: stored with their reasons, given out as CSV, and taken back when repaired."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from familymap.registers.checks import Check, broken_sql, key_checks
from familymap.registers.contract import Contract
from familymap.registers.deliveries import Delivery
from familymap.registers.sources import Landed, column_sql, text_sql

REPAIR_MARK = "delivery_id"
"""The column by which a repaired quarantine file is recognised."""


def collect_reasons(db: duckdb.DuckDBPyConnection, checks: Sequence[Check], contract: Contract) -> None:
    """Fill `reason(row_number, place)`: for each row to be quarantined every condition that it breaks.

    `place` is the position in `checks` followed by the key checks. Reads the tables `broken` and `repeated`.
    """
    blocking = [(place, check) for place, check in enumerate(checks) if check.level != "warn"]
    parts = [
        f"select row_number, {place} as place from broken where {broken_sql(place)}" for place, _ in blocking
    ]
    first = len(checks)
    parts.append(f"select row_number, case when same_row then {first + 1} else {first} end from repeated")
    parts.append(f"select row_number, {first + 2} from unreadable")
    db.execute(f"create or replace temp table reason as {' union all '.join(parts)}")


def write_quarantine(
    db: duckdb.DuckDBPyConnection, contract: Contract, landed: Landed, checks: Sequence[Check], target: Path
) -> int:
    """Write the quarantined rows; how many they are. One row for each source row:

    file, row_number, rule and column (the first condition broken), rules (all of them), text in three
    languages, row (the source row as JSON; of an unreadable line {"line": …}).
    """
    every = [*checks, *key_checks(contract)]
    listed = ", ".join(
        f"({place}, {', '.join(map(text_sql, (check.id, check.column, *check.text.model_dump().values())))})"
        for place, check in enumerate(every)
    )
    as_given = ", ".join(f"{column_sql(name)} := {column_sql(name)}" for name in contract.columns)
    [(rows,)] = db.execute(
        f"""copy (
            with conditions(place, rule, column_name, text_kk, text_ru, text_en) as (values {listed}),
            told as (
                select row_number, min(place) as place, string_agg(rule, ', ' order by place) as rules
                from reason join conditions using (place) group by row_number
            ), sources as (
                select row_number, to_json(struct_pack({as_given}))::varchar as row
                from {landed.rows} where row_number in (select row_number from told)
                union all select row_number, to_json(struct_pack(line := line))::varchar from unreadable
            )
            select {text_sql(landed.name)} as file, row_number, rule, nullif(column_name, '') as "column",
                rules, text_kk, text_ru, text_en, row
            from told join conditions using (place) join sources using (row_number) order by row_number
        ) to {text_sql(target)} (format parquet, compression zstd)"""
    ).fetchall()
    return int(rows)


def export_quarantine(contract: Contract, delivery: Delivery, target: Path, language: str = "en") -> int:
    """Write the quarantined rows as CSV for repair; how many they are.

    The contract's columns as they were given, then row_number, rule, text, line (of unreadable rows) and
    delivery_id, by which the repaired file is recognised when it is received.
    """
    columns = ", ".join(
        f"json_extract_string(row, {text_sql(f'$.{name}')}) as {column_sql(name)}"
        for name in contract.columns
    )
    with duckdb.connect() as db:
        [(rows,)] = db.execute(
            f"""copy (
                select {columns}, row_number, rules as rule, text_{language} as text,
                    json_extract_string(row, '$.line') as line,
                    {text_sql(delivery.receipt.delivery_id)} as {REPAIR_MARK}
                from read_parquet({text_sql(delivery.quarantine)}) order by row_number
            ) to {text_sql(target)} (format csv, header true)"""
        ).fetchall()
    return int(rows)
