"""Families of the published country, for tests of their pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.test import Client

from familymap.engine.store import RunStore, SealedRun


@dataclass(frozen=True)
class Known:
    """A family that a test knows: its region, and its members with their IIN, head first."""

    family_id: int
    area: str
    persons: Sequence[int]
    iins: Sequence[str]
    surname: str

    @property
    def region(self) -> str:
        return self.area[:2]


def table(run: SealedRun, name: str) -> str:
    """A table of a run as DuckDB reads it."""
    path = run.table(name)
    return f"read_parquet('{path}/*.parquet')" if path.is_dir() else f"'{path}'"


def known_families(store: Path) -> list[Known]:
    """Families with an area, those with much due and not received first."""
    run = RunStore(store).latest()
    found = duckdb.sql(f"""
        select n.family_id, n.area, list(p.person_id order by m.role <> 'head', p.person_id),
            list(coalesce(p.iin, '') order by m.role <> 'head', p.person_id),
            first(p.surname order by m.role <> 'head', p.person_id)
        from {table(run, "need_family")} n join {table(run, "family_membership")} m using (family_id)
        join {table(run, "person")} p using (person_id)
        left join (
            select family_id, count(*) as gaps from {table(run, "gap")} where received_known group by 1) g
            using (family_id)
        where n.area is not null
        group by n.family_id, n.area, g.gaps order by g.gaps desc nulls last, n.family_id
    """).fetchall()
    return [Known(*row) for row in found]


@pytest.fixture(scope="session")
def families(published: Path) -> list[Known]:
    """Every family of the published country."""
    return known_families(published)


@pytest.fixture(scope="session")
def ours(families: list[Known]) -> Known:
    """A family with much due and not received, and more than two members with an IIN."""
    return next(one for one in families if len(one.persons) > 2 and all(one.iins) and one.surname)


@pytest.fixture(scope="session")
def theirs(families: list[Known], ours: Known) -> Known:
    """A family of another region, whose members have an IIN."""
    return next(
        one for one in families if one.region != ours.region and all(one.iins) and len(one.persons) > 1
    )


def opened(client: Client, family: Known, purpose: str = "visit") -> Any:
    """State a purpose, and the answer to that."""
    return client.post(f"/families/{family.family_id}/open", {"purpose": purpose})


def addresses(family: Known) -> list[str]:
    """Every address that shows something of a family."""
    base = f"/families/{family.family_id}"
    person = family.persons[0]
    return [
        base,
        f"{base}/open",
        f"{base}/questions",
        f"{base}/why/targeted_assistance",
        f"{base}/why/health_insurance_state/{person}",
        *(f"{base}/card-{language}.pdf" for language in ("kk", "ru", "en")),
    ]
