"""Classes of a legend, held against every possible way to cut."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from familymap.web.figures import classes

numbers = st.lists(st.integers(0, 50), min_size=1, max_size=9)


def squares(values: list[float], tops: list[float]) -> float:
    """The sum of squares around the means of the classes."""
    lower, whole = -np.inf, 0.0
    for top in tops:
        inside = np.array([value for value in values if lower < value <= top])
        whole += float(((inside - inside.mean()) ** 2).sum()) if len(inside) else 0.0
        lower = top
    return whole


@settings(max_examples=60)
@given(numbers, st.integers(2, 4))
def test_jenks_makes_classes_as_alike_as_can_be(values: list[int], number: int) -> None:
    found = classes(values, "jenks", number)
    different = sorted(set(values))
    best = min(
        squares(values, [*cut, different[-1]])
        for size in range(min(number, len(different)))
        for cut in combinations(different[:-1], size)
    )
    assert len(found) <= number
    assert squares(values, found) == pytest.approx(best, abs=1e-6)


@settings(max_examples=60)
@given(numbers, st.integers(1, 7), st.sampled_from(["quantile", "jenks", "equal"]))
def test_the_last_class_ends_with_the_greatest_value_and_ends_rise(
    values: list[int], number: int, method: str
) -> None:
    found = classes(values, method, number)
    assert found[-1] == max(values)
    assert found == sorted(set(found)) and len(found) <= max(number, 1)


def test_quantiles_share_out_and_equal_steps_are_equal() -> None:
    assert classes([1, 2, 3, 4, 5, 6, 7, 80], "quantile", 4) == [2, 4, 6, 80]
    assert classes([0, 1, 2, 3, 100], "equal", 4) == [25, 50, 75, 100]
    assert classes([], "jenks", 5) == []


def test_another_method_is_refused() -> None:
    with pytest.raises(ValueError, match="choose one of quantile, equal, jenks"):
        classes([1, 2, 3, 4], "pretty", 2)


def test_six_thousand_settlements_take_no_time() -> None:
    values = np.random.default_rng(1).lognormal(3, 1, 6500)
    assert len(classes(list(values), "jenks", 7)) == 7
