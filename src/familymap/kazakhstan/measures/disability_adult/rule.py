"""The monthly allowance of an adult with a disability, by group and cause.

Groups and multiples were read for two causes: since childhood, and general disease. For injuries at work,
military service and other causes none was found, so the amount stays open there. Once the pension by age for
work before 1998 is assigned, the allowance ends (labour ministry, 14 December 2018); beside the basic pension
it goes on. Published amounts are rounded up: 1.2 × 50,851 = 61,021.2 is printed as 61,022 (news.mail.ru
69999305). For group 1 the sources print 111,872 (general disease) and 111,873 (since childhood) for the same
product, 111,872.2.

A payment is taken for the person's own, though it may be that of a child (see `disability_child`): the
register does not say for whom it is.
"""

from datetime import date

from familymap.rules import Measure, amount, any_of, choose, condition, fact, lookup, one_of, person, round_up

LAW = (
    "Social Code, art. 177; rules approved by Order 257 of 27 June 2023 (until 1 July 2023: Law 126 "
    "of 16 June 1997)"
)


@fact(person, register="pensions")
def disability_adult_draws_age_pension(kind, assigned_on, as_of):
    """Receives a pension by age, not the basic one alone."""
    return any_of(one_of(kind, "age", "age_and_basic") & (assigned_on <= as_of))


@condition(person, law=LAW)
def disability_adult_of_age(is_minor):
    """Is 18 or older."""
    return ~is_minor


@condition(person, law=LAW)
def disability_adult_certified(disabled):
    """Holds a certificate of disability that is in force."""
    return disabled


@condition(
    person,
    law="Labour ministry, 14 December 2018 (enbek.gov.kz); the article of the Social Code was not seen",
)
def disability_adult_no_age_pension(disability_adult_draws_age_pension):
    """Does not yet receive the pension by age: with it the allowance ends."""
    return ~disability_adult_draws_age_pension


@amount(person, law=LAW)
def disability_adult_amount(
    disability_group,
    disabled_since_childhood,
    disability_cause,
    subsistence_minimum,
    disability_adult_childhood_multiples,
    disability_adult_general_multiples,
    disability_adult_other_multiples,
):
    """The multiple of the subsistence minimum for the group, by the cause of the disability."""
    return choose(
        disabled_since_childhood,
        round_up(subsistence_minimum * lookup(disability_group, disability_adult_childhood_multiples)),
        choose(
            disability_cause == "general",
            round_up(subsistence_minimum * lookup(disability_group, disability_adult_general_multiples)),
            round_up(subsistence_minimum * lookup(disability_group, disability_adult_other_multiples)),
        ),
    )


MEASURE = Measure(
    name="disability_adult",
    unit=person,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("disability_adult_of_age", "disability_adult_certified", "disability_adult_no_age_pension"),
    amount="disability_adult_amount",
    period="month",
    payee="self",
    received_as=("disability",),
    relieves=("income",),
    proactive=True,
)
