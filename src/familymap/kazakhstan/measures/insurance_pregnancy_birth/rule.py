"""What the State Social Insurance Fund pays once for the time of pregnancy and birth.

The right begins with the leave before the birth, which no register here shows; nobody is asked whether she is
pregnant. So the payment is offered once the birth is registered, as long as it can still be claimed: twelve
months from the beginning of the leave, which begins 70 days before the birth. Until then a woman claims it
herself with the certificate of leave; the text says so.
"""

from datetime import date

from familymap.rules import (
    Measure,
    amount,
    asked,
    condition,
    full_months,
    person,
    round_nearest,
    smallest_of,
)

LAW = "Social Code; rules approved by Order 248 of 27 June 2023"

INCOME = asked(
    "insurance_pregnancy_birth_income",
    person,
    "money",
    title={
        "kk": "Демалысқа дейінгі 12 айдағы орташа айлық табыс",
        "ru": "Средний доход в месяц за 12 месяцев до отпуска",
        "en": "Average monthly income of the 12 months before the leave",
    },
    question={
        "kk": "Босануға байланысты демалысқа дейінгі 12 айда әлеуметтік аударым төленген табысыңыз айына "
        "орта есеппен қанша болды?",
        "ru": "Каким был ваш средний доход в месяц, с которого платили отчисления, за 12 месяцев до "
        "отпуска по родам?",
        "en": "What was your average monthly income with contributions in the 12 months before the "
        "maternity leave?",
    },
)


@condition(person, law=LAW)
def insurance_pregnancy_birth_gave_birth(
    children_born, youngest_child_birth_date, as_of, insurance_pregnancy_birth_claim_months
):
    """Gave birth so recently that the payment can still be claimed."""
    return (children_born > 0) & (
        full_months(youngest_child_birth_date, as_of) < insurance_pregnancy_birth_claim_months
    )


@condition(person, law=LAW)
def insurance_pregnancy_birth_contributed(insurance_participant):
    """Takes part in social insurance."""
    return insurance_participant


@amount(person, law=LAW)
def insurance_pregnancy_birth_amount(
    insurance_pregnancy_birth_income, minimum_wage, insurance_income_cap, insurance_pregnancy_birth_months
):
    """The average income for each month of the leave of 126 days; more after a hard or multiple birth."""
    return round_nearest(
        smallest_of(insurance_pregnancy_birth_income, minimum_wage * insurance_income_cap)
        * insurance_pregnancy_birth_months
    )


@amount(person, law=LAW)
def insurance_pregnancy_birth_at_most(
    minimum_wage, insurance_income_cap, insurance_pregnancy_birth_months_at_most
):
    """The most it can be: the highest income that counts for the leave of 140 days."""
    return round_nearest(minimum_wage * insurance_income_cap * insurance_pregnancy_birth_months_at_most)


MEASURE = Measure(
    name="insurance_pregnancy_birth",
    unit=person,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("insurance_pregnancy_birth_gave_birth", "insurance_pregnancy_birth_contributed"),
    amount="insurance_pregnancy_birth_amount",
    at_most="insurance_pregnancy_birth_at_most",
    period="once",
    payee="self",
    relieves=("income",),
    proactive=True,
)
