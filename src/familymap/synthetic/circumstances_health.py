"""Who is disabled, since when and why."""

from familymap.engine.steps import step
from familymap.synthetic.draws import Draws
from familymap.synthetic.expressions import age, alive, numbered, one_of, pension_age
from familymap.synthetic.register_parameters import RegisterParameters


@step(key="certificate_no")
def disability(person: str, parameters: RegisterParameters, draws: Draws, as_of: str, begun: str) -> str:
    """Certificates of disability in force or run out without renewal; one per person.

    Columns: certificate_no, person_no, disability_group (1, 2, 3, child), since_childhood, cause, valid_from,
    valid_to (NULL = for life).
    """
    shares = parameters["disabled_share"]
    renewal = parameters["disability_renewal"]
    chances = {group: draws.chance("person_no", "disabled", share) for group, share in shares.items()}
    late = draws.chance("person_no", "certificate not renewed", renewal["late"])
    since = draws.uniform("person_no", "disabled since")
    return f"""
        with aged as (
            select person_no, birth_date, coalesce(disabled_since_childhood, false) as since_childhood,
                {age("birth_date", as_of)} as age, {pension_age(parameters)} as pension_age
            from {person} where {alive(as_of)}
        ),
        disabled as (
            select *, birth_date + case when age < 18 or since_childhood
                then floor(greatest(0, {begun} - birth_date) * {since} * 0.3)
                else floor(6575 + ({begun} - birth_date - 6575) * {since}) end::integer as disabled_from
            from aged
            where since_childhood or case when age < 18 then {chances["children"]}
                when age < pension_age then {chances["working"]} else {chances["pension"]} end
        ),
        certified as (
            select *, case when age >= pension_age or (since_childhood and age >= 18) then null
                when age < 18 then (birth_date + interval 18 year)::date
                when {late} then {begun} - 1 - {draws.whole("person_no", "run out", 200)}::integer
                else {begun} + {draws.whole("person_no", "runs out", renewal["valid_years"] * 365)}::integer
                end as valid_to
            from disabled
        )
        select person_no as certificate_no, person_no,
            case when age < 18 then 'child'
                else {one_of("person_no", "disability group", parameters["disability_group_shares"], draws)}
                end as disability_group,
            since_childhood or age < 18 as since_childhood,
            case when since_childhood or age < 18 then 'since_childhood'
                else {one_of("person_no", "disability cause", parameters["disability_causes"], draws)} end
                    as cause,
            least(disabled_from, {begun} - 1, valid_to - 180) as valid_from, valid_to
        from certified"""


def clinic(kato: str, parameters: RegisterParameters, draws: Draws) -> str:
    """SQL: code of the clinic of this place: the district's digits and a number within it."""
    clinics = draws.whole("person_no // 4096", "clinic", parameters["clinics_per_district"])
    return f"(substr({kato}, 1, 4) || '7' || lpad({clinics}::varchar, 2, '0'))"


@step(key="record_no")
def attachment(livelihood: str, parameters: RegisterParameters, draws: Draws, begun: str) -> str:
    """Who is attached to which clinic and who pays the insurance; one row per attached person.

    Columns: record_no, person_no, sex, organisation_code, attached_on, insured, insurance_category.
    """
    shares = parameters["insured_share"]
    draw = draws.uniform("person_no", "insured")
    attached = draws.chance("person_no", "attached", parameters["attached_share"])
    days = draws.whole("person_no", "attached for", 5000)
    return f"""
        with covered as (
            select *, case
                when status in ('child', 'student', 'pensioner', 'disabled') or on_leave then 'state'
                when status = 'employee' then case when {draw} < {shares["employee"]} then 'employee'
                    else 'none' end
                when status = 'unemployed' then case when {draw} < {shares["unemployed"]} then 'state'
                    else 'none' end
                when status = 'home' then case when {draw} < {shares["home_state"]} then 'state'
                    when {draw} < {shares["home_state"] + shares["home_self"]} then 'self' else 'none' end
                when {draw} < {shares["self_employed"]} then 'self' else 'none' end as category
            from {livelihood} where person_no < 0 or {attached}
        )
        select {numbered(1)} as record_no, person_no, sex, {clinic("kato", parameters, draws)}
            as organisation_code,
            greatest(birth_date, {begun} - 1 - {days})::date as attached_on,
            category <> 'none' as insured, category as insurance_category
        from covered"""


@step(key="record_no")
def observation(livelihood: str, parameters: RegisterParameters, draws: Draws, begun: str) -> str:
    """People under a doctor's lasting observation.

    Columns: record_no, person_no, diagnosis_group, valid_from, valid_to.
    """
    shares = parameters["dispensary_share"]
    cases = " ".join(f"when age >= {age} then {shares[age]}" for age in sorted(shares, reverse=True))
    ended = draws.chance("person_no", "observation ended", parameters["dispensary_ended_share"])
    days = draws.whole("person_no", "observed for", f"greatest(1, ({begun} - birth_date) // 3)")
    draw = draws.uniform("person_no", "observed")
    return f"""
        with observed as (
            select person_no, birth_date, {begun} - 1 - {days} as valid_from
            from {livelihood}
            where person_no > 0 and birth_date < {begun} and {draw} < case {cases} end
        )
        select person_no as record_no, person_no,
            {one_of("person_no", "diagnosis", parameters["diagnosis_shares"], draws)} as diagnosis_group,
                valid_from,
            case when {ended} then least({begun} - 1, valid_from + 400)::date end as valid_to
        from observed"""


HEALTH_STEPS = (disability, attachment, observation)
