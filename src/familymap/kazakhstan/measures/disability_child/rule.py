"""The monthly allowance of a child with a disability: by age up to seven, then by group.

The register of certificates knows children without a group; from seven on the amount then stays open, between
the multiples of group 3 and group 1. Published amounts of 2026 are rounded up (81,870.11 is printed as
81,871).
"""

from datetime import date

from familymap.rules import Measure, amount, choose, condition, lookup, person, round_up

LAW = (
    "Social Code, art. 177; rules approved by Order 257 of 27 June 2023 (until 1 July 2023: Law 126 "
    "of 16 June 1997)"
)


@condition(person, law=LAW)
def disability_child_is_child(is_minor):
    """Is under 18."""
    return is_minor


@condition(person, law=LAW)
def disability_child_certified(disabled):
    """Holds a certificate of disability that is in force."""
    return disabled


@amount(person, law=LAW)
def disability_child_amount(
    age,
    disability_group,
    subsistence_minimum,
    disability_child_group_from_age,
    disability_child_young_multiple,
    disability_child_group_multiples,
):
    """A multiple of the subsistence minimum: one for all up to seven years, then that of the group."""
    return choose(
        age < disability_child_group_from_age,
        round_up(subsistence_minimum * disability_child_young_multiple),
        round_up(subsistence_minimum * lookup(disability_group, disability_child_group_multiples)),
    )


@amount(person, law=LAW)
def disability_child_at_most(
    age,
    subsistence_minimum,
    disability_child_group_from_age,
    disability_child_young_multiple,
    disability_child_group_multiples,
):
    """The most it can be: the multiple of group 1."""
    return choose(
        age < disability_child_group_from_age,
        round_up(subsistence_minimum * disability_child_young_multiple),
        round_up(subsistence_minimum * lookup("1", disability_child_group_multiples)),
    )


MEASURE = Measure(
    name="disability_child",
    unit=person,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("disability_child_is_child", "disability_child_certified"),
    amount="disability_child_amount",
    at_most="disability_child_at_most",
    period="month",
    payee="parent_payee",
    received_as=("disability",),
    relieves=("income",),
    proactive=True,
)
