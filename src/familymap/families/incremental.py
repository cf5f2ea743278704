"""The same families from the people who changed: draw theirs anew, keep all others.

Drawn anew is every *touched* family: where an affected person was, or where the person was to whom an
affected one now belongs. That holds all who could move, because everybody else belongs to the same holder as
before, up to the anchor. A full run over the same facts gives the same tables.

`changed_person` must name everybody whose own record changed and everybody named, before or now, on a
register row that appeared, vanished, changed or was linked otherwise. What changes by the calendar alone (a
birthday, the end of a registration) is found here. When the rules changed, only a full run is right.
"""

from collections.abc import Callable

from familymap.engine.steps import Step, step
from familymap.families.households import household, household_membership
from familymap.families.identity import events, family, family_event, family_identity, family_membership
from familymap.families.membership import care_chain, family_place
from familymap.families.nearby import NEARBY_STEPS, near
from familymap.families.rules import FamilyRules
from familymap.families.steps import BELONGING_STEPS


@step(sealed=False)
def touched_family(affected_person: str, near_belonging: str, previous_family_membership: str) -> str:
    """The earlier families of affected people and of those to whom they now belong."""
    return f"""
    with concerned as (
        select person_id from {affected_person}
        union
        select b.holder_id from {near_belonging} b join {affected_person} a on a.person_id = b.person_id
    )
    select distinct p.family_id
    from {previous_family_membership} p join concerned c on c.person_id = p.person_id
    """


@step(sealed=False)
def belonging(
    near_belonging: str, affected_person: str, touched_family: str, previous_family_membership: str
) -> str:
    """To whom everybody of the touched families belongs: affected people anew, the others as before."""
    return f"""
    select b.person_id, b.holder_id, b.role, b.rule, b.via_person_id, b.via_register, b.via_key, b.since,
        b.candidates
    from {near_belonging} b join {affected_person} a on a.person_id = b.person_id
    union all
    select p.person_id,
        case when p.role = 'head' then p.person_id else p.via_person_id end as holder_id, p.role,
        case when p.rule in ('head', 'alone') then 'own' else p.rule end as rule,
        p.via_person_id, p.via_register, p.via_key, p.since, p.candidates
    from {previous_family_membership} p
    join {touched_family} t on t.family_id = p.family_id
    left join {affected_person} a on a.person_id = p.person_id
    where a.person_id is null
    """


touched_membership = Step(
    "touched_membership",
    "Memberships of the touched families, drawn anew.",
    family_membership.needs,
    family_membership.build,
    ("person_id",),
    False,
)


@step(sealed=False)
def touched_before(previous_family_membership: str, touched_family: str) -> str:
    """Memberships of the touched families as they were."""
    return f"""
    select p.* from {previous_family_membership} p join {touched_family} t on t.family_id = p.family_id
    """


def _family_membership(touched_membership: str, previous_family_membership: str, touched_family: str) -> str:
    return f"""
    select person_id, family_id, role, rule, via_person_id, via_register, via_key, since, candidates
    from {touched_membership}
    union all
    select p.person_id, p.family_id, p.role, p.rule, p.via_person_id, p.via_register, p.via_key, p.since,
        p.candidates
    from {previous_family_membership} p
    left join {touched_family} t on t.family_id = p.family_id
    where t.family_id is null
    """


def _family(
    touched_membership: str, living: str, rules: FamilyRules, previous_family: str, touched_family: str
) -> str:
    return f"""
    {family.build(touched_membership, living, rules)}
    union all
    select p.family_id, p.head_person_id, p.members, p.children, p.adults, p.kato, p.formed_on
    from {previous_family} p
    left join {touched_family} t on t.family_id = p.family_id
    where t.family_id is null
    """


def _household_membership(living: str, previous: str, near_person: str) -> str:
    return f"""
    {household_membership.build(living)}
    union all
    select p.person_id, p.household_id, p.since, p.via_register, p.via_key
    from {previous} p
    left join {near_person} n on n.person_id = p.person_id
    where n.person_id is null
    """


@step(sealed=False)
def touched_household(household_membership: str, previous_household_membership: str, near_person: str) -> str:
    """Dwellings where somebody at hand lives or lived."""
    return f"""
    select h.household_id from {household_membership} h join {near_person} n on n.person_id = h.person_id
    union
    select h.household_id
    from {previous_household_membership} h join {near_person} n on n.person_id = h.person_id
    """


def _household(household_membership: str, addresses: str, touched: str, previous: str) -> str:
    return f"""
    select m.household_id, min(a.address_code) as address_code, min(a.kato) as kato,
        cast(count(*) as integer) as members
    from {household_membership} m
    join {touched} t on t.household_id = m.household_id
    join {addresses} a on a.registration_no = m.via_key
    group by m.household_id
    union all
    select p.household_id, p.address_code, p.kato, p.members
    from {previous} p
    left join {touched} t on t.household_id = p.household_id
    where t.household_id is null
    """


def _as(result: Step, needs: tuple[str, ...], build: Callable[..., str]) -> Step:
    """The table of the full run, with the same promises, worked out from what is at hand."""
    return Step(result.name, result.meaning, needs, build, result.key)


INCREMENTAL_STEPS = (
    *NEARBY_STEPS,
    *near(BELONGING_STEPS),
    touched_family,
    belonging,
    care_chain,
    family_place,
    family_identity,
    touched_membership,
    touched_before,
    _as(
        family_membership,
        ("touched_membership", "previous_family_membership", "touched_family"),
        _family_membership,
    ),
    _as(
        family,
        ("touched_membership", "near_living_person", "family_rules", "previous_family", "touched_family"),
        _family,
    ),
    _as(
        family_event,
        ("touched_membership", "touched_before", "previous_family_membership", "person", "as_of"),
        events,
    ),
    _as(
        household_membership,
        ("near_living_person", "previous_household_membership", "near_person"),
        _household_membership,
    ),
    touched_household,
    _as(
        household,
        ("household_membership", "addresses", "touched_household", "previous_household"),
        _household,
    ),
)
"""Instead of FAMILY_STEPS in a run that follows a sealed one.

Needs besides what a full run needs: the table `changed_person` (person_id), four tables of the sealed run as
`previous_family_membership`, `previous_family`, `previous_household_membership` and `previous_household`, and
the value `previous_as_of`.
"""
