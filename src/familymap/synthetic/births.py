"""Children of the drafted units, and which units the country keeps."""

from familymap.engine.steps import step
from familymap.synthetic.country import CHILD, PLACES, YEAR, Country
from familymap.synthetic.units import marriage_age


@step(sealed=False)
def child_draft(unit_draft: str, country: Country) -> str:
    """Every birth of a drafted unit's woman up to the as-of date.

    unit_no, child_no (2, 3 … in order of birth), birth_date, sex, from_ex (the father is her divorced
    husband), death_date, at_home (belongs to the unit at the as-of date), disabled, fatherless (born to an
    unmarried
    mother); and the unit's region, ethnicity.
    """
    disabled = country.parameters["disabled_since_childhood"]
    return f"""
    with valid as ({_births(unit_draft, country)}),
    person as (
        select *,
               case when {country.uniform("sex", CHILD)} < {country.parameters["sex_ratio_at_birth"]}
                    then 'M' else 'F' end as sex,
               date_diff('day', birth_date, {country.today}) / {YEAR} as age
        from valid
    ), fated as (
        select *,
               {_death_day(country)} as end_day,
               birth_date + (({marriage_age(country, "sex", CHILD)}) * {YEAR})::int as marries_on,
               {country.uniform("disabled", CHILD)}
                 < case when age < 18 then {disabled["child"]} else {disabled["adult"]} end as disabled
        from person
    )
    select unit_no, child_no::utinyint as child_no, birth_date, sex, from_ex,
           case when end_day <= {country.today} then end_day end as death_date,
           {_at_home(country)} as at_home, disabled, fatherless, region, ethnicity
    from fated
    where coalesce(end_day > {country.horizon}, true)
    """


def _births(unit_draft: str, country: Country) -> str:
    """Birth days: a steady spacing with some play, twins, within the mother's and the unions' dates."""
    spacing = country.parameters["birth_spacing"]
    last = int(country.parameters["last_birth_age"] * YEAR)
    twin = f"{country.uniform('twin', CHILD)} < {country.parameters['twin_share']}"
    play = country.uniform("play", f"unit_no * {PLACES} + event")
    return f"""
    select unit_no, child_no, birth_date, region, ethnicity, kind = 'mother' as fatherless,
           coalesce(birth_date <= divorced_on + 100, false) as from_ex
    from (
        select *, births_from + ((first_delay + (event - 2) * spacing + {play} * 0.45 * spacing)
            * {YEAR})::int as birth_date
        from (
            select *, child_no - case when child_no > 2 and {twin} then 1 else 0 end as event
            from (
                select *, unnest(range(2, children_drawn + 2)) as child_no,
                       0.5 + 2.2 * pow({country.uniform("first birth", "unit_no")}, 2) as first_delay,
                       {spacing["shortest"]} + {country.uniform("spacing", "unit_no")}
                         * case when children_drawn >= 4 then {spacing["range_large_family"]}
                             else {spacing["range"]} end
                         as spacing
                from {unit_draft} where children_drawn > 0
            )
        )
    )
    where birth_date <= {country.today} and birth_date <= woman_birth + {last}
      and (woman_death is null or birth_date < woman_death)
      and (divorced_on is null or birth_date <= divorced_on + 100 or birth_date > married_on + 150)
      and (man_death is null or birth_date <= man_death + 240 or birth_date <= divorced_on + 100)
    """


def _death_day(country: Country) -> str:
    """Children who die before 18 mostly die small; grown children die by the law of their own unit."""
    share = country.parameters["child_death_share"]
    number = country.uniform("child death", CHILD)
    return f"case when {number} < {share} then birth_date + (pow({number} / {share}, 4) * 18 * 365)::int end"


def _at_home(country: Country) -> str:
    """Minors, grown children who neither married nor left, and grown children disabled since childhood."""
    alone = country.parameters["alone_share"]
    left = f"""{country.uniform("left", CHILD)}
               < case when sex = 'F' then {alone["F"] + country.parameters["unmarried_mother_share"]}
                   else {alone["M"]} end"""
    return f"""
    age < 18 or (age < {country.parameters["home_until_age"]} and (disabled or (marries_on > {country.today}
        and not ({left}))))
    """


@step(sealed=False)
def unit_run(unit_draft: str, child_draft: str, country: Country) -> str:
    """Drafted units in a running count of living people of their stratum.

    unit_no, stratum_no, living (people), people_before (living people of the stratum's units before this
    one).
    """
    return f"""
    with child as (
        select unit_no, count(*) as living from {child_draft} where at_home and death_date
            is null group by unit_no
    ), sized as (
        select u.unit_no, u.stratum_no,
               (case when u.woman_birth is not null and u.woman_death is null then 1 else 0 end
                + case when u.man_birth is not null and u.man_death is null then 1 else 0 end
                + coalesce(child.living, 0))::int as living
        from {unit_draft} u left join child on child.unit_no = u.unit_no
    )
    select *, (sum(living) over (partition by stratum_no order by unit_no) - living)::bigint as people_before
        from sized
    """


@step(sealed=False)
def unit(unit_run: str, unit_draft: str, stratum: str, settlement_range: str, country: Country) -> str:
    """The units of the country: those that fit into their stratum's number of people, with their settlement.

    unit_draft's columns, kato, and home_no: 1, 2, 3 … over all units.

    The largest stratum makes good what the others miss by whole units, so that the total is the number asked
    for.
    """
    return f"""
    with fitting as (
        select r.*, s.target from {unit_run} r join {stratum} s on s.stratum_no = r.stratum_no
    ), missing as (
        select {country.people} - sum(living) as people from fitting where people_before + living / 2.0
            <= target
    ), largest as (
        select stratum_no from {stratum} order by target desc, stratum_no limit 1
    ), kept as (
        select unit_no, stratum_no, least(people_before, target - 1) as place
        from fitting
        where people_before + living / 2.0
              <= target + case when stratum_no = (select stratum_no from largest) then (select people
                  from missing) else 0 end
    )
    select u.*, range.kato, row_number() over (order by u.unit_no) as home_no
    from kept
    asof join {settlement_range} range on range.stratum_no = kept.stratum_no and kept.place
        >= range.people_from
    join {unit_draft} u on u.unit_no = kept.unit_no
    """


@step(sealed=False)
def child(child_draft: str, unit: str) -> str:
    """Births of the units that the country keeps (columns of child_draft)."""
    return f"select * from {child_draft} where unit_no in (select unit_no from {unit})"
