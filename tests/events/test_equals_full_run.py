"""What events answer is what the next full run gives: every membership, fact and column, of everybody."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from familymap import country
from familymap.engine.store import SealedRun
from familymap.events.desk import Desk, Result, open_desk
from familymap.events.event import Event
from tests.events.full_run import DAY, LATER, alike, deliver, differences, full_run
from tests.events.made_up import MadeUp

pytestmark = pytest.mark.slow


def followed(result: Result, store: Path, workplace: Path) -> SealedRun:
    """The full run after the same events were delivered to the registers, on a copy of the store."""
    shutil.copytree(store, workplace / "store", ignore=shutil.ignore_patterns("events"))
    deliver(result, workplace / "store", workplace / "new")
    return full_run(workplace / "store", LATER)


def entered(result: Result) -> Counter[str]:
    return Counter(one.event.kind for one in result.entered if one.refused is None)


@pytest.mark.parametrize(
    ("seed", "close", "number"), [(1, 0.4, 250), (2, 0.9, 250)], ids=["far apart", "in few families"]
)
def test_random_events_of_every_kind(
    desk: Desk, run: SealedRun, store: Path, tmp_path: Path, seed: int, close: float, number: int
) -> None:
    made = MadeUp(desk, seed, close)
    kinds = list(made.kinds)
    result = desk.answer([made.event(kinds[place % len(kinds)]) for place in range(number)])
    assert set(entered(result)) == set(kinds)
    after = followed(result, store, tmp_path)
    assert after.manifest["previous_run"] == run.run_id
    assert differences(desk, result, run, after) == []
    assert differences(desk, Result(result.entered), run, after), "the events changed nothing"


def test_births_of_children_who_resemble_somebody(
    desk: Desk, run: SealedRun, store: Path, tmp_path: Path
) -> None:
    """Half of the children bear names and birth dates of people, or of rows that wait for their person."""
    made = MadeUp(desk, 3, alike=alike(store, run))
    result = desk.answer([made.event(kind) for kind in ("birth", "birth", "move", "death") * 40])
    left = [one for one in result.entered if one.refused is not None and one.refused.left]
    assert len(left) > 10
    assert entered(result)["birth"] > 20
    assert differences(desk, result, run, followed(result, store, tmp_path)) == []


def test_a_run_that_followed_another_and_then_more_events(
    desk: Desk, run: SealedRun, store: Path, tmp_path: Path
) -> None:
    made = MadeUp(desk, 4, 0.6)
    first = desk.answer([made.event() for _ in range(80)])
    second_run = followed(first, store, tmp_path)
    assert differences(desk, first, run, second_run) == []
    second_desk = open_desk(tmp_path / "store", second_run, country.load(), LATER + DAY, every_rule=True)
    more = MadeUp(second_desk, 5, 0.6)
    more.key = made.key
    second = second_desk.answer([more.event() for _ in range(80)])
    deliver(second, tmp_path / "store", tmp_path / "newer", LATER + DAY)
    third_run = full_run(tmp_path / "store", LATER + DAY)
    assert third_run.manifest["previous_run"] == second_run.run_id
    assert differences(second_desk, second, second_run, third_run) == []


def test_one_event_answers_alone_as_it_does_among_others_far_away(desk: Desk) -> None:
    made = MadeUp(desk, 6, 0.0)
    events: list[Event] = []
    taken: set[int] = set()
    while len(events) < 40:
        event = made.event()
        alone = desk.answer([event])
        touched = {*alone.worked.persons, *alone.drawn.before}
        if alone.entered[0].refused is None and not touched & taken:
            events.append(event)
            taken |= touched
    together = {one.family_id: one for one in desk.answer(events).families}
    for event in events:
        for one in desk.answer([event]).families:
            assert together[one.family_id] == one, event


def test_before_the_events_everything_is_as_the_run_sealed_it(desk: Desk, run: SealedRun) -> None:
    """The answers before are worked out anew from the index: they are the sealed ones."""
    made = MadeUp(desk, 7)
    result = desk.answer([made.event() for _ in range(100)])
    unchanged = Result(result.entered, worked=result.before)
    assert differences(desk, unchanged, run, run) == []
