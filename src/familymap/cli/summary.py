"""What a run found, in a few lines: who was linked how surely, and what the families look like."""

import duckdb
from rich.table import Table

from familymap import country
from familymap.cli.screen import heading, say, table
from familymap.cli.wording import language, number, share, text
from familymap.engine.duckdb_engine import quoted
from familymap.engine.store import SealedRun
from familymap.people.subjects import SOLE_ROLE, subjects_of


def tell_run(run: SealedRun) -> None:
    """The whole answer to a run: what was missing, who is who, what the families look like."""
    heading(text("Who is who"))
    say.print(linked_table(run))
    say.print()
    say.print(
        text("Not linked: no known person is like enough, as with those who died long ago or live abroad."),
        style="dim",
    )
    heading(text("What the families look like"))
    say.print(families_summary(run))
    tell_missing(run)


def tell_missing(run: SealedRun) -> None:
    """The registers of which nothing was known to the run: what only they can tell stays unknown."""
    if missing := run.manifest["registers_missing"]:
        say.print()
        say.print(
            text("Nothing was received of these registers; what only they know is unknown here:"),
            style="yellow",
        )
        titles = country.load(run.manifest["country"]).contracts
        for register in missing:
            say.print(f"  {register}: {getattr(titles[register].title, language())}")


def reading(run: SealedRun, name: str) -> str:
    """SQL that reads a sealed table (a file from DuckDB, a folder from Spark)."""
    path = run.table(name)
    return f"read_parquet({quoted(path / '*.parquet' if path.is_dir() else path)})"


def linked_table(run: SealedRun) -> Table:
    """For each register and role that was received: rows, and how the shares of them were linked."""
    made = table("register", ">rows", ">by number", ">by likeness", ">by a human", ">not linked")
    declared = country.load(run.manifest["country"])
    for subject in subjects_of(declared.contracts, declared.linkage):
        if subject.register in run.manifest["registers_missing"]:
            continue
        counts = duckdb.execute(
            f"""select count(*),
                count(*) filter (rule in ('spine', 'iin')),
                count(*) filter (person_id is not null and rule not in ('spine', 'iin', 'decision')),
                count(*) filter (person_id is not null and rule = 'decision'),
                count(*) filter (person_id is null)
            from {reading(run, subject.link_table)}"""
        ).fetchall()[0]
        rows, *ways = counts
        shown = (share(part / rows) if part else "–" for part in ways)
        made.add_row(place_name(subject.register, subject.role), number(rows), *shown)
    return made


def place_name(register: str, role: str) -> str:
    """A register, and the role of the person in it where it speaks of several."""
    return register if role in ("", SOLE_ROLE) else f"{register}: {text(role)}"


ROLES = ("child", "mother", "father", "husband", "wife", "guardian")
"""Roles that a contract may name, as texts."""


def families_summary(run: SealedRun) -> Table:
    """How many people, families and households, and how large they are."""
    people, dead = _one(run, "person", "count(*), count(death_date)")
    families, mean, alone, pairs = _one(
        run, "family", "count(*), avg(members), count(*) filter (members = 1), count(*) filter (members = 2)"
    )
    with_children, one_parent, large = _one(
        run,
        "family",
        "count(*) filter (children > 0), count(*) filter (adults = 1 and children > 0), "
        "count(*) filter (children >= 4)",
    )
    households, household_mean = _one(run, "household", "count(*), avg(members)")
    (housed,) = _one(run, "household_membership", "count(*)")
    (review,) = _one(run, "link_review", "count(distinct (register, role, source_key))")
    made = table("", ">", ">")
    made.show_header = False

    missing = run.manifest["registers_missing"]

    def line(what: str, count: float, digits: int = 0, of: float = 0, told_by: str = "") -> None:
        unknown = told_by in missing
        shown = text("unknown") if unknown else number(count, digits)
        made.add_row(what, shown, share(count / of, 1) if of and not unknown else "")

    line(text("People"), people)
    line("  " + text("of them dead"), dead, told_by="deaths")
    line("  " + text("living, without a known address"), people - dead - housed, told_by="addresses")
    line(text("Families by law"), families)
    line("  " + text("people in a family, on average"), mean, 2)
    line("  " + text("one person alone"), alone, of=families)
    line("  " + text("two people"), pairs, of=families)
    line("  " + text("with children"), with_children, of=families)
    line("  " + text("with children and one adult"), one_parent, of=families)
    line("  " + text("with four children or more"), large, of=families)
    line(text("Households by address"), households, told_by="addresses")
    line("  " + text("people in a household, on average"), household_mean, 2, told_by="addresses")
    line(text("Register rows left for a human to place"), review)
    return made


def example_gap(run: SealedRun) -> tuple[int, str] | None:
    """A family worth showing, with a measure due to it each month and not received."""
    rows = duckdb.execute(
        f"""select family_id, measure
        from {reading(run, "gap")} as gap join {reading(run, "family")} as family using (family_id)
        where level = 'family' and period = 'month' and amount is not null and received_known
        order by adults = 2 desc, abs(children - 4), amount desc, family_id, measure limit 1"""
    ).fetchall()
    return (int(rows[0][0]), str(rows[0][1])) if rows else None


def _one(run: SealedRun, name: str, what: str) -> tuple[float, ...]:
    return tuple(duckdb.execute(f"select {what} from {reading(run, name)}").fetchall()[0])
