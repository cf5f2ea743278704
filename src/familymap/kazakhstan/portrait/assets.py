"""Loans, vehicles, animals and the plot: what a family owes and owns beside its dwelling.

A loan is debt and a strain, never income or wealth. A household book lists what is kept at home; where none
is filled in, animals and plot are unknown.
"""

from familymap.kazakhstan.portrait.periods import listed
from familymap.rules import (
    any_of,
    choose,
    count_where,
    fact,
    family,
    known,
    largest,
    person,
    ratio,
    total,
)

# Debt: strain, never wealth


@fact(person, register="loans")
def loans(opened_on, as_of):
    """Loans of banks and lenders that are not paid back."""
    return count_where(opened_on <= as_of)


@fact(person, register="loans", unit="KZT")
def debt(outstanding, opened_on, as_of):
    """Principal of all loans not yet paid back."""
    return total(outstanding, where=opened_on <= as_of)


@fact(person, register="loans", unit="KZT")
def debt_consumer(kind, outstanding, opened_on, as_of):
    """Principal of consumer loans not yet paid back."""
    return total(outstanding, where=(kind == "consumer") & (opened_on <= as_of))


@fact(person, register="loans", unit="KZT")
def debt_mortgage(kind, outstanding, opened_on, as_of):
    """Principal of mortgages not yet paid back."""
    return total(outstanding, where=(kind == "mortgage") & (opened_on <= as_of))


@fact(person, register="loans", unit="KZT")
def debt_auto(kind, outstanding, opened_on, as_of):
    """Principal of car loans not yet paid back."""
    return total(outstanding, where=(kind == "auto") & (opened_on <= as_of))


@fact(person, register="loans", unit="KZT")
def debt_micro(kind, outstanding, opened_on, as_of):
    """Principal of microcredits not yet paid back."""
    return total(outstanding, where=(kind == "micro") & (opened_on <= as_of))


@fact(person, register="loans", unit="KZT per month")
def debt_payment(monthly_payment, opened_on, as_of):
    """Payments due each month on all loans."""
    return total(monthly_payment, where=opened_on <= as_of)


@fact(person, register="loans")
def overdue_90(overdue_days, overdue_amount, opened_on, as_of, overdue_days_over, overdue_sum_over):
    """Has a loan that is overdue for more than 90 days with more than a trifling sum."""
    return any_of(
        (opened_on <= as_of) & (overdue_days > overdue_days_over) & (overdue_amount > overdue_sum_over)
    )


@fact(person, register="loans", unit="KZT")
def overdue_sum(overdue_amount, opened_on, as_of):
    """Overdue payments on all loans."""
    return total(overdue_amount, where=opened_on <= as_of)


@fact(family)
def family_loans(loans):
    """Loans of all members that are not paid back."""
    return total(loans)


@fact(family, unit="KZT")
def family_debt(debt):
    """Principal of all loans of the members."""
    return total(debt)


@fact(family, unit="KZT per month")
def family_debt_payment(debt_payment):
    """Payments due each month on all loans of the members."""
    return total(debt_payment)


@fact(family)
def family_overdue_90(overdue_90):
    """A member has a loan overdue for more than 90 days."""
    return any_of(overdue_90)


@fact(family)
def adults_overdue_90(overdue_90, is_minor):
    """Adults with a loan overdue for more than 90 days."""
    return count_where(overdue_90 & ~is_minor)


@fact(family, unit="KZT")
def family_overdue_sum(overdue_sum):
    """Overdue payments on all loans of the members."""
    return total(overdue_sum)


@fact(family, unit="share of income")
def debt_payment_share(family_debt_payment, income):
    """Share of the income that goes into loans; unknown where the income is."""
    return ratio(family_debt_payment, income)


@fact(family, unit="share of income")
def debt_payment_share_at_most(family_debt_payment, income_known):
    """Share of the known income that goes into loans: an upper bound."""
    return ratio(family_debt_payment, income_known)


# Vehicles


@fact(person, register="vehicles")
def cars(kind):
    """Passenger cars registered to the person."""
    return count_where(kind == "car")


@fact(person, register="vehicles")
def commercial_vehicles(kind):
    """Commercial vehicles registered to the person."""
    return count_where(kind == "commercial")


@fact(person, register="vehicles")
def farm_machinery(kind):
    """Farm machines registered to the person."""
    return count_where(kind == "machinery")


@fact(family)
def family_cars(cars):
    """Passenger cars of all members."""
    return total(cars)


@fact(family)
def family_commercial_vehicles(commercial_vehicles):
    """Commercial vehicles of all members."""
    return total(commercial_vehicles)


@fact(family)
def family_farm_machinery(farm_machinery):
    """Farm machines of all members."""
    return total(farm_machinery)


# Animals and plot


@fact(person, register="farms")
def listed_in_household_book(counted_on):
    """Stands in a household book."""
    return listed(counted_on)


@fact(person, register="farms", unit="head")
def cattle_kept(cattle):
    """Cattle in the person's household book."""
    return total(cattle)


@fact(person, register="farms", unit="head")
def sheep_goats_kept(sheep_goats):
    """Sheep and goats in the person's household book."""
    return total(sheep_goats)


@fact(person, register="farms", unit="head")
def horses_kept(horses):
    """Horses in the person's household book."""
    return total(horses)


@fact(person, register="farms", unit="head")
def poultry_kept(poultry):
    """Poultry in the person's household book."""
    return total(poultry)


@fact(person, register="farms", unit="ha")
def plot_area(plot_ha):
    """Area of the plot in the person's household book."""
    return total(plot_ha)


@fact(person, register="farms")
def farm_counted_on(counted_on):
    """Day on which the household book was last filled in."""
    return largest(counted_on)


@fact(person)
def keeps_livestock(cattle_kept, sheep_goats_kept, horses_kept, poultry_kept):
    """Keeps animals by the household book."""
    return (cattle_kept > 0) | (sheep_goats_kept > 0) | (horses_kept > 0) | (poultry_kept > 0)


@fact(family)
def family_keeps_livestock(keeps_livestock):
    """A member keeps animals by the household book; unknown where no book is filled in."""
    return choose(any_of(known(keeps_livestock)), any_of(keeps_livestock & known(keeps_livestock)), None)


@fact(family, unit="head")
def family_cattle(cattle_kept):
    """Cattle in the household books of the members; unknown where no book is filled in."""
    return choose(any_of(known(cattle_kept)), total(cattle_kept, where=known(cattle_kept)), None)


@fact(family, unit="head")
def family_sheep_goats(sheep_goats_kept):
    """Sheep and goats in the household books of the members; unknown where no book is filled in."""
    return choose(
        any_of(known(sheep_goats_kept)), total(sheep_goats_kept, where=known(sheep_goats_kept)), None
    )


@fact(family, unit="head")
def family_horses(horses_kept):
    """Horses in the household books of the members; unknown where no book is filled in."""
    return choose(any_of(known(horses_kept)), total(horses_kept, where=known(horses_kept)), None)


@fact(family, unit="head")
def family_poultry(poultry_kept):
    """Poultry in the household books of the members; unknown where no book is filled in."""
    return choose(any_of(known(poultry_kept)), total(poultry_kept, where=known(poultry_kept)), None)


@fact(family, unit="ha")
def family_plot_area(plot_area):
    """Area of the plots in the household books of the members; unknown where no book is filled in."""
    return choose(any_of(known(plot_area)), total(plot_area, where=known(plot_area)), None)
