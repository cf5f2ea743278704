"""Marriages, guardians, and the true legal family and household of everybody living."""

from familymap.engine.steps import step
from familymap.synthetic.country import PLACES, Country


@step(key="marriage_no")
def marriage(unit_kin: str, other_father: str) -> str:
    """Registered marriages between people of the country.

    marriage_no BIGINT, husband_no, wife_no, married_on, ended_on, end_reason divorce|death|NULL (lasting).
    """
    ended = "least(coalesce(man_death, date '9999-01-01'), coalesce(woman_death, date '9999-01-01'))"
    return f"""
    select unit_no * 2 as marriage_no, unit_no * {PLACES} as husband_no, unit_no * {PLACES} + 1 as wife_no,
        married_on,
           case when coalesce(man_death, woman_death) is not null then {ended} end as ended_on,
           case when coalesce(man_death, woman_death) is not null then 'death' end as end_reason
    from {unit_kin} where married_on is not null
    union all
    select k.unit_no * 2 + 1, o.father_unit * {PLACES}, k.unit_no * {PLACES} + 1, k.first_married_on,
        k.divorced_on, 'divorce'
    from {unit_kin} k join {other_father} o on o.unit_no = k.unit_no
    where k.divorced_on is not null
    """


@step(sealed=False)
def family_need(person: str, marriage: str, guardianship: str, country: Country) -> str:
    """Living people who belong to somebody else's family, with that carer.

    person_no, carer_no: a minor's guardian, else the parent at the same address, else mother, father; for an
    unmarried
    childless full-time student under 23, or somebody disabled since childhood, a parent at the same address
    only.
    """
    return f"""
    with living as (
        select person_no, dwelling_no, mother_no, father_no, disabled_since_childhood, coalesce(full_time,
            false) as full_time,
               {age("birth_date", country)} as age
        from {person} where death_date is null
    ), wed as (
        select unnest([husband_no, wife_no]) as person_no from {marriage} where ended_on is null
    ), with_child as (
        select unnest([mother_no, father_no]) as person_no, dwelling_no from living where age < 18
    ), heads as (
        select distinct l.person_no from living l join with_child c on c.person_no = l.person_no
            and c.dwelling_no = l.dwelling_no
    ), parents as (
        select distinct unnest([mother_no, father_no]) as person_no from {person}
    ), dependants as (
        select * from living
        where (age < 18
               or disabled_since_childhood
               or (age < 23 and full_time and person_no not in (select person_no from parents where person_no
                   is not null)))
          and person_no not in (select person_no from wed)
          and person_no not in (select person_no from heads)
    )
    select d.person_no,
           case when d.age < 18
                then coalesce(g.guardian_no, {_here("m")}, {_here("f")}, m.person_no, f.person_no)
                else coalesce({_here("m")}, {_here("f")}) end as carer_no
    from dependants d
    left join {guardianship} g on g.child_no = d.person_no
    left join living m on m.person_no = d.mother_no
    left join living f on f.person_no = d.father_no
    """


def _here(parent: str) -> str:
    return f"case when {parent}.dwelling_no = d.dwelling_no then {parent}.person_no end"


@step(key="person_no")
def family(person: str, marriage: str, family_need: str) -> str:
    """The true legal family and household of everybody living on the as-of date.

    person_no, family_no (number of the family's anchor: the smaller number of a couple, else of the one
    head),
    household_no (the dwelling: all who are registered there).
    """
    return f"""
    with anchor as (
        select husband_no as person_no, least(husband_no, wife_no) as anchor_no from {marriage} where ended_on
            is null
        union all
        select wife_no, least(husband_no, wife_no) from {marriage} where ended_on is null
    ), carer as (
        select n.person_no, coalesce(above.carer_no, n.carer_no) as carer_no
        from {family_need} n left join {family_need} above on above.person_no = n.carer_no
        where n.carer_no is not null
    )
    select p.person_no, coalesce(by_carer.anchor_no, c.carer_no, own.anchor_no, p.person_no) as family_no,
           p.dwelling_no as household_no
    from {person} p
    left join anchor own on own.person_no = p.person_no
    left join carer c on c.person_no = p.person_no
    left join anchor by_carer on by_carer.person_no = c.carer_no
    where p.death_date is null
    """


def age(birth_date: str, country: Country) -> str:
    """SQL: age in full years on the as-of date."""
    today = country.as_of
    return (
        f"({today.year} - year({birth_date}) - case when {today.month * 100 + today.day} "
        f"< month({birth_date}) * 100 + day({birth_date}) then 1 else 0 end)"
    )
