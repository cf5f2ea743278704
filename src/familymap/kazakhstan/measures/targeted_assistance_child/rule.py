"""The monthly supplement of targeted assistance for every child from one to six years.

It took the place of the food parcels for small children on 1 January 2023 (see `social_package`). The
tables round up: 1.5 × 4,325 = 6,487.50 is printed as 6,488.
"""

from datetime import date

from familymap.rules import Measure, amount, condition, family, round_up

LAW = "Social Code, art. 120–127; monthly supplement for children since 1 January 2023"
SINCE = date(2023, 1, 1)


@condition(family, law=LAW, since=SINCE)
def tsa_child_from_one_to_six(children_1_to_6, tsa_child_children_at_least):
    """Raises a child from one to six years, six included."""
    return children_1_to_6 >= tsa_child_children_at_least


@condition(family, law=LAW, since=SINCE)
def tsa_child_family_in_need(tsa_in_need):
    """Receives targeted social assistance or is entitled to it."""
    return tsa_in_need


@amount(family, law=LAW, since=SINCE)
def tsa_child_amount(month_index, tsa_child_multiple, children_1_to_6):
    """The multiple of the monthly calculation index for each child."""
    return round_up(month_index * tsa_child_multiple * children_1_to_6)


MEASURE = Measure(
    name="targeted_assistance_child",
    unit=family,
    law=LAW,
    since=SINCE,
    conditions=("tsa_child_from_one_to_six", "tsa_child_family_in_need"),
    amount="tsa_child_amount",
    period="month",
    payee="parent_payee",
    received_as=("tsa_child",),
    relieves=("income",),
    proactive=True,
)
