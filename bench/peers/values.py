"""The values of the made-up law's parameters, of its what-ifs and of its chapters: both sides read them."""

from collections.abc import Mapping
from decimal import Decimal

Value = int | Decimal | Mapping[int, Decimal]

VALUES: Mapping[str, Value] = {
    "majority_age": 18,
    "student_age_limit": 23,
    "pension_age": 63,
    "infant_age_limit": 2,
    "month_index": 4325,
    "poverty_line": 35596,
    "many_children": 4,
    "children_multiples": {
        4: Decimal("16.03"),
        5: Decimal("20.04"),
        6: Decimal("24.05"),
        7: Decimal("28.06"),
    },
    "infant_multiple": Decimal("8.47"),
    "home_multiple": Decimal("5"),
    "lines_for_infants": 3,
    "lines_for_home": 2,
    "area_norm": 18,
}
"""Parameters as people write them: the values of the rules as they are."""

WHAT_IFS: Mapping[str, Mapping[str, Value]] = {
    "grown up at 21": {"majority_age": 21},
    "students to 25": {"student_age_limit": 25},
    "a higher month index": {"month_index": 4500},
    "a higher poverty line": {"poverty_line": 45000},
    "a lower poverty line": {"poverty_line": 30000},
    "three children are many": {
        "many_children": 3,
        "children_multiples": {
            3: Decimal("12.02"),
            4: Decimal("16.03"),
            5: Decimal("20.04"),
            6: Decimal("24.05"),
            7: Decimal("28.06"),
        },
    },
    "infants to three years": {"infant_age_limit": 3},
    "infants of poorer families": {"lines_for_infants": 2},
    "homes for all below four lines": {"lines_for_home": 4},
    "a smaller norm of area": {"area_norm": 15},
}
"""Ten changes of law: what they change."""

STEPS: Mapping[str, int | Decimal] = {
    "majority_age": -1,
    "student_age_limit": 1,
    "pension_age": -1,
    "infant_age_limit": 1,
    "month_index": 50,
    "poverty_line": 1000,
    "children_multiples": Decimal("0.11"),
    "infant_multiple": Decimal("0.07"),
    "home_multiple": Decimal("0.13"),
    "area_norm": 1,
}
"""How far each chapter's values are from those of the chapter before."""


def _moved(value: Value, by: int | Decimal) -> Value:
    if isinstance(value, Mapping):
        return {entry: one + by for entry, one in value.items()}
    return value + by


CHAPTERS: Mapping[str, Mapping[str, Value]] = {
    f"chapter_{number}": {name: _moved(value, number * STEPS.get(name, 0)) for name, value in VALUES.items()}
    for number in range(1, 11)
}
"""Ten laws that are together as wide as a country's; a value that has a step is another one in each.

Every rule but `age` stands on such a value, so two chapters share no other fact, condition or amount.
"""
