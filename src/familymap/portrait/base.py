"""The base facts: what the rooms before already know of every living person, family and household.

Rules begin with these tables. A fact is unknown where the registers are silent and silence means nothing: a
parent who is on no act, a marriage that no act names, a place whose code does not tell a village from a town.
Where a register was not received at all, what would follow from its silence is unknown too.
"""

from datetime import date

from familymap.engine.steps import step
from familymap.families.rules import FamilyRules
from familymap.portrait.villages import VillageCodes
from familymap.rules.values import COUNT, DATE, PERSON, TEXT, YES_NO, Type

PERSON_FACTS: dict[str, Type] = {
    "birth_date": DATE,
    "sex": TEXT,
    "citizenship": TEXT,
    "area": TEXT,
    "region": TEXT,
    "rural": YES_NO,
    "role": TEXT,
    "married": YES_NO,
    "mother_id": PERSON,
    "father_id": PERSON,
    "self": PERSON,
    "birth_order": COUNT,
    "children_born": COUNT,
    "youngest_child_birth_date": DATE,
    "youngest_child_order": COUNT,
    "lost_parent": YES_NO,
    "lost_both_parents": YES_NO,
    "address_known": YES_NO,
    "registered_since": DATE,
    "guardian_kind": TEXT,
    "under_guardianship": YES_NO,
}
"""The base facts of a person, in the order of their columns."""

FAMILY_FACTS: dict[str, Type] = {"members": COUNT, "bereaved": YES_NO, "bereaved_on": DATE}
"""The base facts of a family."""

HOUSEHOLD_FACTS: dict[str, Type] = {"household_members": COUNT, "families_in_household": COUNT}
"""The base facts of a household."""


def _received(register: str, key: str) -> str:
    """SQL: at least one row of the register was received."""
    return f"(select count(*) from (select {key} from {register} limit 1) one) > 0"


@step(sealed=False)
def child_record(birth_tie: str, person: str, deaths: str, as_of: date) -> str:
    """One row per child with a birth act: child_id, parents, birth_order, whether the parents are dead.

    birth_order counts the mother's known births by date, dead children and twins included (twins by id);
    it is unknown without a mother or a birth date. mother_dead and father_dead are unknown for a parent
    who is unknown. Columns: child_id, mother_id, father_id, birth_date, birth_order, mother_dead,
    father_dead, alive.
    """
    return f"""
    with dead as (
        select person_id from {person} where death_date <= date '{as_of}'
    ),
    child as (
        select t.child_id, t.mother_id, t.father_id, p.birth_date
        from {birth_tie} t join {person} p on p.person_id = t.child_id
    ),
    often as (
        select mother_id from child where mother_id is not null group by mother_id having count(*) > 1
    ),
    ordered as (
        select c.child_id, row_number() over (
            partition by c.mother_id order by c.birth_date nulls last, c.child_id
        ) as place
        from child c join often o on o.mother_id = c.mother_id
    )
    select c.child_id, c.mother_id, c.father_id, c.birth_date,
        case when c.mother_id is not null and c.birth_date is not null
            then cast(coalesce(o.place, 1) as bigint) end as birth_order,
        case when c.mother_id is null or not ({_received(deaths, "act_no")}) then null
            when m.person_id is not null then true else false end as mother_dead,
        case when c.father_id is null or not ({_received(deaths, "act_no")}) then null
            when f.person_id is not null then true else false end as father_dead,
        case when d.person_id is null then true else false end as alive
    from child c
    left join ordered o on o.child_id = c.child_id
    left join dead m on m.person_id = c.mother_id
    left join dead f on f.person_id = c.father_id
    left join dead d on d.person_id = c.child_id
    """


@step(sealed=False)
def mother_record(child_record: str) -> str:
    """One row per mother named in an act: her known births, the youngest living child and its order."""
    return f"""
    select mother_id, cast(count(*) as bigint) as children_born,
        max(case when alive then birth_date end) as youngest_child_birth_date,
        max(case when alive then birth_order end) as youngest_child_order
    from {child_record}
    where mother_id is not null
    group by mother_id
    """


@step(sealed=False)
def bereavement(
    person: str,
    child_record: str,
    marriages: str,
    link_marriages_husband: str,
    link_marriages_wife: str,
    link_divorces_husband: str,
    link_divorces_wife: str,
    divorces: str,
    family_membership: str,
    as_of: date,
) -> str:
    """One row per family of which a member lost a spouse, parent or child in the last twelve months.

    Death, marriage, divorce and kin are those of the acts; a couple that an act of divorce names is no
    couple here, even if it married again. Brothers, sisters and grandparents are not looked for. Columns:
    family_id, bereaved_on (the latest death), certain (no where a divorce may have come before it).
    """
    return f"""
    with died as (
        select person_id, death_date from {person}
        where death_date > date '{_year_before(as_of)}' and death_date <= date '{as_of}'
    ),
    parted as (
        select distinct h.person_id as husband_id, w.person_id as wife_id
        from {link_divorces_husband} h
        join {link_divorces_wife} w on w.source_key = h.source_key
    ),
    married as (
        select h.person_id as husband_id, w.person_id as wife_id
        from {marriages} a
        join {link_marriages_husband} h on h.source_key = a.act_no
        join {link_marriages_wife} w on w.source_key = a.act_no
        left join parted p on p.husband_id = h.person_id and p.wife_id = w.person_id
        where a.marriage_date <= date '{as_of}' and p.husband_id is null
    ),
    kin as (
        select child_id as person_id, mother_id as kin_id, true as certain from {child_record}
        union all select child_id, father_id, true from {child_record}
        union all select mother_id, child_id, true from {child_record}
        union all select father_id, child_id, true from {child_record}
        union all select husband_id, wife_id, {_received(divorces, "act_no")} from married
        union all select wife_id, husband_id, {_received(divorces, "act_no")} from married
    )
    select m.family_id, max(d.death_date) as bereaved_on, bool_or(k.certain) as certain
    from died d
    join kin k on k.kin_id = d.person_id
    join {family_membership} m on m.person_id = k.person_id
    group by m.family_id
    """


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


@step(sealed=False)
def person_record(
    living_person: str,
    person: str,
    population: str,
    addresses: str,
    as_of: date,
    village_codes: VillageCodes,
) -> str:
    """One row per living person: sex, citizenship, and the place with what its code tells.

    The place is that of the dwelling where the person is registered, else that of the population register;
    registered_since is from the same source. Where no addresses were received, nobody knows who has moved
    since: the place is unknown, and so is whether the address is known.
    """
    received = _received(addresses, "registration_no")
    return f"""
    with placed as (
        select l.person_id, l.birth_date, l.age, l.address_code, p.sex, r.citizenship,
            case when l.address_code is not null then l.address_kato when {received} then p.kato end as area,
            case when l.address_code is not null then l.address_since when {received} then r.registered_on end
                as registered_since
        from {living_person} l
        join {person} p on p.person_id = l.person_id
        left join {population} r on r.record_no = p.spine_key and p.spine_register = 'population'
    )
    select person_id, birth_date, age, sex, citizenship, area, substr(area, 1, 2) as region,
        {village_codes.is_village("area")} as rural,
        case when address_code is not null then true when {received} then false end as address_known,
        case when registered_since <= date '{as_of}' then registered_since end as registered_since
    from placed
    """


@step(key=("family_id", "person_id"))
def person_base(
    family_membership: str,
    household_membership: str,
    person_record: str,
    child_record: str,
    mother_record: str,
    guardian_tie: str,
    births: str,
    guardianship: str,
    family_rules: FamilyRules,
) -> str:
    """The base facts of every living person, with family_id and household_id (unknown without an address).

    married is yes for a registered couple, no below the lowest age of marriage, else unknown: not every
    marriage is in the registers. children_born counts births the registers know of, and is 0 for none.
    Adoption ends an order of guardianship, so it is no guardianship.
    """
    return f"""
    select m.family_id, m.person_id, h.household_id,
        r.birth_date, r.sex, r.citizenship, r.area, r.region, r.rural, m.role,
        case when m.rule = 'married' then true when r.age < {family_rules.marriage_age.value} then false end
            as married,
        c.mother_id, c.father_id, m.person_id as self, c.birth_order,
        case when w.mother_id is not null then w.children_born
            when {_received(births, "act_no")} then cast(0 as bigint) end as children_born,
        w.youngest_child_birth_date, w.youngest_child_order,
        c.mother_dead or c.father_dead as lost_parent,
        c.mother_dead and c.father_dead as lost_both_parents,
        r.address_known, r.registered_since,
        g.kind as guardian_kind,
        case when g.kind in ('guardianship', 'foster') then true
            when {_received(guardianship, "order_no")} then false end as under_guardianship
    from {family_membership} m
    join {person_record} r on r.person_id = m.person_id
    left join {household_membership} h on h.person_id = m.person_id
    left join {child_record} c on c.child_id = m.person_id
    left join {mother_record} w on w.mother_id = m.person_id
    left join {guardian_tie} g on g.child_id = m.person_id
    """


@step(key="family_id")
def family_base(
    family: str, household_membership: str, bereavement: str, deaths: str, births: str, marriages: str
) -> str:
    """The base facts of every family, with its head and the head's household (unknown without an address).

    bereaved is never «no» where no act of death, birth or marriage was received.
    """
    acts = " and ".join(_received(register, "act_no") for register in (deaths, births, marriages))
    return f"""
    select f.family_id, f.head_person_id, h.household_id, cast(f.members as bigint) as members,
        case when b.certain then true when b.family_id is null and {acts} then false end as bereaved,
        case when b.certain then b.bereaved_on end as bereaved_on
    from {family} f
    left join {household_membership} h on h.person_id = f.head_person_id
    left join {bereavement} b on b.family_id = f.family_id
    """


@step(key="household_id")
def household_base(household: str, household_membership: str, family_membership: str) -> str:
    """The base facts of every household."""
    return f"""
    with together as (
        select h.household_id, cast(count(distinct m.family_id) as bigint) as families_in_household
        from {household_membership} h
        join {family_membership} m on m.person_id = h.person_id
        group by h.household_id
    )
    select h.household_id, cast(h.members as bigint) as household_members, t.families_in_household
    from {household} h
    join together t on t.household_id = h.household_id
    """


BASE_STEPS = (
    child_record, mother_record, bereavement, person_record, person_base, family_base, household_base,
)  # fmt: skip
"""From persons and families to the base facts; they ask for the value `village_codes`."""
