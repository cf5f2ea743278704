"""The review list: rows of the newest run that only a human can place, without saying who anybody is."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from familymap.engine.store import RunStore, SealedRun, StoreError
from familymap.people.decisions import Decision, decisions_in_force
from familymap.people.subjects import SOLE_ROLE
from familymap.web.area_names import area_name
from familymap.web.data.declared import contract_of, said

PAGE = 25
"""Cases on a page."""
REGION = 2
"""Digits of a place's code that name its region."""
Scope = frozenset[str]
Key = tuple[str, str, int]
"""Register, role, number of the row in the register."""


@dataclass(frozen=True)
class Listed:
    """A case in the list: which row of which register, how many persons it may speak of, where they live."""

    register: str
    title: str
    role: str
    source_key: int
    candidates: int
    areas: Sequence[str]
    decision: Decision | None


def cases(store: Path, scope: Scope, done: bool, page: int) -> tuple[list[Listed], int]:
    """One page (from 0) of the cases that are open or, with `done`, decided; and how many there are.

    Only those with a candidate in the scope; '' also brings candidates without a known area.
    """
    decided = decisions_in_force(store)
    with tables(store) as db:
        found = db.execute(_LIST, {"scope": sorted(scope)}).fetchall() if db else []
    listed = [one for one in found if (tuple(one[:3]) in decided) == done]
    here = listed[page * PAGE : (page + 1) * PAGE]
    return [_listed((one[0], one[1], one[2]), one[3], one[4], decided) for one in here], len(listed)


_LIST = """
    with candidate as (
        select r.register, r.role, r.source_key, coalesce(p.kato, '') as area
        from link_review as r join person as p on p.person_id = r.person_id
    ), own as (
        select distinct register, role, source_key from candidate, unnest($scope) as s(prefix)
        where starts_with(area, prefix)
    )
    select register, role, source_key, count(*), list(area)
    from candidate join own using (register, role, source_key)
    group by all order by register, role, source_key
"""


def register_title(register: str, role: str) -> str:
    """The register in the reader's language, with the person's role where it speaks of several."""
    contract = contract_of(register)
    title = said(contract.title) if contract else register
    return title if role in ("", SOLE_ROLE) else f"{title}: {_role(role)}"


@contextmanager
def tables(store: Path) -> Iterator[duckdb.DuckDBPyConnection | None]:
    """The newest run's review list and people, read where they lie; None where there is no run."""
    try:
        run = RunStore(store).latest()
    except StoreError:
        yield None
        return
    with duckdb.connect() as db:
        for name in ("link_review", "person"):
            db.read_parquet(_files(run, name)).create_view(name)
        yield db


def _files(run: SealedRun, name: str) -> str:
    path = run.table(name)
    return str(path / "*.parquet" if path.is_dir() else path)


def _listed(key: Key, candidates: int, areas: list[str], decided: dict[Key, Decision]) -> Listed:
    regions = sorted({area[:REGION] for area in areas if area})
    named = [area_name(region, get_language() or "kk") for region in regions]
    return Listed(key[0], register_title(*key[:2]), key[1], key[2], candidates, named, decided.get(key))


def _role(role: str) -> str:
    words = {
        "child": _("the child"),
        "mother": _("the mother"),
        "father": _("the father"),
        "husband": _("the husband"),
        "wife": _("the wife"),
        "guardian": _("the guardian"),
    }
    return words.get(role, role)
