"""`figures.parquet` and `areas.parquet` of a publication, from a sealed run: protected once for all."""

import re
from datetime import date
from pathlib import Path

import duckdb

from familymap.country import Country
from familymap.engine.duckdb_engine import quoted
from familymap.engine.store import SealedRun
from familymap.needs.cells import ALL, COUNTRY
from familymap.needs.protected import ROWS_READ, Summary, write_protected
from familymap.places.publication import publish_areas
from familymap.places.sketch import load_regions
from familymap.web.figures.reading import AREAS, FIGURES

DELIVERED = re.compile(r"(\d{4}-\d{2}-\d{2})")


def write_figures(store: Path, run: SealedRun, declared: Country, folder: Path) -> Summary:
    """Write both into a publication's folder. Raises StoreError when the run has no `area_figure`."""
    sealed = run.table("area_figure")
    source = sealed / "*.parquet" if sealed.is_dir() else sealed
    target = folder / FIGURES
    needs = declared.needs
    made = write_protected(source, target, needs.area_levels, needs.smallest_published.value)
    _add_freshness(target, run)
    codes = duckdb.execute(
        f"select distinct area from {quoted(source)} where area_level in ('settlement', 'district')"
    )
    publish_areas(
        store, [code for (code,) in codes.fetchall()], load_regions(declared.folder), folder / AREAS
    )
    return made


def freshness(run: SealedRun) -> dict[str, int]:
    """Register → days from its last delivery to the day up to which the run knows."""
    known = date.fromisoformat(run.manifest["known_at"])
    found: dict[str, int] = {}
    for files in run.manifest["inputs"].values():
        for entry in files:
            parts = Path(entry["file"]).parts
            if parts[0] != "registers" or not (day := DELIVERED.match(parts[2])):
                continue
            age = (known - date.fromisoformat(day[1])).days
            found[parts[1]] = min(age, found.get(parts[1], age))
    return found


def _add_freshness(target: Path, run: SealedRun) -> None:
    days = sorted(freshness(run).items())
    if not days:
        return
    listed = ", ".join(f"('{register}', {age})" for register, age in days)
    beside = target.with_name(target.name + ".unfinished")
    duckdb.execute(f"""
        copy (
            select * from read_parquet({quoted(target)})
            union all by name
            select 'freshness' as name, state, 'days' as kind, '{COUNTRY}' as area_level, '{ALL}' as area,
                '{ALL}' as grouping, '{ALL}' as part, days::bigint as lower, days::bigint as upper,
                false as held_back
            from (values {listed}) as t(state, days)
        ) to {quoted(beside)} (format parquet, compression zstd, row_group_size {ROWS_READ})""")
    beside.replace(target)
