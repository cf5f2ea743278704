"""The monthly allowance of families with four or more children, whatever they earn.

The published tables round up: 28.06 × 2,917 = 81,851.02 is printed as 81,852, 16.03 × 3,180 = 50,975.40 as
50,976.
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
    first_known,
    known,
    lookup,
    round_up,
)

LAW = "Social Code; rules approved by Order 169 of 24 May 2023"


@condition(family, law=LAW)
def four_or_more_children(
    children_under_18, children_counted, large_family_children_possible, large_family_children_at_least
):
    """Raises four or more children who are under 18, or under 23 in full-time study, and live with the
    family.

    Enough minors settle it even where nobody knows whether an older child studies, and so do too few who may.
    """
    return (children_under_18 >= large_family_children_at_least) | first_known(
        children_counted >= large_family_children_at_least,
        choose(large_family_children_possible >= large_family_children_at_least, None, False),
    )


@fact(family)
def large_family_children_known(is_child_counted):
    """Members of whom it is known that they count as children."""
    return count_where(is_child_counted & known(is_child_counted))


@fact(family)
def large_family_children_possible(is_child_counted):
    """Members who count as children, or may where nobody knows whether they study."""
    return count_where(is_child_counted | ~known(is_child_counted))


@amount(family, law=LAW)
def large_family_amount(
    children_counted,
    month_index,
    large_family_multiples,
    large_family_per_child,
    large_family_per_child_from,
):
    """The multiple for the number of children of the monthly calculation index; from eight children on, so
    much for each.
    """
    return round_up(
        month_index
        * choose(
            children_counted >= large_family_per_child_from,
            large_family_per_child * children_counted,
            lookup(children_counted, large_family_multiples),
        )
    )


@amount(family, law=LAW)
def large_family_at_least(
    large_family_children_known,
    month_index,
    large_family_multiples,
    large_family_per_child,
    large_family_per_child_from,
):
    """The allowance for the children who are known to count."""
    return round_up(
        month_index
        * choose(
            large_family_children_known >= large_family_per_child_from,
            large_family_per_child * large_family_children_known,
            lookup(large_family_children_known, large_family_multiples),
        )
    )


@amount(family, law=LAW)
def large_family_at_most(
    large_family_children_possible,
    month_index,
    large_family_multiples,
    large_family_per_child,
    large_family_per_child_from,
):
    """The allowance if everybody who may study full-time does."""
    return round_up(
        month_index
        * choose(
            large_family_children_possible >= large_family_per_child_from,
            large_family_per_child * large_family_children_possible,
            lookup(large_family_children_possible, large_family_multiples),
        )
    )


MEASURE = Measure(
    name="large_family",
    unit=family,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("four_or_more_children",),
    amount="large_family_amount",
    at_least="large_family_at_least",
    at_most="large_family_at_most",
    period="month",
    payee="parent_payee",
    received_as=("large_family",),
    relieves=("income",),
    proactive=True,
)
