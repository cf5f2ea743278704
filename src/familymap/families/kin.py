"""Who is alive and where registered, who is married to whom, whose child or ward somebody is.

A register row whose link is unknown is no evidence about anybody; a row with one known side still says
that this side married or divorced.
"""

from datetime import date

from familymap.engine.steps import step
from familymap.families.rules import FamilyRules


def full_years(earlier: str, later: str) -> str:
    """SQL for the age in full years; unknown when a date is unknown."""
    return (
        f"(year({later}) - year({earlier})) - case when month({later}) * 100 + day({later}) "
        f"< month({earlier}) * 100 + day({earlier}) then 1 else 0 end"
    )


@step(sealed=False)
def living_person(person: str, addresses: str, link_addresses: str, as_of: date) -> str:
    """Everyone alive at the as-of date, with age and dwelling.

    The dwelling is that of the open permanent registration; the latest wins. address_code,
    address_since, address_key and address_kato are unknown without such a registration;
    age (full years) is unknown without a birth date.
    """
    return f"""
    with registered as (
        select l.person_id, a.registration_no, a.address_code, a.kato, a.registered_from
        from {addresses} a
        join {link_addresses} l on l.source_key = a.registration_no
        where l.person_id is not null and a.address_code is not null and a.kind = 'permanent'
            and (a.registered_from is null or a.registered_from <= date '{as_of}')
            and (a.registered_to is null or a.registered_to > date '{as_of}')
    ),
    often as (
        select person_id from registered group by person_id having count(*) > 1
    ),
    ranked as (
        select r.*, row_number() over (
            partition by r.person_id order by r.registered_from desc nulls last, r.registration_no desc
        ) as position
        from registered r
        join often o on o.person_id = r.person_id
    ),
    dwelling as (
        select r.person_id, r.registration_no, r.address_code, r.kato, r.registered_from
        from registered r
        left join often o on o.person_id = r.person_id
        where o.person_id is null
        union all
        select person_id, registration_no, address_code, kato, registered_from from ranked where position = 1
    )
    select
        p.person_id, p.birth_date, p.kato,
        {full_years("p.birth_date", f"date '{as_of}'")} as age,
        d.address_code, d.registration_no as address_key, d.registered_from as address_since,
        d.kato as address_kato
    from {person} p
    left join dwelling d on d.person_id = p.person_id
    where (p.death_date is null or p.death_date > date '{as_of}')
        and (p.birth_date is null or p.birth_date <= date '{as_of}')
    """


@step(sealed=False)
def couple(
    living_person: str,
    marriages: str,
    link_marriages_husband: str,
    link_marriages_wife: str,
    divorces: str,
    link_divorces_husband: str,
    link_divorces_wife: str,
    as_of: date,
    family_rules: FamilyRules,
) -> str:
    """Living registered couples, one row per spouse: person_id, spouse_id, act_no, since.

    The latest registration of a person is the one that counts: it ends every earlier one, also when the
    other side is not linked. It makes a couple when it is the latest of both, no later divorce names the
    two (or one of them and an unlinked other), and both are alive and were old enough.
    """
    lowest = family_rules.marriage_age.value
    return f"""
    with {_sides("marriage", marriages, link_marriages_husband, link_marriages_wife, as_of)},
    {_sides("divorce", divorces, link_divorces_husband, link_divorces_wife, as_of)},
    ranked as (
        select act_no, happened_on, person_id, other_id, row_number() over (
            partition by person_id
            order by happened_on desc, case when other_id is null then 1 else 0 end, act_no desc
        ) as position
        from marriage_side
    ),
    latest as (
        select act_no, happened_on, person_id, other_id from ranked
        where position = 1 and other_id is not null
    ),
    pair as (
        select a.person_id, a.other_id as spouse_id, a.act_no, a.happened_on as since
        from latest a
        join latest b on b.person_id = a.other_id and b.act_no = a.act_no
    )
    select p.person_id, p.spouse_id, p.act_no, p.since
    from pair p
    join {living_person} me on me.person_id = p.person_id
    join {living_person} them on them.person_id = p.spouse_id
    where coalesce({full_years("me.birth_date", "p.since")}, {lowest}) >= {lowest}
        and coalesce({full_years("them.birth_date", "p.since")}, {lowest}) >= {lowest}
        and not exists (
            select 1 from divorce_side d
            where d.person_id = p.person_id and d.happened_on >= p.since
                and (d.other_id is null or d.other_id = p.spouse_id)
        )
        and not exists (
            select 1 from divorce_side d
            where d.person_id = p.spouse_id and d.happened_on >= p.since
                and (d.other_id is null or d.other_id = p.person_id)
        )
    """


def _sides(act: str, register: str, husbands: str, wives: str, as_of: date) -> str:
    """CTEs: every act seen from each linked side."""
    return f"""{act}_act as (
        select a.act_no, a.{act}_date as happened_on, h.person_id as husband_id, w.person_id as wife_id
        from {register} a
        left join {husbands} h on h.source_key = a.act_no
        left join {wives} w on w.source_key = a.act_no
        where a.{act}_date <= date '{as_of}'
    ),
    {act}_side as (
        select act_no, happened_on, husband_id as person_id, wife_id as other_id from {act}_act
        where husband_id is not null and (wife_id is null or wife_id <> husband_id)
        union all
        select act_no, happened_on, wife_id as person_id, husband_id as other_id from {act}_act
        where wife_id is not null and (husband_id is null or wife_id <> husband_id)
    )"""


@step(sealed=False)
def birth_tie(
    births: str,
    link_births_child: str,
    link_births_mother: str,
    link_births_father: str,
    as_of: date,
) -> str:
    """One row per child with a birth act: child_id, act_no, mother_id, father_id; the latest act wins."""
    return f"""
    with known as (
        select b.act_no, b.act_date, l.person_id as child_id
        from {births} b
        join {link_births_child} l on l.source_key = b.act_no
        where l.person_id is not null and (b.act_date is null or b.act_date <= date '{as_of}')
    ),
    often as (
        select child_id from known group by child_id having count(*) > 1
    ),
    ranked as (
        select k.act_no, row_number() over (
            partition by k.child_id order by k.act_date desc nulls last, k.act_no desc
        ) as position
        from known k
        join often o on o.child_id = k.child_id
    ),
    overtaken as (
        select act_no from ranked where position > 1
    )
    select
        k.child_id, k.act_no,
        case when m.person_id <> k.child_id then m.person_id end as mother_id,
        case when f.person_id <> k.child_id and (m.person_id is null or f.person_id <> m.person_id)
            then f.person_id end as father_id
    from known k
    left join overtaken o on o.act_no = k.act_no
    left join {link_births_mother} m on m.source_key = k.act_no
    left join {link_births_father} f on f.source_key = k.act_no
    where o.act_no is null
    """


@step(sealed=False)
def guardian_tie(
    guardianship: str, link_guardianship_child: str, link_guardianship_guardian: str, as_of: date
) -> str:
    """One row per child with a court order in force: child_id, guardian_id, order_no, kind, since.

    The latest order wins.
    """
    return f"""
    with in_force as (
        select c.person_id as child_id, g.person_id as guardian_id, o.order_no, o.kind, o.valid_from as since,
            row_number() over (
                partition by c.person_id order by o.valid_from desc nulls last, o.order_no desc
            ) as position
        from {guardianship} o
        join {link_guardianship_child} c on c.source_key = o.order_no
        join {link_guardianship_guardian} g on g.source_key = o.order_no
        where c.person_id is not null and g.person_id is not null and c.person_id <> g.person_id
            and (o.valid_from is null or o.valid_from <= date '{as_of}')
            and (o.valid_to is null or o.valid_to > date '{as_of}')
    )
    select child_id, guardian_id, order_no, kind, since from in_force where position = 1
    """
