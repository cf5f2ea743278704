"""What is held back of published figures, rule by rule. That it is enough, an attacker shows elsewhere."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from familymap.needs.protected import OTHER, Summary, write_protected
from familymap.needs.protection import BadTable, held_areas
from familymap.needs.splitting import Areas, pooled, small

LIMIT = 10
TREE = Areas(np.array([-1, 0, 0, 1, 1, 1, 2, 2]))
"""A country of two regions, of three and two districts."""


def counted(*districts: tuple[int, ...]) -> np.ndarray:
    """Groups of every area, from those of the districts."""
    lowest = np.array(districts, np.int64)
    first, second = lowest[:3].sum(axis=0), lowest[3:].sum(axis=0)
    return np.vstack([first + second, first, second, lowest])


groups = st.tuples(*[st.one_of(st.just(0), st.integers(0, 12), st.integers(0, 300))] * 3)


@settings(max_examples=150)
@given(st.lists(groups, min_size=5, max_size=5))
def test_what_areas_held_back_have_together_is_never_small(districts: list[tuple[int, ...]]) -> None:
    whole = counted(*districts)
    held = held_areas(TREE, whole, whole.sum(axis=1), LIMIT, np.zeros(len(whole), np.bool_))
    assert not small(whole[~held], LIMIT).any()
    for parent, numbers in TREE.inside():
        if held[parent]:
            assert held[numbers].all()
        elif held[numbers].any():
            assert not small(whole[numbers[held[numbers]]].sum(axis=0), LIMIT).any()


def test_the_smallest_that_helps_joins_the_pool() -> None:
    members = np.array([[3, 40], [0, 20], [15, 30], [90, 400]])
    start = np.array([True, False, False, False])
    assert list(pooled(members, start, members.sum(axis=1), LIMIT)) == [True, False, True, False]


def row(
    name: str, state: str, of: str, area: str, count: int, part: str = "all", kind: str = "count"
) -> dict[str, Any]:
    level = "country" if area == "all" else {2: "region", 4: "district", 9: "settlement"}[len(area)]
    grouping = "all" if part == "all" else "family_type"
    return {"name": name, "state": state, "kind": kind, "of": of, "area_level": level, "area": area,
            "grouping": grouping, "part": part, "lower": count, "upper": count}  # fmt: skip


def protected(
    folder: Path, *topics: tuple[str, str, str, Mapping[tuple[str, str], int]]
) -> tuple[Summary, Any]:
    """Topics (name, state, of whom, (settlement, part) → count) with all their sums, protected."""
    rows = []
    for name, state, of, cells in topics:
        sums: dict[tuple[str, str], int] = {}
        for (area, part), count in cells.items():
            for around in (area, area[:4], area[:2], "all"):
                for column in {"all", part if len(around) < 9 else "all"}:
                    sums[around, column] = sums.get((around, column), 0) + count
        rows += [row(name, state, of, area, count, part) for (area, part), count in sums.items() if count]
    pq.write_table(pa.Table.from_pylist(rows), folder / "sealed.parquet")
    levels = {"region": 2, "district": 4}
    summary = write_protected(folder / "sealed.parquet", folder / "figures.parquet", levels, LIMIT)
    return summary, pq.read_table(folder / "figures.parquet").to_pylist()


FAMILIES = {
    ("593120100", "large"): 400,
    ("593120100", "small"): 300,
    ("593220100", "large"): 500,
    ("593220100", "small"): 600,
    ("713120100", "large"): 700,
    ("713120100", "small"): 800,
}
BASE = ("families", "all", "families", FAMILIES)


def shown(rows: list[dict[str, Any]], name: str, part: str = "all") -> dict[str, int]:
    mine = [one for one in rows if (one["name"], one["part"]) == (name, part)]
    return {one["area"]: one["lower"] for one in mine if not one["held_back"]}


def held(rows: list[dict[str, Any]], name: str, part: str = "all") -> set[str]:
    mine = [one for one in rows if (one["name"], one["part"]) == (name, part)]
    return {one["area"] for one in mine if one["held_back"]}


def test_a_small_group_takes_a_neighbour_along_and_everything_inside(tmp_path: Path) -> None:
    lacks = {("593120100", "large"): 4, ("593220100", "large"): 200, ("713120100", "large"): 300}
    _, rows = protected(tmp_path, BASE, ("lack_home", "yes", "families", lacks))
    assert held(rows, "lack_home") == {"5931", "593120100", "5932", "593220100"}
    assert shown(rows, "lack_home") == {"all": 504, "59": 204, "71": 300, "7131": 300, "713120100": 300}
    assert held(rows, "families") == set()


def test_those_who_are_not_in_a_state_are_a_group_too(tmp_path: Path) -> None:
    all_but_three = {
        cell: count - (3 if cell == ("593120100", "small") else 100) for cell, count in FAMILIES.items()
    }
    all_but_three["593120100", "large"] = 400
    _, rows = protected(tmp_path, BASE, ("lack_home", "yes", "families", all_but_three))
    assert "593120100" in held(rows, "lack_home")


def test_a_state_that_is_small_in_the_whole_country_is_never_shown_and_the_others_are(tmp_path: Path) -> None:
    summary, rows = protected(
        tmp_path, BASE,
        ("lack_home", "yes", "families", {("713120100", "large"): 90}),
        ("lack_home", "unknown", "families", {("593120100", "large"): 5}),
    )  # fmt: skip
    assert summary.states == (("lack_home", "unknown"),)
    assert shown(rows, "lack_home")["71"] == 90
    assert [one["state"] for one in rows if one["area"] is None] == ["unknown"]


def test_a_finer_topic_is_held_back_where_the_coarser_one_is(tmp_path: Path) -> None:
    lacks = {("593120100", "large"): 4, ("593220100", "large"): 200, ("713120100", "large"): 300}
    unmet = {("593220100", "large"): 100, ("713120100", "large"): 100}
    _, rows = protected(
        tmp_path, BASE,
        ("lack_home", "yes", "families", lacks), ("unmet_home", "unmet", "families.lack_home.yes", unmet),
    )  # fmt: skip
    assert held(rows, "unmet_home") >= held(rows, "lack_home")


def test_a_finer_topic_without_its_coarser_one_is_protected_all_the_same(tmp_path: Path) -> None:
    received = {("593120100", "large"): 4, ("593220100", "large"): 200, ("713120100", "large"): 300}
    _, rows = protected(tmp_path, BASE, ("take_up_x", "received", "families.gap_x.rest", received))
    assert "593120100" in held(rows, "take_up_x") and "593120100" not in shown(rows, "take_up_x")


def test_sides_of_a_topic_are_shown_all_or_none_and_only_where_the_topic_is(tmp_path: Path) -> None:
    poor = dict.fromkeys(FAMILIES, 60) | {("593120100", "large"): 4, ("593120100", "small"): 0}
    health = dict.fromkeys(poor, 30) | {("593120100", "large"): 4, ("593120100", "small"): 0}
    home = health | {("713120100", "large"): 55, ("713120100", "small"): 60}
    _, rows = protected(
        tmp_path, BASE, ("poor_x", "yes", "families", poor),
        ("poor_x_health", "yes", "families.poor_x", health), ("poor_x_home", "yes", "families.poor_x", home),
    )  # fmt: skip
    assert "593120100" in held(rows, "poor_x") and "713120100" not in held(rows, "poor_x")
    assert held(rows, "poor_x_health") == held(rows, "poor_x_home") > held(rows, "poor_x")
    assert set(shown(rows, "poor_x_health")) == {"all"}, "in region 71 five of the poor alone have a home"


def test_few_who_are_on_a_side_and_not_of_the_topic_are_guarded_too(tmp_path: Path) -> None:
    poor, health = dict.fromkeys(FAMILIES, 60), dict.fromkeys(FAMILIES, 30)
    everybody = dict.fromkeys(FAMILIES, 90) | {("713120100", "large"): 33, ("713120100", "small"): 31}
    given = (BASE, ("poor_x", "yes", "families", poor), ("poor_x_health", "yes", "families.poor_x", health))
    _, rows = protected(tmp_path, *given)
    assert "71" in shown(rows, "poor_x_health")
    _, rows = protected(tmp_path, *given, ("side_health", "yes", "families", everybody))
    assert shown(rows, "side_health")["71"] == 64 and "71" not in shown(rows, "poor_x_health")


def test_a_split_shows_no_small_cell_and_what_is_attached_goes_with_it(tmp_path: Path) -> None:
    lacks = dict.fromkeys(FAMILIES, 100) | {("593120100", "small"): 3}
    _, rows = protected(tmp_path, BASE, ("lack_home", "yes", "families", lacks))
    for part in ("large", "small"):
        cells = shown(rows, "lack_home", part)
        assert not any(0 < count < LIMIT for count in cells.values())
    assert "5931" in held(rows, "lack_home", "small") and "5931" in held(rows, "lack_home", "large")
    assert "all" in shown(rows, "lack_home", "small")


def test_a_part_that_is_small_in_the_whole_country_is_put_to_another(tmp_path: Path) -> None:
    families = FAMILIES | {("593120100", "odd"): 2, ("713120100", "odd"): 1}
    _, rows = protected(tmp_path, ("families", "all", "families", families))
    assert set(shown(rows, "families", OTHER)) >= {"all"}
    assert shown(rows, "families", OTHER)["all"] == 3 + 400 + 500 + 700, (
        "«large» is the smallest of the others"
    )
    assert shown(rows, "families", "odd") == shown(rows, "families", "large") == {}


def test_more_in_a_topic_than_there_are_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="«lack_home» counts more than there are"):
        protected(tmp_path, BASE, ("lack_home", "yes", "families", {("713120100", "large"): 900}))
