"""What the State Social Insurance Fund pays for the loss of the capacity to work, beside the allowance.

The degree of the loss, from 30 to 100 %, is set with the certificate but is not in the register of
certificates: the person is asked. Income and years of participation can be told too; without them the amount
stays open up to its ceiling. The payment runs until the pension age, whether the person works or not.
"""

from datetime import date

from familymap.rules import Measure, amount, asked, condition, largest_of, person, round_nearest

LAW = (
    "Social Code, art. 171; rules approved by Order 238 of 22 June 2023 (gfss.kz/en/socpayments/on- "
    "disability)"
)

DEGREE = asked(
    "insurance_capacity_loss_degree",
    person,
    "share",
    title={
        "kk": "Жалпы еңбекке қабілеттілікті жоғалту дәрежесі",
        "ru": "Степень утраты общей трудоспособности",
        "en": "Degree of the loss of the capacity to work",
    },
    question={
        "kk": "Комиссия еңбекке қабілеттілігіңіздің қанша пайызы жоғалған деп таныды? Белгіленбесе, "
        "нөл деп жазыңыз.",
        "ru": "Какую степень утраты трудоспособности вам установила комиссия, в процентах? Если не "
        "установила, напишите ноль.",
        "en": "What degree of loss of the capacity to work did the commission set for you, in percent? If "
        "none, write zero.",
    },
)


@condition(person, law=LAW)
def insurance_capacity_loss_certified(is_adult_with_disability):
    """Is an adult with a certificate of disability in force."""
    return is_adult_with_disability


@condition(person, law=LAW)
def insurance_capacity_loss_below_pension_age(is_pension_age):
    """Has not reached the pension age."""
    return ~is_pension_age


@condition(person, law=LAW)
def insurance_capacity_loss_contributed(insurance_participant):
    """Takes part in social insurance."""
    return insurance_participant


@condition(person, law=LAW)
def insurance_capacity_loss_degree_set(insurance_capacity_loss_degree, insurance_capacity_loss_least_degree):
    """The degree of the loss is set, at 30 % or more."""
    return insurance_capacity_loss_degree >= insurance_capacity_loss_least_degree


@amount(person, law=LAW)
def insurance_capacity_loss_amount(
    insurance_income_counted,
    minimum_wage,
    insurance_half_minimum_wage,
    insurance_capacity_loss_replacement,
    insurance_service_factor,
    insurance_capacity_loss_degree,
):
    """Income above half the minimum wage, times the share replaced, participation and degree."""
    return round_nearest(
        largest_of(insurance_income_counted - minimum_wage * insurance_half_minimum_wage, 0)
        * insurance_capacity_loss_replacement
        * insurance_service_factor
        * insurance_capacity_loss_degree
    )


@amount(person, law=LAW)
def insurance_capacity_loss_at_most(
    minimum_wage,
    insurance_income_cap,
    insurance_half_minimum_wage,
    insurance_capacity_loss_replacement,
    insurance_service_factor_at_most,
):
    """The most it can be: the highest income that counts, the longest participation, the full loss."""
    return round_nearest(
        (minimum_wage * insurance_income_cap - minimum_wage * insurance_half_minimum_wage)
        * insurance_capacity_loss_replacement
        * insurance_service_factor_at_most
    )


MEASURE = Measure(
    name="insurance_capacity_loss",
    unit=person,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=(
        "insurance_capacity_loss_certified",
        "insurance_capacity_loss_below_pension_age",
        "insurance_capacity_loss_contributed",
        "insurance_capacity_loss_degree_set",
    ),
    amount="insurance_capacity_loss_amount",
    at_most="insurance_capacity_loss_at_most",
    period="month",
    payee="self",
    relieves=("income",),
    proactive=True,
)
