"""What the room of needs asks of a family: its line, its income with assistance, since when reasons exist."""

from familymap.kazakhstan.portrait.periods import running
from familymap.rules import add_months, choose, fact, family, household, largest, person, smallest


@fact(family, unit="KZT per month")
def support_line(subsistence_minimum, members):
    """What the family as a whole would need: the subsistence minimum of the budget law for each member."""
    return subsistence_minimum * members


@fact(family, unit="KZT per month")
def income_with_assistance(income, family_assistance):
    """Monthly income together with the assistance received; unknown where a part of it is."""
    return income + family_assistance


# Since when a reason exists


@fact(person, register="disability")
def disability_since(valid_from, valid_to, as_of):
    """First day of the certificate of disability in force; of several the first."""
    return smallest(valid_from, where=running(valid_from, valid_to, as_of))


@fact(person)
def pension_age_since(birth_date, sex, pension_age_men, pension_age_women):
    """Day on which the pension age is or was reached."""
    return add_months(birth_date, choose(sex == "M", pension_age_men, pension_age_women) * 12)


@fact(family)
def youngest_minor_since(birth_date, is_minor):
    """Birth date of the youngest child under 18; unknown where there is none."""
    return largest(birth_date, where=is_minor)


@fact(family)
def child_disability_since(disability_since, is_child_with_disability):
    """First day of the newest certificate of a child with a disability."""
    return largest(disability_since, where=is_child_with_disability)


@fact(household)
def group_1_since(disability_since, disability_group, is_minor):
    """First day of the newest certificate of an adult with disability of group 1 at the dwelling."""
    return largest(disability_since, where=(disability_group == "1") & ~is_minor)
