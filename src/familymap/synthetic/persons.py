"""The people: men, women and children of the units put into one table, named and numbered."""

from familymap.engine.steps import step
from familymap.registers.iin import FIRST_WEIGHTS, SECOND_WEIGHTS
from familymap.synthetic.country import PLACES, Country, by_key, by_number, since
from familymap.synthetic.drawing import QUANTILES
from familymap.synthetic.kin import given_of_child
from familymap.synthetic.names import ERAS

LEVELS = ("school", "college", "university")


@step(sealed=False)
def unit_story(unit_kin: str, unit_line: str, unit_home: str, unit_move: str) -> str:
    """All that a unit's people are written from, in one row: kin, lines, names, home and moves."""
    return f"""
    select k.unit_no, k.kind, k.ethnicity, k.man_birth, k.man_death, k.woman_birth, k.woman_death,
        k.first_married_on,
           k.married_on, k.divorced_on, k.man_parent_unit, k.woman_parent_unit,
           l.man_line, l.man_given, l.woman_line, l.woman_given, l.man_father_unit, l.woman_father_unit,
           h.dwelling_no, h.kato, h.founded,
           v.moved_in, v.man_previous, v.man_previous_kato, v.woman_previous, v.woman_previous_kato
    from {unit_kin} k
    join {unit_line} l on l.unit_no = k.unit_no
    join {unit_home} h on h.unit_no = k.unit_no
    join {unit_move} v on v.unit_no = k.unit_no
    """


@step(sealed=False)
def kin_person(
    unit_story: str,
    unit_line: str,
    unit_home: str,
    other_father: str,
    ward: str,
    child: str,
    country: Country,
) -> str:
    """Everybody with kin, home and the numbers their names are looked up by; nobody is named yet.

    line (surname they bear), birth_line (surname they were born with), given, father_given (random numbers of
    given names), father_year (birth year of the father, for the fashion of names).
    """
    return f"""
    select {_man(country)} from {unit_story} k left join {unit_line} f on f.unit_no = k.man_father_unit
    where k.man_birth is not null
    union all
    select {_woman(country)} from {unit_story} k left join {unit_line} f on f.unit_no = k.woman_father_unit
    where k.woman_birth is not null
    union all
    select {_child(country)}
    from (select * from {child} where at_home or death_date is not null) c
    join {unit_story} k on k.unit_no = c.unit_no
    left join {other_father} o on o.unit_no = c.unit_no and (c.from_ex or c.fatherless)
    left join {unit_line} f on f.unit_no = case when c.from_ex or c.fatherless then o.father_unit
        else c.unit_no end
    left join {ward} g on g.child_no = c.unit_no * {PLACES} + c.child_no
    left join {unit_home} gh on gh.unit_no = coalesce(g.guardian_unit, {_fathers_home(country)})
    """


def _father_given(country: Country, who: str) -> str:
    """A father outside the country has a name too: his children's patronymic."""
    place = 0 if who == "man" else 1
    outside = country.uniform(
        "outside father", f"coalesce(k.{who}_father_unit, k.unit_no * {PLACES} + {place})"
    )
    return f"coalesce(f.man_given, {outside})"


def _man(country: Country) -> str:
    return f"""k.unit_no * {PLACES} as person_no, 'M' as sex, k.man_birth as birth_date,
           k.man_death as death_date, k.ethnicity, k.unit_no, 'head' as unit_role,
           k.man_parent_unit * {PLACES} + 1 as mother_no,
           case when k.man_father_unit > 0 then k.man_father_unit * {PLACES} end as father_no,
           k.man_line as line, k.man_line as birth_line, k.man_given as given, {_father_given(country, "man")}
               as father_given,
           coalesce(f.man_year, year(k.man_birth) - 28) as father_year, k.dwelling_no, k.kato,
           greatest(coalesce(k.moved_in, k.man_birth), k.man_birth) as moved_in,
           case when k.moved_in is not null then k.man_previous end as previous_dwelling_no,
           case when k.moved_in is not null then k.man_previous_kato end as previous_kato,
           {_disabled(country, f"k.unit_no * {PLACES}")} as disabled"""


def _woman(country: Country) -> str:
    own = by_number("k.ethnicity", dict(enumerate(country.parameters["keeps_birth_surname"].values())))
    keeps = (
        f"k.kind in ('union', 'mother', 'single') or {country.uniform('keeps surname', 'k.unit_no')} < {own}"
    )
    return f"""k.unit_no * {PLACES} + 1, 'F', k.woman_birth, k.woman_death, k.ethnicity, k.unit_no,
           case when k.married_on is not null then 'spouse' else 'head' end,
           k.woman_parent_unit * {PLACES} + 1,
           case when k.woman_father_unit > 0 then k.woman_father_unit * {PLACES} end,
           case when {keeps} then k.woman_line when k.man_birth is null then -k.unit_no else k.man_line end,
               k.woman_line,
           k.woman_given, {_father_given(country, "woman")}, coalesce(f.man_year, year(k.woman_birth) - 28),
           k.dwelling_no, k.kato,
           greatest(coalesce(k.moved_in, case when k.man_birth is null then k.woman_birth else k.founded end),
               k.woman_birth),
           case when k.moved_in is not null or k.man_birth is not null then k.woman_previous end,
           case when k.moved_in is not null or k.man_birth is not null then k.woman_previous_kato end,
           {_disabled(country, f"k.unit_no * {PLACES} + 1")}"""


def _child(country: Country) -> str:
    outside = country.uniform("outside father", "-c.unit_no")
    line = """case when f.unit_no is not null then f.man_line when c.from_ex then -c.unit_no
        else k.woman_line end"""
    return f"""c.unit_no * {PLACES} + c.child_no, c.sex, c.birth_date, c.death_date, c.ethnicity,
        coalesce(gh.unit_no, c.unit_no),
           case when g.child_no is null then 'child' else 'ward' end,
           c.unit_no * {PLACES} + 1, f.unit_no * {PLACES}, {line}, {line},
           {given_of_child(country, "c.unit_no", "c.child_no")},
           case when f.unit_no is not null then f.man_given when c.from_ex then {outside} end,
           coalesce(f.man_year, year(c.birth_date) - 28), coalesce(gh.dwelling_no, k.dwelling_no),
               coalesce(gh.kato, k.kato),
           coalesce(g.since, case when gh.unit_no is not null then k.divorced_on end,
               greatest(coalesce(k.moved_in, c.birth_date), c.birth_date)),
           {_former_home("k.dwelling_no", "k.woman_previous")},
               {_former_home("k.kato", "k.woman_previous_kato")}, c.disabled"""


def _fathers_home(country: Country) -> str:
    """SQL: the unit of the divorced father, where the children live with him."""
    share = country.parameters["stays_with_father"]
    return f"""case when c.from_ex and c.death_date is null and c.birth_date <= k.divorced_on
        and {country.uniform("stays with father", "c.unit_no")} < {share} and f.man_death is null
            then f.unit_no end"""


def _former_home(units_own: str, mothers: str) -> str:
    """Who left the parents' dwelling came from there; who was born before the move came with the mother."""
    return f"""case when gh.unit_no is not null then case when gh.dwelling_no <> k.dwelling_no
        then {units_own} end
                when c.birth_date < k.moved_in then {mothers} end"""


def _disabled(country: Country, number: str) -> str:
    return (
        f"{country.uniform('disabled', number)} < {country.parameters['disabled_since_childhood']['adult']}"
    )


@step(sealed=False)
def person_serial(kin_person: str) -> str:
    """person_no and its place (0, 1 …) among those whose identifiers begin with the same seven digits."""
    return f"""
    select person_no, (row_number() over (
               partition by {iin_head("birth_date", "sex")} order by person_no
           ) - 1)::int as serial
    from {kin_person}
    """


@step(key="person_no")
def person(
    kin_person: str, person_serial: str, people_group: str, given_name: str, surname: str, country: Country
) -> str:
    """Everybody living, and the dead of the last years with those they leave behind: one row per human.

    person_no BIGINT; iin (a number nobody real can have: digit 7 is 7 or 8); sex M|F; birth_date; death_date;
    ethnicity;
    surname, given_name, patronymic, birth_surname; mother_no, father_no (persons; NULL: outside the country
    or unknown);
    unit_no, unit_role head|spouse|child|ward; dwelling_no, kato, moved_in, previous_dwelling_no,
    previous_kato;
    studies NULL|school|college|university on the as-of date, full_time (NULL when not studying);
    disabled_since_childhood.
    """
    taken = country.uniform("patronymic", "n.person_no")
    return f"""
    with numbered as (
        select *,
               {era(country, "year(birth_date)")} as era, {era(country, "father_year")} as father_era,
               floor(given * {QUANTILES})::int as given_place, floor(father_given * {QUANTILES})::int
                   as father_place,
               floor({country.uniform("surname", "line")} * {QUANTILES})::int as line_place,
               floor({country.uniform("surname", "birth_line")} * {QUANTILES})::int as birth_line_place,
               {studies(country)} as study_level
        from {kin_person}
    )
    select n.person_no, {iin("birth_date", "n.sex", "serial")} as iin, n.sex, birth_date, death_date,
           e.ethnicity_name as ethnicity,
           case when n.sex = 'M' then s.man else s.woman end as surname, g.given_name,
           case when {taken} < {without_patronymic(country)} then null
                when n.ethnicity = 0 and {taken} > 1 - {kazakh_form(country)}
                then case when n.sex = 'M' then p.son_kk else p.daughter_kk end
                else case when n.sex = 'M' then p.son_ru else p.daughter_ru end end as patronymic,
           case when n.sex = 'M' then b.man else b.woman end as birth_surname,
           mother_no, father_no, unit_no, unit_role, dwelling_no, kato, moved_in, previous_dwelling_no,
               previous_kato,
           case when death_date is null then study_level end as studies,
           case when death_date is null and study_level is not null then {full_time(country, "n.person_no")}
               end as full_time,
           disabled as disabled_since_childhood
    from numbered n
    join {person_serial} i on i.person_no = n.person_no
    join {people_group} e on e.ethnicity = n.ethnicity
    join {given_name} g on g.given_list = e.given_list and g.sex = n.sex and g.era = n.era and g.place
        = given_place
    join {surname} s on s.surname_list = e.surname_list and s.place = line_place
    join {surname} b on b.surname_list = e.surname_list and b.place = birth_line_place
    left join {given_name} p on p.given_list = e.given_list and p.sex = 'M' and p.era = father_era
         and p.place = father_place
    """


def era(country: Country, year: str) -> str:
    first = country.parameters["name_era"]
    return f"case when {year} >= {first['new']} then 2 when {year} >= {first['middle']} then 1 else 0 end"


def without_patronymic(country: Country) -> str:
    shares = dict(enumerate(country.parameters["no_patronymic"].values()))
    return f"({by_number('n.ethnicity', shares)})"


def kazakh_form(country: Country) -> str:
    shares = country.parameters["kazakh_patronymic"]
    return f"({by_number('n.era', dict(enumerate(shares[era] for era in ERAS)))})"


def studies(country: Country) -> str:
    """The level of study by the age on the 1 September before the as-of date."""
    start = country.as_of.replace(
        year=country.as_of.year - (1 if country.as_of.month < 9 else 0), month=9, day=1
    )
    age = f"(({start.toordinal()} - {_ordinal('birth_date')}) / 365.25)"
    number = country.uniform("studies", "person_no")
    table = country.parameters["studies"]
    reached = {
        age_from: [sum(shares[: place + 1]) for place in range(3)] for age_from, shares in table.items()
    }
    cases = [
        f"when {number} < {since(age, reached, place)} then '{level}'" for place, level in enumerate(LEVELS)
    ]
    return f"case {' '.join(cases)} end"


def _ordinal(day: str) -> str:
    """SQL: days since the first day of year 1, as Python counts them."""
    return f"(date_diff('day', date '1970-01-01', {day}) + 719163)"


def full_time(country: Country, person_no: str = "person_no") -> str:
    shares = country.parameters["full_time_share"]
    return f"{country.uniform('full time', person_no)} < {by_key('study_level', shares)}"


def iin(birth_date: str, sex: str, serial: str) -> str:
    """SQL for an identifier of twelve digits that no real person can have.

    YYMMDD, then 7 for men and 8 for women, four digits, check digit. Ten numbers that differ only in digit 11
    share the
    first check sum, and when that is 10 at most one of them has no check digit; so nine of each ten are used,
    and the bad one is passed over. 9,000 numbers a day and sex.
    """
    head = f"{iin_head(birth_date, sex)}::bigint"
    ten = f"({head} * 10000 + (({serial}) // 9 * 377 % 1000) * 10)"
    first = check_sum(ten, FIRST_WEIGHTS)
    second = check_sum(ten, SECOND_WEIGHTS)
    last = f"(({serial}) % 9)"
    # Digit 11 counts twofold in the second sum, which is 10 when 2 · digit ≡ 10 - second (mod 11),
    # that is digit ≡ (10 - second) · 6.
    bad = f"((10 - {second}) * 6 % 11)"
    digit = f"({last} + case when {first} = 10 and {last} >= {bad} then 1 else 0 end)"
    check = f"case when {first} < 10 then {first} else ({second} + 2 * {digit}) % 11 end"
    return f"lpad((({ten} + {digit}) * 10 + {check})::varchar, 12, '0')"


def iin_head(birth_date: str, sex: str) -> str:
    """SQL: the first seven digits as a number."""
    days = f"(year({birth_date}) % 100 * 10000 + month({birth_date}) * 100 + day({birth_date}))"
    return f"({days} * 10 + case when {sex} = 'M' then 7 else 8 end)"


def check_sum(eleven: str, weights: tuple[int, ...]) -> str:
    """SQL: the weighted sum of eleven digits, modulo 11."""
    terms = [
        f"{w % 11} * ({eleven} // {10 ** (10 - place)} % 10)" for place, w in enumerate(weights) if w % 11
    ]
    return f"(({' + '.join(terms)}) % 11)"
