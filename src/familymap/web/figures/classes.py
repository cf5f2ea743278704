"""Classes for a legend: where one colour ends and the next begins."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
MOST_VALUES = 1000
"""Natural breaks are looked for among so many different values; more are thinned out evenly first."""


def classes(values: Sequence[float], method: str, number: int) -> list[float]:
    """The upper ends of at most `number` classes, rising, the last one the greatest value.

    `quantile` puts about as many values in each, `equal` cuts the range into equal pieces, `jenks` makes the
    values of each class as alike as possible (Fisher and Jenks). Equal values are never parted; so there are
    fewer classes than asked for where there are fewer different values. Raises ValueError for another method.
    """
    if not values:
        return []
    given = np.sort(np.asarray(values, dtype=np.float64))
    different = np.unique(given)
    if len(different) <= number:
        return [float(value) for value in different]
    makers = {"quantile": _quantile, "equal": _equal, "jenks": _jenks}
    if method not in makers:
        raise ValueError(f"There is no method «{method}»: choose one of {', '.join(makers)}.")
    return [float(value) for value in np.unique(makers[method](given, number))]


def _quantile(given: Values, number: int) -> Values:
    places = np.ceil(np.arange(1, number + 1) * len(given) / number).astype(int) - 1
    found: Values = given[places]
    return found


def _equal(given: Values, number: int) -> Values:
    ends = np.linspace(given[0], given[-1], number + 1)[1:]
    ends[-1] = given[-1]
    return ends


def _jenks(given: Values, number: int) -> Values:
    """With S(i, j) the sum of squares around the mean of values i … j, the least Σ S over all ways to cut."""
    if len(given) > MOST_VALUES:
        given = given[np.linspace(0, len(given) - 1, MOST_VALUES).round().astype(int)]
    value, count = np.unique(given, return_counts=True)
    n = len(value)
    weight = np.concatenate([[0], np.cumsum(count)]).astype(np.float64)
    first = np.concatenate([[0], np.cumsum(count * value)])
    second = np.concatenate([[0], np.cumsum(count * value**2)])
    best = second[1:] - first[1:] ** 2 / weight[1:]
    begins = np.zeros((number, n), dtype=np.int64)
    for row in range(1, number):
        following = best.copy()
        for end in range(row, n):
            begin = np.arange(row, end + 1)
            inside = second[end + 1] - second[begin]
            inside -= (first[end + 1] - first[begin]) ** 2 / (weight[end + 1] - weight[begin])
            whole = best[begin - 1] + inside
            place = int(np.argmin(whole))
            begins[row, end], following[end] = begin[place], whole[place]
        best = following
    ends, end = [], n - 1
    for row in range(number - 1, -1, -1):
        ends.append(value[end])
        end = int(begins[row, end]) - 1
    return np.array(ends[::-1])
