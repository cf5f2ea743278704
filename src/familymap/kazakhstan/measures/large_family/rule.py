"""The monthly allowance of families with four or more children, whatever they earn.

The published tables round up: 28.06 × 2,917 = 81,851.02 is printed as 81,852, 16.03 × 3,180 = 50,975.40 as
50,976.
"""

from datetime import date

from familymap.rules import Measure, amount, choose, condition, family, lookup, round_up


@condition(family, law="Social Code; rules approved by Order 169 of 24 May 2023")
def four_or_more_children(children_under_18, children_counted, large_family_children_at_least):
    """Raises four or more children who are under 18, or under 23 in full-time study, and live with the
    family.

    Enough minors settle it even where nobody knows whether an older child studies.
    """
    return (children_under_18 >= large_family_children_at_least) | (
        children_counted >= large_family_children_at_least
    )


@amount(family, law="Social Code; rules approved by Order 169 of 24 May 2023")
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


MEASURE = Measure(
    name="large_family",
    unit=family,
    law="Social Code; rules approved by Order 169 of 24 May 2023",
    since=date(2021, 1, 1),
    conditions=("four_or_more_children",),
    amount="large_family_amount",
    period="month",
    payee="parent_payee",
    received_as=("large_family",),
    relieves=("income",),
    proactive=True,
)
