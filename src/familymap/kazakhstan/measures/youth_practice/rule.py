"""Who may do youth practice, and for what wage."""

from datetime import date

from familymap.rules import (
    DATE,
    Measure,
    add_months,
    amount,
    asked,
    condition,
    fact,
    first_known,
    known,
    largest,
    person,
)

LAW = "Rules on youth practice as a career centre quotes them (czn.kz); the number of the order was not found"

youth_practice_has_diploma = asked(
    "youth_practice_has_diploma",
    person,
    question={
        "kk": "Сіз колледжді немесе университетті бітіріп, диплом алдыңыз ба?",
        "ru": "Вы окончили колледж или университет и получили диплом?",
        "en": "Have you finished a college or university and got a diploma?",
    },
    title={
        "kk": "колледж немесе университет дипломы",
        "ru": "диплом колледжа или университета",
        "en": "diploma of a college or university",
    },
)

youth_practice_graduated_on = asked(
    "youth_practice_graduated_on",
    person,
    DATE,
    question={
        "kk": "Оқуды қай күні бітірдіңіз? Дипломда жазылған күнді айтыңыз.",
        "ru": "Какого числа вы окончили учёбу? Назовите дату из диплома.",
        "en": "On which day did you finish your studies? Give the date on the diploma.",
    },
    title={"kk": "оқуды бітірген күні", "ru": "дата окончания учёбы", "en": "day of graduation"},
)


@fact(person, register="students")
def youth_practice_left_study_on(left_on, as_of):
    """The last day of study that the register of students knows."""
    return largest(left_on, where=known(left_on) & (left_on <= as_of))


@fact(person)
def youth_practice_finished_on(youth_practice_graduated_on, youth_practice_left_study_on):
    """The end of study: what the person says, else what the register of students says."""
    return first_known(youth_practice_graduated_on, youth_practice_left_study_on)


@condition(person, law=LAW)
def youth_practice_unemployed(registered_unemployed):
    """Is registered as unemployed."""
    return registered_unemployed


@condition(person, law=LAW)
def youth_practice_young(age, youth_practice_age_at_most):
    """Is not older than the rules allow."""
    return age <= youth_practice_age_at_most


@condition(person, law=LAW)
def youth_practice_graduate(youth_practice_has_diploma):
    """Has a diploma of a college or university."""
    return youth_practice_has_diploma


@condition(person, law=LAW)
def youth_practice_fresh(as_of, youth_practice_finished_on, youth_practice_months_since_study):
    """Finished studying in the last three years."""
    return as_of <= add_months(youth_practice_finished_on, youth_practice_months_since_study)


@amount(person, law=LAW)
def youth_practice_wage(month_index, youth_practice_wage_multiple):
    """The wage of a month before deductions, paid by the state."""
    return month_index * youth_practice_wage_multiple


@fact(person, law=LAW)
def youth_practice_wage_in_all(youth_practice_wage, youth_practice_months):
    """The wage of the whole practice, when it lasts as long as it may."""
    return youth_practice_wage * youth_practice_months


MEASURE = Measure(
    name="youth_practice",
    unit=person,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=(
        "youth_practice_unemployed",
        "youth_practice_young",
        "youth_practice_graduate",
        "youth_practice_fresh",
    ),
    amount="youth_practice_wage",
    period="month",
    payee="self",
    # One paid workplace at a time: assumption.
    excludes=("first_workplace", "contract_of_generations"),
    relieves=("income", "work", "neet"),
)
