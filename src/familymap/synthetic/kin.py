"""Three and more generations: whose child each adult is, former husbands, unregistered fathers, male lines.

Adults of younger units take the places of grown-up children of older units: same sex, birth year and
ethnicity, mostly from the region they were born in. An adult who finds no place has no known parents.
"""

from familymap.engine.steps import step
from familymap.synthetic.country import CHILD, PLACES, YEAR, Country
from familymap.synthetic.matching import paired


@step(sealed=False)
def parentage(unit: str, child: str, stratum: str, country: Country) -> str:
    """Whose child each unit's man and woman is, where known.

    person_no, parent_unit, child_no (the place within that unit), from_ex, birth_date (now their own).
    """
    bucket = "(year({day}) * 2 + case when {sex} = 'M' then 1 else 0 end) * 16 + {ethnicity}"
    shuffled = "({region}::int::ubigint << 50) + ({bits} >> 14)"
    origin = f"""case when {country.uniform("stays", "person_no")} < stays then region else elsewhere end"""
    adults = f"""
        select person_no as key, {bucket.format(day="born", sex="sex", ethnicity="ethnicity")} as bucket,
               {shuffled.format(region=origin, bits=country.bits("wanted", "person_no"))} as rank_by
        from (
            select unnest([unit_no * {PLACES}, unit_no * {PLACES} + 1]) as person_no, unnest(['M', 'F']) as sex,
                   unnest([man_birth, woman_birth]) as born, u.region, ethnicity, stays,
                   {_elsewhere(country)} as elsewhere
            from {unit} u join {stratum} s on s.stratum_no = u.stratum_no
        ) where born is not null
    """
    places = f"""
        select {CHILD} as key, {bucket.format(day="birth_date", sex="sex", ethnicity="ethnicity")} as bucket,
               {shuffled.format(region="region", bits=country.bits("offered", CHILD))} as rank_by
        from {child} where not at_home and death_date is null and not fatherless
    """
    return f"""
    select wanted_key as person_no, c.unit_no as parent_unit, c.child_no, c.from_ex, c.birth_date
    from ({paired(adults, places)}) p
    join {child} c on c.unit_no = p.offered_key // {PLACES} and c.child_no = p.offered_key % {PLACES}
    """


def _elsewhere(country: Country) -> str:
    """SQL for a region drawn by its number of people."""
    people = {str(r["kato"]): sum(r["population"].values()) for r in country.regions}
    whole = sum(people.values())
    reached, cases = 0, []
    number = country.uniform("elsewhere", "unit_no")
    for kato, count in people.items():
        reached += count
        cases.append(f"when {number} <= {reached / whole:.6f} then '{kato}'")
    return f"case {' '.join(cases)} else '{next(iter(people))}' end"


@step(sealed=False)
def unit_kin(unit: str, parentage: str) -> str:
    """Units with the parents of man and woman; no couple are sister and brother.

    unit's columns, man_birth and woman_birth as their parents know them, man_parent_unit, man_child_no,
    man_from_ex, and the same for the woman.
    """
    return f"""
    select u.* exclude (man_birth, woman_birth),
           coalesce(m.birth_date, u.man_birth) as man_birth,
           case when {_siblings()} then u.woman_birth else coalesce(w.birth_date, u.woman_birth) end as woman_birth,
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
    region = "region::int" if country.by_region else "0"
    partner = country.parameters["partner_acknowledged_share"]
    together = country.parameters["partner_together_share"]
    former = paired(
        _bucketed(unit_kin, "divorced_on", "woman_birth", region, "led_by = 'F'"),
        _bucketed(unit_kin, "man_divorced_on", "man_birth", region, "true"),
    )
    partners = paired(
        _aged(
            unit_kin,
            "woman_birth",
            region,
            f"kind = 'mother' and {country.uniform('father', 'unit_no')} < {partner}",
        ),
        _aged(unit_kin, "man_birth", region, "kind = 'single' and led_by = 'M' and man_death is null"),
    )
    return f"""
    with former as ({former}), partners as ({partners})
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


def _bucketed(unit_kin: str, day: str, birth: str, region: str, condition: str) -> str:
    return f"""
        select unit_no as key, (year({day}) * 128 + {region}) * 16 + ethnicity as bucket, {birth} as rank_by
        from {unit_kin} where {day} is not null and {condition}"""


def _aged(unit_kin: str, birth: str, region: str, condition: str) -> str:
    return f"""
        select unit_no as key, ((year({birth}) // 4) * 128 + {region}) * 16 + ethnicity as bucket, {birth} as rank_by
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
           coalesce(w.up, s.woman_father_unit, s.unit_no + {10**13}) as woman_line, {_given(country, "woman", 1)} as woman_given,
           s.man_father_unit, s.woman_father_unit, s.ethnicity, year(s.man_birth) as man_year
    from step0 s
    join line3 l on l.unit_no = s.unit_no
    left join line3 w on w.unit_no = s.woman_father_unit
    """


def _father(who: str) -> str:
    alias = who[0]
    return f"case when k.{who}_from_ex then coalesce({alias}.father_unit, -k.{who}_parent_unit) else k.{who}_parent_unit end"


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
