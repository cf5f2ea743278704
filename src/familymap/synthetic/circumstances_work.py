"""What grown people live on: jobs and wages, own business, search for work, pensions."""

from familymap.engine.steps import step
from familymap.synthetic.draws import Draws
from familymap.synthetic.expressions import (
    age,
    alive,
    by_region,
    numbered,
    pension_age,
    some_time_before,
    tenge,
    with_check_digit,
)
from familymap.synthetic.register_parameters import RegisterParameters

_EPOCH_YEAR = 1990
"""Months of working life are counted from here."""


@step(key="employer_no", sealed=False)
def employer(settlement: str, parameters: RegisterParameters, draws: Draws) -> str:
    """Employers of each region with a BIN that no real company has (fifth digit 4, then 9)."""
    first_eleven = (
        f"lpad((5 + {draws.whole('employer_no', 'bin year', 20)})::varchar, 2, '0') || "
        f"lpad((1 + {draws.whole('employer_no', 'bin month', 12)})::varchar, 2, '0') || '49' || "
        "lpad((employer_no % 100000)::varchar, 5, '0')"
    )
    people = parameters["people_per_employer"]
    return f"""
        with region as (
            select region,
                greatest(5, least(99000, sum(people_target) // {people}))::bigint as employers
            from {settlement} group by region
        ),
        listed as (
            select region, region::bigint * 100000 + unnest(range(employers)) as employer_no from region
        )
        select employer_no, region, {with_check_digit(f"({first_eleven})")} as bin from listed"""


@step(key="person_no")
def livelihood(
    person: str,
    outsider: str,
    settlement: str,
    employer: str,
    disability: str,
    parameters: RegisterParameters,
    draws: Draws,
    as_of: str,
) -> str:
    """How each living person and each foreigner makes a living, and what it brings in a month.

    status: child, student, pensioner, disabled, home, unemployed, self_employed, farmer, employee. `wage` is
    the monthly wage before tax of an employee; `own_income` what self-employment or the farm brings and
    nobody declares in full; `on_leave` = an employee at home with a child under 18 months. `spell` counts the
    person's jobs, `started_on` is the begin of the present one.
    """
    known = _known(person, outsider, settlement, employer, disability, parameters, draws, as_of)
    on_leave = "status = 'employee' and sex = 'F' and coalesce(nurses, false)"
    day = draws.whole("person_no * 64 + spell", "job day", 28)
    begin = f"make_date({_EPOCH_YEAR}, 1, 1 + {day}) + to_months((spell * job_months - job_phase)::integer)"
    return f"""
        with known as ({known}),
        decided as (select *, {_status(parameters, draws)} as status from known)
        select person_no, sex, age, birth_date, studies, full_time, kato, dwelling_no,
            coalesce(rural, false) as rural, disability_group, status, {on_leave} as on_leave,
            case when status = 'employee' then {_wage(parameters, draws)} end as wage,
            case when status in ('self_employed', 'farmer') then {_own_income(parameters, draws)} end
                as own_income,
            case when status = 'employee' then {_employer_no(draws)} end as employer_no, spell,
            greatest({begin}, birth_date + interval 18 year)::date as started_on
        from decided"""


def _known(
    person: str,
    outsider: str,
    settlement: str,
    employer: str,
    disability: str,
    parameters: RegisterParameters,
    draws: Draws,
    as_of: str,
) -> str:
    """Everybody living with what decides about work; jobs follow in spells of a length of one's own."""
    shortest, span = parameters["job_months"]["shortest"], parameters["job_months"]["range"]
    months = f"((year({as_of}) - {_EPOCH_YEAR}) * 12 + month({as_of}) - 1)"
    length = f"({shortest} + {draws.whole('person_no', 'job length', span)})"
    phase = f"{draws.whole('person_no', 'job phase', 1000)} % {length}"
    years = age("birth_date", as_of)
    return f"""
        with employers as (select region, count(*) as employers from {employer} group by region),
        mother as (
            select mother_no, max(birth_date) as youngest from {person}
            where {alive(as_of)} and birth_date > {as_of} - interval 3 year group by mother_no
        ),
        resident as (
            select person_no, sex, birth_date, studies, coalesce(full_time, false) as full_time, kato,
                dwelling_no, {years} as age
            from {person} where {alive(as_of)}
            union all
            select person_no, sex, birth_date, null, false, kato, dwelling_no, {years} from {outsider}
        )
        select resident.*, place.kind = 'village' as rural, disability_group, employers,
            youngest > {as_of} - interval 18 month as nurses, youngest is not null as has_infant,
            {length} as job_months, ({months} + {phase}) // {length} as spell, {phase} as job_phase,
            {pension_age(parameters)} as pension_age
        from resident
        left join (select kato as place_kato, kind from {settlement}) place on place_kato = kato
        left join employers on employers.region = substr(kato, 1, 2)
        left join (select person_no as holder_no, disability_group from {disability}) on holder_no = person_no
        left join mother on mother_no = person_no"""


def _status(parameters: RegisterParameters, draws: Draws) -> str:
    active = parameters["active_share"]
    draw = draws.uniform("person_no", "active")
    willing = (
        f"(case when person_no < 0 then 1.0 when disability_group is not null then {active['disabled']} "
        f"when sex = 'M' then {active['M']} "
        f"when coalesce(has_infant, false) then {active['mother_of_infant']} else {active['F']} end)"
    )
    unemployed = draws.chance("person_no * 64 + spell", "unemployed", parameters["unemployed_share"])
    own = parameters["self_employed_share"]
    own_draw = draws.uniform("person_no", "self-employed")
    works_on = draws.chance("person_no", "works beside", parameters["works_beside_share"]["pensioner"])
    earns = draws.chance("person_no", "works beside", parameters["works_beside_share"]["student"])
    farms = draws.chance("person_no", "farmer", parameters["farmer_share"])
    return f"""case
        when age < 15 then 'child'
        when studies is not null and full_time and age < 25 then case when age >= 18 and {earns}
            then 'employee' else 'student' end
        when age >= pension_age then case when age < pension_age + 8 and {works_on} then 'employee'
            else 'pensioner' end
        when disability_group = '1' then 'disabled'
        when age < 18 then case when studies is not null then 'student' else 'home' end
        when {draw} >= {willing} then case when disability_group is not null then 'disabled' else 'home' end
        when person_no > 0 and {unemployed} then 'unemployed'
        when person_no > 0 and {own_draw} < case when coalesce(rural, false) then {own["rural"]}
            else {own["urban"]} end
            then case when rural and {farms} then 'farmer' else 'self_employed' end
        else 'employee' end"""


def _wage(parameters: RegisterParameters, draws: Draws) -> str:
    """Lognormal about the region's mean: median ÷ mean = exp(-σ² ÷ 2). Nine parts person, four parts job."""
    sigma = parameters["wage_sigma"]
    of_job = draws.normal("person_no * 64 + spell", "wage of job")
    chance = f"(0.9 * {draws.normal('person_no', 'wage')} + 0.4359 * {of_job})"
    mean = by_region("kato", parameters["wage_mean"])
    drawn = f"{mean} * exp({sigma} * {chance} - {sigma * sigma / 2})"
    return tenge(f"greatest({parameters['minimum_wage']}, {drawn})", 100)


def _own_income(parameters: RegisterParameters, draws: Draws) -> str:
    sigma = parameters["own_income"]["sigma"]
    mean = f"{by_region('kato', parameters['wage_mean'])} * {parameters['own_income']['share_of_wage']}"
    return tenge(
        f"{mean} * exp({sigma} * {draws.normal('person_no', 'own income')} - {sigma * sigma / 2})", 100
    )


def _employer_no(draws: Draws) -> str:
    """Big employers have many people: the cube of an even draw picks the number within the region."""
    draw = draws.uniform("person_no * 64 + spell", "employer")
    return f"substr(kato, 1, 2)::bigint * 100000 + floor(pow({draw}, 3) * employers)::bigint"


@step(key="contract_no")
def job(livelihood: str, employer: str, parameters: RegisterParameters, draws: Draws, as_of: str) -> str:
    """Employment: the present job of each employee and the one before where it ended in the last years.

    Columns: contract_no, person_no, employer_bin, occupation_code, started_on, ended_on, written (whether a
    contract was registered).
    """
    before = parameters["ended_contracts_kept_years"]
    occupation = (
        f"lpad((1 + {draws.whole('person_no', 'occupation', 9)})::varchar || "
        f"(1 + {draws.whole('contract_no', 'occupation', 4)})::varchar || "
        f"(1 + {draws.whole('contract_no', 'occupation group', 5)})::varchar || '0', 4, '0')"
    )
    return f"""
        with contract as (
            select {numbered(64, "spell")} as contract_no, person_no, employer_no, started_on, null::date
                as ended_on
            from {livelihood} where status = 'employee'
            union all
            select {numbered(64, "spell - 1")}, person_no,
                employer_no - employer_no % 100000
                    + (employer_no * 7 + spell) % greatest(employer_no % 100000, 1),
                greatest(started_on - 700, birth_date + interval 17 year)::date,
                started_on - 1 - {draws.whole("person_no", "between jobs", 60)}
            from {livelihood}
            where status = 'employee' and spell > 0 and started_on > {as_of} - interval {before} year
                and started_on > birth_date + interval 18 year
        )
        select contract_no, person_no, bin as employer_bin, {occupation} as occupation_code, started_on,
            case when ended_on is not null then greatest(ended_on, started_on) end as ended_on,
            {draws.chance("contract_no", "written contract", parameters["written_contract_share"])} as written
        from contract left join {employer} using (employer_no)"""


@step(key="registration_no")
def business(livelihood: str, parameters: RegisterParameters, draws: Draws, begun: str) -> str:
    """Sole traders and farms of those who declare them, companies founded beside a job, and closed ones.

    Columns: registration_no, person_no, kind, registered_on, closed_on.
    """
    declared = parameters["declared_business_share"]
    declares = draws.uniform("person_no", "declares business")
    days = draws.whole("person_no", "business days", 3600)
    closed = draws.uniform("person_no", "closed")
    return f"""
        with owner as (
            select person_no, birth_date, age, case
                when status = 'self_employed' and {declares} < {declared["self_employed"]} then 'sole_trader'
                when status = 'farmer' and {declares} < {declared["farmer"]} then 'farm'
                when status in ('employee', 'home', 'pensioner') and age >= 22
                    and {declares} < {declared["founder"]} then 'founder'
                when age between 20 and 70 and {declares} > {1 - declared["closed"]} then 'closed' end as kind
            from {livelihood} where person_no > 0
        ),
        opened as (
            select *, {some_time_before(begun, days)} as registered_on from owner where kind is not null
        )
        select {numbered(2)} as registration_no, person_no,
            case when kind = 'closed' then 'sole_trader' else kind end as kind, registered_on,
            case when kind = 'closed'
                then registered_on + floor(({begun} - registered_on) * {closed})::integer end as closed_on
        from opened"""


@step(key="case_no")
def job_search(livelihood: str, parameters: RegisterParameters, draws: Draws, as_of: str) -> str:
    """Cases at the labour exchange: part of those out of work, and closed cases of part of the employed.

    Columns: case_no, person_no, registered_on, closed_on.
    """
    registers = draws.chance(
        "person_no", "registers as unemployed", parameters["registered_unemployed_share"]
    )
    closed = draws.chance("person_no", "was registered", parameters["formerly_unemployed_share"])
    return f"""
        select {numbered(64, "spell")} as case_no, person_no,
            least(started_on, {as_of} - 5)::date as registered_on, null::date as closed_on
        from {livelihood} where status = 'unemployed' and {registers}
        union all
        select {numbered(64, "spell")}, person_no, (started_on - 90)::date, started_on
        from {livelihood}
        where status = 'employee' and person_no > 0 and {closed} and started_on > {as_of} - interval 3 year
            and started_on < {as_of}"""


@step(key="case_no")
def pension(livelihood: str, parameters: RegisterParameters, draws: Draws, as_of: str) -> str:
    """Pensions of the old and of those who served.

    Columns: case_no, person_no, kind, assigned_on, amount, base (the basic part).
    """
    figures = parameters["pension"]
    sigma = figures["sigma"]
    base = f"{figures['base_least']} + {draws.uniform('person_no', 'base pension')} * {figures['base_range']}"
    share = f"exp({sigma} * {draws.normal('person_no', 'pension')} - {sigma * sigma / 2})"
    basic = draws.chance("person_no", "no record of work", figures["basic_only_share"])
    served = draws.chance("person_no", "service pension", figures["service_share"])
    solidary = f"greatest({figures['solidary_least']}, {figures['solidary_mean']} * {share})"
    amount = f"case kind when 'service' then {solidary} when 'basic' then {base} else {solidary} + {base} end"
    return f"""
        with aged as (select *, {pension_age(parameters)} as pension_age from {livelihood}
            where person_no > 0),
        pensioner as (
            select *, case when age < pension_age then 'service' when {basic} then 'basic'
                else 'age_and_basic' end as kind
            from aged where age >= pension_age or (age between 48 and pension_age - 1 and {served})
        )
        select person_no as case_no, person_no, kind,
            least({as_of} - 1, birth_date + to_years((case when kind = 'service' then 47 else pension_age
                end)::integer)
                + to_days({draws.whole("person_no", "pension days", 60)}))::date as assigned_on,
            {tenge(amount)} as amount,
            {tenge(f"case when kind <> 'service' then {base} end")} as base
        from pensioner"""


WORK_STEPS = (employer, livelihood, job, business, job_search, pension)
