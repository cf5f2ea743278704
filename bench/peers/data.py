"""Families of a made-up country without any unknown value: OpenFisca has none."""

from pathlib import Path

import duckdb

PERSONS, FAMILIES = "person_row", "family_row"
"""The two tables; money in whole tenge, so that OpenFisca's short floating-point numbers hold it exactly."""

FAMILY_SHARE = 0.43
"""Families for each person, as in the made-up country."""


def make_families(folder: Path, people: int) -> None:
    """About so many people in families; equal numbers give equal files."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(config={"threads": 2}) as duck:
        duck.execute("set enable_progress_bar = false")
        _write(duck, folder / f"{PERSONS}.parquet", _persons(int(people * FAMILY_SHARE)), "person_id")
        persons = folder / f"{PERSONS}.parquet"
        _write(duck, folder / f"{FAMILIES}.parquet", _families(persons), "family_id")


def _write(duck: duckdb.DuckDBPyConnection, target: Path, sql: str, key: str) -> None:
    duck.execute(
        f"copy (select * from ({sql}) order by {key}) to '{target}' (format parquet, compression zstd)"
    )


def _drawn(what: str, key: str = "person_id") -> str:
    """A number from 0 to 9999 that belongs to a person or family."""
    return f"(hash({key}, '{what}') % 10000)"


def _persons(families: int) -> str:
    size = _drawn("size", "family_id")
    return f"""
    with families as (
        select family_id, case when {size} < 4000 then 1 when {size} < 6000 then 2 when {size} < 7500 then 3
            when {size} < 8600 then 4 when {size} < 9300 then 5 when {size} < 9700 then 6 else 8 end as size
        from range(1, {families} + 1) as counted(family_id)
    ),
    members as (
        select family_id, family_id * 10 + place as person_id, place
        from families, range(8) as places(place) where place < size
    ),
    aged as (
        select *, cast(case when place < 2 then 19 + {_drawn("age")} % 62 else {_drawn("age")} % 24 end
            as integer) as age
        from members
    )
    select family_id, person_id, family_id as household_id,
        cast(date '2025-12-31' - cast(age * 365.2425 as integer) - cast({_drawn("day")} % 364 as integer)
            as date) as birth_date,
        age between 18 and 24 and {_drawn("study")} < 6000 as in_study,
        cast(case when {_drawn("group")} < 9500 then 0 else 1 + {_drawn("group")} % 3 end as integer)
            as disability_group,
        cast(case when age between 18 and 62 and {_drawn("works")} < 6200
            then (85000 + {_drawn("wage")} * 55) * 100 else 0 end as bigint) as wage,
        cast(case when age >= 63 then (70000 + {_drawn("pension")} * 12) * 100 else 0 end as bigint)
            as pension
    from aged
    """


def _families(persons: Path) -> str:
    area = _drawn("area", "family_id")
    return f"""
    select family_id, family_id as household_id, cast(count(*) as bigint) as members,
        cast(2500 + {area} as bigint) as area
    from '{persons}' group by family_id
    """
