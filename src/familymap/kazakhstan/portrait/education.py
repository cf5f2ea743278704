"""Kindergarten, school, college and university.

The data of education are incomplete, so a child without a row is not a child without a place: such facts
stay unknown. Where a child waits in the kindergarten queue and has no place by the register, it is taken
for not attending.
"""

from familymap.kazakhstan.portrait.periods import by_silence, listed, running
from familymap.rules import (
    any_of,
    choose,
    count_where,
    fact,
    family,
    known,
    largest,
    person,
    smallest,
)

# Kindergarten


@fact(person, register="kindergarten")
def kindergarten_place(status, since, as_of):
    """Has a place in a kindergarten by the register."""
    return any_of((status == "attending") & (since <= as_of))


@fact(person, register="kindergarten")
def kindergarten_application(status, since, as_of):
    """Has applied for a place in a kindergarten."""
    return any_of((status == "queued") & (since <= as_of))


@fact(person, register="kindergarten")
def kindergarten_queued_since(status, since, as_of):
    """Day since which the child waits for a place in a kindergarten."""
    return smallest(since, where=(status == "queued") & (since <= as_of))


@fact(person)
def attends_kindergarten(kindergarten_place, kindergarten_application):
    """Attends a kindergarten; unknown for a child in no register of kindergartens."""
    return choose(known(kindergarten_place), kindergarten_place, ~kindergarten_application)


@fact(person)
def kindergarten_queued(attends_kindergarten, kindergarten_application):
    """Waits for a place in a kindergarten."""
    return ~attends_kindergarten & kindergarten_application


@fact(person)
def is_kindergarten_age(age, kindergarten_age_from, school_age_from):
    """Is old enough for a kindergarten and too young for school."""
    return (age >= kindergarten_age_from) & (age < school_age_from)


@fact(person)
def without_kindergarten_place(is_kindergarten_age, attends_kindergarten):
    """Is of kindergarten age and has no place; unknown for a child in no register of kindergartens."""
    return is_kindergarten_age & ~attends_kindergarten


@fact(family)
def children_of_kindergarten_age(is_kindergarten_age):
    """Children of kindergarten age."""
    return count_where(is_kindergarten_age)


@fact(family)
def children_without_kindergarten_place(without_kindergarten_place):
    """Children of kindergarten age without a place; unknown where it is for one."""
    return count_where(without_kindergarten_place)


@fact(family)
def children_queued_for_kindergarten(is_kindergarten_age, kindergarten_queued):
    """Children of kindergarten age of whom the register shows that they wait: a lower bound."""
    return count_where(is_kindergarten_age & kindergarten_queued & known(kindergarten_queued))


# School


@fact(person, register="school")
def listed_at_school(enrolled_on):
    """Stands in the register of schools, as a pupil of today or of before."""
    return listed(enrolled_on)


@fact(person, register="school")
def attends_school(enrolled_on, left_on, as_of):
    """Goes to a school; unknown for whoever is in no register of schools."""
    return any_of(running(enrolled_on, left_on, as_of))


@fact(person, register="school", unit="grade")
def school_grade(grade, enrolled_on, left_on, as_of):
    """Grade at school, 0 for the preparatory class."""
    return largest(grade, where=running(enrolled_on, left_on, as_of))


@fact(person, register="school")
def free_school_meals(free_meals, enrolled_on, left_on, as_of):
    """Eats at school free of charge."""
    return largest(free_meals, where=running(enrolled_on, left_on, as_of))


@fact(person, register="school")
def school_left_on(left_on, as_of):
    """Last day at the school that the person left last."""
    return largest(left_on, where=known(left_on) & (left_on < as_of))


@fact(person)
def is_school_age(age, school_age_from, school_age_limit):
    """Is of an age at which a child has to go to school."""
    return (age >= school_age_from) & (age < school_age_limit)


@fact(person)
def school_age_not_attending(is_school_age, attends_school, is_student):
    """Is of school age and goes neither to school nor to college; unknown where the registers are silent."""
    return is_school_age & ~attends_school & ~is_student


@fact(person)
def school_age_not_on_record(is_school_age, studies_by_registers):
    """Is of school age and in no register of schools and colleges."""
    return is_school_age & ~studies_by_registers


@fact(person)
def left_a_school(school_left_on, listed_at_school):
    """Has left a school."""
    return by_silence(known(school_left_on), None, listed_at_school)


@fact(person)
def left_school_unplaced(is_school_age, left_a_school, studies_by_registers):
    """Left a school at school age, and no register shows another place: may have dropped out."""
    return is_school_age & left_a_school & ~studies_by_registers


@fact(person)
def dropped_out(left_a_school, school_age_not_attending):
    """Left school at school age and studies nowhere; unknown where the registers are silent."""
    return left_a_school & school_age_not_attending


@fact(family)
def school_age_children(is_school_age):
    """Children of school age."""
    return count_where(is_school_age)


@fact(family)
def school_age_children_not_attending(school_age_not_attending):
    """Children of school age who go neither to school nor to college; unknown where it is for one."""
    return count_where(school_age_not_attending)


@fact(family)
def school_age_children_not_on_record(school_age_not_on_record):
    """Children of school age in no register of schools and colleges."""
    return count_where(school_age_not_on_record)


@fact(family)
def pupils_known(attends_school):
    """Members of whom the register shows that they go to school: a lower bound."""
    return count_where(attends_school & known(attends_school))


@fact(family)
def pupils_with_free_meals_known(free_school_meals):
    """Members of whom the register shows that they eat at school free of charge: a lower bound."""
    return count_where(free_school_meals & known(free_school_meals))


# College and university


@fact(person, register="students")
def listed_as_student(enrolled_on):
    """Stands in the register of students, as one of today or of before."""
    return listed(enrolled_on)


@fact(person, register="students")
def is_student(enrolled_on, left_on, as_of):
    """Studies at a college or university; unknown for whoever is in no register of students."""
    return any_of(running(enrolled_on, left_on, as_of))


@fact(person, register="students")
def is_full_time_by_record(form, enrolled_on, left_on, as_of):
    """Studies full-time at a college or university by the register."""
    return largest(form == "full_time", where=running(enrolled_on, left_on, as_of))


@fact(person, register="students")
def student_level(level, enrolled_on, left_on, as_of):
    """Level of study: college, bachelor, master or doctor; of several the first by name."""
    return smallest(level, where=running(enrolled_on, left_on, as_of))


@fact(person, register="students")
def student_funding(funding, enrolled_on, left_on, as_of):
    """Who pays the study: a state grant or the student; a grant before own payment."""
    return smallest(funding, where=running(enrolled_on, left_on, as_of))


@fact(person, register="students")
def student_since(enrolled_on, left_on, as_of):
    """First day of the study."""
    return smallest(enrolled_on, where=running(enrolled_on, left_on, as_of))


@fact(person)
def is_full_time_student(attends_school, is_full_time_by_record, listed_at_school):
    """Studies full-time: at a school, or full-time at a college or university."""
    return by_silence(
        choose(known(attends_school), attends_school | is_full_time_by_record, is_full_time_by_record),
        attends_school | is_full_time_by_record,
        listed_at_school,
    )


@fact(person)
def has_study_grant(student_funding):
    """Studies on a state grant."""
    return student_funding == "grant"


@fact(family)
def students_known(is_student):
    """Members of whom the register shows that they study at a college or university: a lower bound."""
    return count_where(is_student & known(is_student))
