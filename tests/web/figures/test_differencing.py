"""No small group can be recognised from tables, map, hexagons and files together."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from familymap.needs import protected
from familymap.needs.cells import ALL
from familymap.needs.splitting import Counts, Marks, Split, small
from tests.web.figures.attacker import NOT_EVEN_PERHAPS, NOT_SURELY, Attacker, Group
from tests.web.figures.made_up import AGES, POOR, SIDES, TOPICS, TYPES, Truth, drawn, published

LIMIT = 10
GROUPINGS = {"families": TYPES, "households": TYPES, "people": AGES}


def groups(truth: Truth) -> dict[Group, int]:
    """Every group of every topic, with those in no state."""
    found: dict[Group, int] = {}
    for (topic, state), cells in truth.items():
        of = TOPICS[topic][0].split(".")
        for (area, part), count in cells.items():
            if topic in SIDES:
                continue
            found[topic, state, area, part] = count
            if topic == of[0]:
                continue
            if len(of) == 1:
                whole = truth[of[0], "all"][area, part]
            else:
                whole = found.get((of[1], of[2], area, part), 0)
            rest = whole - sum(truth[topic, other][area, part] for other in TOPICS[topic][1])
            found[topic, "rest", area, part] = rest
    for area in {area for area, _ in truth[POOR, "yes"]}:
        poor = [truth[POOR, state][area, ALL] for state in ("yes", "unknown")]
        for side in SIDES:
            mine = [truth[side, state][area, ALL] for state in ("yes", "unknown")]
            found[side, "yes", area, ALL], found[side, "unknown", area, ALL] = mine
            found[side, NOT_SURELY, area, ALL] = poor[0] - mine[0]
            found[side, NOT_EVEN_PERHAPS, area, ALL] = sum(poor) - sum(mine)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("seed", (0, 2))
def test_whoever_sees_everything_recognises_no_group_under_the_limit(seed: int, tmp_path: Path) -> None:
    truth = drawn(seed)
    publication, summary = published(truth, tmp_path)
    bases = {(base, area, part) for base in GROUPINGS for area, part in truth[base, "all"]}
    attacker = Attacker(TOPICS, sorted(bases))
    shown = attacker.read(publication, GROUPINGS)
    everybody = groups(truth)
    small = {group: count for group, count in everybody.items() if 0 < count < LIMIT}
    recognised, hidden_by_none = [], 0
    for group, count in small.items():
        most = attacker.most(group)
        assert count <= most + 1e-6, "the attacker's own equations are wrong"
        if most >= LIMIT - 1e-6:
            continue
        least = attacker.least(group)
        assert least <= count + 1e-6, "the attacker's own equations are wrong"
        hidden_by_none += 1
        if least > 1e-6:
            recognised.append((group, count, least, most))
    print(
        f"{shown} numbers shown, {len(small)} small groups, {summary.held_back} cells held back; "
        f"{len(small) - hidden_by_none} may be {LIMIT} or more, {hidden_by_none} may be nobody, "
        f"{len(recognised)} recognised"
    )
    assert not recognised
    assert shown > 200, "a country of which nothing is shown proves nothing"


def test_holding_back_only_what_is_small_would_not_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The attacker is worth something: without complements the same country gives groups away."""

    def only_small(areas: object, groups: Counts, size: Counts, limit: int, already: Marks) -> Marks:
        return small(groups, limit).any(axis=1) | already

    def only_small_cells(rows: Split, cells: Counts, held: Marks, limit: int) -> Marks:
        return held | small(cells, limit).any(axis=2)

    monkeypatch.setattr(protected, "held_areas", only_small)
    monkeypatch.setattr(protected, "held_cells", only_small_cells)
    monkeypatch.setattr(protected, "with_room", lambda *given: given[4])
    truth = drawn(0)
    publication, _ = published(truth, tmp_path)
    topics = {name: TOPICS[name] for name in ("families", "lack_home", "lack_income")}
    bases = {("families", area, part) for area, part in truth["families", "all"]}
    attacker = Attacker(topics, sorted(bases))
    attacker.read(publication, GROUPINGS)
    everybody = {group: count for group, count in groups(truth).items() if group[0] in topics}
    tried = [group for group, count in everybody.items() if 0 < count < LIMIT][:40]
    assert any(attacker.most(group) < LIMIT and attacker.least(group) > 0 for group in tried)


def recognised_sides(seed: int, folder: Path) -> tuple[int, list[Group]]:
    """How many numbers are shown, and small groups of sides that the attacker knows to be there and small."""
    truth = drawn(seed)
    publication, _ = published(truth, folder)
    topics = {name: TOPICS[name] for name in ("families", POOR, *SIDES)}
    attacker = Attacker(topics, sorted(("families", area, part) for area, part in truth["families", "all"]))
    shown = attacker.read(publication, GROUPINGS)
    everybody = groups(truth).items()
    small = [group for group, count in everybody if 0 < count < LIMIT and group[0] in SIDES]
    assert small
    known = [group for group in small if attacker.most(group) < LIMIT - 1e-6 and attacker.least(group) > 1e-6]
    return shown, known


@pytest.mark.parametrize("seed", range(8))
def test_the_index_and_its_other_sides_do_not_tell_a_side(seed: int, tmp_path: Path) -> None:
    shown, known = recognised_sides(seed, tmp_path)
    assert shown > 50
    assert not known


def test_to_guard_each_side_alone_would_not_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    together = protected._Protection._hold_together

    def alone(self: protected._Protection, whole: str, names: Sequence[str]) -> None:
        for name in names:
            together(self, whole, [name])

    monkeypatch.setattr(protected._Protection, "_hold_together", alone)
    assert recognised_sides(0, tmp_path)[1]
