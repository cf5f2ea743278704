"""What a run found, in a few lines: who was linked how surely, and what the families look like."""

import duckdb
from rich.table import Table

from familymap.engine.duckdb_engine import quoted
from familymap.engine.store import SealedRun


def reading(run: SealedRun, table: str) -> str:
    """SQL that reads a sealed table (a file from DuckDB, a folder from Spark)."""
    path = run.table(table)
    return f"read_parquet({quoted(path / '*.parquet' if path.is_dir() else path)})"


def link_tables(run: SealedRun) -> list[str]:
    """The link tables of a run, without the review list."""
    return [name for name in run.manifest["tables"] if name.startswith("link_") and name != "link_review"]


def linked_table(run: SealedRun) -> Table:
    """For each register and role: rows, and how the shares of them were linked."""
    table = Table(title="Who is who", title_justify="left", box=None, header_style="bold", pad_edge=False)
    table.add_column("register")
    for column in ("rows", "by number", "by likeness", "by a human", "not linked"):
        table.add_column(column, justify="right")
    for name in link_tables(run):
        counts = duckdb.execute(
            f"""select count(*),
                count(*) filter (rule in ('spine', 'iin')),
                count(*) filter (person_id is not null and rule not in ('spine', 'iin', 'decision')),
                count(*) filter (person_id is not null and rule = 'decision'),
                count(*) filter (person_id is null)
            from {reading(run, name)}"""
        ).fetchall()[0]
        rows, *shares = counts
        shown = (f"{share / rows:.2%}" if rows else "" for share in shares)
        table.add_row(name.removeprefix("link_").replace("_", " "), f"{rows:,}", *shown)
    return table


def families_summary(run: SealedRun) -> Table:
    """How many people, families and households, and how large they are."""
    people, dead = _one(run, "person", "count(*), count(death_date)")
    families, mean, alone, pairs, large = _one(
        run,
        "family",
        "count(*), avg(members), count(*) filter (members = 1), count(*) filter (members = 2), "
        "count(*) filter (children >= 4)",
    )
    one_parent, with_children = _one(
        run, "family", "count(*) filter (adults = 1 and children > 0), count(*) filter (children > 0)"
    )
    households, household_mean = _one(run, "household", "count(*), avg(members)")
    (housed,) = _one(run, "household_membership", "count(*)")
    (review,) = _one(run, "link_review", "count(distinct (register, role, source_key))")
    table = Table(title="Families", title_justify="left", box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right")
    table.add_column()
    living = people - dead
    lines = [
        (people, f"people, {dead:,} of them have died"),
        (families, f"families by law, {mean:.2f} people in the mean"),
        (alone, f"of them one person alone ({alone / families:.1%}), {pairs:,} of two people"),
        (
            with_children,
            f"of them with children; {one_parent:,} with one parent, {large:,} with four children or more",
        ),
        (households, f"households by address, {household_mean:.2f} people in the mean"),
        (living - housed, "living people without a known address"),
        (review, "links left for a human to decide"),
    ]
    for number, what in lines:
        table.add_row(f"{number:,}", what)
    return table


def example_family(run: SealedRun) -> int:
    """A family worth showing: two adults, several children, the smallest number among the like."""
    rows = duckdb.execute(
        f"""select family_id from {reading(run, "family")}
        order by (adults = 2)::int desc, abs(children - 3), family_id limit 1"""
    ).fetchall()
    return int(rows[0][0])


def _one(run: SealedRun, table: str, what: str) -> tuple[float, ...]:
    return tuple(duckdb.execute(f"select {what} from {reading(run, table)}").fetchall()[0])
