"""Housing aid: the local budget pays what the costs of the home exceed a share of the household's income.

The council of each district sets the share, between 5 and 10 %; few were found. So the answer has two sides:
costs above 10 % of an income that is wholly known are certainly enough, costs below 5 % of what is known of
the income are certainly not, and in between the share is missing. Costs count up to a norm of area. The
limits for gas, water and heat cannot be tested: a bill is not split by service, and rent of a state dwelling
is not on it. One dwelling counts, the only one owned, or one rented from the state. The way amounts are
rounded was not found: up to whole tenge here.
"""

from datetime import date

from familymap.rules import (
    Measure,
    amount,
    asked,
    choose,
    condition,
    fact,
    first_known,
    household,
    largest,
    largest_of,
    lookup,
    person,
    ratio,
    round_up,
    smallest,
    smallest_of,
    total,
)

LAW = (
    "Rules of housing aid, Order 117 of 8 December 2023 as amended by Order 279 of 28 July 2025; "
    "decisions of the councils"
)

RENTS_FROM_STATE = asked(
    "housing_aid_rents_from_state",
    household,
    title={
        "kk": "Үйді мемлекеттен немесе әкімдіктен жалға алады",
        "ru": "Снимает жильё у государства или акимата",
        "en": "Rents the home from the state or the akimat",
    },
    question={
        "kk": "Тұрып жатқан үйіңізді мемлекеттен немесе әкімдік арқылы жалға аласыз ба?",
        "ru": "Вы снимаете своё жильё у государства или через акимат?",
        "en": "Do you rent your home from the state or through the akimat?",
    },
)


@fact(person, register="real_estate")
def housing_aid_home_share(purpose, share):
    """Dwellings owned, counted by shares: two halves of one flat are one."""
    return total(share, where=purpose == "dwelling")


@fact(household)
def housing_aid_homes(housing_aid_home_share):
    """Dwellings owned by those who are registered at the dwelling, counted by shares."""
    return total(housing_aid_home_share)


@fact(household)
def housing_aid_region(region):
    """Region of the dwelling."""
    return largest(region)


@fact(household, law=LAW, unit="m²")
def housing_aid_norm(household_members, housing_norm, housing_aid_norm_alone):
    """Area for which costs count: so much for each person, more for somebody who lives alone."""
    return choose(household_members == 1, housing_aid_norm_alone, housing_norm * household_members)


@fact(household, law=LAW, unit="KZT per month")
def housing_aid_cost(utility_bill, housing_aid_norm, dwelling_area):
    """The bill of the last month, as much of it as falls on the norm of area."""
    return utility_bill * smallest_of(ratio(housing_aid_norm, dwelling_area), 1)


@condition(household, law=LAW)
def housing_aid_one_home(housing_aid_homes, housing_aid_rents_from_state):
    """Lives in the only dwelling it owns, or in one rented from the state."""
    return choose(housing_aid_homes > 0, housing_aid_homes <= 1, housing_aid_rents_from_state)


@condition(household, law=LAW)
def housing_aid_costs_exceed_share(
    utility_bill,
    housing_aid_cost,
    household_income,
    household_income_known,
    housing_aid_region,
    housing_aid_share,
    housing_aid_share_least,
    housing_aid_share_most,
):
    """The costs exceed the share of income that the council has set."""
    return (
        (housing_aid_cost > household_income * lookup(housing_aid_region, housing_aid_share))
        | (housing_aid_cost > household_income * housing_aid_share_most)
    ) & (
        (utility_bill > household_income_known * housing_aid_share_least)
        & (housing_aid_cost > household_income_known * housing_aid_share_least)
    )


@amount(household, law=LAW)
def housing_aid_amount(housing_aid_cost, household_income, housing_aid_region, housing_aid_share):
    """What the costs exceed the share of income."""
    return round_up(housing_aid_cost - household_income * lookup(housing_aid_region, housing_aid_share))


@amount(household, law=LAW)
def housing_aid_at_least(housing_aid_cost, household_income, housing_aid_share_most):
    """The least it can be: what the costs exceed the greatest share of the income."""
    return round_up(largest_of(housing_aid_cost - household_income * housing_aid_share_most, 0))


@amount(household, law=LAW)
def housing_aid_at_most(housing_aid_cost, utility_bill, household_income_known, housing_aid_share_least):
    """The most it can be: what the costs exceed the smallest share of the income that is known."""
    return round_up(
        largest_of(
            first_known(housing_aid_cost, utility_bill) - household_income_known * housing_aid_share_least, 0
        )
    )


@fact(household)
def housing_aid_payee(self, role):
    """The head of a family of the household."""
    return smallest(self, where=role == "head")


MEASURE = Measure(
    name="housing_aid",
    unit=household,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("housing_aid_one_home", "housing_aid_costs_exceed_share"),
    amount="housing_aid_amount",
    at_least="housing_aid_at_least",
    at_most="housing_aid_at_most",
    period="month",
    payee="housing_aid_payee",
    received_as=("housing_aid",),
    relieves=("income", "housing_cost"),
    proactive=False,
)
