"""The monthly allowance of a mother, father, adoptive parent or guardian who raises a child with a
disability.

One allowance is counted for a family; whether a second disabled child brings a second one was not found.
The child's own disability allowance is a measure of its own. The tables round up: 1.61 × 50,851 = 81,870.11
is printed as 81,871. Any payment in the family shows receipt; a parent who is paid and lives elsewhere is not
seen.
"""

from datetime import date

from familymap.rules import Measure, amount, any_of, condition, family, round_up

LAW = "Social Code, allowance of a person raising a child with a disability; multiple raised from 1 July 2023"


@condition(family, law=LAW)
def child_disability_care_has_child(is_child_with_disability):
    """Raises a child under 18 who is certified as disabled."""
    return any_of(is_child_with_disability)


@amount(family, law=LAW)
def child_disability_care_amount(subsistence_minimum, child_disability_care_multiple):
    """The multiple of the subsistence minimum of the budget law."""
    return round_up(subsistence_minimum * child_disability_care_multiple)


MEASURE = Measure(
    name="child_disability_care",
    unit=family,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("child_disability_care_has_child",),
    amount="child_disability_care_amount",
    period="month",
    payee="parent_payee",
    received_as=("child_disability_care",),
    relieves=("income",),
    proactive=True,
)
