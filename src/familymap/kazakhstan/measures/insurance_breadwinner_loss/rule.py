"""What the State Social Insurance Fund pays for the loss of a breadwinner, beside the survivor allowance.

Whether the dead parent took part in social insurance, and with what income, no register here tells: the
family is asked. The formula was read, two of its factors were not found: the share of income that is replaced
and the factor for the number of dependants. Until they are entered the amount stays open.
"""

from datetime import date

from familymap.rules import (
    Measure,
    amount,
    any_of,
    asked,
    condition,
    count_where,
    fact,
    family,
    largest_of,
    lookup,
    person,
    round_nearest,
    smallest_of,
)

LAW = "Social Code, chapter on social insurance (gfss.kz/en/socpayments/on-the-loss-of-a-breadwinner)"

WAS_INSURED = asked(
    "insurance_breadwinner_loss_was_insured",
    family,
    title={
        "kk": "Қайтыс болған ата-ана үшін әлеуметтік аударымдар төленген",
        "ru": "За умершего родителя платились социальные отчисления",
        "en": "Social contributions were paid for the dead parent",
    },
    question={
        "kk": "Қайтыс болған ата-ана ресми жұмыс істеді ме немесе өзі үшін әлеуметтік аударым төледі ме?",
        "ru": "Работал ли умерший родитель официально или платил за себя социальные отчисления?",
        "en": "Did the dead parent work under a contract, or pay social contributions for himself or "
        "herself?",
    },
)

INCOME = asked(
    "insurance_breadwinner_loss_income",
    family,
    "money",
    title={
        "kk": "Қайтыс болған ата-ананың соңғы 24 айдағы орташа айлық табысы",
        "ru": "Средний доход умершего в месяц за последние 24 месяца",
        "en": "Average monthly income of the dead parent in the last 24 months",
    },
    question={
        "kk": "Қайтыс болған ата-ананың соңғы 24 айдағы табысы айына орта есеппен қанша теңге болды?",
        "ru": "Каким был средний доход умершего родителя в месяц за последние 24 месяца?",
        "en": "What was the average monthly income of the dead parent in the last 24 months?",
    },
)

YEARS = asked(
    "insurance_breadwinner_loss_years",
    family,
    "count",
    title={
        "kk": "Қайтыс болған ата-ана жүйеге қатысқан толық жылдар",
        "ru": "Полных лет участия умершего родителя",
        "en": "Full years of participation of the dead parent",
    },
    question={
        "kk": "Қайтыс болған ата-ана үшін әлеуметтік аударымдар неше толық жыл төленді?",
        "ru": "Сколько полных лет за умершего родителя платили социальные отчисления?",
        "en": "For how many full years were social contributions paid for the dead parent?",
    },
)


@fact(person, law=LAW)
def insurance_breadwinner_loss_dependant(lost_parent, is_minor, age, student_age_limit, is_full_time_student):
    """Has lost a parent and is under 18, or under 23 in full-time study."""
    return lost_parent & (is_minor | ((age < student_age_limit) & is_full_time_student))


@condition(family, law=LAW)
def insurance_breadwinner_loss_has_dependant(insurance_breadwinner_loss_dependant):
    """A child of the family has lost a parent."""
    return any_of(insurance_breadwinner_loss_dependant)


@condition(family, law=LAW)
def insurance_breadwinner_loss_insured(insurance_breadwinner_loss_was_insured):
    """The dead parent took part in social insurance."""
    return insurance_breadwinner_loss_was_insured


@fact(family)
def insurance_breadwinner_loss_dependants(insurance_breadwinner_loss_dependant):
    """Children who lost a parent."""
    return count_where(insurance_breadwinner_loss_dependant)


@amount(family, law=LAW)
def insurance_breadwinner_loss_amount(
    insurance_breadwinner_loss_income,
    insurance_breadwinner_loss_years,
    insurance_breadwinner_loss_dependants,
    minimum_wage,
    insurance_income_cap,
    insurance_half_minimum_wage,
    insurance_breadwinner_loss_replacement,
    insurance_breadwinner_loss_dependants_factors,
    insurance_service_factors,
):
    """Income above half the minimum wage, times the share replaced, by dependants and participation."""
    return round_nearest(
        largest_of(
            smallest_of(insurance_breadwinner_loss_income, minimum_wage * insurance_income_cap)
            - minimum_wage * insurance_half_minimum_wage,
            0,
        )
        * insurance_breadwinner_loss_replacement
        * lookup(insurance_breadwinner_loss_dependants, insurance_breadwinner_loss_dependants_factors)
        * lookup(insurance_breadwinner_loss_years, insurance_service_factors)
    )


MEASURE = Measure(
    name="insurance_breadwinner_loss",
    unit=family,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("insurance_breadwinner_loss_has_dependant", "insurance_breadwinner_loss_insured"),
    amount="insurance_breadwinner_loss_amount",
    period="month",
    payee="parent_payee",
    relieves=("income",),
    proactive=True,
)
