"""Households: the living people who are registered at one dwelling, whatever their kinship.

A household is its dwelling: its id is a fingerprint of the address code and stays as long as the code.
Whoever has no known permanent registration has no row here: where they live is unknown.
"""

from familymap.engine.steps import step


@step(key="person_id")
def household_membership(living_person: str) -> str:
    """Who lives in which household: person_id, household_id, since, and the registration it follows from."""
    return f"""
    select person_id, fingerprint('household:' || cast(address_code as varchar)) as household_id,
        address_since as since, 'addresses' as via_register, address_key as via_key
    from {living_person}
    where address_code is not null
    """


@step(key="household_id")
def household(living_person: str) -> str:
    """One row per inhabited dwelling: household_id, address_code, kato, members.

    Where registrations at one dwelling disagree about the settlement, the smallest code stands.
    """
    return f"""
    select fingerprint('household:' || cast(address_code as varchar)) as household_id, address_code,
        min(address_kato) as kato, cast(count(*) as integer) as members
    from {living_person}
    where address_code is not null
    group by address_code
    """
