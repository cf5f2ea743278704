"""Dwellings, their size and cost, the housing queue, commercial buildings and land.

The register of rights does not say in which dwelling somebody lives. What the people registered at a
dwelling own together is taken for the dwelling they live in; where they own nothing, its size is unknown
until the family tells it. A bill is that of the account holder's household.
"""

from familymap.rules import (
    AREA,
    any_of,
    asked,
    choose,
    count_where,
    fact,
    family,
    household,
    known,
    per,
    person,
    ratio,
    smallest,
    total,
)

# Property


@fact(person, register="real_estate")
def dwellings_owned(purpose):
    """Dwellings of which the person owns the whole or a share."""
    return count_where(purpose == "dwelling")


@fact(person, register="real_estate", unit="m²")
def home_area(purpose, area_m2, share):
    """Area of the dwellings, as much as the person's share."""
    return total(area_m2 * share, where=purpose == "dwelling")


@fact(person)
def owns_home(dwellings_owned):
    """Owns a dwelling or a share of one."""
    return dwellings_owned > 0


@fact(person, register="real_estate")
def home_unsafe(purpose, unsafe):
    """Owns a dwelling that was declared unsafe."""
    return any_of((purpose == "dwelling") & unsafe)


@fact(person, register="real_estate")
def commercial_property(purpose):
    """Owns a commercial building or a share of one."""
    return any_of(purpose == "commercial")


@fact(person, register="real_estate")
def land_plot(purpose):
    """Owns a plot of land or a share of one."""
    return any_of(purpose == "land")


@fact(person, register="real_estate", unit="m²")
def land_area(purpose, area_m2, share):
    """Area of the land, as much as the person's share."""
    return total(area_m2 * share, where=purpose == "land")


@fact(family)
def family_dwellings(dwellings_owned):
    """Dwellings of the members; one owned by two members counts twice."""
    return total(dwellings_owned)


@fact(family)
def family_owns_home(owns_home):
    """A member owns a dwelling or a share of one."""
    return any_of(owns_home)


@fact(family, unit="m²")
def family_home_area(home_area):
    """Area of the dwellings that belongs to the members."""
    return total(home_area)


@fact(family)
def family_home_unsafe(home_unsafe):
    """A member owns a dwelling that was declared unsafe."""
    return any_of(home_unsafe)


@fact(family)
def family_commercial_property(commercial_property):
    """A member owns a commercial building or a share of one."""
    return any_of(commercial_property)


@fact(family)
def family_land_plot(land_plot):
    """A member owns a plot of land or a share of one."""
    return any_of(land_plot)


# The dwelling in which they live


DWELLING_AREA_TOLD = asked(
    "dwelling_area_told",
    household,
    AREA,
    title={
        "kk": "тұрып жатқан тұрғынжайдың ауданы, отбасының айтуынша, м²",
        "ru": "площадь жилья, в котором живут, со слов семьи, м²",
        "en": "area of the dwelling they live in, as told by the family, m²",
    },
    question={
        "kk": "Қазір тұрып жатқан үйіңіздің немесе пәтеріңіздің жалпы ауданы неше шаршы метр?",
        "ru": "Какова общая площадь дома или квартиры, где вы сейчас живёте, в квадратных метрах?",
        "en": "How many square metres has the house or flat in which you live now?",
    },
)


@fact(household)
def household_owns_home(owns_home):
    """Somebody registered at the dwelling owns a dwelling or a share of one."""
    return any_of(owns_home)


@fact(household, unit="m²")
def household_home_area(home_area):
    """Area of the dwellings that belongs to those who are registered at the dwelling."""
    return total(home_area)


@fact(household)
def household_home_unsafe(home_unsafe):
    """Somebody registered at the dwelling owns one that was declared unsafe."""
    return any_of(home_unsafe)


@fact(household, unit="m²")
def dwelling_area(household_owns_home, household_home_area, dwelling_area_told):
    """Area in which they live: what they own, else what they told; unknown otherwise."""
    return choose(household_owns_home, household_home_area, dwelling_area_told)


@fact(household, unit="m² per person")
def area_per_member(dwelling_area, household_members):
    """Area of the dwelling for each person registered there."""
    return per(dwelling_area, household_members)


@fact(household, law="norm of housing aid: 18 m² for each person")
def crowded(area_per_member, housing_norm):
    """Has less room for each person than the norm."""
    return area_per_member < housing_norm


# Cost


@fact(person, register="utilities", unit="KZT per month")
def account_bill(billed, month, last_month):
    """Billed for the last month on the person's accounts."""
    return total(billed, where=month == last_month)


@fact(person, register="utilities", unit="KZT")
def account_arrears(arrears, month, last_month):
    """Unpaid on the person's accounts at the end of the last month."""
    return total(arrears, where=month == last_month)


@fact(household, unit="KZT per month")
def utility_bill(account_bill):
    """Utilities billed to the dwelling for the last month; unknown where no account is listed."""
    return choose(any_of(known(account_bill)), total(account_bill, where=known(account_bill)), None)


@fact(household, unit="KZT")
def utility_arrears(account_arrears):
    """Utilities unpaid at the end of the last month; unknown where no account is listed."""
    return choose(any_of(known(account_arrears)), total(account_arrears, where=known(account_arrears)), None)


@fact(household, unit="share of income")
def housing_cost_share(utility_bill, household_income):
    """Share of the household's income that goes into utilities; unknown where the income is."""
    return ratio(utility_bill, household_income)


@fact(household, unit="share of income")
def housing_cost_share_at_most(utility_bill, household_income_known):
    """Share of the household's known income that goes into utilities: an upper bound."""
    return ratio(utility_bill, household_income_known)


# The queue


@fact(person, register="housing_queue")
def in_housing_queue(queued_on, as_of):
    """Waits in the housing queue."""
    return any_of(queued_on <= as_of)


@fact(person, register="housing_queue")
def housing_queue_since(queued_on, as_of):
    """Day on which the person joined the housing queue."""
    return smallest(queued_on, where=queued_on <= as_of)


@fact(person, register="housing_queue")
def housing_queue_listed_as(category, queued_on, as_of):
    """Category in which the person is listed; of several the first by name."""
    return smallest(category, where=queued_on <= as_of)


@fact(person)
def housing_queue_category(in_housing_queue, housing_queue_listed_as):
    """Category in the housing queue; «none» for whoever does not wait."""
    return choose(in_housing_queue, housing_queue_listed_as, "none")


@fact(family)
def family_in_housing_queue(in_housing_queue):
    """A member waits in the housing queue."""
    return any_of(in_housing_queue)
