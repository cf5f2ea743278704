"""The monthly allowance of children and students who lost a parent, paid for all of them together.

Counted are children under 18 and full-time students under 23. The law also names disabled kin, parents of
pension age and a parent who cares for a child under eight; with them the sum may be higher. Higher rates
for the cause of death (as for soldiers) were not found and are not counted. The tables round up: 2.75 ×
50,851 = 139,840.25 is printed as 139,841.
"""

from datetime import date

from familymap.rules import (
    Measure,
    amount,
    any_of,
    condition,
    count_where,
    fact,
    family,
    lookup,
    person,
    round_up,
    smallest_of,
)

LAW = "Social Code, allowance for the loss of the breadwinner; rules approved by Order 257 of 27 June 2023"


@fact(person, law=LAW)
def survivor_dependant(lost_parent, is_minor, age, student_age_limit, is_full_time_student):
    """Has lost a parent and is under 18, or under 23 and in full-time study."""
    return lost_parent & (is_minor | ((age < student_age_limit) & is_full_time_student))


@fact(person, law=LAW)
def survivor_orphan(survivor_dependant, role, lost_both_parents):
    """Has lost both parents: nobody who lives as a child with mother or father has."""
    return survivor_dependant & (role != "child") & lost_both_parents


@fact(family)
def survivor_dependants(survivor_dependant, survivor_orphan):
    """Children and students who have lost one parent."""
    return count_where(survivor_dependant & ~survivor_orphan)


@fact(family)
def survivor_orphans(survivor_orphan):
    """Children and students who have lost both parents."""
    return count_where(survivor_orphan)


@condition(family, law=LAW)
def survivor_lost_breadwinner(survivor_dependant):
    """A child or student of the family has lost a parent."""
    return any_of(survivor_dependant)


@amount(family, law=LAW)
def survivor_amount(
    subsistence_minimum,
    survivor_dependants,
    survivor_orphans,
    survivor_multiples,
    survivor_most_dependants,
    survivor_orphan_multiple,
):
    """The multiple of the subsistence minimum for the number of dependants, and for each full orphan a
    multiple of its own.
    """
    return round_up(
        subsistence_minimum
        * (
            lookup(smallest_of(survivor_dependants, survivor_most_dependants), survivor_multiples)
            + survivor_orphan_multiple * survivor_orphans
        )
    )


MEASURE = Measure(
    name="survivor_allowance",
    unit=family,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("survivor_lost_breadwinner",),
    amount="survivor_amount",
    period="month",
    payee="parent_payee",
    received_as=("survivor",),
    relieves=("income",),
    proactive=True,
)
