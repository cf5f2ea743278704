"""Family ids that stay from run to run, and what happened to each family in between.

A family keeps the id of the previous family with which it shares most living members, when that family
in turn shares most with it; ties go to the smallest id. Any other family gets a new id made from its
anchor (and, when the anchor lived in another family before, from that family and the as-of date): a pure
function of the run's inputs. Two new families have two anchors, and no new family gets an id that the
previous run used.
"""

from datetime import date

from familymap.engine.steps import step
from familymap.families.rules import FamilyRules

PREVIOUS_FAMILY_MEMBERSHIP = {
    "person_id": "bigint",
    "family_id": "bigint",
    "role": "varchar",
    "rule": "varchar",
    "via_person_id": "bigint",
    "via_register": "varchar",
    "via_key": "bigint",
    "since": "date",
    "candidates": "integer",
}
"""Columns to offer empty for the first run."""


@step(sealed=False)
def family_identity(family_place: str, previous_family_membership: str, as_of: date) -> str:
    """The id of each family: anchor_id, family_id, members."""
    return f"""
    with drawn as (
        select anchor_id, count(*) as members from {family_place} group by anchor_id
    ),
    overlap as (
        select f.anchor_id, p.family_id, count(*) as shared
        from {family_place} f join {previous_family_membership} p on p.person_id = f.person_id
        group by f.anchor_id, p.family_id
    ),
    ranked as (
        select anchor_id, family_id,
            row_number() over (partition by anchor_id order by shared desc, family_id) as of_anchor,
            row_number() over (partition by family_id order by shared desc, anchor_id) as of_family
        from overlap
    ),
    kept as (
        select anchor_id, family_id from ranked where of_anchor = 1 and of_family = 1
    ),
    fresh as (
        select d.anchor_id, 'family:' || cast(d.anchor_id as varchar)
            || coalesce(':' || cast(p.family_id as varchar) || ':{as_of}', '') as seed
        from drawn d
        left join kept k on k.anchor_id = d.anchor_id
        left join {previous_family_membership} p on p.person_id = d.anchor_id
        where k.anchor_id is null
    ),
    used as (
        select distinct p.family_id
        from {previous_family_membership} p join fresh f on p.family_id = fingerprint(f.seed)
    ),
    named as (
        select f.anchor_id,
            case when u.family_id is null then fingerprint(f.seed)
                else fingerprint(f.seed || ':again') end as family_id
        from fresh f left join used u on u.family_id = fingerprint(f.seed)
    )
    select d.anchor_id, coalesce(k.family_id, n.family_id) as family_id, d.members
    from drawn d
    left join kept k on k.anchor_id = d.anchor_id
    left join named n on n.anchor_id = d.anchor_id
    """


@step(key="person_id")
def family_membership(family_place: str, family_identity: str) -> str:
    """Everybody alive in exactly one family by law, with the rule, person and register row it follows from.

    person_id, family_id, role (head, spouse, child, ward), rule, via_person_id, via_register, via_key,
    since (date, unknown where registers do not say), candidates (how many possible carers; unknown where
    none is needed).
    """
    return f"""
    select f.person_id, i.family_id, f.role,
        case when f.rule <> 'own' then f.rule when i.members > 1 then 'head' else 'alone' end as rule,
        f.via_person_id, f.via_register, f.via_key, f.since, cast(f.candidates as integer) as candidates
    from {family_place} f
    join {family_identity} i on i.anchor_id = f.anchor_id
    """


@step(key="family_id")
def family(family_membership: str, living_person: str, family_rules: FamilyRules) -> str:
    """One row per family: head, size, children under the age of majority, adults, settlement, since when.

    A member of unknown age is neither child nor adult. kato is that of the head's dwelling, else of the
    head's record. formed_on is the wedding of its couple, else the day its first other member came.
    """
    majority = family_rules.majority_age.value
    return f"""
    select m.family_id,
        max(case when m.role = 'head' then m.person_id end) as head_person_id,
        cast(count(*) as integer) as members,
        cast(sum(case when p.age < {majority} then 1 else 0 end) as integer) as children,
        cast(sum(case when p.age >= {majority} then 1 else 0 end) as integer) as adults,
        max(case when m.role = 'head' then coalesce(p.address_kato, p.kato) end) as kato,
        coalesce(min(case when m.rule = 'married' then m.since end), min(m.since)) as formed_on
    from {family_membership} m
    join {living_person} p on p.person_id = m.person_id
    group by m.family_id
    """


@step(key=("family_id", "person_id", "event"))
def family_event(family_membership: str, previous_family_membership: str, person: str, as_of: date) -> str:
    """What happened to families since the previous run: one row per person, family and event.

    In the family where the person is now: formed (a new family), split (a new family all of whose earlier
    members come from one that goes on) or joined. In the family where the person was: left (it goes on),
    merged (all its living members are in one other family now) or closed. other_family_id is where the
    person came from or went to, unknown for birth and death. happened_on is the date of the membership or
    of the death where the registers give one, else the as-of date. A first run has no events.
    """
    return events(family_membership, previous_family_membership, previous_family_membership, person, as_of)


def events(now: str, before: str, any_before: str, person: str, as_of: date) -> str:
    """SQL of the events between two tables of memberships; none when `any_before` is empty (a first run)."""
    return f"""
    with moved as (
        select coalesce(n.person_id, o.person_id) as person_id,
            o.family_id as old_id, n.family_id as new_id, n.since
        from {now} n
        full join {before} o on o.person_id = n.person_id
        where (n.family_id is null or o.family_id is null or n.family_id <> o.family_id)
            and (select count(*) from (select person_id from {any_before} limit 1) one) > 0
    ),
    old_family as (
        select m.old_id, count(distinct m.new_id) as went_to,
            max(case when n.family_id is null then 0 else 1 end) as goes_on
        from moved m
        left join {now} n on n.family_id = m.old_id
        where m.old_id is not null
        group by m.old_id
    ),
    new_family as (
        select m.new_id, count(distinct m.old_id) as came_from,
            max(case when o.family_id is null then 0 else 1 end) as went_on,
            max(coalesce(f.goes_on, 0)) as from_going_on
        from moved m
        left join {before} o on o.family_id = m.new_id
        left join old_family f on f.old_id = m.old_id
        where m.new_id is not null
        group by m.new_id
    ),
    told as (
        select m.new_id as family_id, m.person_id,
            case when f.went_on = 1 then 'joined' when f.came_from = 1 and f.from_going_on = 1 then 'split'
                else 'formed' end as event,
            m.since as known_on, m.old_id as other_family_id
        from moved m join new_family f on f.new_id = m.new_id
        union all
        select m.old_id as family_id, m.person_id,
            case when f.goes_on = 1 then 'left' when f.went_to = 1 then 'merged' else 'closed' end as event,
            case when m.new_id is null then p.death_date else m.since end as known_on,
            m.new_id as other_family_id
        from moved m
        join old_family f on f.old_id = m.old_id
        left join {person} p on p.person_id = m.person_id
    )
    select family_id, person_id, event,
        case when known_on <= date '{as_of}' then known_on else date '{as_of}' end as happened_on,
        other_family_id
    from told
    """
