"""What the State Social Insurance Fund pays after the loss of a job, for one to six months.

The right begins with the registration as unemployed, whatever the reason of dismissal. Whoever contributed is
a participant; the registers see contributions and contracts, and where they see neither the person is asked.
The amount follows the income of the last 24 months and the years of participation, which the registers do not
hold: both can be told, else the amount stays open up to its ceiling. The facts on participation here serve
the other payments of the Fund too.
"""

from datetime import date

from familymap.rules import (
    Measure,
    add_months,
    amount,
    any_of,
    asked,
    condition,
    fact,
    first_known,
    full_months,
    known,
    lookup,
    person,
    round_nearest,
    smallest_of,
)

LAW = "Social Code; rules approved by Order 237 of 22 June 2023 (gfss.kz)"

TOLD_CONTRIBUTED = asked(
    "insurance_told",
    person,
    title={
        "kk": "Соңғы екі жылда әлеуметтік аударымдар төленген",
        "ru": "За последние два года платились социальные отчисления",
        "en": "Social contributions were paid in the last two years",
    },
    question={
        "kk": "Соңғы екі жылда сіз үшін әлеуметтік аударымдар төленді ме? Оны жұмыс беруші төлейді, "
        "кәсіпкер өзі үшін төлейді.",
        "ru": "Платились ли за вас социальные отчисления в последние два года? Их платит работодатель, а "
        "предприниматель платит за себя сам.",
        "en": "Were social contributions paid for you in the last two years? An employer pays them; "
        "whoever has a business pays for himself.",
    },
)

TOLD_INCOME = asked(
    "insurance_income_24",
    person,
    "money",
    title={
        "kk": "Соңғы 24 айдағы орташа айлық табыс",
        "ru": "Средний доход в месяц за последние 24 месяца",
        "en": "Average monthly income of the last 24 months",
    },
    question={
        "kk": "Соңғы 24 айда әлеуметтік аударым төленген табысыңыз айына орта есеппен қанша теңге болды? "
        "Бүкіл табысты 24-ке бөліңіз.",
        "ru": "Каким был ваш средний доход в месяц, с которого платили социальные отчисления за последние "
        "24 месяца? Разделите всю сумму на 24.",
        "en": "What was your average monthly income with social contributions in the last 24 months? "
        "Divide all of it by 24.",
    },
)

TOLD_YEARS = asked(
    "insurance_service_years",
    person,
    "count",
    title={
        "kk": "Әлеуметтік сақтандыру жүйесіне қатысқан толық жылдар",
        "ru": "Полных лет участия в системе социального страхования",
        "en": "Full years of participation in social insurance",
    },
    question={
        "kk": "Сіз үшін әлеуметтік аударымдар барлығы неше толық жыл төленді?",
        "ru": "Сколько полных лет за вас платили социальные отчисления?",
        "en": "For how many full years were social contributions paid for you?",
    },
)


@fact(person, register="contributions")
def insurance_contributions_seen(month, month_begin, insurance_window_months):
    """Contributions were paid for a month of the last two years."""
    return any_of(month >= add_months(month_begin, 0 - insurance_window_months))


@fact(person, register="employment")
def insurance_contract_seen(ended_on, as_of, insurance_window_months):
    """Had a contract of employment within the last two years: the employer owes contributions for it."""
    return any_of(~known(ended_on) | (ended_on >= add_months(as_of, 0 - insurance_window_months)))


@fact(person)
def insurance_participant(insurance_contributions_seen, insurance_contract_seen, insurance_told):
    """Takes part in social insurance: by contributions, by a contract, or as the person tells."""
    return first_known(insurance_contributions_seen | insurance_contract_seen, insurance_told)


@fact(person, unit="KZT per month")
def insurance_income_counted(insurance_income_24, minimum_wage, insurance_income_cap):
    """The average income of the last 24 months, no more than the ceiling."""
    return smallest_of(insurance_income_24, minimum_wage * insurance_income_cap)


@fact(person)
def insurance_service_factor(insurance_service_years, insurance_service_factors):
    """The factor for the years of participation; below one full year it depends on months and stays open."""
    return lookup(insurance_service_years, insurance_service_factors)


@condition(person, law=LAW)
def insurance_job_loss_registered(registered_unemployed):
    """Is registered as unemployed."""
    return registered_unemployed


@condition(person, law=LAW)
def insurance_job_loss_in_time(unemployed_since, as_of, insurance_job_loss_months_at_most):
    """Was registered no longer ago than the payment runs."""
    return full_months(unemployed_since, as_of) < insurance_job_loss_months_at_most


@condition(
    person,
    law="Law on compulsory social insurance of 26 December 2019 (egov.kz); since 1 July 2023 the Social Code",
)
def insurance_job_loss_below_pension_age(is_pension_age):
    """Has not reached the pension age, at which social insurance ends."""
    return ~is_pension_age


@condition(person, law=LAW)
def insurance_job_loss_contributed(insurance_participant):
    """Took part in social insurance before."""
    return insurance_participant


@amount(person, law=LAW)
def insurance_job_loss_amount(
    insurance_income_counted, insurance_job_loss_replacement, insurance_service_factor
):
    """The share of the income that is replaced, less for a short participation."""
    return round_nearest(
        insurance_income_counted * insurance_job_loss_replacement * smallest_of(insurance_service_factor, 1)
    )


@amount(person, law=LAW)
def insurance_job_loss_at_most(minimum_wage, insurance_income_cap, insurance_job_loss_replacement):
    """The most it can be: the share of the highest income that counts."""
    return round_nearest(minimum_wage * insurance_income_cap * insurance_job_loss_replacement)


MEASURE = Measure(
    name="insurance_job_loss",
    unit=person,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=(
        "insurance_job_loss_registered",
        "insurance_job_loss_in_time",
        "insurance_job_loss_below_pension_age",
        "insurance_job_loss_contributed",
    ),
    amount="insurance_job_loss_amount",
    at_most="insurance_job_loss_at_most",
    period="month",
    payee="self",
    relieves=("income",),
    proactive=True,
)
