"""Targeted social assistance: the income of each member is raised to the poverty line of the region.

Until 2024 the line is 70 % of the region's subsistence minimum, since 2025 35 % of the region's median
income but no less than those 70 %. Medians are not published, so the rule works with bounds of the line: an
income below the floor is certainly below the line, an income at the ceiling or above is certainly not, and
only in between the answer waits for the median. Income has bounds too: what registers know of it is the
least it can be. Amounts are rounded up to whole tenge, in favour of the family; the way the state rounds
them was not found.
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
    first_known,
    largest_of,
    lookup,
    one_of,
    person,
    round_up,
)

INCOME_RULES = "Social Code, art. 127; rules of counting income approved by Order 181 of 26 May 2023"
LINE_SINCE_2025 = "Order 160 of 19 May 2023 as amended by Order 473 of 20 December 2024"


@fact(family, law="Order 160 of 19 May 2023", unit="tenge per member and month")
def tsa_line_floor(family_region, statistical_minimum, tsa_share_of_minimum):
    """70 % of the region's statistical subsistence minimum: the poverty line is nowhere lower."""
    return lookup(family_region, statistical_minimum) * tsa_share_of_minimum


@fact(
    family,
    name="tsa_line",
    law="Order 160 of 19 May 2023",
    unit="tenge per member and month",
    until=date(2024, 12, 31),
)
def tsa_line_until_2024(tsa_line_floor):
    """The poverty line: 70 % of the region's subsistence minimum."""
    return tsa_line_floor


@fact(family, name="tsa_line", law=LINE_SINCE_2025, unit="tenge per member and month", since=date(2025, 1, 1))
def tsa_line_since_2025(family_region, tsa_median_income, tsa_share_of_median, tsa_line_floor):
    """The poverty line: 35 % of the region's median income of the quarter, at least 70 % of its subsistence
    minimum.
    """
    return largest_of(lookup(family_region, tsa_median_income) * tsa_share_of_median, tsa_line_floor)


@fact(
    family,
    name="tsa_line_ceiling",
    law="Order 160 of 19 May 2023",
    unit="tenge per member and month",
    until=date(2024, 12, 31),
)
def tsa_line_ceiling_until_2024(tsa_line):
    """The highest the poverty line can be: until 2024 it is known exactly."""
    return tsa_line


@fact(
    family,
    name="tsa_line_ceiling",
    law=LINE_SINCE_2025,
    unit="tenge per member and month",
    since=date(2025, 1, 1),
)
def tsa_line_ceiling_since_2025(tsa_line, tsa_median_income_at_most, tsa_share_of_median, tsa_line_floor):
    """The highest the poverty line can be: the line itself, or while it is unknown 35 % of an income that
    no region's median reaches.
    """
    return first_known(tsa_line, largest_of(tsa_median_income_at_most * tsa_share_of_median, tsa_line_floor))


@condition(family, law=f"{INCOME_RULES}; {LINE_SINCE_2025}")
def tsa_income_below_line(
    income_per_member, income_known_per_member, tsa_line_floor, tsa_line, tsa_line_ceiling
):
    """Has less income per member than the poverty line of the region.

    What the registers know of the income settles a «no» even where the rest is unknown.
    """
    return ((income_per_member < tsa_line_floor) & (income_known_per_member < tsa_line_floor)) | (
        (income_per_member < tsa_line) & (income_known_per_member < tsa_line_ceiling)
    )


@fact(person, register="loans")
def tsa_loans(kind, opened_on, as_of):
    """Loans of the person that are not paid back, mortgages aside."""
    return count_where((kind != "mortgage") & (opened_on <= as_of))


@fact(family)
def tsa_has_loan(tsa_loans):
    """Somebody in the family has a loan other than a mortgage."""
    return any_of(tsa_loans > 0)


@condition(family, law=f"{INCOME_RULES} (practice since September 2025, text of the amendment not seen)")
def tsa_no_loan_counted(tsa_has_loan, tsa_loans_counted):
    """No loan of the family is counted as income; where that is open, only a family without loans is sure."""
    return ~tsa_has_loan | ~tsa_loans_counted


@fact(family)
def tsa_received(receives_tsa):
    """Somebody in the family receives targeted social assistance."""
    return any_of(receives_tsa)


@fact(family)
def tsa_in_need(tsa_received, tsa_income_below_line, tsa_no_loan_counted):
    """Receives targeted social assistance or is entitled to it."""
    return tsa_received | (tsa_income_below_line & tsa_no_loan_counted)


@fact(family, law="Social Code, art. 122")
def tsa_with_contract(
    able_bodied_members, age, is_child_with_disability, disability_group, tsa_small_child_until
):
    """The assistance would be conditional: somebody is able to work, so the family makes a social contract.

    Without one able to work, or where the only one cares for a child under three or a disabled person, it
    is paid without conditions. Care for somebody old or ill, which the law also names, is not in the
    registers.
    """
    return (able_bodied_members >= 2) | (
        (able_bodied_members == 1)
        & ~any_of(
            (age < tsa_small_child_until) | is_child_with_disability | one_of(disability_group, "1", "2")
        )
    )


@amount(family, law=INCOME_RULES)
def tsa_amount(tsa_line, income_per_member, members):
    """What is missing to the poverty line, for every member."""
    return round_up((tsa_line - income_per_member) * members)


@amount(family, law=INCOME_RULES)
def tsa_at_least(tsa_line_floor, income_per_member, members):
    """The least it can be while the median is not known: what is missing to the floor of the line."""
    return round_up((tsa_line_floor - income_per_member) * members)


@amount(family, law=INCOME_RULES)
def tsa_at_most(tsa_line_ceiling, income_known_per_member, members):
    """The most it can be: what the known income leaves to the highest possible line, for every member."""
    return round_up((tsa_line_ceiling - income_known_per_member) * members)


MEASURE = Measure(
    name="targeted_assistance",
    unit=family,
    law=f"Social Code, art. 120–127; {LINE_SINCE_2025}",
    since=date(2021, 1, 1),
    conditions=("tsa_income_below_line", "tsa_no_loan_counted"),
    amount="tsa_amount",
    at_least="tsa_at_least",
    at_most="tsa_at_most",
    period="month",
    payee="parent_payee",
    received_as=("tsa",),
    relieves=("income",),
    proactive=True,
)
