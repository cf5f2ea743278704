"""How a number is said."""

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from familymap.web.figures import Row
from familymap.web.map.saying import row_said, said


@pytest.mark.parametrize(
    ("lower", "upper", "unit", "change", "expected"),
    [
        (1234, 1234, "number", False, "1 234"),
        (10, 1234, "number", False, "10–1 234"),
        (0.1, 0.245, "share", False, "10.0–24.5%"),
        (0.0017, 0.083, "share", False, "0.17–8.3%"),
        (0, 0, "share", False, "0.0%"),
        (123_456_700, 223_456_700, "money", False, "1.2–2.2 million ₸"),
        (90_000_000, 223_456_700, "money", False, "900.0 thousand ₸–2.2 million ₸"),
        (5, None, "number", False, "at least 5"),
        (0, None, "number", False, "unknown"),
        (None, None, "share", False, "unknown"),
        (0, 0, "number", False, "0"),
        (-12, 30, "number", True, "−12 … +30"),
        (0, 0, "number", True, "0"),
    ],
)
def test_bounds_are_said_with_their_unit_once(
    lower: float | None, upper: float | None, unit: str, change: bool, expected: str
) -> None:
    with translation.override("en"):
        assert strip_tags(said(lower, upper, False, unit, change)).replace("\u202f", " ").replace(
            "\xa0", " "
        ) == (expected)


@pytest.mark.parametrize(
    ("language", "words"), [("kk", "көрсетілмейді"), ("ru", "не показано"), ("en", "held back")]
)
def test_what_is_held_back_says_so_and_nothing_else(language: str, words: str) -> None:
    with translation.override(language):
        assert strip_tags(row_said(Row("10", "Abai", None, None, True), "number")) == words


def test_a_sum_without_what_is_held_back_is_at_least_that() -> None:
    with translation.override("en"):
        row = Row("all", "Country", 5_000_00, 7_000_00, False, partial=True)
        assert strip_tags(row_said(row, "number")).startswith("at least 500")
