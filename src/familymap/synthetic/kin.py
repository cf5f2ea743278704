"""Three and more generations: whose child each adult is, former husbands, unregistered fathers, male lines.

Adults of younger units take the places of grown-up children of older units: same sex, birth year and
ethnicity, mostly from the region they were born in. An adult who finds no place has no known parents.
"""

from familymap.engine.steps import step
from familymap.synthetic.country import CHILD, PLACES, YEAR, Country
from familymap.synthetic.drawing import STRATUM_ROOM
from familymap.synthetic.matching import paired
from familymap.synthetic.places import region_people


@step(sealed=False)
def parentage(unit: str, child: str, stratum: str, country: Country) -> str:
    """Whose child each unit's man and woman is, where known.

    person_no, parent_unit, child_no (the place within that unit), from_ex, birth_date (now their own).
    """
    bucket = "(year({day}) * 2 + case when {sex} = 'M' then 1 else 0 end) * 16 + {ethnicity}"
    shuffled = "({stratum}::ubigint << 50) + ({bits} >> 14)"
    adults = f"""
        select person_no as key, {bucket.format(day="born", sex="sex", ethnicity="ethnicity")} as bucket,
               {shuffled.format(stratum=_origin(country), bits=country.bits("wanted", "person_no"))}
                   as rank_by
        from (
            select unnest([unit_no * {PLACES}, unit_no * {PLACES} + 1]) as person_no, unnest(['M', 'F'])
                as sex,
                   unnest([man_birth, woman_birth]) as born, ethnicity, u.stratum_no, stays, villages
            from {unit} u join {stratum} s on s.stratum_no = u.stratum_no
        ) where born is not null
    """
    places = f"""
        select {CHILD} as key, {bucket.format(day="birth_date", sex="sex", ethnicity="ethnicity")} as bucket,
               {shuffled.format(stratum=f"unit_no // {STRATUM_ROOM}", bits=country.bits("offered", CHILD))}
                   as rank_by
        from {child} where not at_home and death_date is null and not fatherless
    """
    return f"""
    select wanted_key as person_no, c.unit_no as parent_unit, c.child_no, c.from_ex, c.birth_date
    from ({paired(adults, places)}) p
    join {child} c on c.unit_no = p.offered_key // {PLACES} and c.child_no = p.offered_key % {PLACES}
    """


def _origin(country: Country) -> str:
    """SQL: the stratum an adult was born in: their own, their region's villages, or any by its people."""
    number = country.uniform("origin", "person_no")
    villages = float(country.parameters["born_in_village"])
    reached, cases = 0, []
    anywhere = country.uniform("elsewhere", "person_no")
    for stratum_no, people in enumerate(region_people(country).values(), start=1):
        reached += people
        cases.append(f"when {anywhere} <= {reached / country.people:.6f} then {stratum_no}")
    return f"""case when {number} < stays * {1 - villages} then stratum_no
        when {number} < stays then villages else case {" ".join(cases)} else 1 end end"""


@step(sealed=False)
def unit_kin(unit: str, parentage: str) -> str:
    """Units with the parents of man and woman; no couple are sister and brother.

    unit's columns, man_birth and woman_birth as their parents know them, man_parent_unit, man_child_no,
    man_from_ex, and the same for the woman.
    """
    return f"""
    select u.* exclude (man_birth, woman_birth),
           coalesce(m.birth_date, u.man_birth) as man_birth,
           case when {_siblings()} then u.woman_birth else coalesce(w.birth_date, u.woman_birth)
               end as woman_birth,
           m.parent_unit as man_parent_unit, m.child_no as man_child_no, m.from_ex as man_from_ex,
           case when {_siblings()} then null else w.parent_unit end as woman_parent_unit,
           case when {_siblings()} then null else w.child_no end as woman_child_no,
           case when {_siblings()} then null else w.from_ex end as woman_from_ex
    from {unit} u
    left join {parentage} m on m.person_no = u.unit_no * {PLACES}
    left join {parentage} w on w.person_no = u.unit_no * {PLACES} + 1
    """


def _siblings() -> str:
    return "coalesce(m.parent_unit = w.parent_unit, false)"


@step(sealed=False)
def other_father(unit_kin: str, country: Country) -> str:
    """Men outside the unit who are fathers in it: divorced husbands, and unmarried fathers who acknowledged.

    unit_no, father_unit (the unit he lives in), together (he is registered in the mother's dwelling).
    """
    area = "region::int" if country.by_region else "0"
    partner = country.parameters["partner_acknowledged_share"]
    together = country.parameters["partner_together_share"]
    remarried_share = country.parameters["former_husband_remarried"]
    again = f"{country.uniform('husband remarried', 'unit_no')} < {remarried_share}"
    wives = "divorced_on is not null"
    lone = paired(
        _bucketed(unit_kin, "(year(woman_birth) - 2) // 4", "woman_birth", area, f"{wives} and not {again}"),
        _bucketed(unit_kin, "year(man_birth) // 4", "man_birth", area, "led_by = 'D'"),
    )
    remarried = paired(
        _bucketed(unit_kin, "year(divorced_on)", "woman_birth", area, f"{wives} and {again}"),
        _bucketed(unit_kin, "year(man_divorced_on)", "man_birth", area, "man_divorced_on is not null"),
    )
    acknowledged = f"kind = 'mother' and {country.uniform('father', 'unit_no')} < {partner}"
    bachelors = "led_by = 'S' and man_death is null"
    partners = paired(
        _bucketed(unit_kin, "year(woman_birth) // 4", "woman_birth", area, acknowledged),
        _bucketed(unit_kin, "year(man_birth) // 4", "man_birth", area, bachelors),
    )
    return f"""
    with former as (({lone}) union all ({remarried})), partners as ({partners})
    select w.unit_no, m.unit_no as father_unit, false as together
    from former
    join {unit_kin} w on w.unit_no = former.wanted_key
    join {unit_kin} m on m.unit_no = former.offered_key
    where w.unit_no <> m.unit_no and not {_same_parents()}
      and (m.man_death is null or m.man_death > w.divorced_on)
      and (m.married_on is null or m.married_on > w.divorced_on)
      and m.man_birth + {int(17.5 * YEAR)} <= w.first_married_on
    union all
    select w.unit_no, m.unit_no, {country.uniform("together", "w.unit_no")} < {together}
    from partners
    join {unit_kin} w on w.unit_no = partners.wanted_key
    join {unit_kin} m on m.unit_no = partners.offered_key
    where not {_same_parents()} and m.man_birth + {int(17 * YEAR)} <= w.births_from and w.woman_death is null
    """


def _same_parents() -> str:
    return "coalesce(m.man_parent_unit = w.woman_parent_unit, false)"


def _bucketed(unit_kin: str, year: str, birth: str, area: str, condition: str) -> str:
    """Units as one side of a pairing: of one year, area and ethnicity, by age."""
    return f"""
        select unit_no as key, ({year} * 128 + {area}) * 16 + ethnicity as bucket, {birth} as rank_by
        from {unit_kin} where {condition}"""


@step(sealed=False)
def unit_line(unit_kin: str, other_father: str, country: Country) -> str:
    """Male lines and given names: what surnames and patronymics follow from.

    man_line, woman_line (number of the line whose surname they were born with), man_father_unit,
    woman_father_unit (unit of the father; negative: a father outside the country, of that unit's woman),
    man_given, woman_given (random number of the given name), and the man's birth year and ethnicity.
    """
    return f"""
    with step0 as (
        select k.*, {_father("man")} as man_father_unit, {_father("woman")} as woman_father_unit
        from {unit_kin} k
        left join {other_father} m on m.unit_no = k.man_parent_unit and k.man_from_ex
        left join {other_father} w on w.unit_no = k.woman_parent_unit and k.woman_from_ex
    ),
    line0 as (select unit_no, coalesce(man_father_unit, unit_no) as up from step0),
    line1 as ({_jump("line0")}), line2 as ({_jump("line1")}), line3 as ({_jump("line2")})
    select s.unit_no, l.up as man_line, {_given(country, "man", 0)} as man_given,
           coalesce(w.up, s.woman_father_unit, s.unit_no + {10**13}) as woman_line,
               {_given(country, "woman", 1)} as woman_given,
           s.man_father_unit, s.woman_father_unit, s.ethnicity, year(s.man_birth) as man_year, s.man_death
    from step0 s
    join line3 l on l.unit_no = s.unit_no
    left join line3 w on w.unit_no = s.woman_father_unit
    """


def _father(who: str) -> str:
    alias = who[0]
    parents = f"k.{who}_parent_unit"
    return f"case when k.{who}_from_ex then coalesce({alias}.father_unit, -{parents}) else {parents} end"


def _jump(line: str) -> str:
    """Twice as far up the male line."""
    return (
        f"select a.unit_no, coalesce(b.up, a.up) as up from {line} a left join {line} b on b.unit_no = a.up"
    )


def _given(country: Country, who: str, place: int) -> str:
    own = country.uniform("given name", f"s.unit_no * {PLACES} + {place}")
    return f"coalesce({given_of_child(country, f's.{who}_parent_unit', f's.{who}_child_no')}, {own})"


def given_of_child(country: Country, unit_no: str, child_no: str) -> str:
    """SQL: the random number of a given name; sisters and brothers lie far apart on the list of names."""
    start = country.uniform("given names", unit_no)
    golden = 0.6180339887498949
    return f"case when {child_no} is not null then ({start} + {child_no} * {golden}) % 1.0 end"
