"""Who is disabled, since when and why."""

from familymap.engine.steps import step
from familymap.synthetic.draws import Draws
from familymap.synthetic.identities import age
from familymap.synthetic.register_parameters import RegisterParameters


def pension_age(parameters: RegisterParameters) -> str:
    """SQL: full years at which a person of this sex retires."""
    ages = parameters["pension_age"]
    return f"(case when sex = 'M' then {ages['M']} else {ages['F']} end)"


def one_of(key: str, purpose: str, shares: dict[str, float], draws: Draws) -> str:
    """SQL: one of the texts, each with its share."""
    draw = draws.uniform(key, purpose)
    reached, cases = 0.0, []
    for value, share in shares.items():
        reached += share
        cases.append(f"when {draw} < {reached:.6f} then '{value}'")
    return f"case {' '.join(cases[:-1])} else '{list(shares)[-1]}' end"


@step(key="certificate_no")
def disability(person: str, parameters: RegisterParameters, draws: Draws, as_of: str) -> str:
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
            from {person} where death_date is null or death_date > {as_of}
        ),
        disabled as (
            select *, (birth_date + ((age + 1) * 365 * {since} * case when age < 18 or since_childhood then 0.3 else 0.6
                end)::integer + case when age < 18 or since_childhood then 0 else 18 * 146 end)::date as begun
            from aged
            where since_childhood or case when age < 18 then {chances["children"]}
                when age < pension_age then {chances["working"]} else {chances["pension"]} end
        ),
        certified as (
            select *, case when age >= pension_age or (since_childhood and age >= 18) then null
                when age < 18 then (birth_date + interval 18 year)::date
                when {late} then {as_of} - 1 - {draws.whole("person_no", "run out", 200)}::integer
                else {as_of} + {draws.whole("person_no", "runs out", renewal["valid_years"] * 365)}::integer
                end as valid_to
            from disabled
        )
        select person_no as certificate_no, person_no,
            case when age < 18 then 'child'
                else {one_of("person_no", "disability group", parameters["disability_group_shares"], draws)}
                end as disability_group,
            since_childhood or age < 18 as since_childhood,
            case when since_childhood or age < 18 then 'since_childhood'
                else {one_of("person_no", "disability cause", parameters["disability_causes"], draws)} end as cause,
            least(begun, {as_of} - 1, valid_to - 180) as valid_from, valid_to
        from certified"""
