"""Clinic, insurance, disability, standing observation, birth.

A certificate holds from its first to its last day, both included. What an illness is called is never passed
on: only whether somebody is under standing observation, and silence there means unknown.
"""

from familymap.kazakhstan.portrait.periods import running
from familymap.rules import (
    any_of,
    choose,
    count_where,
    fact,
    family,
    known,
    largest,
    one_of,
    person,
    smallest,
)

# Clinic and insurance


@fact(person, register="health")
def clinic_attached(attached_on, as_of):
    """Is attached to a clinic."""
    return any_of(attached_on <= as_of)


@fact(person, register="health")
def insured_by_record(insured, attached_on, as_of):
    """Is insured by the record of the clinic."""
    return largest(insured, where=attached_on <= as_of)


@fact(person)
def insured(clinic_attached, insured_by_record):
    """Has health insurance; unknown for whoever is attached to no clinic."""
    return choose(clinic_attached, insured_by_record, None)


@fact(person, register="health")
def insurance_category(insurance_category, attached_on, as_of):
    """Who pays the health insurance: employer, state, the person, or nobody; unknown without a clinic."""
    return smallest(insurance_category, where=attached_on <= as_of)


@fact(family)
def members_without_clinic(clinic_attached):
    """Members attached to no clinic."""
    return count_where(~clinic_attached)


@fact(family)
def members_uninsured(insured):
    """Members without health insurance; unknown where it is for one."""
    return count_where(~insured)


# Disability


@fact(person, register="disability")
def disability_certificates(valid_from, valid_to, as_of):
    """Certificates of disability in force."""
    return count_where(running(valid_from, valid_to, as_of))


@fact(person, register="disability")
def disability_group_certified(disability_group, valid_from, valid_to, as_of):
    """Group on the certificate in force; of several the heaviest."""
    return smallest(disability_group, where=running(valid_from, valid_to, as_of))


@fact(person, register="disability")
def disability_cause_certified(cause, valid_from, valid_to, as_of):
    """Cause on the certificate in force; of several the first by name."""
    return smallest(cause, where=running(valid_from, valid_to, as_of))


@fact(person, register="disability")
def disabled_since_childhood(since_childhood, valid_from, valid_to, as_of):
    """Is disabled since childhood by a certificate in force."""
    return any_of(since_childhood & running(valid_from, valid_to, as_of))


@fact(person)
def disability_group(disability_certificates, disability_group_certified):
    """Disability group 1, 2 or 3, or «child»; «none» without a certificate in force."""
    return choose(disability_certificates > 0, disability_group_certified, "none")


@fact(person)
def disability_cause(disability_certificates, disability_cause_certified):
    """Cause of the disability; «none» without a certificate in force."""
    return choose(disability_certificates > 0, disability_cause_certified, "none")


@fact(person)
def disabled(disability_group):
    """Has a disability by a certificate in force."""
    return disability_group != "none"


@fact(person)
def is_child_with_disability(disabled, is_minor):
    """Is a child under 18 with a disability."""
    return disabled & is_minor


@fact(person)
def is_adult_with_disability(disabled, is_minor):
    """Is an adult with a disability."""
    return disabled & ~is_minor


@fact(family)
def members_with_disability(disabled):
    """Members with a disability."""
    return count_where(disabled)


@fact(family)
def children_with_disability(is_child_with_disability):
    """Children under 18 with a disability."""
    return count_where(is_child_with_disability)


@fact(family)
def adults_with_disability(is_adult_with_disability):
    """Adults with a disability."""
    return count_where(is_adult_with_disability)


@fact(family)
def adults_of_group_1_or_2(is_adult_with_disability, disability_group):
    """Adults with disability of group 1 or 2."""
    return count_where(is_adult_with_disability & one_of(disability_group, "1", "2"))


@fact(family)
def adults_of_group_3(is_adult_with_disability, disability_group):
    """Adults with disability of group 3."""
    return count_where(is_adult_with_disability & (disability_group == "3"))


@fact(family)
def members_disabled_since_childhood(disabled_since_childhood):
    """Members disabled since childhood."""
    return count_where(disabled_since_childhood)


# Observation and birth


@fact(person, register="dispensary")
def on_dispensary_register(valid_from, valid_to, as_of):
    """Is under a doctor's standing observation; unknown where the register is silent."""
    return any_of(running(valid_from, valid_to, as_of))


@fact(family)
def members_observed_known(on_dispensary_register):
    """Members of whom the register shows standing observation: a lower bound."""
    return count_where(on_dispensary_register & known(on_dispensary_register))


@fact(person)
def paid_around_birth(receives_birth, receives_care_to_18m):
    """Was paid the allowance on a birth in the last year, or receives that for small children."""
    return receives_birth | receives_care_to_18m


@fact(family)
def family_paid_around_birth(paid_around_birth):
    """A member was paid an allowance around a birth."""
    return any_of(paid_around_birth)
