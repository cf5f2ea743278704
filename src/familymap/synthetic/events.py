"""What happens to people between two dates: deaths, divorces, weddings, births, moves.

Each event is drawn from the rate of its parameter and the length of the time; who dies has no other event,
and nobody both parts and marries in it.
"""

from familymap.engine.steps import step
from familymap.synthetic.country import Country, since
from familymap.synthetic.families import age
from familymap.synthetic.matching import paired


def years(before: Country, country: Country) -> float:
    """Length of the time between the two dates."""
    return (country.as_of - before.as_of).days / 365.25


def some_day(before: Country, country: Country, purpose: str, key: str) -> str:
    """SQL: a day after the earlier date, up to the later one."""
    days = (country.as_of - before.as_of).days
    return f"({before.today} + 1 + floor({country.uniform(_dated(country, purpose), key)} * {days})::int)"


def happens(country: Country, purpose: str, key: str) -> str:
    """SQL: the random number that decides; another one for every date."""
    return country.uniform(_dated(country, purpose), key)


def _dated(country: Country, purpose: str) -> str:
    return f"{purpose} until {country.as_of.isoformat()}"


@step(sealed=False)
def living(old_person: str, old_marriage: str, before: Country) -> str:
    """Everybody alive on the earlier date: person columns, age (full years), spouse_no, marriage_no."""
    return f"""
    with wed as (
        select husband_no as person_no, wife_no as spouse_no, marriage_no, married_on
        from {old_marriage} where ended_on is null
        union all
        select wife_no, husband_no, marriage_no, married_on from {old_marriage} where ended_on is null
    )
    select p.*, {age("p.birth_date", before)} as age, w.spouse_no, w.marriage_no, w.married_on
    from {old_person} p left join wed w on w.person_no = p.person_no
    where p.death_date is null
    """


@step(key="person_no", sealed=False)
def month_death(living: str, before: Country, country: Country) -> str:
    """Who dies, and when: person_no, death_date."""
    law = country.parameters["mortality"]
    hazard = " ".join(
        f"when sex = '{sex}' then {shape['level']} * exp({shape['slope']} * age)"
        for sex, shape in law.items()
    )
    return f"""
    select person_no, {some_day(before, country, "day of death", "person_no")} as death_date
    from {living}
    where {happens(country, "death", "person_no")} < {years(before, country):.6f} * case {hazard} end
    """


@step(key="marriage_no", sealed=False)
def month_divorce(living: str, month_death: str, before: Country, country: Country) -> str:
    """Marriages that end in divorce: marriage_no, husband_no, wife_no, ended_on."""
    rate = country.parameters["divorces_a_year"] * years(before, country)
    return f"""
    select marriage_no, person_no as husband_no, spouse_no as wife_no,
           {some_day(before, country, "day of divorce", "marriage_no")} as ended_on
    from {living}
    where sex = 'M' and marriage_no is not null
      and {happens(country, "divorce", "marriage_no")} < {rate:.8f}
      and person_no not in (select person_no from {month_death})
      and spouse_no not in (select person_no from {month_death})
    """


@step(key="marriage_no", sealed=False)
def month_wedding(
    living: str, month_death: str, month_divorce: str, old_marriage: str, before: Country, country: Country
) -> str:
    """Weddings within region, ethnicity and age group: marriage_no, husband_no, wife_no, married_on."""
    rate = country.parameters["marriages_a_year"] * years(before, country)
    free = f"""spouse_no is null and unit_role <> 'ward' and person_no not in (select person_no
        from {month_death})"""
    brides = _seekers(living, "F", free, 0, rate, country)
    grooms = _seekers(living, "M", free, 3, rate, country)
    return f"""
    with pair as ({paired(brides, grooms)}),
    fitting as (
        select m.person_no as husband_no, w.person_no as wife_no
        from pair
        join {living} w on w.person_no = pair.wanted_key
        join {living} m on m.person_no = pair.offered_key
        where m.mother_no is distinct from w.mother_no or m.mother_no is null
    ), numbered as (
        select *, row_number() over (order by husband_no)
                  + (select coalesce(max(marriage_no), 0) from {old_marriage}) as marriage_no
        from fitting
    )
    select marriage_no, husband_no, wife_no, {some_day(before, country, "wedding day", "husband_no")}
        as married_on
    from numbered
    """


def _seekers(living: str, sex: str, free: str, older: int, rate: float, country: Country) -> str:
    area = "substr(kato, 1, 2)::int" if country.people >= 2_000_000 else "0"
    return f"""
        select person_no as key, ((age - {older}) // 5 * 128 + {area}) * 1000 + hash(ethnicity) % 1000
            as bucket,
               {country.bits("seeks", "person_no")} as rank_by
        from {living}
        where sex = '{sex}' and age between {18 + older} and {44 + older} and {free}
          and {happens(country, "wedding", "person_no")} < {rate:.8f}"""


@step(key="mother_no", sealed=False)
def month_birth(
    living: str, month_death: str, month_divorce: str, old_person: str, before: Country, country: Country
) -> str:
    """Mothers of newborns, with the day: mother_no, father_no (her husband, or the father of her last child
    if he lives with her; NULL: not known), birth_date."""
    rate = since("m.age", country.parameters["births_a_year"])
    return f"""
    with youngest as (
        select mother_no, max(birth_date) as last_birth, arg_max(father_no, birth_date) as father_no
        from {old_person} where mother_no is not null group by mother_no
    )
    select m.person_no as mother_no, coalesce(m.spouse_no, f.person_no) as father_no,
           {some_day(before, country, "birthday", "m.person_no")} as birth_date
    from {living} m
    left join youngest y on y.mother_no = m.person_no
    left join {living} f on f.person_no = y.father_no and f.dwelling_no = m.dwelling_no
    where m.sex = 'F' and (m.spouse_no is not null or y.last_birth > {before.today} - 3650)
      and coalesce(y.last_birth < {before.today} - 330, true)
      and {happens(country, "birth", "m.person_no")} < {years(before, country):.6f} * coalesce({rate}, 0)
      and m.person_no not in (select person_no from {month_death})
    """


@step(key="unit_no", sealed=False)
def month_move(living: str, settlement: str, before: Country, country: Country) -> str:
    """Units that move: unit_no, from_dwelling_no, kato (where to), moved_on. Who is a guest there stays."""
    rate = country.parameters["moves_a_year"] * years(before, country)
    far = f"{happens(country, 'far move', 'unit_no')} < {country.parameters['moved']['other_region']}"
    people = "sum(people_target) over (partition by {0} order by kato) - people_target"
    return f"""
    with moving as (
        select unit_no, min(dwelling_no) as from_dwelling_no, min(substr(kato, 1, 2)) as region
        from {living}
        where unit_role in ('head', 'spouse') and {happens(country, "move", "unit_no")} < {rate:.8f}
        group by unit_no having min(dwelling_no) = max(dwelling_no)
    ), reach as (
        select 'any' as region, kato, {people.format("1")} as people_from from {settlement}
        union all
        select region, kato, {people.format("region")} from {settlement}
    ), whole as (
        select region, sum(people_target) as people from {settlement} group by region
        union all
        select 'any', sum(people_target) from {settlement}
    ), aimed as (
        select m.unit_no, m.from_dwelling_no, w.region,
               floor({happens(country, "new place", "m.unit_no")} * w.people)::bigint as place
        from (select *, case when {far} then 'any' else region end as aim from moving) m
        join whole w on w.region = m.aim
    )
    select a.unit_no, a.from_dwelling_no, r.kato, {some_day(before, country, "moving day", "a.unit_no")}
        as moved_on
    from aimed a asof join reach r on r.region = a.region and a.place >= r.people_from
    """
