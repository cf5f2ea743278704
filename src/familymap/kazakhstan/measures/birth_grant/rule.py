"""The grant paid once for every child that is born, larger from the fourth child on.

The index of the day of the run is used; for a child born before the last change of the index the sum may be
the one of its birthday (which day counts was not found). All printed amounts are whole tenge, so no
rounding shows.

A payment does not say for which child it is. One of a month before the birth is for another child; of the
children it can be for, all are paid where there are as many payments, and where there are fewer (twins, one
paid) it stays open for whom. A parent who lives elsewhere and is paid is not seen.
"""

from datetime import date

from familymap.kazakhstan.portrait.periods import within
from familymap.rules import (
    Measure,
    add_months,
    amount,
    choose,
    condition,
    count_where,
    fact,
    family,
    full_months,
    known,
    largest,
    person,
    round_nearest,
    total,
)

LAW = "Social Code, art. 72; rules approved by Order 169 of 24 May 2023"


@condition(person, law=LAW)
def birth_grant_newborn(birth_date, as_of, birth_grant_claim_months):
    """Was born within the time in which the grant may be asked for."""
    return full_months(birth_date, as_of) < birth_grant_claim_months


@amount(person, law=LAW)
def birth_grant_amount(
    birth_order, month_index, birth_grant_multiple, birth_grant_multiple_later, birth_grant_later_from
):
    """So many monthly calculation indices for one of the first three children, more for a fourth and later
    one.
    """
    return round_nearest(
        month_index
        * choose(birth_order >= birth_grant_later_from, birth_grant_multiple_later, birth_grant_multiple)
    )


@amount(person, law=LAW)
def birth_grant_at_least(month_index, birth_grant_multiple):
    """The grant of a first child, where nobody knows how many were born before."""
    return round_nearest(month_index * birth_grant_multiple)


@amount(person, law=LAW)
def birth_grant_at_most(month_index, birth_grant_multiple_later):
    """The grant of a fourth or later child, where nobody knows how many were born before."""
    return round_nearest(month_index * birth_grant_multiple_later)


@fact(person, register="benefits")
def birth_grant_payments(benefit_code, month, month_begin, as_of):
    """Grants on a birth paid to the person in the last twelve months."""
    return count_where((benefit_code == "birth") & within(month, add_months(month_begin, -12), as_of))


@fact(person, register="benefits")
def birth_grant_paid_month(benefit_code, month, month_begin, as_of):
    """Latest month for which the person was paid a grant on a birth in the last twelve months."""
    return largest(
        month, where=(benefit_code == "birth") & within(month, add_months(month_begin, -12), as_of)
    )


@fact(family)
def birth_grants_paid(birth_grant_payments):
    """Grants on a birth paid in the family in the last twelve months."""
    return total(birth_grant_payments)


@fact(family)
def birth_grant_last_month(birth_grant_paid_month):
    """Latest month for which the family was paid a grant on a birth; unknown where there is none."""
    return largest(birth_grant_paid_month, where=known(birth_grant_paid_month))


@fact(person)
def birth_grant_may_be_paid(birth_grant_newborn, birth_date, birth_grant_last_month):
    """Is a newborn child whom the last grant paid in the family can have been for."""
    return birth_grant_newborn & (birth_date < add_months(birth_grant_last_month, 1))


@fact(family)
def birth_grant_children(birth_grant_may_be_paid):
    """Newborn children whom the grants paid in the family can have been for."""
    return count_where(birth_grant_may_be_paid)


@fact(person)
def birth_grant_received(
    is_minor, birth_grants_paid, birth_date, birth_grant_last_month, birth_grant_children
):
    """Is a child for whom a grant was paid in the family; open where fewer were paid than children born."""
    return is_minor & choose(
        birth_grants_paid > 0,
        (birth_date < add_months(birth_grant_last_month, 1))
        & choose(birth_grants_paid >= birth_grant_children, True, None),
        False,
    )


MEASURE = Measure(
    name="birth_grant",
    unit=person,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("birth_grant_newborn",),
    amount="birth_grant_amount",
    at_least="birth_grant_at_least",
    at_most="birth_grant_at_most",
    period="once",
    payee="infant_care_payee",
    received_as=("birth",),
    received_fact="birth_grant_received",
    relieves=("income",),
    proactive=True,
)
