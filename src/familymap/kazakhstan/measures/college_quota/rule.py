"""Which school-leavers may compete for state places in colleges that are kept for their group."""

from datetime import date

from familymap.kazakhstan.portrait.periods import by_silence
from familymap.rules import (
    Measure,
    choose,
    condition,
    fact,
    family,
    known,
    largest_of,
    lookup,
    one_of,
    person,
)

LAW = "Law on Education, art. 26(8); Order 261 of the Minister of Education, 15 August 2023"


@fact(family, law=LAW)
def college_quota_large_family(children_counted, college_quota_children_at_least):
    """Is a large family."""
    return children_counted >= college_quota_children_at_least


@fact(person, law=LAW)
def college_quota_share(
    disabled,
    college_quota_large_family,
    children_with_disability,
    one_parent,
    is_orphan,
    rural,
    college_quota_shares,
):
    """The share of state places that is kept for the person's group, the largest where there are several."""
    return largest_of(
        choose(disabled, lookup("disability", college_quota_shares), 0),
        choose(college_quota_large_family, lookup("large_family", college_quota_shares), 0),
        choose(children_with_disability >= 1, lookup("disabled_child", college_quota_shares), 0),
        choose(one_parent, lookup("one_parent", college_quota_shares), 0),
        choose(is_orphan, lookup("orphan", college_quota_shares), 0),
        choose(rural, lookup("rural", college_quota_shares), 0),
    )


@condition(person, law=LAW)
def college_quota_leaves_school(
    age,
    college_quota_age_from,
    college_quota_age_below,
    attends_school,
    school_grade,
    is_student,
    listed_as_student,
):
    """Is in the last year before college, grade 9 or 11; who studies at a college or university is not."""
    return (
        (age >= college_quota_age_from)
        & (age < college_quota_age_below)
        & ~by_silence(known(is_student) & is_student, is_student, listed_as_student)
        & attends_school
        & one_of(school_grade, 9, 11)
    )


@condition(person, law=LAW)
def college_quota_in_a_group(
    disabled,
    college_quota_large_family,
    children_with_disability,
    one_parent,
    is_orphan,
    rural,
):
    """Belongs to a group for which places are kept."""
    return (
        disabled
        | college_quota_large_family
        | (children_with_disability >= 1)
        | one_parent
        | is_orphan
        | rural
    )


MEASURE = Measure(
    name="college_quota",
    unit=person,
    law=LAW,
    since=date(2021, 4, 7),
    conditions=("college_quota_leaves_school", "college_quota_in_a_group"),
    amount=None,
    period="in_kind",
    payee="self",
)
