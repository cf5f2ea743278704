"""The shared values of law are those that were printed, on the days on which they held."""

from datetime import date
from decimal import Decimal

import pytest

from familymap.country import load
from familymap.rules.parameter_files import load_parameters
from familymap.rules.values import shown

PARAMETERS = load_parameters([load("kazakhstan").folder / "parameters.yaml"])
REGIONS = 20

PRINTED = {
    "month_index": {
        "2021-06-01": 2917,
        "2022-03-31": 3063,
        "2022-04-01": 3180,
        "2023-01-01": 3450,
        "2024-01-01": 3692,
        "2025-01-01": 3932,
        "2025-12-31": 3932,
        "2026-01-01": 4325,
    },
    "subsistence_minimum": {
        "2021-06-01": 34302,
        "2022-03-31": 36018,
        "2022-04-01": 37389,
        "2023-01-01": 40567,
        "2024-01-01": 43407,
        "2025-01-01": 46228,
        "2026-01-01": 50851,
    },
    "minimum_wage": {
        "2021-06-01": 42500,
        "2022-06-01": 60000,
        "2023-12-31": 70000,
        "2024-01-01": 85000,
        "2026-01-01": 85000,
    },
    "minimum_pension": {
        "2023-06-01": 53076,
        "2024-06-01": 57853,
        "2025-06-01": 62771,
        "2026-01-01": 69049,
    },
    "base_pension": {"2023-06-01": 24341, "2024-06-01": 28215, "2025-06-01": 32360, "2026-01-01": 35596},
    "pension_age_men": {"2021-06-01": 63, "2026-01-01": 63},
    "pension_age_women": {"2021-06-01": 60, "2023-01-01": 61, "2027-12-31": 61, "2031-01-01": 63},
    "majority_age": {"2026-01-01": 18},
    "student_age_limit": {"2026-01-01": 23},
}


@pytest.mark.parametrize(
    ("name", "day", "printed"),
    [(name, day, value) for name, values in PRINTED.items() for day, value in values.items()],
)
def test_a_value_is_the_printed_one(name: str, day: str, printed: int) -> None:
    """Amounts of the budget laws of 2021 to 2026 and the ages of the Social Code."""
    dated = PARAMETERS[name].on(date.fromisoformat(day))
    assert dated is not None
    assert shown(dated.value, PARAMETERS[name].type) == printed


@pytest.mark.parametrize(
    ("day", "printed"), [("2023-10-01", 51710), ("2025-07-01", 56208), ("2025-10-01", 60878)]
)
def test_the_statistical_minimum_holds_after_its_quarter(day: str, printed: int) -> None:
    """Q3 2023, Q2 2025 and Q3 2025; every region carries the national value, which is said."""
    dated = PARAMETERS["statistical_minimum"].on(date.fromisoformat(day))
    assert dated is not None
    assert len(dated.table) == REGIONS + 1
    assert {shown(value, PARAMETERS["statistical_minimum"].type) for value in dated.table.values()} == {
        Decimal(printed)
    }
    assert dated.certainty == "assumption"


def test_what_was_not_found_is_not_made_up() -> None:
    """The pension minimum after the second rise of 2022, and the statistical minimum before Q3 2022."""
    for name, day in (("minimum_pension", date(2022, 6, 1)), ("statistical_minimum", date(2022, 1, 1))):
        dated = PARAMETERS[name].on(day)
        assert dated is not None and dated.value is None and not dated.table
