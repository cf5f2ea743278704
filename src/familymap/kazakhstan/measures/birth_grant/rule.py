"""The grant paid once for every child that is born, larger from the fourth child on.

The index of the day of the run is used; for a child born before the last change of the index the sum may be
the one of its birthday (which day counts was not found). All printed amounts are whole tenge, so no
rounding shows.
"""

from datetime import date

from familymap.rules import Measure, amount, choose, condition, full_months, person, round_nearest

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
def birth_grant_at_most(month_index, birth_grant_multiple_later):
    """The grant of a fourth or later child, where nobody knows how many were born before."""
    return round_nearest(month_index * birth_grant_multiple_later)


MEASURE = Measure(
    name="birth_grant",
    unit=person,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("birth_grant_newborn",),
    amount="birth_grant_amount",
    at_most="birth_grant_at_most",
    period="once",
    payee="infant_care_payee",
    received_as=("birth",),
    relieves=("income",),
    proactive=True,
)
