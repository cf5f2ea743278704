"""Who may compete for a Zhas Project grant, and who comes first."""

from datetime import date

from familymap.rules import Measure, amount, condition, fact, person

LAW = "Rules of the Zhas Project contest of the ministry in charge of youth; the order was not found"


@condition(person, law=LAW)
def zhas_project_citizen(citizenship):
    """Is a citizen of Kazakhstan."""
    return citizenship == "KZ"


@condition(person, law=LAW)
def zhas_project_of_age(age, zhas_project_age_from, youth_age_limit):
    """Is grown up and still young by the law on youth policy."""
    return (age >= zhas_project_age_from) & (age < youth_age_limit)


@condition(person, law=LAW)
def zhas_project_registered(registered_since, as_of):
    """Is registered in a region of the country, for good or for a time."""
    return registered_since <= as_of


@condition(person, law=LAW)
def zhas_project_neither_work_nor_study(is_neet):
    """Neither works nor studies on the day of applying."""
    return is_neet


@fact(person, law=LAW)
def zhas_project_comes_first(
    registered_unemployed,
    disabled,
    lost_both_parents,
    children_with_disability,
    children_counted,
    large_family_children_at_least,
):
    """Belongs to a group that is preferred: unemployed, disabled, orphaned, large family and so on."""
    return (
        registered_unemployed
        | disabled
        | lost_both_parents
        | (children_with_disability >= 1)
        | (children_counted >= large_family_children_at_least)
    )


@amount(person, law=LAW)
def zhas_project_grant(zhas_project_grant_at_most):
    """The grant, at most."""
    return zhas_project_grant_at_most


MEASURE = Measure(
    name="zhas_project",
    unit=person,
    law=LAW,
    since=date(2022, 1, 1),
    conditions=(
        "zhas_project_citizen",
        "zhas_project_of_age",
        "zhas_project_registered",
        "zhas_project_neither_work_nor_study",
    ),
    amount="zhas_project_grant",
    period="once",
    payee="self",
    relieves=("income", "neet"),
    # A contest with a project of one's own: nobody can win it without applying.
    proactive=False,
)
