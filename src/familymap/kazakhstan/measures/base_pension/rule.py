"""The basic pension of the state: for everybody from the pension age on, with or without years of work.

It is 70 % of the subsistence minimum for ten years of participation or less, and grows by 2 % for each
further year up to a ceiling. The registers do not hold the years of participation. Where nobody told them,
the amount is not known, only that it lies between the share for ten years and the ceiling. Amounts are
rounded up (118 % of 50,851 is 60,004.18 and is printed as 60,005).
"""

from datetime import date

from familymap.rules import (
    Measure,
    amount,
    asked,
    choose,
    condition,
    largest_of,
    person,
    round_up,
    smallest_of,
)

LAW = "Social Code, chapter on the state basic pension (the article was not seen); budget law of the year"

YEARS = asked(
    "base_pension_years_told",
    person,
    "count",
    title={
        "kk": "Зейнетақы жүйесіне қатысу өтілі, толық жыл",
        "ru": "Стаж участия в пенсионной системе, полных лет",
        "en": "Full years of participation in the pension system",
    },
    question={
        "kk": "Неше жыл жұмыс істедіңіз? 1998 жылға дейінгі еңбек өтілі мен кейінгі зейнетақы жарналары "
        "төленген жылдарды қосыңыз.",
        "ru": "Сколько у вас лет стажа? Сложите годы работы до 1998 года и годы, за которые потом платили "
        "пенсионные взносы.",
        "en": "How many years of participation do you have? Add the years of work before 1998 and those "
        "with pension contributions after.",
    },
)


@condition(person, law=LAW)
def base_pension_age_reached(is_pension_age):
    """Has reached the pension age."""
    return is_pension_age


@amount(person, law=LAW)
def base_pension_at_least(base_pension):
    """The basic pension for ten years of participation or less."""
    return base_pension


@amount(person, law=LAW)
def base_pension_at_most(subsistence_minimum, base_pension_most_share):
    """The basic pension at its ceiling."""
    return round_up(subsistence_minimum * base_pension_most_share)


@amount(person, law=LAW)
def base_pension_amount(
    base_pension_years_told,
    base_pension,
    subsistence_minimum,
    base_pension_years_without_growth,
    base_pension_least_share,
    base_pension_share_per_year,
    base_pension_most_share,
):
    """By the years of participation: more than ten give a larger share of the subsistence minimum."""
    return choose(
        base_pension_years_told <= base_pension_years_without_growth,
        base_pension,
        round_up(
            subsistence_minimum
            * smallest_of(
                base_pension_least_share
                + base_pension_share_per_year
                * largest_of(base_pension_years_told - base_pension_years_without_growth, 0),
                base_pension_most_share,
            )
        ),
    )


MEASURE = Measure(
    name="base_pension",
    unit=person,
    law=LAW,
    since=date(2023, 1, 1),
    conditions=("base_pension_age_reached",),
    amount="base_pension_amount",
    at_least="base_pension_at_least",
    at_most="base_pension_at_most",
    period="month",
    payee="self",
    received_as=("pension_basic",),
    relieves=("income",),
    proactive=True,
)
