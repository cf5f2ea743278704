"""Which school-leavers may compete for state grants of universities that are kept for their group.

The groups are those of the college quota; a one-parent family must have been one for three years.
"""

from datetime import date

from familymap.kazakhstan.portrait.periods import by_silence
from familymap.rules import Measure, asked, choose, condition, fact, known, largest_of, lookup, person

LAW = "Law on Education, art. 26(8); order of the Minister of Science and Higher Education, 30 April 2025"

university_quota_one_parent_for_three_years = asked(
    "university_quota_one_parent_for_three_years",
    person,
    question={
        "kk": "Баланы ата-ананың бірі жалғыз өзі үш жылдан бері өсіріп келе ме?",
        "ru": "Ребёнка уже три года или дольше растит один родитель?",
        "en": "Has one parent alone raised the child for three years or longer?",
    },
    title={
        "kk": "баланы кемі үш жыл бір ата-ананың өсіруі",
        "ru": "воспитание одним родителем не меньше трёх лет",
        "en": "raised by one parent for at least three years",
    },
)


@fact(person, law=LAW)
def university_quota_one_parent(one_parent, university_quota_one_parent_for_three_years):
    """Has been raised by one parent for at least three years; asked only where there is one parent."""
    return one_parent & university_quota_one_parent_for_three_years


@fact(person, law=LAW)
def university_quota_share(
    disabled,
    college_quota_large_family,
    children_with_disability,
    university_quota_one_parent,
    is_orphan,
    rural,
    university_quota_shares,
):
    """The share of grants that is kept for the person's group, the largest where there are several."""
    return largest_of(
        choose(disabled, lookup("disability", university_quota_shares), 0),
        choose(college_quota_large_family, lookup("large_family", university_quota_shares), 0),
        choose(children_with_disability >= 1, lookup("disabled_child", university_quota_shares), 0),
        choose(university_quota_one_parent, lookup("one_parent", university_quota_shares), 0),
        choose(is_orphan, lookup("orphan", university_quota_shares), 0),
        choose(rural, lookup("rural", university_quota_shares), 0),
    )


@condition(person, law=LAW)
def university_quota_leaves_school(
    age,
    university_quota_age_from,
    university_quota_age_below,
    attends_school,
    school_grade,
    is_student,
    listed_as_student,
):
    """Is in the last grade of school; who studies at a college or university is not."""
    return (
        (age >= university_quota_age_from)
        & (age < university_quota_age_below)
        & ~by_silence(known(is_student) & is_student, is_student, listed_as_student)
        & attends_school
        & (school_grade == 11)
    )


@condition(person, law=LAW)
def university_quota_in_a_group(
    disabled,
    college_quota_large_family,
    children_with_disability,
    university_quota_one_parent,
    is_orphan,
    rural,
):
    """Belongs to a group for which grants are kept."""
    return (
        disabled
        | college_quota_large_family
        | (children_with_disability >= 1)
        | university_quota_one_parent
        | is_orphan
        | rural
    )


MEASURE = Measure(
    name="university_quota",
    unit=person,
    law=LAW,
    since=date(2021, 7, 16),
    conditions=("university_quota_leaves_school", "university_quota_in_a_group"),
    amount=None,
    period="in_kind",
    payee="self",
)
