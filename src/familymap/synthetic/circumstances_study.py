"""Who studies where, and since when: colleges and universities."""

from familymap.engine.steps import step
from familymap.synthetic.draws import Draws
from familymap.synthetic.identities import age
from familymap.synthetic.register_parameters import RegisterParameters


@step(key="enrolment_no")
def study(person: str, outsider: str, parameters: RegisterParameters, draws: Draws, as_of: str) -> str:
    """Enrolments at colleges and universities: those of the people who study, of some who left, of foreigners.

    Columns: enrolment_no, person_no, institution_code, level, form, funding, enrolled_on, left_on.
    """
    left = draws.chance("person_no", "left study", parameters["left_students"])
    return f"""
        with student as (
            select person_no, kato, studies, full_time, {age("birth_date", as_of)} as age, false as has_left
            from {person}
            where studies in ('college', 'university') and (death_date is null or death_date > {as_of})
            union all
            select person_no, kato, 'university', true, {age("birth_date", as_of)}, true
            from {person}
            where studies is null and (death_date is null or death_date > {as_of}) and {left}
                and {age("birth_date", as_of)} between 19 and 26
            union all
            select person_no, kato, 'university', true, {age("birth_date", as_of)}, false
            from {outsider}
            where {age("birth_date", as_of)} between 19 and 24
        ),
        course as (
            select *, {_level(parameters, draws)} as level,
                {_first_year(as_of)} - case when has_left then 4 else {_years_studied(draws)} end as first_year
            from student
        )
        select abs(person_no) * 4 + case when person_no < 0 then 2 when has_left then 1 else 0 end as enrolment_no,
            person_no, {_institution(parameters, draws)} as institution_code, level,
            case when full_time then 'full_time' else 'part_time' end as form,
            case when {_granted(parameters, draws)} then 'grant' else 'paid' end as funding,
            make_date(first_year, 9, 1) as enrolled_on,
            case when has_left then make_date(first_year + 3, 6, 30) end as left_on
        from course"""


def _level(parameters: RegisterParameters, draws: Draws) -> str:
    shares = parameters["level_shares"]
    master = draws.chance("person_no", "master", shares["master"] * 4)
    doctor = draws.chance("person_no", "doctor", shares["doctor"] * 8)
    return (
        f"case when studies = 'college' then 'college' when age >= 25 and {doctor} then 'doctor' "
        f"when age >= 22 and {master} then 'master' else 'bachelor' end"
    )


def _first_year(as_of: str) -> str:
    """The calendar year in which this school year began."""
    return f"(year({as_of}) - case when month({as_of}) < 9 then 1 else 0 end)"


def _years_studied(draws: Draws) -> str:
    """Up to three years, but nobody begins a college before 15 or a university before 17."""
    youngest = "case when studies = 'college' then 15 else 17 end"
    return f"least({draws.whole('person_no', 'years studied', 4)}, greatest(age - {youngest}, 0))"


def _institution(parameters: RegisterParameters, draws: Draws) -> str:
    """Region, 1 for a college or 2 for a university, and a number within the region."""
    counts = parameters["institutions_per_region"]
    number = draws.bits("person_no", "institution")
    return (
        f"(substr(kato, 1, 2) || case when studies = 'college' then '1' || lpad(({number} % {counts['college']})::varchar,"
        f" 3, '0') else '2' || lpad(({number} % {counts['university']})::varchar, 3, '0') end)"
    )


def _granted(parameters: RegisterParameters, draws: Draws) -> str:
    shares = parameters["grant_share"]
    college = draws.chance("person_no", "grant", shares["college"])
    university = draws.chance("person_no", "grant", shares["university"])
    return f"(case when studies = 'college' then {college} else {university} end)"
