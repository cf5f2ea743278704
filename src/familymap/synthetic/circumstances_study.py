"""Who studies where, and since when: colleges and universities."""

from familymap.engine.steps import step
from familymap.synthetic.draws import Draws
from familymap.synthetic.expressions import age, alive, numbered
from familymap.synthetic.register_parameters import RegisterParameters


@step(key="enrolment_no")
def study(person: str, outsider: str, parameters: RegisterParameters, draws: Draws, as_of: str) -> str:
    """Enrolments at colleges and universities: of those who study, of some who left, of foreigners.

    Columns: enrolment_no, person_no, institution_code, level, form, funding, enrolled_on, left_on.
    """
    school_age = f"({_first_year(as_of)} - year(birth_date))::integer"
    left = draws.chance("person_no", "left study", parameters["left_students"])
    return f"""
        with student as (
            select person_no, kato, studies, full_time, {school_age} as school_age, false as has_left
            from {person}
            where studies in ('college', 'university') and {alive(as_of)}
            union all
            select person_no, kato, 'university', true, {school_age}, true
            from {person}
            where studies is null and {alive(as_of)} and {left}
                and {age("birth_date", as_of)} between 19 and 26
            union all
            select person_no, kato, 'university', true, {school_age}, false
            from {outsider}
            where {age("birth_date", as_of)} between 19 and 24
        ),
        course as (
            select *, {_level(parameters, draws)} as level,
                {_first_year(as_of)} - case when has_left then 4 else {_years_studied(draws)} end
                    as first_year
            from student
        )
        select {numbered(2, "has_left::integer")} as enrolment_no,
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
        f"case when studies = 'college' then 'college' when school_age >= 25 and {doctor} then 'doctor' "
        f"when school_age >= 22 and {master} then 'master' else 'bachelor' end"
    )


def _first_year(as_of: str) -> str:
    """The calendar year in which this school year began."""
    return f"(year({as_of}) - case when month({as_of}) < 9 then 1 else 0 end)"


def _years_studied(draws: Draws) -> str:
    """Up to three years, but nobody begins a college before 15 or a university before 17."""
    youngest = "case when studies = 'college' then 15 else 17 end"
    return f"least({draws.whole('person_no', 'years studied', 4)}, greatest(school_age - {youngest}, 0))"


def _institution(parameters: RegisterParameters, draws: Draws) -> str:
    """Region, 1 for a college or 2 for a university, and a number within the region."""
    counts = parameters["institutions_per_region"]
    college = draws.whole("person_no", "institution", counts["college"])
    university = draws.whole("person_no", "institution", counts["university"])
    return (
        "(substr(kato, 1, 2) || case when studies = 'college' "
        f"then '1' || lpad({college}::varchar, 3, '0') else '2' || lpad({university}::varchar, 3, '0') end)"
    )


def _granted(parameters: RegisterParameters, draws: Draws) -> str:
    shares = parameters["grant_share"]
    college = draws.chance("person_no", "grant", shares["college"])
    university = draws.chance("person_no", "grant", shares["university"])
    return f"(case when studies = 'college' then {college} else {university} end)"


@step(key="enrolment_no")
def schooling(
    person: str,
    settlement: str,
    family: str,
    benefit: str,
    parameters: RegisterParameters,
    draws: Draws,
    as_of: str,
) -> str:
    """Pupils, and the school that some of them left when they moved.

    Columns: enrolment_no, person_no, school_code, grade (0–11), enrolled_on, left_on, free_meals: the first
    four grades eat free of charge, and children of families that receive targeted assistance.
    """
    number = draws.whole(
        "person_no // 64", "school", f"greatest(1, people_target // {parameters['people_per_school']})"
    )
    listed = draws.chance("person_no", "free meals", parameters["free_meals_share"])
    return f"""
        with helped as (select distinct subject_no as household_no from {benefit} where code = 'tsa'
            and taken_up),
        pupil as (
            select pupil.person_no, pupil.kato, pupil.previous_kato, pupil.moved_in, place.people_target,
                greatest(0, least(11, {_first_year(as_of)} - year(birth_date) - 5))::integer as grade,
                helped.household_no is not null as helped
            from {person} pupil
            left join {settlement} place on place.kato = pupil.kato
            left join {family} using (person_no)
            left join helped using (household_no)
            where studies = 'school' and {alive(as_of)}
        ),
        enrolled as (
            select *, substr(kato, 1, 6) || '3' || lpad({number}::varchar, 2, '0') as school_code,
                make_date({_first_year(as_of)} - greatest(grade - 1, 0), 9, 1) as began from pupil
        )
        select person_no * 2 as enrolment_no, person_no, school_code, grade,
            greatest(began, case when previous_kato is not null then moved_in end)::date as enrolled_on,
            null::date as left_on, grade between 1 and 4 or helped or {listed} as free_meals
        from enrolled
        union all
        select person_no * 2 + 1, person_no, substr(previous_kato, 1, 6) || '300', grade, began, moved_in,
            false
        from enrolled where previous_kato is not null and moved_in > began"""


@step(key="record_no")
def kindergarten_place(person: str, parameters: RegisterParameters, draws: Draws, as_of: str) -> str:
    """Children in kindergartens and in the queue.

    Columns: record_no, person_no, status, organisation_code, since.
    """
    attends = parameters["kindergarten_share"]
    cases = " ".join(f"when {age} then {share}" for age, share in attends.items())
    waits = draws.chance("person_no", "waits for kindergarten", parameters["kindergarten_queue_share"])
    group = draws.whole("person_no // 256", "group", 12)
    since = draws.whole("person_no", "kindergarten since", 900)
    return f"""
        with small as (
            select person_no, birth_date, kato, {age("birth_date", as_of)} as age from {person}
            where studies is null and {alive(as_of)} and birth_date > {as_of} - interval 7 year
                and birth_date < {as_of} - 30
        ),
        placed as (
            select *, {draws.uniform("person_no", "kindergarten")} < case age {cases} else 0 end as attends
                from small
        )
        select person_no as record_no, person_no, case when attends then 'attending' else 'queued' end
            as status,
            case when attends then substr(kato, 1, 6) || '5' || lpad({group}::varchar, 2, '0') end
                as organisation_code,
            case when attends then least({as_of} - 1, birth_date + 360 + {since})
                else least({as_of} - 1, birth_date + 30 + {draws.whole("person_no", "queued since", 300)})
                    end::date as since
        from placed where attends or {waits}"""


STUDY_STEPS = (study, schooling, kindergarten_place)
