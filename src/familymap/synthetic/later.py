"""The truth tables of the later date: the earlier ones and the events since."""

from familymap.engine.steps import step
from familymap.synthetic.country import Country
from familymap.synthetic.drawing import QUANTILES
from familymap.synthetic.families import age
from familymap.synthetic.homes import furnished
from familymap.synthetic.persons import era, full_time, iin, iin_head, studies

NEW_UNITS = 10**12
"""Units founded after the first date are numbered by this and the number of the man who founds them."""


@step(key="person_no", sealed=False)
def new_home(
    living: str,
    month_death: str,
    month_divorce: str,
    month_wedding: str,
    month_move: str,
    old_dwelling: str,
) -> str:
    """People with another home: person_no, unit_no, unit_role, dwelling_no, kato, moved_in, fresh
    (a dwelling of its own).

    A bride and her minor children move to the husband; a divorced husband moves out; a unit moves as a whole.
    """
    return f"""
    with last as (select max(dwelling_no) as dwelling_no from {old_dwelling}),
    groom as (
        select m.person_no, w.wife_no, w.married_on, m.dwelling_no, m.kato, m.moved_in, m.unit_role,
               case when m.unit_role = 'child' then {NEW_UNITS} + m.person_no else m.unit_no end as unit_no
        from {month_wedding} w join {living} m on m.person_no = w.husband_no
    ), married as (
        select person_no, unit_no, 'head' as unit_role, dwelling_no, kato, moved_in, 1 as rank from groom
        union all
        select wife_no, unit_no, 'spouse', dwelling_no, kato, married_on, 1 from groom
        union all
        select c.person_no, g.unit_no, 'child', g.dwelling_no, g.kato, g.married_on, 1
        from groom g
        join {living} bride on bride.person_no = g.wife_no
        join {living} c on c.mother_no = g.wife_no and c.age < 18 and c.unit_no = bride.unit_no
            and c.unit_role = 'child'
    ), parted as (
        select d.husband_no as person_no, l.kato, d.ended_on as moved_in,
               row_number() over (order by d.husband_no) as place
        from {month_divorce} d join {living} l on l.person_no = d.husband_no
    ), moved as (
        select p.person_no, p.unit_no, p.unit_role, m.kato, m.moved_on as moved_in,
               dense_rank() over (order by m.unit_no) as place
        from {month_move} m join {living} p on p.unit_no = m.unit_no and p.dwelling_no = m.from_dwelling_no
    ), drawn as (
        select person_no, unit_no, unit_role, dwelling_no, kato, moved_in, rank, false as fresh from married
        union all
        select person_no, {NEW_UNITS} + person_no, 'head', (select dwelling_no from last) + place * 2, kato,
            moved_in, 2, true
        from parted
        union all
        select person_no, unit_no, unit_role, (select dwelling_no from last) + place * 2 + 1, kato, moved_in,
            3, true
        from moved
    )
    select person_no, unit_no, unit_role, dwelling_no, kato, moved_in, fresh
    from (
        select *, row_number() over (partition by person_no order by rank, dwelling_no) as chosen
        from drawn
        where person_no not in (select person_no from {month_death})
          and (rank < 3 or person_no not in (select husband_no from {month_wedding}))
    ) where chosen = 1
    """


@step(key="person_no", sealed=False)
def newborn(
    month_birth: str,
    new_home: str,
    old_person: str,
    people_group: str,
    given_name: str,
    surname: str,
    country: Country,
) -> str:
    """Children born between the dates: person columns, with the next free numbers and identifiers."""
    given = country.uniform("given name", "person_no")
    return f"""
    with last as (select max(person_no) as person_no from {old_person}),
    taken as (
        select substr(iin, 1, 7) as head, count(*) as numbers from {old_person}
        where birth_date in (select birth_date from {month_birth})
           or substr(iin, 1, 6) in (select strftime(birth_date, '%y%m%d') from {month_birth})
        group by 1
    ), born as (
        select (select person_no from last) + row_number() over (order by b.mother_no) as person_no, b.*,
               coalesce(f.ethnicity, m.ethnicity) as ethnicity, f.surname as father_surname,
               m.birth_surname as mother_surname, f.given_name as father_given,
               coalesce(h.unit_no, m.unit_no) as unit_no, coalesce(h.dwelling_no, m.dwelling_no)
                   as dwelling_no,
               coalesce(h.kato, m.kato) as kato
        from {month_birth} b
        join {old_person} m on m.person_no = b.mother_no
        left join {old_person} f on f.person_no = b.father_no
        left join {new_home} h on h.person_no = b.mother_no
    ), sexed as (
        select *, case when {country.uniform("sex", "person_no")} < {country.parameters["sex_ratio_at_birth"]}
                       then 'M' else 'F' end as sex
        from born
    ), numbered as (
        select s.*, coalesce(t.numbers, 0) - 1
                    + row_number() over (partition by {iin_head("birth_date", "sex")} order by person_no)
                        as serial
        from sexed s
        left join taken t on t.head = lpad({iin_head("birth_date", "sex")}::varchar, 7, '0')
    ), surnames as (select distinct surname_list, man, woman from {surname}),
    fathers as (
        select distinct given_list, given_name, son_ru, daughter_ru, son_kk, daughter_kk
        from {given_name} where sex = 'M'
    )
    select n.person_no, {iin("birth_date", "n.sex", "serial")} as iin, n.sex, birth_date, null::date
        as death_date,
           n.ethnicity, {_surname()} as surname, g.given_name, {_patronymic(country)} as patronymic,
           {_surname()} as birth_surname, n.mother_no, n.father_no, n.unit_no, 'child' as unit_role,
           n.dwelling_no, n.kato, n.birth_date as moved_in, null::bigint as previous_dwelling_no,
           null::varchar as previous_kato, null::varchar as studies, null::boolean as full_time,
           {_disabled(country)} as disabled_since_childhood
    from numbered n
    join {people_group} e on e.ethnicity_name = n.ethnicity
    join {given_name} g on g.given_list = e.given_list and g.sex = n.sex
         and g.era = {era(country, "year(birth_date)")} and g.place = floor({given} * {QUANTILES})::int
    left join surnames fs on fs.surname_list = e.surname_list and fs.man = n.father_surname
    left join surnames ms on ms.surname_list = e.surname_list and ms.woman = n.mother_surname
    left join fathers p on p.given_list = e.given_list and p.given_name = n.father_given
    """


def _surname() -> str:
    """The father's surname in the child's form, else the one the mother was born with."""
    return """coalesce(case when n.sex = 'M' then fs.man else fs.woman end, father_surname,
                    case when n.sex = 'M' then ms.man else ms.woman end, mother_surname)"""


def _patronymic(country: Country) -> str:
    share = country.parameters["kazakh_patronymic"]["new"]
    return f"""case when n.ethnicity = 'kazakh' and {country.uniform("patronymic", "n.person_no")} < {share}
        then case when n.sex = 'M' then p.son_kk else p.daughter_kk end
        else case when n.sex = 'M' then p.son_ru else p.daughter_ru end end"""


def _disabled(country: Country) -> str:
    share = country.parameters["disabled_since_childhood"]["child"]
    return f"{country.uniform('disabled', 'n.person_no')} < {share}"


@step(key="person_no")
def person(
    old_person: str,
    newborn: str,
    new_home: str,
    month_death: str,
    month_wedding: str,
    surname: str,
    country: Country,
) -> str:
    """The people of the later date, columns as on the first date."""
    level = studies(country)
    return f"""
    with surnames as (select man, min(woman) as woman from {surname} group by man),
    bride as (
        select w.wife_no, coalesce(s.woman, m.surname) as surname
        from {month_wedding} w
        join {old_person} m on m.person_no = w.husband_no
        left join surnames s on s.man = m.surname
        where {country.uniform("keeps surname", "w.wife_no")} < 0.6
    ), grown as (
        select *, {full_time(country)} as whole_day
        from (select *, {level} as study_level from {old_person})
    )
    select o.person_no, o.iin, o.sex, o.birth_date, coalesce(o.death_date, d.death_date) as death_date,
        o.ethnicity,
           coalesce(b.surname, o.surname) as surname, o.given_name, o.patronymic, o.birth_surname,
               o.mother_no, o.father_no,
           coalesce(h.unit_no, o.unit_no) as unit_no, coalesce(h.unit_role, o.unit_role) as unit_role,
           coalesce(h.dwelling_no, o.dwelling_no) as dwelling_no, coalesce(h.kato, o.kato) as kato,
           coalesce(h.moved_in, o.moved_in) as moved_in,
           case when h.dwelling_no <> o.dwelling_no then o.dwelling_no else o.previous_dwelling_no end
           as previous_dwelling_no,
           case when h.dwelling_no <> o.dwelling_no then o.kato else o.previous_kato end as previous_kato,
           case when coalesce(o.death_date, d.death_date) is null then study_level end as studies,
           case when coalesce(o.death_date, d.death_date) is null and study_level is not null
                then o.whole_day end as full_time,
           o.disabled_since_childhood
    from grown o
    left join {new_home} h on h.person_no = o.person_no
    left join {month_death} d on d.person_no = o.person_no
    left join bride b on b.wife_no = o.person_no
    union all
    select * from {newborn}
    """


@step(key="marriage_no")
def marriage(old_marriage: str, month_death: str, month_divorce: str, month_wedding: str) -> str:
    """The marriages of the later date, columns as on the first date."""
    return f"""
    with ended as (
        select m.marriage_no, min(d.death_date) as ended_on
        from {old_marriage} m join {month_death} d on d.person_no in (m.husband_no, m.wife_no)
        where m.ended_on is null group by m.marriage_no
    )
    select m.marriage_no, m.husband_no, m.wife_no, m.married_on,
           coalesce(m.ended_on, v.ended_on, e.ended_on) as ended_on,
           case when m.ended_on is not null then m.end_reason when v.ended_on is not null then 'divorce'
                when e.ended_on is not null then 'death' end as end_reason
    from {old_marriage} m
    left join {month_divorce} v on v.marriage_no = m.marriage_no
    left join ended e on e.marriage_no = m.marriage_no
    union all
    select marriage_no, husband_no, wife_no, married_on, null, null from {month_wedding}
    """


@step(key="dwelling_no")
def dwelling(old_dwelling: str, new_home: str, settlement: str, country: Country) -> str:
    """The dwellings of the later date: the earlier ones and those somebody moved to."""
    shares = country.parameters["dwelling"]
    fresh = f"""
        select h.dwelling_no, min(h.kato) as kato, 1 as units,
               min(case when s.kind = 'village' then {shares["house_rural"]} else {shares["house_urban"]} end)
               as house_share
        from {new_home} h join {settlement} s on s.kato = h.kato
        where h.fresh group by h.dwelling_no"""
    return f"select * from {old_dwelling} union all select * from ({furnished(fresh, country)})"


@step(key="order_no")
def guardianship(old_guardianship: str, person: str, country: Country) -> str:
    """The orders of the later date: lasting ones, and for new orphans a living grandparent."""
    return f"""
    with alive as (select person_no, birth_date, mother_no, father_no from {person} where death_date is null),
    minors as (select * from alive where {age("birth_date", country)} < 18),
    kept as (
        select o.* from {old_guardianship} o
        where o.child_no in (select person_no from minors) and o.guardian_no in (select person_no from alive)
    ), orphans as (
        select * from minors
        where person_no not in (select child_no from kept)
          and coalesce(mother_no not in (select person_no from alive), false)
          and coalesce(father_no not in (select person_no from alive), true)
    ), found as (
        select o.person_no as child_no, coalesce(a.person_no, b.person_no, c.person_no, d.person_no)
            as guardian_no
        from orphans o
        left join {person} m on m.person_no = o.mother_no
        left join {person} f on f.person_no = o.father_no
        left join alive a on a.person_no = m.mother_no
        left join alive b on b.person_no = m.father_no
        left join alive c on c.person_no = f.mother_no
        left join alive d on d.person_no = f.father_no
    )
    select * from kept
    union all
    select (select coalesce(max(order_no), 0) from {old_guardianship})
        + row_number() over (order by child_no),
           child_no, guardian_no, 'guardianship', {country.today}
    from found where guardian_no is not null
    """
