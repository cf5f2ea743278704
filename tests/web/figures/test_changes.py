"""A small change is held back, and what would betray it."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from familymap.web.figures.changes import shown_changes

LIMIT = 10


def exact(changes: dict[str, int | None]) -> dict[str, tuple[float, float] | None]:
    return {area: None if change is None else (change, change) for area, change in changes.items()}


def test_a_small_change_takes_the_smallest_neighbour_along() -> None:
    regions = {"10": 3, "59": 40, "61": 500}
    shown = shown_changes([exact({"all": 543}), exact(regions)], LIMIT)  # type: ignore[list-item]
    assert set(shown) == {"all", "61"}


def test_nothing_small_nothing_held_back() -> None:
    shown = shown_changes([exact({"all": 510}), exact({"10": 10, "59": 0, "61": 500})], LIMIT)
    assert shown["59"] == (0, 0) and len(shown) == 4


def test_what_is_held_back_takes_what_is_inside_along() -> None:
    levels = [{"all": 100}, {"10": 5, "59": 95}, {"1031": 60, "1032": -55, "5936": 95}]
    assert set(shown_changes([exact(level) for level in levels], LIMIT)) == {"all"}


@settings(max_examples=200)
@given(st.lists(st.one_of(st.integers(-30, 30), st.none(), st.integers(-500, 500)), min_size=1, max_size=7))
def test_no_small_change_follows_from_the_others(changes: list[int | None]) -> None:
    known = [change or 0 for change in changes]
    regions = {f"{10 + place}": change for place, change in enumerate(changes)}
    shown = shown_changes([exact({"all": sum(known)}), exact(regions)], LIMIT)
    held = [area for area in regions if area not in shown]
    if "all" in shown and held and any(regions[area] is not None for area in held):
        assert len(held) >= 2 or len(regions) == 1
        if not any(regions[area] is None for area in held) and len(held) < len(regions):
            together = sum(regions[area] or 0 for area in held)
            assert not 0 < abs(together) < LIMIT
    for area, change in shown.items():
        assert not 0 < abs(change[0] or 0) < LIMIT, area
    assert all(set(pair) != {"all", area} for area in held for pair in combinations(shown, 2))
