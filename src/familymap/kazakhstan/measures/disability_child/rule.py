"""The monthly allowance of a child with a disability: by age up to seven, then by group.

The register of certificates knows children without a group; from seven on the amount then stays open, between
the multiples of group 3 and group 1. Published amounts of 2026 are rounded up (81,870.11 is printed as
81,871).

Adults and children are paid under one code, and a payment does not say for whom. One payment to somebody
disabled is taken for their own; a payment to anybody else, and a second one, is for a child. Fewer of those
than children without a payment of their own leave open which child is paid. A parent who lives elsewhere and
is paid is not seen.
"""

from datetime import date

from familymap.rules import (
    Measure,
    amount,
    choose,
    condition,
    count_where,
    fact,
    family,
    largest_of,
    lookup,
    person,
    round_up,
    total,
)

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
def disability_child_at_least(
    age,
    subsistence_minimum,
    disability_child_group_from_age,
    disability_child_young_multiple,
    disability_child_group_multiples,
):
    """The least it can be: the multiple of group 3."""
    return choose(
        age < disability_child_group_from_age,
        round_up(subsistence_minimum * disability_child_young_multiple),
        round_up(subsistence_minimum * lookup("3", disability_child_group_multiples)),
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


@fact(person, register="benefits")
def disability_child_payments(benefit_code, month, last_month):
    """Disability allowances paid to the person for the last month, their own or for a child."""
    return count_where((benefit_code == "disability") & (month == last_month))


@fact(person)
def disability_child_payments_for_others(disability_child_payments, disabled):
    """Those that are not the person's own: of somebody disabled one is taken for their own."""
    return choose(disabled, largest_of(disability_child_payments - 1, 0), disability_child_payments)


@fact(family)
def disability_child_paid_for(disability_child_payments_for_others):
    """Disability allowances paid in the family for somebody other than the payee."""
    return total(disability_child_payments_for_others)


@fact(family)
def disability_child_without_own_payment(is_child_with_disability, disability_child_payments):
    """Disabled children to whom nothing is paid in their own name."""
    return count_where(is_child_with_disability & (disability_child_payments == 0))


@fact(person)
def disability_child_received(
    is_minor, disability_child_payments, disability_child_paid_for, disability_child_without_own_payment
):
    """Is a child who is paid the allowance, or for whom somebody of the family is paid."""
    return is_minor & (
        (disability_child_payments > 0)
        | (
            (disability_child_paid_for > 0)
            & choose(disability_child_paid_for >= disability_child_without_own_payment, True, None)
        )
    )


MEASURE = Measure(
    name="disability_child",
    unit=person,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("disability_child_is_child", "disability_child_certified"),
    amount="disability_child_amount",
    at_least="disability_child_at_least",
    at_most="disability_child_at_most",
    period="month",
    payee="parent_payee",
    received_as=("disability",),
    received_fact="disability_child_received",
    relieves=("income",),
    proactive=True,
)
