"""No small count can be worked out from what is published."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from familymap.needs.suppression import TOTAL, BadTable, Entry, held_back, with_totals
from tests.needs.attacker import Readings, Shown, propagated

LIMIT = 10
TYPES = ("alone", "large", "pair")
Cells = Mapping[Entry, tuple[int, ...]]


def shown(cells: Cells, limit: int = LIMIT, figure: int = 0, counts: int | None = None) -> Shown:
    hidden = held_back(cells, limit, counts)
    return {
        entry: None if entry in hidden else values[figure] for entry, values in with_totals(cells).items()
    }


def place(number: int) -> tuple[str, ...]:
    """Settlements 0 … 7 in two regions of two districts each."""
    return ("all", f"{number // 4}", f"{number // 2}", f"{number}")


small_or_large = st.one_of(st.integers(0, 12), st.just(0), st.integers(0, 200))


@st.composite
def tables(draw: st.DrawFn) -> dict[Entry, tuple[int, ...]]:
    """Two figures in up to eight settlements and three types; often small, often empty."""
    settlements = draw(st.lists(st.integers(0, 7), min_size=1, max_size=8, unique=True))
    return {
        (place(settlement), column): (draw(small_or_large), draw(small_or_large))
        for settlement in settlements
        for column in TYPES
    }


@settings(max_examples=100)
@given(tables())
def test_whoever_knows_every_sum_learns_no_figure_that_is_held_back(cells: Cells) -> None:
    whole = with_totals(cells)
    for figure in (0, 1):
        table = shown(cells, figure=figure)
        readings, by_narrowing = Readings(table), propagated(table)
        by_equations, by_program = readings.determined(), readings.bounds()
        for entry, value in table.items():
            true = whole[entry][figure]
            if value is not None:
                assert not 0 < true < LIMIT, f"{entry} shows {true} families"
            elif true > 0:
                lowest, highest = by_program[entry]
                low, high = by_narrowing[entry]
                assert lowest <= true and (highest is None or true <= highest)
                assert lowest != highest, f"{entry} = {true} can be worked out"
                assert low != high and entry not in by_equations, f"{entry} = {true} can be worked out"
                if true < LIMIT:
                    assert highest is None or highest >= true + LIMIT, f"{entry} < {highest + 1} is known"


@settings(max_examples=100)
@given(tables())
def test_money_beside_the_counts_cannot_be_worked_out_either(cells: Cells) -> None:
    money = {entry: (count, 6_933_000 * count + other) for entry, (count, other) in cells.items()}
    whole, table = with_totals(money), shown(money, figure=1, counts=1)
    bounds = Readings(table).bounds()
    for entry, value in table.items():
        if value is None and whole[entry][1] > 0:
            lowest, highest = bounds[entry]
            assert lowest != highest


def test_a_small_cell_takes_one_with_it_in_its_row_and_column() -> None:
    cells = {
        (("all", "1", "11"), "large"): (3,),
        (("all", "1", "11"), "pair"): (40,),
        (("all", "1", "12"), "large"): (30,),
        (("all", "1", "12"), "pair"): (500,),
        (("all", "1", "13"), "large"): (700,),
        (("all", "1", "13"), "pair"): (800,),
    }
    assert held_back(cells, LIMIT) == {
        (("all", "1", "11"), "large"),
        (("all", "1", "11"), "pair"),
        (("all", "1", "12"), "large"),
        (("all", "1", "12"), "pair"),
    }


def test_the_only_village_of_a_district_hides_its_district() -> None:
    cells = {
        (("all", "1", "11", "111"), "large"): (4,),
        (("all", "1", "12", "121"), "large"): (90,),
        (("all", "1", "13", "131"), "large"): (900,),
    }
    hidden = held_back(cells, LIMIT)
    assert (("all", "1", "11"), "large") in hidden
    assert {entry for entry in hidden if entry[1] == TOTAL} >= {
        (("all", "1", "11", "111"), TOTAL),
        (("all", "1", "11"), TOTAL),
    }
    assert not any(entry[0] in (("all",), ("all", "1")) for entry in hidden), "the region is large enough"
    assert not any("13" in entry[0] for entry in hidden), "the smaller neighbour is enough"


def test_nothing_small_nothing_hidden_and_empty_places_are_shown() -> None:
    cells = {(place(0), "large"): (10,), (place(1), "large"): (0,), (place(2), "large"): (11,)}
    assert held_back(cells, LIMIT) == set()
    assert held_back({}, LIMIT) == set()


@pytest.mark.parametrize("entry", [(("all",), "large"), (place(0), TOTAL)])
def test_a_table_with_its_own_totals_is_refused(entry: Entry) -> None:
    with pytest.raises(BadTable):
        held_back({entry: (3,)}, LIMIT)
