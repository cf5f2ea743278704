"""Who may get a subsidised workplace in the years before the pension: the circle was widened in 2023."""

from datetime import date

from familymap.rules import Measure, add_months, amount, choose, condition, fact, person

LAW = "National project for entrepreneurship 2021–2025, Silver age; rules of subsidised workplaces"


@condition(person, law=LAW)
def silver_age_unemployed(registered_unemployed):
    """Is registered as unemployed."""
    return registered_unemployed


@condition(person, law=LAW, name="silver_age_before_pension", until=date(2022, 12, 31))
def silver_age_two_years_to_go(
    age, sex, is_pension_age, pension_age_men, pension_age_women, silver_age_years_to_go
):
    """Has at most two years to go until the pension."""
    return ~is_pension_age & (
        age >= choose(sex == "M", pension_age_men, pension_age_women) - silver_age_years_to_go
    )


@condition(person, law=LAW, name="silver_age_before_pension", since=date(2023, 1, 1))
def silver_age_over_fifty(age, is_pension_age, silver_age_age_from):
    """Is over fifty and not yet of pension age."""
    return ~is_pension_age & (age >= silver_age_age_from)


@amount(person, law=LAW)
def silver_age_subsidy_at_most(month_index, silver_age_subsidy_multiple):
    """What the state refunds to the employer for a month, at most; the wage is the employer's to set."""
    return month_index * silver_age_subsidy_multiple


@fact(person, law=LAW)
def silver_age_would_end_on(as_of, silver_age_months):
    """The last day of a workplace that begins today and lasts as long as it may."""
    return add_months(as_of, silver_age_months)


MEASURE = Measure(
    name="silver_age",
    unit=person,
    law=LAW,
    since=date(2022, 1, 1),
    conditions=("silver_age_unemployed", "silver_age_before_pension"),
    # A workplace with the wage of the employer: the state's money goes to the employer.
    amount=None,
    period="in_kind",
    payee="self",
    relieves=("income", "work"),
)
