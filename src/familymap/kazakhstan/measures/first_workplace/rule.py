"""Who may get a first workplace, and up to what wage the state pays."""

from datetime import date

from familymap.rules import Measure, amount, any_of, asked, condition, fact, first_known, person

LAW = "Rules on first workplaces as the Ministry of Labour retells them; the order was not found"

first_workplace_worked_before = asked(
    "first_workplace_worked_before",
    person,
    question={
        "kk": "Сіз бұрын бір күн болса да ресми жұмыс істедіңіз бе?",
        "ru": "Вы раньше работали официально, хотя бы недолго?",
        "en": "Have you ever worked officially, even for a short time?",
    },
    title={
        "kk": "бұрынғы ресми жұмысы",
        "ru": "прежняя официальная работа",
        "en": "earlier official work",
    },
)


@fact(person, register="employment")
def first_workplace_contract_seen(started_on, as_of):
    """The register of contracts knows a contract of this person; its silence tells nothing."""
    return any_of(started_on <= as_of)


@fact(person, register="contributions")
def first_workplace_wage_seen(month, as_of):
    """Contributions were paid from a wage of this person; their absence tells nothing."""
    return any_of(month <= as_of)


@fact(person)
def first_workplace_has_worked(
    first_workplace_contract_seen, first_workplace_wage_seen, first_workplace_worked_before
):
    """Has worked before: registers can only say yes, a no must come from the person."""
    return first_known(
        first_workplace_contract_seen | first_workplace_wage_seen, first_workplace_worked_before
    )


@condition(person, law=LAW)
def first_workplace_unemployed(registered_unemployed):
    """Is registered as unemployed."""
    return registered_unemployed


@condition(person, law=LAW)
def first_workplace_young(age, first_workplace_age_at_most):
    """Is not older than the rules allow."""
    return age <= first_workplace_age_at_most


@condition(person, law=LAW)
def first_workplace_no_experience(first_workplace_has_worked):
    """Has never worked."""
    return ~first_workplace_has_worked


@amount(person, law=LAW)
def first_workplace_wage(month_index, first_workplace_wage_multiple):
    """The wage of a month that the state pays, at most."""
    return month_index * first_workplace_wage_multiple


@fact(person, law=LAW)
def first_workplace_wage_in_all(first_workplace_wage, first_workplace_months):
    """What the state pays in all, when the workplace lasts as long as it may."""
    return first_workplace_wage * first_workplace_months


MEASURE = Measure(
    name="first_workplace",
    unit=person,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("first_workplace_unemployed", "first_workplace_young", "first_workplace_no_experience"),
    amount="first_workplace_wage",
    period="month",
    payee="self",
    # One paid workplace at a time: assumption.
    excludes=("youth_practice", "contract_of_generations"),
    relieves=("income", "work", "neet"),
)
