"""The legend: every number has a colour, every colour a number, and more never looks like less."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familymap.web.map.legend import DOWN, RAMPS, SAME, UP, colour, steps
from familymap.web.map.question import METHODS

numbers = st.lists(st.floats(-1e9, 1e9, allow_nan=False), max_size=40)
methods = st.sampled_from(METHODS)


@given(numbers, methods, st.integers(3, 7))
def test_every_number_has_the_colour_of_its_class(values: list[float], method: str, number: int) -> None:
    legend = steps(values, method, number, change=False)
    assert sum(step.areas for step in legend) == len(values)
    assert [step.colour for step in legend] == list(RAMPS[len(legend)] if legend else ())
    assert all(a.most < b.least for a, b in pairwise(legend))
    for value in values:
        assert any(
            step.colour == colour(value, legend) for step in legend if step.least <= value <= step.most
        )


@given(numbers, methods)
def test_less_and_more_than_before_never_share_a_colour(values: list[float], method: str) -> None:
    for step in steps(values, method, 5, change=True):
        if step.colour == SAME:
            assert step.least == step.most == 0
        else:
            assert step.colour in (DOWN if step.most < 0 else UP)
            assert (step.least < 0) == (step.most < 0)


@pytest.mark.parametrize(("values", "colours"), [([-3, 4], ["d3", "u3"]), ([0, 0], ["same"]), ([], [])])
def test_the_strongest_change_has_the_strongest_colour(values: list[float], colours: list[str]) -> None:
    assert [step.colour for step in steps(values, "quantile", 5, change=True)] == colours
