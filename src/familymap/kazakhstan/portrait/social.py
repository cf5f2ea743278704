"""Age, children, parents, couples, care, youth.

A family here is the family by law: a couple or one grown person with the children and wards they raise. So
one parent means one grown person at the head who is in no registered marriage; an unregistered father at
the same address is not seen. A full-time student counts as a child only where the family raises them: a
head or a spouse does not.

Young people without work and study are told on three bases. By registers: nobody wrote down study, contract
or wage. By registers and business: a registered business counts as work too. The third, `is_neet`, stays
unknown where silence of the registers may hide study or work; whoever is registered as unemployed is taken
for not studying, because study and that status exclude each other (assumption).
"""

from familymap.kazakhstan.portrait.periods import by_silence, listed
from familymap.rules import (
    add_months,
    any_of,
    choose,
    count_where,
    every,
    fact,
    family,
    first_known,
    full_months,
    full_years,
    household,
    known,
    largest,
    one_of,
    person,
    smallest,
)

# Age


@fact(person, unit="full years")
def age(birth_date, as_of):
    """Age."""
    return full_years(birth_date, as_of)


@fact(person, unit="full months")
def age_months(birth_date, as_of):
    """Age in months."""
    return full_months(birth_date, as_of)


@fact(person)
def is_minor(age, majority_age):
    """Is under 18 years."""
    return age < majority_age


@fact(person)
def is_child_1_to_6(age, young_child_age_from, young_child_age_to):
    """Is from 1 to 6 years old, both included."""
    return (age >= young_child_age_from) & (age <= young_child_age_to)


@fact(person)
def is_child_under_18_months(age_months):
    """Is younger than a year and a half."""
    return age_months < 18


@fact(person)
def is_pension_age(age, sex, pension_age_men, pension_age_women):
    """Has reached the pension age."""
    return age >= choose(sex == "M", pension_age_men, pension_age_women)


@fact(person, law="Law on State Youth Policy of 9 February 2015, No. 285-V, art. 1")
def is_youth(age, youth_age_from, youth_age_limit):
    """Is young by the law on youth: from 14 years to under 35 (under 29 before 26 December 2022)."""
    return (age >= youth_age_from) & (age < youth_age_limit)


# Place in the family


@fact(person)
def is_head_or_spouse(role, is_minor):
    """Is a grown head of the family or the spouse of the head."""
    return one_of(role, "head", "spouse") & ~is_minor


@fact(person)
def is_dependant(role):
    """Is raised or cared for in the family: a child or a ward."""
    return one_of(role, "child", "ward")


@fact(person, law="rules approved by Order 169 of 24 May 2023")
def is_child_counted(is_minor, is_dependant, age, student_age_limit, is_full_time_student):
    """Counts as a child: under 18, or raised in the family, under 23 and in full-time study."""
    return is_minor | (is_dependant & (age < student_age_limit) & is_full_time_student)


@fact(person)
def is_orphan(is_minor, lost_both_parents, under_guardianship):
    """Is a child whose parents are both dead, or who was given to a guardian."""
    return is_minor & (lost_both_parents | under_guardianship)


@fact(person, register="births", role="mother")
def listed_as_mother(act_date):
    """Is named as the mother in an act of birth."""
    return listed(act_date)


@fact(person)
def births_fully_recorded(birth_date, childbearing_age_from, births_recorded_since):
    """Was too young to have children before acts of birth were kept electronically."""
    return add_months(birth_date, childbearing_age_from * 12) >= births_recorded_since


# Care


@fact(person)
def cares_for_group_1(receives_carer_group1):
    """Is paid for the care of an adult with disability of group 1."""
    return receives_carer_group1


@fact(household)
def household_group_1_adults(disability_group, is_minor):
    """Adults with disability of group 1 registered at the dwelling."""
    return count_where((disability_group == "1") & ~is_minor)


@fact(person)
def lives_with_group_1(household_group_1_adults, disability_group, is_minor):
    """Is registered at one dwelling with another person, an adult with disability of group 1."""
    return household_group_1_adults > choose((disability_group == "1") & ~is_minor, 1, 0)


# Youth without work and study


@fact(person)
def studies_by_registers(attends_school, is_student, listed_at_school, listed_as_student):
    """The registers show that the person studies."""
    return by_silence(
        (attends_school & known(attends_school)) | (is_student & known(is_student)),
        attends_school | is_student,
        listed_at_school,
        listed_as_student,
    )


@fact(person)
def earns_by_registers(has_contract, wage_quarter, listed_with_contract, listed_with_contributions):
    """The registers show a contract, or wages in the last quarter."""
    return by_silence(
        (has_contract & known(has_contract)) | (known(wage_quarter) & (wage_quarter > 0)),
        has_contract | (wage_quarter > 0),
        listed_with_contract,
        listed_with_contributions,
    )


@fact(person)
def studies(registered_unemployed, studies_by_registers, attends_school, is_student):
    """Studies at a school, college or university; unknown where the registers are silent."""
    return choose(registered_unemployed, studies_by_registers, attends_school | is_student)


@fact(person)
def is_neet_by_registers(is_youth, studies_by_registers, earns_by_registers):
    """Is young, and no register shows study, contract or wage."""
    return is_youth & ~studies_by_registers & ~earns_by_registers


@fact(person)
def is_neet_by_registers_and_business(is_neet_by_registers, has_business):
    """Is young, and no register shows study, contract, wage or business."""
    return is_neet_by_registers & ~has_business


@fact(person)
def is_neet(is_youth, studies, works):
    """Is young and neither studies nor works; unknown where the registers cannot tell."""
    return is_youth & ~studies & ~works


# The family's members


@fact(family)
def children_under_18(is_minor):
    """Members under 18."""
    return count_where(is_minor)


@fact(family, law="rules approved by Order 169 of 24 May 2023")
def children_counted(is_child_counted):
    """Members under 18, or under 23 and in full-time study."""
    return count_where(is_child_counted)


@fact(family)
def children_1_to_6(is_child_1_to_6):
    """Children from 1 to 6 years old."""
    return count_where(is_child_1_to_6)


@fact(family)
def children_under_18_months(is_child_under_18_months):
    """Children younger than a year and a half."""
    return count_where(is_child_under_18_months)


@fact(family)
def girls(sex, is_minor):
    """Girls under 18."""
    return count_where((sex == "F") & is_minor)


@fact(family)
def boys(sex, is_minor):
    """Boys under 18."""
    return count_where((sex == "M") & is_minor)


@fact(family)
def women(sex, is_minor):
    """Women of 18 and over."""
    return count_where((sex == "F") & ~is_minor)


@fact(family)
def men(sex, is_minor):
    """Men of 18 and over."""
    return count_where((sex == "M") & ~is_minor)


@fact(family)
def adults(is_minor):
    """Members of 18 and over."""
    return count_where(~is_minor)


@fact(family)
def members_from_14(age):
    """Members of 14 and over."""
    return count_where(age >= 14)


@fact(family)
def members_of_pension_age(is_pension_age):
    """Members who have reached the pension age."""
    return count_where(is_pension_age)


@fact(family)
def youth_members(is_youth):
    """Members who are young by the law on youth."""
    return count_where(is_youth)


@fact(family)
def dependants(is_dependant):
    """Children and wards of the family, whatever their age."""
    return count_where(is_dependant)


@fact(family)
def parents(is_head_or_spouse):
    """Grown head and spouse of the family."""
    return count_where(is_head_or_spouse)


@fact(family)
def has_couple(role):
    """A registered couple heads the family."""
    return any_of(role == "spouse")


@fact(family)
def one_parent(parents, children_under_18, children_counted):
    """One grown person raises one child or more."""
    return (parents == 1) & ((children_under_18 >= 1) | (children_counted >= 1))


@fact(family, law="Law on State Youth Policy of 9 February 2015, No. 285-V, art. 1")
def young_family(is_head_or_spouse, is_youth, has_couple, one_parent):
    """Is a couple of whom both are young by the law on youth, or one young parent with children."""
    return (has_couple | one_parent) & every(~is_head_or_spouse | is_youth)


@fact(family, unit="full years")
def youngest_child_age(age, is_minor):
    """Age of the youngest child; unknown where there is none."""
    return smallest(age, where=is_minor)


@fact(family, unit="full years")
def oldest_member_age(age):
    """Age of the oldest member."""
    return largest(age)


@fact(family)
def wards(under_guardianship):
    """Children under guardianship or in foster care."""
    return count_where(under_guardianship)


@fact(family)
def orphans(is_orphan):
    """Children without living parents, or given to a guardian."""
    return count_where(is_orphan)


@fact(family)
def carers_of_group_1(cares_for_group_1):
    """Members paid for the care of an adult with disability of group 1."""
    return count_where(cares_for_group_1)


@fact(family)
def neet_members_by_registers(is_neet_by_registers):
    """Young members of whom no register shows study, contract or wage."""
    return count_where(is_neet_by_registers)


@fact(family)
def neet_members_by_registers_and_business(is_neet_by_registers_and_business):
    """Young members of whom no register shows study, contract, wage or business."""
    return count_where(is_neet_by_registers_and_business)


@fact(family)
def neet_members(is_neet):
    """Young members who neither study nor work; unknown where the registers cannot tell."""
    return count_where(is_neet)


# The family's place and payee


@fact(family)
def family_region(region, role):
    """Region in which the head lives."""
    return smallest(region, where=role == "head")


@fact(family)
def family_area(area, role):
    """Settlement in which the head lives."""
    return smallest(area, where=role == "head")


@fact(family)
def family_in_village(rural, role):
    """The head lives in a village."""
    return any_of((role == "head") & rural)


@fact(family)
def members_without_address(address_known):
    """Members without a known dwelling."""
    return count_where(~address_known)


@fact(family)
def head_person(self, role):
    """Head of the family."""
    return smallest(self, where=role == "head")


@fact(family)
def woman_of_family(self, role, sex):
    """The woman at the head of the family."""
    return smallest(self, where=one_of(role, "head", "spouse") & (sex == "F"))


@fact(family)
def parent_payee(woman_of_family, head_person):
    """To whom the family's money is paid: the woman at its head, else the head."""
    return first_known(woman_of_family, head_person)


# The household


@fact(household)
def household_minors(is_minor):
    """Children under 18 registered at the dwelling."""
    return count_where(is_minor)
