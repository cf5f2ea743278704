"""What counts as a lack.

A lack (`deprived_…`) is yes, no or unknown. Where a register gives only a lower bound, the bound settles the
matter when it can: with a known income above the line a family does not lack income, whatever else it may
earn.
"""

from familymap.rules import (
    any_of,
    count_where,
    deprivation,
    fact,
    family,
    known,
    person,
)

# Income and work


@deprivation(family, dimension="economic")
def deprived_income(income_per_member, income_known_per_member, subsistence_minimum):
    """Income for each member, without assistance that depends on income, is below the subsistence minimum."""
    return (income_per_member < subsistence_minimum) & (income_known_per_member < subsistence_minimum)


@deprivation(family, dimension="economic")
def deprived_arrears(family_overdue_90):
    """A member has a loan overdue for more than 90 days."""
    return family_overdue_90


@deprivation(family, dimension="economic")
def deprived_work(able_bodied_members, working_members, working_members_known):
    """Has members able to work, and nobody works."""
    return (able_bodied_members >= 1) & (working_members == 0) & (working_members_known == 0)


# Care and dependants


@fact(person)
def needs_constant_care(disability_group, is_child_with_disability):
    """Has disability of group 1, or is a child with a disability."""
    return (disability_group == "1") | is_child_with_disability


@fact(family)
def members_needing_care(needs_constant_care):
    """Members with disability of group 1 and children with a disability."""
    return count_where(needs_constant_care)


@deprivation(family, dimension="social")
def deprived_caring(members_needing_care, able_bodied_members, care_able_bodied_at_most):
    """Somebody needs constant care, and there are too few able-bodied members both to care and to earn."""
    return (members_needing_care >= 1) & (able_bodied_members <= care_able_bodied_at_most)


@fact(person)
def has_steady_income(works, has_pension, receives_disability):
    """Works, or receives a pension or the disability allowance."""
    return works | has_pension | receives_disability


@fact(person)
def has_steady_income_known(works, has_pension, receives_disability):
    """Works by the registers, or receives a pension or the disability allowance."""
    return (works & known(works)) | has_pension | receives_disability


@fact(family)
def providers(has_steady_income):
    """Members with a steady income; unknown where somebody may work and is in no register."""
    return count_where(has_steady_income)


@fact(family)
def providers_known(has_steady_income_known):
    """Members with a steady income, as far as the registers show it: a lower bound."""
    return count_where(has_steady_income_known)


@deprivation(family, dimension="social")
def deprived_dependency(members, providers, providers_known, dependency_persons_per_provider):
    """Too many people live on one wage, business, pension or disability allowance."""
    return (members > providers * dependency_persons_per_provider) & (
        members > providers_known * dependency_persons_per_provider
    )


# Housing


@deprivation(family, dimension="housing")
def deprived_home(family_owns_home, household_owns_home):
    """Neither the family nor anybody registered at the same dwelling owns a dwelling or a share of one."""
    return ~(family_owns_home | household_owns_home)


@deprivation(family, dimension="housing")
def deprived_crowding(crowded):
    """Has less room for each person than the norm."""
    return crowded


@deprivation(family, dimension="housing")
def deprived_unsafe_home(family_home_unsafe, household_home_unsafe):
    """Owns, or lives with somebody who owns, a dwelling that was declared unsafe."""
    return family_home_unsafe | household_home_unsafe


@deprivation(family, dimension="housing")
def deprived_housing_cost(
    utility_bill,
    utility_arrears,
    household_income,
    household_income_known,
    housing_cost_share_over,
    utility_arrears_bills,
):
    """Utilities take too large a share of the income, or several monthly bills are unpaid."""
    return (
        (utility_bill > household_income * housing_cost_share_over)
        & (utility_bill > household_income_known * housing_cost_share_over)
    ) | (utility_arrears > utility_bill * utility_arrears_bills)


# Health


@deprivation(family, dimension="health")
def deprived_clinic(members_without_clinic):
    """A member is attached to no clinic."""
    return members_without_clinic >= 1


@deprivation(family, dimension="health")
def deprived_insurance(insured):
    """A member has no health insurance."""
    return any_of(~insured)


# Education


@deprivation(family, dimension="education")
def deprived_school(school_age_not_attending):
    """A child of school age goes neither to school nor to college."""
    return any_of(school_age_not_attending)


@deprivation(family, dimension="education")
def deprived_kindergarten(without_kindergarten_place):
    """A child of kindergarten age has no place."""
    return any_of(without_kindergarten_place)


@deprivation(family, dimension="education")
def deprived_neet(is_neet):
    """A young member neither studies nor works."""
    return any_of(is_neet)
