"""What speaks against publishing a run: families lost, totals that jump, a register missing or stale.

The limits are declared by the country (`publication.yaml`), each with its reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import duckdb
from pydantic import BaseModel, ConfigDict, Field

from familymap import country
from familymap.country import Country
from familymap.declarations import Certainty, read_tree, validated
from familymap.engine.duckdb_engine import quoted
from familymap.engine.store import SealedRun
from familymap.texts import translator
from familymap.web.publishing.publication import Publication

SENTENCES = {
    "older": "It shows {day}, the published one {before}.",
    "empty": "It holds no family.",
    "families_lost": "{found} of the published families are not in it any more; at most {allowed} may be.",
    "people_lost": "{found} of the published people are not in it any more; at most {allowed} may be.",
    "families": "The number of families moved by {found} ({before} → {now}); at most {allowed} is usual.",
    "people": "The number of people moved by {found} ({before} → {now}); at most {allowed} is usual.",
    "due": "«{name}» is due {found} more or less often ({before} → {now}); at most {allowed} is usual.",
    "money": "The money that is due moved by {found} ({before} → {now} tenge); at most {allowed} is usual.",
    "gaps": "What is due and not received moved by {found} ({before} → {now}); at most {allowed} is usual.",
    "missing": "Of the register «{name}» nothing was received.",
    "stale": "The register «{name}» was last received on {day}; that is {now} days, at most {allowed} may "
    "pass.",
}
"""Limit → what is said when it is broken."""


@dataclass(frozen=True)
class Breach:
    """A limit that a run breaks: which one, and what fills its sentence."""

    limit: str
    places: Mapping[str, str]

    def text(self, language: str) -> str:
        """One sentence in kk, ru or en."""
        return translator("web_publishing", language)(SENTENCES[self.limit]).format(**self.places)

    def plain(self) -> dict[str, Any]:
        """For the manifest."""
        return {"limit": self.limit, **self.places}


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Limit(_Declared):
    """The share by which something may move; totals below `smallest` are passed by."""

    share: Annotated[float, Field(gt=0)]
    smallest: Annotated[int, Field(alias="from", ge=0)] = 0
    why: Annotated[str, Field(min_length=1)]
    certainty: Certainty


class Stale(_Declared):
    """How many times a contract's days between two deliveries may have passed."""

    times: Annotated[float, Field(ge=1)]
    why: Annotated[str, Field(min_length=1)]
    certainty: Certainty


class Lost(_Declared):
    families: Limit
    people: Limit


class Jump(_Declared):
    families: Limit
    people: Limit
    due: Limit
    money: Limit
    gaps: Limit


class Registers(_Declared):
    """`may_be_missing`: register → why a run may be published without it."""

    may_be_missing: Mapping[str, str]
    stale_after: Stale


class Limits(_Declared):
    """The whole declaration."""

    version: int
    lost: Lost
    jump: Jump
    registers: Registers


def load_limits(path: Path) -> Limits:
    """The limits a file declares. Raises BadDeclaration."""
    content, tree = read_tree(path)
    return validated(Limits, content, path, tree)


def breaches(run: SealedRun, previous: Publication | None, declared: Country | None = None) -> list[Breach]:
    """Everything that speaks against publishing the run after `previous`; nothing: an empty list.

    `declared` is the run's country, loaded when it is not given.

    Raises StoreError when the published run is no longer in the store, BadDeclaration.
    """
    declared = declared or country.load(run.manifest["country"])
    limits = load_limits(declared.folder / "publication.yaml")
    found = [*_empty(run), *_registers(run, declared, limits.registers)]
    if previous:
        found += [*_older(run, previous), *_against(run, previous.run, limits)]
    return found


def _empty(run: SealedRun) -> Iterator[Breach]:
    if not run.manifest["tables"]["family"]["rows"]:
        yield Breach("empty", {})


def _older(run: SealedRun, previous: Publication) -> Iterator[Breach]:
    if run.manifest["as_of"] < previous.manifest["as_of"]:
        yield Breach("older", {"day": run.manifest["as_of"], "before": previous.manifest["as_of"]})


def _registers(run: SealedRun, declared: Country, limits: Registers) -> Iterator[Breach]:
    for name in run.manifest["registers_missing"]:
        if name not in limits.may_be_missing:
            yield Breach("missing", {"name": name})
    known_at = date.fromisoformat(run.manifest["known_at"])
    for name, contract in declared.contracts.items():
        files = [Path(one["file"]) for one in run.manifest["inputs"].get(contract.table, [])]
        if not files:
            continue
        last = max(_received_on(file) for file in files)
        days, allowed = (known_at - last).days, int(contract.freshness_days * limits.stale_after.times)
        if days > allowed:
            yield Breach(
                "stale",
                {"name": name, "day": last.isoformat(), "now": str(days), "allowed": str(allowed)},
            )


def _received_on(file: Path) -> date:
    """The day in the name of a delivery's folder."""
    return date.fromisoformat(file.parent.name[:10])


def _against(run: SealedRun, published: SealedRun, limits: Limits) -> Iterator[Breach]:
    with duckdb.connect() as connection:
        for which, key, limit in (
            ("families_lost", "family", limits.lost.families),
            ("people_lost", "family_membership", limits.lost.people),
        ):
            yield from _lost(connection, which, key, run, published, limit)
        totals = {one: _totals(connection, one_run) for one, one_run in (("now", run), ("then", published))}
    for (which, name), now in sorted({**dict.fromkeys(totals["then"], 0), **totals["now"]}.items()):
        yield from _jumped(
            which, name, totals["then"].get((which, name), 0), now, getattr(limits.jump, which)
        )


def _lost(
    connection: duckdb.DuckDBPyConnection,
    which: str,
    table: str,
    run: SealedRun,
    published: SealedRun,
    limit: Limit,
) -> Iterator[Breach]:
    key = "family_id" if table == "family" else "person_id"
    [(before, gone)] = connection.execute(
        f"select count(*), count(*) filter (n.{key} is null) from {_table(published, table)} o "
        f"left join {_table(run, table)} n using ({key})"
    ).fetchall()
    if before and gone / before > limit.share:
        yield Breach(which, {"found": _share(gone / before), "allowed": _share(limit.share)})


def _totals(connection: duckdb.DuckDBPyConnection, run: SealedRun) -> dict[tuple[str, str], int]:
    """Limit and name → total; only measures have names. Money in tiyn, yearly and single payments as they
    are.
    """
    entitled = _table(run, "entitlement")
    found = {
        ("families", ""): f"select count(*) from {_table(run, 'family')}",
        ("people", ""): f"select count(*) from {_table(run, 'family_membership')}",
        ("money", ""): f"select coalesce(sum(coalesce(amount, at_least)), 0)::bigint from {entitled}",
        ("gaps", ""): f"select count(*) from {_table(run, 'gap')}",
    }
    totals = {which: int(connection.execute(sql).fetchall()[0][0]) for which, sql in found.items()}
    counted = connection.execute(f"select measure, count(*) from {entitled} group by measure").fetchall()
    return totals | {("due", str(measure)): int(count) for measure, count in counted}


def _jumped(which: str, name: str, before: int, now: int, limit: Limit) -> Iterator[Breach]:
    if max(before, now) < limit.smallest:
        return
    moved = abs(now - before) / before if before else 1.0
    if moved > limit.share:
        unit = 100 if which == "money" else 1
        places = {"found": _share(moved), "before": _number(before // unit), "now": _number(now // unit)}
        yield Breach(which, {"name": name, "allowed": _share(limit.share), **places})


def _table(run: SealedRun, name: str) -> str:
    path = run.table(name)
    return f"read_parquet({quoted(path / '*.parquet' if path.is_dir() else path)})"


def _share(value: float) -> str:
    return f"{value * 100:.1f} %"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", " ")
