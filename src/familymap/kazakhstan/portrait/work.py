"""Work: contracts, businesses, unemployment, and who of a family works.

What is assumed: whoever is too young to work, or is registered as unemployed without contributions,
contract and business, has no wage. A person of pension age without contributions may still work: their
wage is unknown.
"""

from familymap.kazakhstan.portrait.periods import by_silence, listed, open_on, running
from familymap.rules import (
    any_of,
    assume,
    choose,
    count_where,
    fact,
    family,
    first_known,
    known,
    one_of,
    person,
    smallest,
)

# Of a person


@fact(person, register="employment")
def listed_with_contract(started_on):
    """A contract of employment is listed, running or ended."""
    return listed(started_on)


@fact(person, register="employment")
def has_contract(started_on, ended_on, as_of):
    """Has an employment contract that runs."""
    return any_of(running(started_on, ended_on, as_of))


@fact(person, register="employment")
def contract_since(started_on, ended_on, as_of):
    """First day of the longest contract that runs."""
    return smallest(started_on, where=running(started_on, ended_on, as_of))


@fact(person, register="unemployed")
def registered_unemployed(registered_on, closed_on, as_of):
    """Is registered as unemployed."""
    return any_of(open_on(registered_on, closed_on, as_of))


@fact(person, register="unemployed")
def unemployed_since(registered_on, closed_on, as_of):
    """Day since which the person is registered as unemployed."""
    return smallest(registered_on, where=open_on(registered_on, closed_on, as_of))


@fact(person, register="businesses")
def is_sole_trader(kind, registered_on, closed_on, as_of):
    """Is registered as a sole trader."""
    return any_of((kind == "sole_trader") & open_on(registered_on, closed_on, as_of))


@fact(person, register="businesses")
def is_company_founder(kind, registered_on, closed_on, as_of):
    """Is a founder of a company."""
    return any_of((kind == "founder") & open_on(registered_on, closed_on, as_of))


@fact(person, register="businesses")
def is_farm_head(kind, registered_on, closed_on, as_of):
    """Is the head of a registered farm."""
    return any_of((kind == "farm") & open_on(registered_on, closed_on, as_of))


@fact(person)
def has_business(is_sole_trader, is_company_founder, is_farm_head):
    """Has a registered business that is open."""
    return is_sole_trader | is_company_founder | is_farm_head


@fact(person)
def no_work_on_record(has_contract, has_business, listed_with_contract):
    """No contract is listed, running or ended, and no business is open."""
    return by_silence(~known(has_contract), None, listed_with_contract) & ~has_business


@fact(person)
def has_no_wage(
    age,
    wage_age_from,
    registered_unemployed,
    wage_quarter_at_least,
    wage_told,
    no_work_on_record,
    listed_with_contributions,
):
    """Has no wage: too young, unemployed by registration or by own word, and nothing speaks of work."""
    return by_silence(~known(wage_quarter_at_least), None, listed_with_contributions) & choose(
        known(wage_told),
        (wage_told == 0) & no_work_on_record,
        (age < wage_age_from) | (registered_unemployed & no_work_on_record),
    )


@fact(person)
def works(has_no_wage, has_contract, has_business, wage_quarter, wage_told):
    """Works: by a contract, a registered business, wages of the last quarter, or the person's own word."""
    return choose(
        has_no_wage, False, has_contract | has_business | (first_known(wage_quarter, wage_told) > 0)
    )


@fact(person)
def works_by_registers(works, has_business, listed_with_contract, listed_with_contributions):
    """The registers show that the person works."""
    return by_silence(
        works & known(works), works, listed_with_contract, listed_with_contributions, has_business
    )


@fact(person)
def is_able_bodied(
    age,
    able_bodied_age_from,
    is_pension_age,
    disability_group,
    is_full_time_student,
    listed_at_school,
    listed_as_student,
):
    """Is of an age to work, without disability of group 1 or 2, and not in full-time study."""
    return (
        (age >= able_bodied_age_from)
        & ~is_pension_age
        & ~one_of(disability_group, "1", "2")
        & ~by_silence(
            assume(
                is_full_time_student,
                False,
                because="whoever is in no register of education is taken for not studying full-time",
            ),
            is_full_time_student,
            listed_at_school,
            listed_as_student,
        )
    )


# Of a family


@fact(family)
def able_bodied_members(is_able_bodied):
    """Members who are able to work."""
    return count_where(is_able_bodied)


@fact(family)
def working_members(works):
    """Members who work; unknown where somebody may work and is in no register."""
    return count_where(works)


@fact(family)
def working_members_known(works):
    """Members who work, as far as the registers show it: a lower bound."""
    return count_where(works & known(works))


@fact(family)
def able_bodied_not_shown_working(is_able_bodied, works_by_registers):
    """Members able to work of whom no register shows that they work."""
    return count_where(is_able_bodied & ~works_by_registers)


@fact(family)
def unemployed_members(registered_unemployed):
    """Members registered as unemployed."""
    return count_where(registered_unemployed)


@fact(family)
def pensioners(has_pension):
    """Members who receive a pension."""
    return count_where(has_pension)


@fact(family)
def family_has_business(has_business):
    """A member has a registered business that is open."""
    return any_of(has_business)


@fact(family)
def family_founds_company(is_company_founder):
    """A member is a founder of a company."""
    return any_of(is_company_founder)
