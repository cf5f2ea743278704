"""Who may take over the work of somebody about to retire."""

from datetime import date

from familymap.rules import Measure, add_months, condition, fact, person

LAW = "Rules of 2022 on subsidised workplaces as zakon.kz retells them; the number of the order was not found"


@condition(person, law=LAW)
def contract_of_generations_unemployed(registered_unemployed):
    """Is registered as unemployed."""
    return registered_unemployed


@condition(person, law=LAW)
def contract_of_generations_young(age, contract_of_generations_age_at_most):
    """Is not older than the rules allow."""
    return age <= contract_of_generations_age_at_most


@condition(person, law=LAW)
def contract_of_generations_graduate(youth_practice_has_diploma):
    """Has a diploma of a college or university."""
    return youth_practice_has_diploma


@condition(person, law=LAW)
def contract_of_generations_fresh(
    as_of, youth_practice_finished_on, contract_of_generations_months_since_study
):
    """Finished studying in the last two years."""
    return as_of <= add_months(youth_practice_finished_on, contract_of_generations_months_since_study)


@fact(person, law=LAW)
def contract_of_generations_would_end_on(as_of, contract_of_generations_months):
    """The last day of a contract that begins today."""
    return add_months(as_of, contract_of_generations_months)


MEASURE = Measure(
    name="contract_of_generations",
    unit=person,
    law=LAW,
    since=date(2022, 1, 1),
    conditions=(
        "contract_of_generations_unemployed",
        "contract_of_generations_young",
        "contract_of_generations_graduate",
        "contract_of_generations_fresh",
    ),
    amount=None,
    period="in_kind",
    payee="self",
    # One paid workplace at a time: assumption.
    excludes=("youth_practice", "first_workplace"),
    relieves=("income", "work", "neet"),
)
