"""How long publishing takes, and how fast a published family is found and read.

    python -m bench.publishing --store demo/store-200000-1 --copies 10
    python -m bench.publishing --store … --copies 10 --database postgresql://web@127.0.0.1/web

A larger country is made of a sealed run by putting copies of it beside each other, every number of a
person, family and household moved; names are not, so a name is as frequent in it as in the small one.
"""

import argparse
import json
import os
import random
import resource
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any

import duckdb

from familymap import country
from familymap.engine.duckdb_engine import quoted
from familymap.engine.store import RunStore, SealedRun, checksum

NUMBERS = 1 << 60
"""Fingerprints lie below it."""
TABLES = {
    "need_family": "family_id", "family": "family_id", "portrait_family": "family_id",
    "assessment_family": "family_id", "person": "person_id", "family_membership": "person_id",
    "portrait_person": "family_id, person_id", "assessment_person": "family_id, person_id",
    "household": "household_id", "portrait_household": "household_id",
    "assessment_household": "household_id", "gap": "measure, unit_id", "entitlement": "measure, unit_id",
}  # fmt: skip
"""What the cards of a publication are made of, and the key in whose order a run seals it."""
FIGURES = "area_figure"
"""Taken over as it is: there are as many areas in a large country."""


def enlarged(run: SealedRun, copies: int, store: Path) -> SealedRun:
    """A run of that many copies in a store of its own, made when it is not there yet."""
    folder = store / "runs" / f"{run.run_id}-x{copies}"
    if not folder.exists():
        made = folder.with_name(".making")
        shutil.rmtree(made, ignore_errors=True)
        (made / "tables").mkdir(parents=True)
        with duckdb.connect(config={"threads": 2, "memory_limit": "4GB"}) as connection:
            for table, order in TABLES.items():
                _copy(connection, run, table, order, copies, made / "tables")
            shutil.copy(run.table(FIGURES), made / "tables")
            manifest = {**run.manifest, "run_id": folder.name, "tables": _tables(connection, made / "tables")}
        (made / "manifest.json").write_text(json.dumps(manifest))
        made.rename(folder)
    return RunStore(store).open(folder.name)


def _copy(
    connection: duckdb.DuckDBPyConnection, run: SealedRun, table: str, order: str, copies: int, folder: Path
) -> None:
    source = f"read_parquet({quoted(run.table(table))})"
    described = connection.execute(f"describe select * from {source}").fetchall()
    moved = ", ".join(_moved(str(name), str(kind), copies) for name, kind, *_ in described)
    connection.execute(
        f"copy (select {moved} from {source}, range({copies}) as copies(copy) order by {order}) "
        f"to {quoted(folder / f'{table}.parquet')} (format parquet, compression zstd)"
    )


def _moved(column: str, kind: str, copies: int) -> str:
    step = NUMBERS // copies
    if kind == "BIGINT" and (column.endswith(("_id", "_payee", "via_key")) or column == "address_code"):
        return f"({column} + copy * {step}) % {NUMBERS} as {column}"
    if column == "iin":
        return "lpad(cast((cast(iin as bigint) + copy * 7919) % 1000000000000 as varchar), 12, '0') as iin"
    return column


def _tables(connection: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, Any]:
    return {
        path.stem: {
            "rows": connection.execute(f"select count(*) from {quoted(path)}").fetchall()[0][0],
            "sha256": checksum(path),
        }
        for path in sorted(folder.iterdir())
    }


def measured(ask: Callable[[Any], object], wanted: Sequence[Any]) -> str:
    """p50, p95 and p99 of asking for each, in milliseconds."""
    times = []
    for one in wanted:
        begun = time.perf_counter()
        ask(one)
        times.append((time.perf_counter() - begun) * 1000)
    cuts = quantiles(times, n=100)
    return f"p50 {cuts[49]:7.2f}   p95 {cuts[94]:7.2f}   p99 {cuts[98]:7.2f}   most {max(times):7.2f} ms"


def sample(run: SealedRun, size: int) -> list[tuple[Any, ...]]:
    """People drawn by lot: family, IIN, surname, given name, birth year, area, household."""
    people, homes, names = (_read(run, table) for table in ("portrait_person", "household", "person"))
    return duckdb.execute(
        "select p.family_id, i.iin, i.surname, i.given_name, year(i.birth_date), p.kato, p.address_code "
        f"from (select person_id, family_id, kato, address_code from {people} "
        f"join {homes} using (household_id) using sample reservoir({size} rows) repeatable (1)) p "
        f"join {names} i using (person_id) "
        "where i.surname is not null and i.given_name is not null"
    ).fetchall()


def _read(run: SealedRun, table: str) -> str:
    return f"read_parquet({quoted(run.table(table))})"


def misspelt(word: str, drawn: random.Random) -> str:
    """The word with one letter wrong, missing or doubled with another."""
    place = drawn.randrange(1, max(2, len(word)))
    letter = drawn.choice("аеилнорст")
    return drawn.choice(
        [
            word[:place] + letter + word[place + 1 :],
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
        ]
    )


def reading(run: SealedRun, size: int) -> None:
    """Print how long cards and searches take, each in this process, one after the other."""
    from familymap.web.serving import cards, search

    drawn, people = random.Random(1), sample(run, size)
    everywhere = {""}
    questions: dict[str, tuple[Callable[[Any], object], list[Any]]] = {
        "card": (lambda one: cards.family(one, everywhere), [row[0] for row in people]),
        "search by IIN": (lambda one: search.by_iin(one, everywhere), [row[1] for row in people if row[1]]),
        "by dwelling": (lambda one: search.by_address(one, everywhere), [row[6] for row in people]),
        "by full name": (
            lambda one: search.by_name(one, everywhere),
            [f"{row[2]} {row[3]}" for row in people],
        ),
        "with a typo in each": (
            lambda one: search.by_name(one, everywhere),
            [f"{misspelt(row[2], drawn)} {misspelt(row[3], drawn)}" for row in people],
        ),
        "name and year": (
            lambda one: search.by_name(one, everywhere),
            [f"{row[2]} {row[3]} {row[4]}" for row in people],
        ),
        "surname in a district": (
            lambda one: search.by_name(one[0], {one[1]}),
            [(row[2], row[5][:4]) for row in people],
        ),
        "full name in a district": (
            lambda one: search.by_name(one[0], {one[1]}),
            [(f"{row[2]} {row[3]}", row[5][:4]) for row in people],
        ),
    }
    for name, (ask, wanted) in questions.items():
        print(f"  {name:24} {measured(ask, wanted)}", flush=True)


def used() -> float:
    """Seconds of processor that this process has used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Publish and read, and print both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", type=Path, required=True, help="a store with a sealed run")
    parser.add_argument("--run", default="", help="its run; the newest")
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--work", type=Path, required=True, help="a folder for the enlarged store")
    parser.add_argument("--database", default="", help="postgresql://…; SQLite without it")
    parser.add_argument("--memory", type=float, default=4.0)
    parser.add_argument("--reads", type=int, default=1000)
    given = parser.parse_args()
    store = given.work / f"store-x{given.copies}"
    os.environ |= {"FAMILYMAP_STORE": str(store), "DJANGO_SETTINGS_MODULE": "familymap.web.settings"}
    if given.database:
        os.environ["FAMILYMAP_DATABASE"] = given.database
    original = RunStore(given.store).open(given.run) if given.run else RunStore(given.store).latest()
    run = enlarged(original, given.copies, store)
    import django

    django.setup()
    from familymap.web import publishing

    country.load()
    shutil.rmtree(store / "publications", ignore_errors=True)
    begun, before = time.perf_counter(), used()

    def tell(name: str, done: int, total: int) -> None:
        print(
            f"  {time.perf_counter() - begun:8.1f} s, {used() - before:7.1f} s of processor  "
            f"{name or 'sealing'}",
            flush=True,
        )

    published = publishing.publish(store, run.run_id, "bench", "bench", tell, memory_gb=given.memory)
    seconds = time.perf_counter() - begun
    rows = {name: table["totals"]["rows"][0] for name, table in published.manifest["tables"].items()}
    size = sum(file.stat().st_size for file in published.folder.iterdir()) / 1e6
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    minutes = seconds * 6e6 / rows["family"] / 60
    print(
        f"{rows['family']:,} families, {rows['person']:,} people: {seconds:.1f} s, "
        f"{used() - before:.1f} s of processor (PostgreSQL's not counted), {size:,.0f} MB in the folder, "
        f"{memory:.1f} GB of memory; at this rate 6,000,000 families take {minutes:.1f} minutes",
        flush=True,
    )
    reading(run, given.reads)


if __name__ == "__main__":
    main()
