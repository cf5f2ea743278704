"""Family ids stay, new ones never collide, and the events between two runs are told."""

from datetime import date

import pyarrow as pa

from tests.families.test_incremental import previous_tables, rows
from tests.families.town import Desk, Town, draw

IDS = "select person_id, family_id from family_membership"


def only_id(desk: Desk) -> int:
    [(family_id,)] = desk.rows("select distinct family_id from family_membership")
    return int(family_id)


def wedded() -> tuple[Town, int, int]:
    town = Town()
    a, b = town.person("A", date(1980, 1, 1), 1), town.person("B", date(1982, 1, 1), 2)
    town.marry(a, b, date(2005, 1, 1))
    return town, a, b


def test_the_first_run_is_a_pure_function() -> None:
    town, _, _ = wedded()
    assert rows(draw(town), "family_membership") == rows(
        draw(town, as_of=date(2026, 2, 1)), "family_membership"
    )


def test_ids_stay_when_the_anchor_dies() -> None:
    town, a, b = wedded()
    town.birth(town.person("C", date(2015, 1, 1), 2), b, a)
    before = draw(town)
    town.people[a]["death_date"] = date(2025, 6, 1)
    assert only_id(draw(town, previous_tables(before))) == only_id(before)


def test_a_separation_keeps_the_id_with_the_larger_part() -> None:
    town, a, b = wedded()
    child = town.person("C", date(2015, 1, 1), 2)
    town.birth(child, b, a)
    before = draw(town)
    town.divorce(a, b, date(2025, 6, 1))
    after = draw(town, previous_tables(before))
    ids = dict(after.rows(IDS))
    assert ids[b] == ids[child] == only_id(before) != ids[a]
    events = after.rows("select person_id, event from family_event order by event")
    assert events == [(a, "left"), (a, "split")]


def test_a_used_id_is_never_given_to_a_new_family() -> None:
    """Somebody splits off again on the same day while another lives on under the id of the first split."""
    town, a, b = wedded()
    together = draw(town)
    town.divorce(a, b, date(2010, 1, 1))
    apart = draw(town, previous_tables(together))
    ids = dict(apart.rows(IDS))
    newcomer, kept = (b, a) if ids[a] == only_id(together) else (a, b)
    third = town.person("C", date(1990, 1, 1), 2)
    previous = previous_tables(apart)
    before = previous["previous_family_membership"]
    reunited = [{**row, "family_id": ids[kept]} for row in before.to_pylist()]
    taken = {**reunited[0], "person_id": third, "family_id": ids[newcomer]}
    previous["previous_family_membership"] = pa.Table.from_pylist([*reunited, taken], schema=before.schema)
    again = dict(draw(town, previous).rows(IDS))
    assert again[third] == ids[newcomer] != again[newcomer]
    assert len(set(again.values())) == 3


def test_events_tell_what_happened() -> None:
    """A wedding, a birth and a death; nothing is told of a first run."""
    town = Town()
    arman, aigul = town.person("Arman", date(1990, 1, 1), 1), town.person("Aigul", date(1992, 1, 1), 2)
    widow, old = town.person("Widow", date(1950, 1, 1), 3), town.person("Old", date(1949, 1, 1), 3)
    town.marry(old, widow, date(1970, 1, 1))
    sealed = draw(town)
    assert rows(sealed, "family_event") == []
    town.marry(arman, aigul, date(2026, 1, 10))
    baby = town.person("Baby", date(2026, 1, 12), 2)
    town.birth(baby, aigul, arman)
    town.people[old]["death_date"] = date(2026, 1, 5)
    told = draw(town, previous_tables(sealed), date(2026, 2, 1))
    told_of: dict[int, list[tuple[str, date]]] = {person_id: [] for person_id in town.people}
    for who, event, day in told.rows("select person_id, event, happened_on from family_event order by event"):
        told_of[who].append((event, day))
    moved, stayed = sorted((arman, aigul), key=lambda who: len(told_of[who]), reverse=True)
    assert told_of == {
        moved: [("joined", date(2026, 1, 10)), ("merged", date(2026, 1, 10))],
        stayed: [],
        baby: [("joined", date(2026, 1, 12))],
        old: [("left", date(2026, 1, 5))],
        widow: [],
    }
