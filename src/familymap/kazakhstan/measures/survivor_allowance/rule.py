"""The monthly allowance of children and students who lost a parent, paid for all of them together.

Counted are children under 18 and full-time students under 23. The law also names disabled kin, parents of
pension age and a parent who cares for a child under eight; with them the sum may be higher. Higher rates
for the cause of death (as for soldiers) were not found and are not counted. The tables round up: 2.75 ×
50,851 = 139,840.25 is printed as 139,841.

One payment in the family is taken for all of them: the register does not say for how many it is, and a
guardian or a grown student who is paid apart and lives elsewhere is not seen.
"""

from datetime import date

from familymap.rules import (
    Measure,
    amount,
    any_of,
    choose,
    condition,
    count_where,
    fact,
    family,
    first_known,
    known,
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


@fact(family)
def survivor_dependants_known(survivor_dependant, survivor_orphan):
    """Children and students known to have lost a parent, and not known to have lost both."""
    return count_where(
        survivor_dependant & known(survivor_dependant) & ~(survivor_orphan & known(survivor_orphan))
    )


@fact(family)
def survivor_orphans_known(survivor_orphan):
    """Children and students known to have lost both parents."""
    return count_where(survivor_orphan & known(survivor_orphan))


@fact(family)
def survivor_dependants_possible(survivor_dependant, survivor_orphan):
    """Members who may be children or students without one parent, and have certainly not lost both."""
    return count_where(
        (survivor_dependant | ~known(survivor_dependant)) & ~(survivor_orphan | ~known(survivor_orphan))
    )


@fact(family)
def survivor_orphans_possible(survivor_orphan):
    """Members who may be children or students without both parents."""
    return count_where(survivor_orphan | ~known(survivor_orphan))


@condition(family, law=LAW)
def survivor_lost_breadwinner(survivor_dependant, receives_survivor):
    """A child or student of the family has lost a parent; if no act tells, being paid proves it."""
    return first_known(any_of(survivor_dependant), choose(any_of(receives_survivor), True, None))


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


@amount(family, law=LAW)
def survivor_at_least(
    subsistence_minimum,
    survivor_dependants_known,
    survivor_orphans_known,
    survivor_multiples,
    survivor_most_dependants,
    survivor_orphan_multiple,
):
    """The allowance for those who are known to have lost a parent, as of one parent where that is open."""
    return round_up(
        subsistence_minimum
        * (
            lookup(smallest_of(survivor_dependants_known, survivor_most_dependants), survivor_multiples)
            + survivor_orphan_multiple * survivor_orphans_known
        )
    )


@amount(family, law=LAW)
def survivor_at_most(
    subsistence_minimum,
    survivor_dependants_possible,
    survivor_orphans_possible,
    survivor_multiples,
    survivor_most_dependants,
    survivor_orphan_multiple,
):
    """The allowance for all who may have lost a parent; who may have lost both counts so: that is more."""
    return round_up(
        subsistence_minimum
        * (
            lookup(smallest_of(survivor_dependants_possible, survivor_most_dependants), survivor_multiples)
            + survivor_orphan_multiple * survivor_orphans_possible
        )
    )


MEASURE = Measure(
    name="survivor_allowance",
    unit=family,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("survivor_lost_breadwinner",),
    amount="survivor_amount",
    at_least="survivor_at_least",
    at_most="survivor_at_most",
    period="month",
    payee="parent_payee",
    received_as=("survivor",),
    relieves=("income",),
    proactive=True,
)
