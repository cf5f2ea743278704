"""An incremental run over the changed people gives every table of the full run, whatever happened."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from familymap.engine.steps import plan
from familymap.families.changes import changed_person
from familymap.families.incremental import INCREMENTAL_STEPS
from familymap.families.nearby import ROLES
from tests.families.invariants import broken_invariants
from tests.families.town import AS_OF, RULES, Desk, Town, draw

RESULTS = ("family_membership", "family", "family_event", "household_membership", "household")
FIRST_DAY = date(1930, 1, 1)


def days(first: date = FIRST_DAY, last: date = AS_OF + timedelta(days=40)) -> st.SearchStrategy[date]:
    return st.dates(first, last)


@st.composite
def towns(drawing: st.DrawFn) -> Town:
    """Three generations at few addresses; some come of age this month; some children have a guardian."""
    town = Town()
    for home in range(drawing(st.integers(1, 3))):
        house(drawing, town, home + 1)
    for _ in range(drawing(st.integers(0, 4))):
        edit(drawing, town)
    return town


def house(drawing: st.DrawFn, town: Town, address: int) -> None:
    """A grandmother, a couple or one parent, their children, a neighbour who may be their guardian."""
    grandmother = town.person("grandmother", date(1955, 1, 1), address)
    mother = town.person("mother", date(1980, 1, 1), address)
    father = town.person("father", date(1978, 1, 1), drawing(st.sampled_from([address, 9, None])))
    neighbour = town.person("neighbour", date(1970, 1, 1), drawing(st.sampled_from([address, 8])))
    town.birth(mother, grandmother)
    if drawing(st.booleans()):
        town.marry(father, mother, date(2005, 1, 1))
    for _ in range(drawing(st.integers(0, 3))):
        child = town.person(
            "child", drawing(birthdays), drawing(st.sampled_from([address, address, 9, None]))
        )
        town.birth(child, *drawing(st.sampled_from([(mother, father), (mother, None), (None, father)])))
        if drawing(st.sampled_from([False, False, True])):
            town.guardian(child, drawing(st.sampled_from([neighbour, grandmother])), date(2021, 1, 1))
        if drawing(st.sampled_from([False, True])):
            town.student(child, date(2023, 9, 1))


birthdays = st.sampled_from(
    [date(age, 1, 15) for age in (2002, 2003, 2004, 2007, 2008, 2009)]
    + [date(2000, 5, 5), date(2005, 5, 5), date(2010, 5, 5), date(2015, 5, 5), date(2020, 5, 5)]
)
"""Around the ages of 18 and 23, whose birthday comes between two runs a month apart, and others."""


def somebody(drawing: st.DrawFn, town: Town) -> int:
    return drawing(st.sampled_from(sorted(town.people)))


def other(drawing: st.DrawFn, town: Town) -> int | None:
    return drawing(st.none() | st.sampled_from(sorted(town.people)))


def wedding(drawing: st.DrawFn, town: Town) -> None:
    town.marry(somebody(drawing, town), other(drawing, town), drawing(days()))


def divorce(drawing: st.DrawFn, town: Town) -> None:
    married = [row for row in town.rows["marriages"] if row["wife"]]
    if married:
        row = drawing(st.sampled_from(married))
        wife = drawing(st.sampled_from([row["wife"], None]))
        town.divorce(row["husband"], wife, drawing(days(row["marriage_date"])))


def birth(drawing: st.DrawFn, town: Town) -> None:
    born = drawing(days(date(2024, 1, 1)))
    child = town.person("baby", born, address=drawing(st.none() | st.integers(1, 4)))
    town.birth(child, other(drawing, town), other(drawing, town))


def parents(drawing: st.DrawFn, town: Town) -> None:
    town.birth(somebody(drawing, town), other(drawing, town), other(drawing, town))


def death(drawing: st.DrawFn, town: Town) -> None:
    town.people[somebody(drawing, town)]["death_date"] = drawing(days(date(2025, 1, 1)))


def move(drawing: st.DrawFn, town: Town) -> None:
    town.move(somebody(drawing, town), drawing(st.integers(1, 4)), drawing(days(date(2024, 1, 1))))


def guardianship(drawing: st.DrawFn, town: Town) -> None:
    kind = drawing(st.sampled_from(["adoption", "guardianship", "foster"]))
    child, guardian = somebody(drawing, town), somebody(drawing, town)
    town.guardian(child, guardian, drawing(days(date(2020, 1, 1))), kind)


def study(drawing: st.DrawFn, town: Town) -> None:
    town.student(somebody(drawing, town), drawing(days(date(2023, 1, 1))))


def disability(drawing: st.DrawFn, town: Town) -> None:
    town.disabled_since_childhood(somebody(drawing, town), drawing(days(date(2023, 1, 1))))


def withdrawal(drawing: st.DrawFn, town: Town) -> None:
    """A register takes a row back."""
    rows = town.rows[drawing(st.sampled_from(sorted(town.rows)))]
    if rows:
        rows.remove(drawing(st.sampled_from(rows)))


def relinking(drawing: st.DrawFn, town: Town) -> None:
    """A row turns out to be about somebody else, or nobody knows about whom."""
    register = drawing(st.sampled_from(sorted(town.rows)))
    if town.rows[register]:
        row = drawing(st.sampled_from(town.rows[register]))
        row[drawing(st.sampled_from(ROLES[register] or ("",)))] = other(drawing, town)


EDITS: tuple[Callable[[st.DrawFn, Town], None], ...] = (
    wedding, divorce, birth, parents, death, move, guardianship, study, disability, withdrawal, relinking,
)  # fmt: skip


def edit(drawing: st.DrawFn, town: Town) -> None:
    drawing(st.sampled_from(EDITS))(drawing, town)


def previous_tables(desk: Desk) -> dict[str, pa.Table]:
    return {f"previous_{name}": desk.table(name) for name in RESULTS if name != "family_event"}


def draw_changes(town: Town, before: Town, sealed: Desk, earlier: date, now: date) -> Desk:
    """The incremental run from the sealed one of the town as it was."""
    desk = Desk()
    facts_before = {f"previous_{name}": content for name, content in before.tables().items()}
    given = {**town.tables(), **facts_before, **previous_tables(sealed)}
    desk.offer(given)
    values = {"as_of": now, "previous_as_of": earlier, "family_rules": RULES}
    desk.carry_out(plan((changed_person, *INCREMENTAL_STEPS), tables=given.keys(), values=values))
    return desk


def rows(desk: Desk, table: str) -> list[Any]:
    return sorted(desk.rows(f"select * from {table}"), key=repr)


@pytest.mark.slow
@given(st.data())
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
def test_incremental_equals_full(data: st.DataObject) -> None:
    """Two runs of edits: each incremental run equals the full one, and no invariant breaks."""
    drawing = data.draw
    town = drawing(towns())
    as_of = AS_OF
    sealed = draw(town, as_of=as_of)
    assert not broken_invariants(sealed)
    for _ in range(2):
        before, earlier = deepcopy(town), as_of
        for _ in range(drawing(st.integers(0, 5))):
            edit(drawing, town)
        as_of = drawing(st.sampled_from([as_of, as_of + timedelta(days=31)]))
        full = draw(town, previous_tables(sealed), as_of)
        incremental = draw_changes(town, before, sealed, earlier, as_of)
        assert not broken_invariants(full)
        for table in RESULTS:
            assert rows(incremental, table) == rows(full, table), f"{table}: {town}"
        sealed = full


def advance(town: Town, change: Callable[[Town], None], days_later: int = 0) -> None:
    """One certain change: the incremental run equals the full one."""
    sealed, before = draw(town), deepcopy(town)
    change(town)
    now = AS_OF + timedelta(days=days_later)
    full = draw(town, previous_tables(sealed), now)
    incremental = draw_changes(town, before, sealed, AS_OF, now)
    for table in RESULTS:
        assert rows(incremental, table) == rows(full, table), table


def test_dead_guardians_ward_comes_to_a_family_nobody_of_which_changed() -> None:
    town = Town()
    guardian = town.person("guardian", date(1960, 1, 1), 1)
    mother, brother = town.person("mother", date(1985, 1, 1), 2), town.person("brother", date(2012, 1, 1), 2)
    child = town.person("child", date(2010, 1, 1), 1)
    town.birth(child, mother)
    town.birth(brother, mother)
    town.guardian(child, guardian, date(2020, 1, 1))
    advance(town, lambda town: town.people[guardian].update(death_date=date(2025, 12, 1)))


def test_birthdays_alone_change_families() -> None:
    town = Town()
    mother = town.person("mother", date(1980, 1, 1), 1)
    for born in (date(2008, 1, 15), date(2003, 1, 15)):
        child = town.person("child", born, 1)
        town.birth(child, mother)
        town.student(child, date(2020, 1, 1))
    advance(town, lambda town: None, days_later=31)


def test_carer_two_rows_away_from_the_change() -> None:
    """The mother dies; the father, to whom the child comes, is married to somebody else."""
    town = Town()
    mother, father = town.person("mother", date(1985, 1, 1), 1), town.person("father", date(1984, 1, 1), 2)
    wife, child = town.person("wife", date(1988, 1, 1), 2), town.person("child", date(2015, 1, 1), 1)
    town.birth(child, mother, father)
    town.marry(father, wife, date(2020, 1, 1))
    advance(town, lambda town: town.people[mother].update(death_date=date(2025, 12, 1)))
