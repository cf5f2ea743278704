"""Children without parental care and the people who raise them."""

from familymap.engine.steps import step
from familymap.synthetic.country import CHILD, PLACES, Country


@step(sealed=False)
def ward(unit_kin: str, child: str, country: Country) -> str:
    """Minors raised by somebody else than their parents, with that person.

    child_no, guardian_no, guardian_unit, kind adoption|guardianship|foster, since.
    """
    kinds = country.parameters["guardianship_kinds"]
    drawn = country.uniform("guardianship", "b.child_person")
    return f"""
    with minors as (
        select {CHILD} as child_person, unit_no, birth_date from {child}
        where at_home and death_date is null and birth_date > {country.today} - 6574
    ), bereft as (
        select m.*, k.woman_parent_unit, k.man_parent_unit, k.ethnicity, k.region,
               case when {_gone("woman")} and {_gone("man")} then least({country.today}, 60 +
                    greatest(coalesce(k.woman_death, m.birth_date), coalesce(k.man_death, m.birth_date),
                        m.birth_date)) end as orphaned
        from minors m join {unit_kin} k on k.unit_no = m.unit_no
        where ({_gone("woman")} and {_gone("man")})
           or {country.uniform("without care", "child_person")}
               < {country.parameters["without_parental_care"]}
    ), kin as (
        select b.*, case {_grandparent("woman")} {_grandparent("man")} end as guardian_no
        from bereft b
        left join {unit_kin} gw on gw.unit_no = b.woman_parent_unit
        left join {unit_kin} gm on gm.unit_no = b.man_parent_unit
    ), lonely as (
        select child_person, row_number() over (order by region, child_person) as place, count(*) over ()
            as wants
        from kin where guardian_no is null
    ), fosters as ({_fosters(unit_kin, country)})
    select b.child_person as child_no, coalesce(b.guardian_no, f.unit_no * {PLACES} + 1) as guardian_no,
           coalesce(b.guardian_no // {PLACES}, f.unit_no) as guardian_unit,
           case when b.guardian_no is not null or {drawn} > {kinds["foster"] + kinds["adoption"]}
               then 'guardianship'
                when {drawn} < {kinds["foster"]} then 'foster' else 'adoption' end as kind,
           coalesce(orphaned, b.birth_date + (date_diff('day', b.birth_date, {country.today})
                    * {country.uniform("guardian since", "b.child_person")})::int) as since
    from kin b
    left join lonely l on l.child_person = b.child_person
    left join fosters f on f.place = 1 + (l.place * f.homes // greatest(l.wants, 1)) % f.homes
    where coalesce(b.guardian_no, f.unit_no) is not null
    """


def _gone(who: str) -> str:
    return f"(k.{who}_birth is null or k.{who}_death is not null)"


def _grandparent(who: str) -> str:
    """The mother's mother or father, then the father's: whoever lives."""
    alias = f"g{who[0]}"
    return (
        f"when {alias}.woman_birth is not null and {alias}.woman_death is null "
        f"then {alias}.unit_no * {PLACES} + 1 "
        f"when {alias}.man_birth is not null and {alias}.man_death is null then {alias}.unit_no * {PLACES}"
    )


def _fosters(unit_kin: str, country: Country) -> str:
    """Couples who take children in: a small share, in a small country a larger one."""
    share = max(0.004, min(0.5, 600 / country.people))
    return f"""
        select unit_no, row_number() over (order by region, unit_no) as place, count(*) over () as homes
        from {unit_kin}
        where kind = 'couple' and man_birth is not null and man_death is null and woman_death is null
          and year(woman_birth) between {country.as_of.year - 58} and {country.as_of.year - 28}
          and {country.uniform("foster", "unit_no")} < {share}"""


@step(key="order_no")
def guardianship(ward: str) -> str:
    """Court and akimat orders in force: order_no BIGINT, child_no, guardian_no, kind, since."""
    return f"""
    select row_number() over (order by child_no) as order_no, child_no, guardian_no, kind, since
    from {ward}"""
