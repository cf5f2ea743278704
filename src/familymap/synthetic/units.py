"""Draft units: a couple, a lone woman or a lone man, with ages, marriages, divorces and deaths.

More units are drafted than the country needs; `kept_unit` keeps as many as hold the people asked for.
Dates of one unit fit together: nobody marries before 17½, dies before marrying, or divorces after dying.
"""

from familymap.engine.steps import step
from familymap.synthetic.country import YEAR, Country, choice, since
from familymap.synthetic.drawing import QUANTILES, STRATUM_ROOM, THOUSAND


@step(sealed=False)
def unit_start(stratum: str, birth_year_draw: str, ethnicity_draw: str, country: Country) -> str:
    """Who leads each drafted unit, from which people and of which birth year.

    unit_no, stratum_no, region, place urban|rural, led_by F (a woman) | S (a never-married man) | D
    (a divorced
    man), ethnicity (number), birth_year, divorce_factor.
    """
    alone = country.parameters["lone_men"]
    led_by = choice(
        country.uniform("led by", "unit_no"), [("'S'", alone["single"]), ("'D'", alone["divorced"])], "'F'"
    )
    return f"""
    with numbered as (
        select stratum_no * {STRATUM_ROOM} + unnest(range(1, candidates + 1)) as unit_no, stratum_no, region,
            place,
               age_tilt, divorce_factor
        from {stratum}
    ), led as (
        select *,
               {led_by} as led_by,
               floor(pow({country.uniform("birth year", "unit_no")}, age_tilt) * {QUANTILES})::int
                   as age_place,
               floor({country.uniform("ethnicity", "unit_no")} * {THOUSAND})::int as people_place
        from numbered
    )
    select unit_no, stratum_no, led.region, led.place, led.led_by, ethnicity, birth_year, divorce_factor
    from led
    join {birth_year_draw} y on y.led_by = led.led_by and y.place = least(age_place, {QUANTILES - 1})
    join {ethnicity_draw} e on e.region = led.region and e.place = people_place
    """


@step(sealed=False)
def unit_bond(unit_start: str, country: Country) -> str:
    """First marriage, divorce and remarriage of each unit's woman, birth days and deaths left open.

    kind couple|union (never registered)|divorced|mother|single; woman_birth, man_birth (NULL: not in the
    unit), first_married_on,
    divorced_on, together_since (with the unit's man), married_on (to him), man_divorced_on (he left
    an earlier marriage about then).
    """
    return f"""
    with born as ({_born(unit_start, country)}),
    first as (
        select *, lead_birth + (({marriage_age(country, "'F'", "unit_no")}) * {YEAR})::int as marries_on,
               date_diff('day', lead_birth, {country.today}) / {YEAR} as age
        from born
    ), drafted as ({_kinds("first", country)}),
    parted as ({_divorces("drafted", country)}),
    {_husbands("parted", country)}
    """


def marriage_age(country: Country, sex: str, key: str) -> str:
    """SQL for the age in years at which a person marries first (also those who never live to it)."""
    number = f"least({country.uniform('age at marriage', key)}, 0.9995)"
    shapes = country.parameters["marriage_age"]
    per_sex = [
        f"when {sex} = '{code}' then {shape['start']} + {shape['scale']} "
        f"* pow({number} / (1 - {number}), {1 / shape['shape']:.6f})"
        for code, shape in shapes.items()
    ]
    return f"case {' '.join(per_sex)} end"


def _born(unit_start: str, country: Country) -> str:
    day = f"floor({country.uniform('birthday', 'unit_no')} * 365)::int"
    return f"select *, make_date(birth_year, 1, 1) + {day} as lead_birth from {unit_start}"


def _kinds(source: str, country: Country) -> str:
    """Couples, unmarried mothers, people alone; the other never-married are with their parents."""
    parameters = country.parameters
    unmarried = choice(
        country.uniform("unmarried", "unit_no"),
        [
            ("case when age >= 20 then 'mother' end", parameters["unmarried_mother_share"]),
            ("'single'", parameters["alone_share"]["F"]),
        ],
        "null",
    )
    return f"""
    select * from (
        select *, case led_by when 'S' then 'single' when 'D' then 'divorced'
                       else case when marries_on <= {country.today} then 'couple' else {unmarried}
                           end end as first_kind
        from {source}
    ) where first_kind is not null
    """


def _divorces(source: str, country: Country) -> str:
    """Days on which first marriages of women end, and the next begins."""
    divorce, again = country.parameters["divorce"], country.parameters["remarriage"]["woman"]
    chance = country.uniform("divorce", "unit_no")
    year = f"pow({country.uniform('divorce year', 'unit_no')}, 1.6)"
    wait = f"((0.8 + {divorce['longest_years']} * {year}) * {YEAR})::int"
    pause = f"((1.5 + 6 * {country.uniform('pause', 'unit_no')}) * {YEAR})::int"
    return f"""
    select *, case when divorced_day + {pause} <= {country.today} and first_kind = 'couple'
                        and {country.uniform("again", "unit_no")} < {again}
                   then divorced_day + {pause} end as again_on
    from (
        select *, case when first_kind = 'couple' and {chance} < {divorce["share"]} * divorce_factor
                            and marries_on + {wait} <= {country.today} then marries_on + {wait}
                  end as divorced_day
        from {source}
    )
    """


def _husbands(source: str, country: Country) -> str:
    older, again = country.parameters["husband_older_by"], country.parameters["remarriage"]["man"]
    number = country.uniform("husband's age", "unit_no")
    logistic = f"ln(({number} + 1e-9) / (1 - {number}))"
    gap = f"least(16, greatest(-6, round({older['mean']} + {older['scale']} * {logistic})))::int"
    day = f"floor({country.uniform('husband birthday', 'unit_no')} * 365)::int"
    union = f"""(first_kind = 'couple' and divorced_day is null
                and {country.uniform("union", "unit_no")}
                    < {country.parameters["unregistered_union_share"]})"""
    return f"""
    paired as (
        select *, case when first_kind = 'couple' and divorced_day is null then marries_on else again_on
            end as wed_on,
               make_date(birth_year - {gap}, 1, 1) + {day} as husband_birth
        from {source}
    ), fitting as (
        select *, case when husband_birth + {int(18.2 * YEAR)} > wed_on
                       then make_date(year(wed_on) - 20, 1, 1) + {day} else husband_birth end as husband_day
        from paired
    )
    select unit_no, stratum_no, region, place, led_by, ethnicity, divorce_factor,
           case when first_kind = 'couple' and wed_on is null then 'divorced' when {union} then 'union'
                else first_kind end as kind,
           case when led_by = 'F' then lead_birth end as woman_birth,
           case when led_by <> 'F' then lead_birth when wed_on is not null then husband_day end as man_birth,
           case when first_kind = 'couple' then marries_on end as first_married_on,
           divorced_day as divorced_on,
           wed_on as together_since, case when not {union} then wed_on end as married_on,
           case when wed_on is not null and husband_day + {int(23 * YEAR)} < wed_on
                     and {country.uniform("husband again", "unit_no")} < {again}
                then wed_on - (({country.uniform("husband pause", "unit_no")} * 4 + 1) * {YEAR})::int
                    end as man_divorced_on
    from fitting
    """


@step(sealed=False)
def unit_draft(unit_bond: str, further_child: str, country: Country) -> str:
    """Drafted units with deaths and the number of children their woman is to bear; long-dead units are left
    out.

    unit_bond's columns with man_death, woman_death, and children_drawn, births_from (day from which she
    bears).
    """
    woman = death_day(
        country, "F", "woman_birth", "coalesce(first_married_on, woman_birth + 7300)", "unit_no"
    )
    man = death_day(country, "M", "man_birth", "coalesce(together_since, man_birth + 8400)", "unit_no")
    cohorts = {start: start for start in country.parameters["fertility"]}
    return f"""
    with mortal as (
        select *, {woman} as woman_end, {man} as man_end from {unit_bond}
    ), dated as (
        select * exclude (woman_end, man_end, divorced_on, married_on, kind),
               case when woman_end <= {country.today} then woman_end end as woman_death,
               case when man_end <= {country.today} then man_end end as man_death,
               divorced_on, married_on, kind
        from mortal
        where not (coalesce(divorced_on >= woman_end, false) or coalesce(married_on >= woman_end, false))
    )
    select d.*, {_children_drawn(country)} as children_drawn,
           case when kind = 'mother'
                then woman_birth + ((18.5 + {country.uniform("mother from", "unit_no")} * 14) * {YEAR})::int
                else first_married_on end as births_from
    from dated d
    left join {further_child} f on f.region = d.region and f.place = d.place and f.ethnicity = d.ethnicity
         and f.cohort = {since("year(woman_birth)", cohorts)}
    where not (coalesce(woman_birth is null or woman_death < {country.horizon}, false)
               and coalesce(man_birth is null or man_death < {country.horizon}, false))
    """


def death_day(country: Country, sex: str, birth: str, alive_on: str, key: str) -> str:
    """SQL for the day of death of somebody who lived on `alive_on`: Gompertz's law."""
    law = country.parameters["mortality"][sex]
    level, slope = law["level"], law["slope"]
    start = f"date_diff('day', {birth}, {alive_on}) / {YEAR}"
    left = f"ln(1 - {country.uniform(f'death of {sex}', key)})"
    age = f"ln(exp({slope} * {start}) - {slope / level:.9f} * {left}) / {slope}"
    return f"{alive_on} + greatest(1, (({age} - {start}) * {YEAR})::int)"


def _children_drawn(country: Country) -> str:
    number = country.uniform("children", "unit_no")
    return f"""
    case when kind = 'single' or woman_birth is null then 0
         when kind = 'mother' then case when {number} < 0.7 then 1 when {number} < 0.93 then 2 else 3 end
         when {number} >= one then 0 when {number} >= two then 1 when {number} >= three then 2 when {number}
             >= four then 3
         else least(12, 4 + floor(ln(greatest({number}, 1e-9) / four) / ln(further))::int) end"""
