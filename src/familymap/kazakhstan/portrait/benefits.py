"""Benefits received in the last month, by what the state itself lists as paid.

The payment on a birth comes once and counts for twelve months. Assistance granted after a test of income is
kept apart from benefits by right, because it is no income where income is tested.
"""

from familymap.kazakhstan.portrait.periods import within
from familymap.rules import (
    add_months,
    any_of,
    fact,
    one_of,
    person,
    total,
)


@fact(person, register="benefits")
def receives_birth(benefit_code, month, month_begin, as_of):
    """Was paid the allowance on a birth in the last twelve months."""
    return any_of((benefit_code == "birth") & within(month, add_months(month_begin, -12), as_of))


@fact(person, register="benefits", unit="KZT")
def amount_birth(benefit_code, amount, month, month_begin, as_of):
    """Allowance on a birth paid in the last twelve months."""
    return total(amount, where=(benefit_code == "birth") & within(month, add_months(month_begin, -12), as_of))


@fact(person, register="benefits")
def receives_care_to_18m(benefit_code, month, last_month):
    """Receives the allowance for the care of a child up to eighteen months."""
    return any_of((benefit_code == "care_to_18m") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_care_to_18m(benefit_code, amount, month, last_month):
    """Allowance for the care of a child up to eighteen months."""
    return total(amount, where=(benefit_code == "care_to_18m") & (month == last_month))


@fact(person, register="benefits")
def receives_large_family(benefit_code, month, last_month):
    """Receives the allowance for large families."""
    return any_of((benefit_code == "large_family") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_large_family(benefit_code, amount, month, last_month):
    """Allowance for large families."""
    return total(amount, where=(benefit_code == "large_family") & (month == last_month))


@fact(person, register="benefits")
def receives_awarded_mother(benefit_code, month, last_month):
    """Receives the allowance for awarded mothers."""
    return any_of((benefit_code == "awarded_mother") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_awarded_mother(benefit_code, amount, month, last_month):
    """Allowance for awarded mothers."""
    return total(amount, where=(benefit_code == "awarded_mother") & (month == last_month))


@fact(person, register="benefits")
def receives_disability(benefit_code, month, last_month):
    """Receives the disability allowance."""
    return any_of((benefit_code == "disability") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_disability(benefit_code, amount, month, last_month):
    """Disability allowance."""
    return total(amount, where=(benefit_code == "disability") & (month == last_month))


@fact(person, register="benefits")
def receives_child_disability_care(benefit_code, month, last_month):
    """Receives the allowance for raising a child with a disability."""
    return any_of((benefit_code == "child_disability_care") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_child_disability_care(benefit_code, amount, month, last_month):
    """Allowance for raising a child with a disability."""
    return total(amount, where=(benefit_code == "child_disability_care") & (month == last_month))


@fact(person, register="benefits")
def receives_carer_group1(benefit_code, month, last_month):
    """Receives the allowance for the care of an adult with disability of group 1."""
    return any_of((benefit_code == "carer_group1") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_carer_group1(benefit_code, amount, month, last_month):
    """Allowance for the care of an adult with disability of group 1."""
    return total(amount, where=(benefit_code == "carer_group1") & (month == last_month))


@fact(person, register="benefits")
def receives_survivor(benefit_code, month, last_month):
    """Receives the allowance for the loss of a breadwinner."""
    return any_of((benefit_code == "survivor") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_survivor(benefit_code, amount, month, last_month):
    """Allowance for the loss of a breadwinner."""
    return total(amount, where=(benefit_code == "survivor") & (month == last_month))


@fact(person, register="benefits")
def receives_tsa(benefit_code, month, last_month):
    """Receives targeted social assistance."""
    return any_of((benefit_code == "tsa") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_tsa(benefit_code, amount, month, last_month):
    """Targeted social assistance."""
    return total(amount, where=(benefit_code == "tsa") & (month == last_month))


@fact(person, register="benefits")
def receives_tsa_child(benefit_code, month, last_month):
    """Receives the supplement of targeted social assistance for young children."""
    return any_of((benefit_code == "tsa_child") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_tsa_child(benefit_code, amount, month, last_month):
    """Supplement of targeted social assistance for young children."""
    return total(amount, where=(benefit_code == "tsa_child") & (month == last_month))


@fact(person, register="benefits")
def receives_housing_aid(benefit_code, month, last_month):
    """Receives housing aid."""
    return any_of((benefit_code == "housing_aid") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_housing_aid(benefit_code, amount, month, last_month):
    """Housing aid."""
    return total(amount, where=(benefit_code == "housing_aid") & (month == last_month))


@fact(person, register="benefits")
def receives_pension_basic(benefit_code, month, last_month):
    """Receives the basic pension."""
    return any_of((benefit_code == "pension_basic") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_pension_basic(benefit_code, amount, month, last_month):
    """Basic pension."""
    return total(amount, where=(benefit_code == "pension_basic") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def benefits_by_right(benefit_code, amount, month, last_month):
    """Monthly benefits that do not depend on income, without the basic pension."""
    return total(
        amount,
        where=(month == last_month)
        & ~one_of(benefit_code, "birth", "pension_basic", "tsa", "tsa_child", "housing_aid"),
    )


@fact(person, register="benefits", unit="KZT per month")
def assistance_received(benefit_code, amount, month, last_month):
    """Assistance granted after a test of income: targeted assistance, its supplement, housing aid."""
    return total(
        amount, where=(month == last_month) & one_of(benefit_code, "tsa", "tsa_child", "housing_aid")
    )
