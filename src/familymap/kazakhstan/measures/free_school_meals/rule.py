"""Hot meals at school free of charge: for everyone in grades 1 to 4, later for children in need.

In need are children of families with targeted assistance or a right to it, of families whose income per
member is below the subsistence minimum, and children without parental care. Which of the two minima is
meant, the one of the budget law or the statistical one, was not found: an income below both is certainly
low, one above both is certainly not.
"""

from datetime import date

from familymap.kazakhstan.portrait.periods import by_silence
from familymap.rules import (
    Measure,
    condition,
    fact,
    family,
    known,
    largest_of,
    lookup,
    person,
    smallest_of,
)

NEED = "Government Resolutions 64 of 25 January 2008 and 320 of 12 March 2012"
LAW = f"{NEED}; grades 1 to 4 since 1 September 2023"


@fact(family, unit="tenge per member and month")
def free_school_meals_lower_minimum(family_region, subsistence_minimum, statistical_minimum):
    """The lower of the two subsistence minima."""
    return smallest_of(subsistence_minimum, lookup(family_region, statistical_minimum))


@fact(family, unit="tenge per member and month")
def free_school_meals_upper_minimum(family_region, subsistence_minimum, statistical_minimum):
    """The higher of the two subsistence minima."""
    return largest_of(subsistence_minimum, lookup(family_region, statistical_minimum))


@fact(family, law=NEED)
def free_school_meals_low_income(
    income_per_member,
    income_known_per_member,
    free_school_meals_lower_minimum,
    free_school_meals_upper_minimum,
    free_school_meals_minimum,
):
    """Has less income per member than the subsistence minimum."""
    return (
        (income_per_member < free_school_meals_lower_minimum)
        & (income_known_per_member < free_school_meals_lower_minimum)
    ) | (
        (income_per_member < free_school_meals_minimum)
        & (income_known_per_member < free_school_meals_upper_minimum)
    )


@fact(person)
def free_school_meals_may_go_to_school(age, is_student, school_age_from, free_school_meals_age_below):
    """Is of an age to go to school and not known to study at a college or university."""
    return (age >= school_age_from) & (age < free_school_meals_age_below) & ~(known(is_student) & is_student)


@condition(person, law=LAW)
def free_school_meals_pupil(attends_school, free_school_meals_may_go_to_school, listed_at_school):
    """Goes to school; open only for whoever may go to one that is in no register."""
    return by_silence(
        (known(attends_school) & attends_school) | (attends_school & free_school_meals_may_go_to_school),
        attends_school,
        listed_at_school,
    )


@condition(person, law=LAW)
def free_school_meals_grade_or_need(
    school_grade,
    free_school_meals_first_grade,
    free_school_meals_last_grade,
    is_orphan,
    tsa_in_need,
    free_school_meals_low_income,
):
    """Is in a grade in which all eat free, or grows up in need or without parents."""
    return (
        ((school_grade >= free_school_meals_first_grade) & (school_grade <= free_school_meals_last_grade))
        | is_orphan
        | tsa_in_need
        | free_school_meals_low_income
    )


MEASURE = Measure(
    name="free_school_meals",
    unit=person,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("free_school_meals_pupil", "free_school_meals_grade_or_need"),
    amount=None,
    period="in_kind",
    payee="parent_payee",
    received_fact="free_school_meals",
    relieves=("income",),
    proactive=True,
)
