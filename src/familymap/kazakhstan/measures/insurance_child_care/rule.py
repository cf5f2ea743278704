"""What the State Social Insurance Fund pays each month for the small child of an insured parent.

It stands in place of the state's allowance for the care of a small child, for the same months: whoever is
insured gets this one, whoever is not the other. It is paid for each child. The income of the parent over 24
months is not in the registers; it can be told, else the amount stays open between the state's allowance and
the ceiling.
"""

from datetime import date

from familymap.rules import (
    Measure,
    amount,
    asked,
    condition,
    family,
    first_known,
    largest_of,
    person,
    round_nearest,
    smallest_of,
)

LAW = "Social Code; rules approved by Order 248 of 27 June 2023"

INCOME = asked(
    "insurance_child_care_income",
    family,
    "money",
    title={
        "kk": "Баланы күтетін ата-ананың 24 айдағы орташа айлық табысы",
        "ru": "Средний доход в месяц за 24 месяца у того, кто ухаживает за ребёнком",
        "en": "Average monthly income over 24 months of the parent who cares for the child",
    },
    question={
        "kk": "Баланы күтіп отырған ата-ананың соңғы 24 айда аударым төленген табысы айына орта есеппен "
        "қанша болды?",
        "ru": "Каким был за последние 24 месяца средний доход в месяц у родителя, который ухаживает за "
        "ребёнком?",
        "en": "What was the average monthly income over the last 24 months of the parent who cares for "
        "the child?",
    },
)


@condition(person, law=LAW)
def insurance_child_care_young_enough(infant_care_young_enough):
    """Is younger than a year and a half (until 2022: than a year)."""
    return infant_care_young_enough


@condition(person, law=LAW)
def insurance_child_care_parent_insured(infant_care_family_uninsured):
    """The parent who cares for the child takes part in social insurance."""
    return ~infant_care_family_uninsured


@amount(person, law=LAW)
def insurance_child_care_amount(
    insurance_child_care_income,
    minimum_wage,
    insurance_income_cap,
    insurance_child_care_replacement,
    infant_care_amount,
):
    """The share of the income that is replaced, no less than the state's allowance for this child."""
    return round_nearest(
        largest_of(
            smallest_of(insurance_child_care_income, minimum_wage * insurance_income_cap)
            * insurance_child_care_replacement,
            infant_care_amount,
        )
    )


@amount(person, law=LAW)
def insurance_child_care_at_least(infant_care_amount, infant_care_at_least):
    """The least it can be: the state's allowance for this child."""
    return first_known(infant_care_amount, infant_care_at_least)


@amount(person, law=LAW)
def insurance_child_care_at_most(minimum_wage, insurance_income_cap, insurance_child_care_replacement):
    """The most it can be: the share of the highest income that counts."""
    return round_nearest(minimum_wage * insurance_income_cap * insurance_child_care_replacement)


MEASURE = Measure(
    name="insurance_child_care",
    unit=person,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("insurance_child_care_young_enough", "insurance_child_care_parent_insured"),
    amount="insurance_child_care_amount",
    at_least="insurance_child_care_at_least",
    at_most="insurance_child_care_at_most",
    period="month",
    payee="mother_id",
    excludes=("care_to_18_months",),
    relieves=("income",),
    proactive=True,
)
