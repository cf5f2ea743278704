"""The guaranteed social package: help in kind for children of families with targeted assistance.

From 2020 it was food each month and washing goods each quarter for children from one to six, and a school
set for those from six to eighteen. On 1 January 2023 money took the place of the parcels for small children
(`targeted_assistance_child`), and the resolution on the package lost its force in January 2023; whether
pupils still get it was not found, so the rule asks.
"""

from datetime import date

from familymap.rules import Measure, condition, person

LAW = "Government Resolution 1032 of 30 December 2019 (without force since Resolution 39 of 25 January 2023)"


@condition(person, law=LAW, name="social_package_of_age", until=date(2022, 12, 31))
def social_package_from_one(age, is_minor, social_package_age_from):
    """Is from one to seventeen years old."""
    return (age >= social_package_age_from) & is_minor


@condition(person, law=LAW, name="social_package_of_age", since=date(2023, 1, 1))
def social_package_from_school_age(age, is_minor, social_package_age_from, social_package_for_pupils):
    """Is from six to seventeen years old, as far as pupils still get the package."""
    return (age >= social_package_age_from) & is_minor & social_package_for_pupils


@condition(person, law=LAW)
def social_package_family_in_need(tsa_in_need):
    """The family receives targeted social assistance or is entitled to it."""
    return tsa_in_need


MEASURE = Measure(
    name="social_package",
    unit=person,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("social_package_of_age", "social_package_family_in_need"),
    amount=None,
    period="in_kind",
    payee="parent_payee",
    relieves=("income",),
    proactive=False,
)
