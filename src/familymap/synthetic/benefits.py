"""Who is poor, what is due to the poor, and which benefits are taken up; where they are not, why.

These rules only make a country in which support is missing in places; the law itself lives with the measures.
"""

from familymap.engine.steps import step
from familymap.synthetic.benefits_untested import UNTESTED_STEPS
from familymap.synthetic.draws import Draws
from familymap.synthetic.expressions import by_region, one_of, tenge
from familymap.synthetic.register_parameters import RegisterParameters

CODES = (
    "birth", "care_to_18m", "large_family", "awarded_mother", "disability", "child_disability_care",
    "carer_group1", "survivor", "tsa", "tsa_child", "housing_aid", "pension_basic",
)  # fmt: skip
_NUMBERS_PER_CODE = 1_000_000_000_000_000


def benefit_number(code: str, subject_no: str) -> str:
    """SQL: the number of what is due, the same in every month."""
    cases = " ".join(f"when '{name}' then {place}" for place, name in enumerate(CODES, 1))
    return f"((case {code} {cases} end)::bigint * {_NUMBERS_PER_CODE} + {subject_no})"


def taken_up(code: str, subject_no: str, parameters: RegisterParameters, draws: Draws) -> str:
    """SQL: whether this benefit, being due, is received."""
    shares = " ".join(f"when '{name}' then {share}" for name, share in parameters["take_up_share"].items())
    return f"({draws.uniform(benefit_number(code, subject_no), 'take-up')} < case {code} {shares} end)"


@step(key="family_no")
def family_income(
    family: str,
    livelihood: str,
    pension: str,
    due_untested: str,
    family_facts: str,
    parameters: RegisterParameters,
    draws: Draws,
) -> str:
    """Each family's monthly income after tax, in tenge.

    Columns: family_no, household_no, kato, members, wages, own_income, pensions, benefits (those received
    that ask for no income), known (the sum of these).
    """
    net, paid = parameters["net_of_wage"], parameters["leave_pay_share"]
    received = taken_up("code", "subject_no", parameters, draws)
    return f"""
        with allowance as (
            select family_no, sum(amount) as benefits from {due_untested}
            where code not in ('birth', 'pension_basic') and {received} group by family_no
        ),
        earned as (
            select family_no, sum(wage * case when on_leave then {paid} else {net} end) as wages,
                sum(own_income) as own_income, sum(amount) as pensions
            from {family} join {livelihood} using (person_no) left join {pension} using (person_no)
            group by family_no
        ),
        counted as (
            select family_no, household_no, kato, members, {tenge("coalesce(wages, 0)")} as wages,
                {tenge("coalesce(own_income, 0)")} as own_income, {tenge("coalesce(pensions, 0)")}
                    as pensions,
                {tenge("coalesce(benefits, 0)")} as benefits
            from {family_facts} join earned using (family_no) left join allowance using (family_no)
        )
        select *, wages + own_income + pensions + benefits as known from counted"""


@step(key="household_no")
def household_income(
    family_income: str, family_facts: str, settlement: str, parameters: RegisterParameters, draws: Draws
) -> str:
    """Each household's monthly income in tenge: poverty is measured here, and targeted assistance given.

    Columns: household_no, kato, members, children_1_to_6, payee_no, family_no (of the payee), known, other
    (kin, garden, work nobody records), total.
    """
    other = parameters["other_income"]
    size = f"pow(members, {other['members_power']})"
    spread = f"exp({other['sigma']} * {draws.normal('household_no', 'other income')})"
    level = f"case when kind = 'village' then {other['rural']} else {other['urban']} end"
    wealth = f"pow({by_region('kato', parameters['wage_mean'])} / {other['at_wage']}, {other['wage_power']})"
    return f"""
        with together as (
            select household_no, min(kato) as kato, sum(members)::bigint as members, sum(known) as known,
                sum(children_1_to_6)::bigint as children_1_to_6, arg_min(payee_no, family_no) as payee_no,
                min(family_no) as family_no
            from {family_income} join {family_facts} using (family_no, household_no, kato, members)
            group by household_no
        ),
        helped as (
            select together.*, {tenge(f"{size} * {spread} * {wealth} * ({level})")} as other
            from together left join {settlement} using (kato)
        )
        select *, known + other as total from helped"""


@step(key="region", sealed=False)
def assistance_line(household_income: str, parameters: RegisterParameters) -> str:
    """The income per head below which targeted assistance is due, by region.

    35 % of the region's median, at least 70 % of the statistical minimum.
    """
    line = parameters["assistance_line"]
    return f"""
        select substr(kato, 1, 2) as region, greatest({line["share_of_median"]} * median(known / members),
            {line["share_of_minimum"]} * {line["statistical_minimum"]}) as line
        from {household_income} group by 1"""


@step(key=("code", "subject_no"), sealed=False)
def due_tested(
    household_income: str,
    assistance_line: str,
    household: str,
    utility_account: str,
    family: str,
    parameters: RegisterParameters,
    begun: str,
) -> str:
    """Targeted assistance, its supplement for small children, and housing aid, by household."""
    aid = parameters["housing_aid"]
    norm = f"least(1, greatest({aid['m2_alone']}, home.members * {aid['m2_each']}) / area_m2)"
    excess = f"(billed * {norm} - {aid['share_of_income']} * known)"
    assessed = parameters["assessed_other_share"]
    supplement = f"{parameters['month_index']['now']} * 1.5 * children_1_to_6"
    return f"""
        with poor as (
            select *, line * members - known - {assessed} * other as lacking
            from {household_income} join {assistance_line} on region = substr(kato, 1, 2)
            where known + {assessed} * other < line * members
        )
        select 'tsa' as code, household_no as subject_no, payee_no, family_no, ({begun} - 80)::date as since,
            {tenge("greatest(lacking, 100)")} as amount
        from poor
        union all
        select 'tsa_child', household_no, payee_no, family_no, ({begun} - 80)::date, {tenge(supplement)}
        from poor where children_1_to_6 > 0
        union all
        select 'housing_aid', dwelling_no, payer.person_no, family.family_no, ({begun} - 80)::date,
            {tenge(excess)}
        from {household} home join {utility_account} payer on payer.address_code = home.dwelling_no
        join {household_income} income on income.household_no = home.dwelling_no
        join {family} on family.person_no = payer.person_no
        where {excess} > 500 and payer.person_no in (head_no, partner_no)"""


@step(key="benefit_no")
def benefit(due_untested: str, due_tested: str, parameters: RegisterParameters, draws: Draws) -> str:
    """Every benefit that is due: whether it is received and, if not, why.

    Columns: benefit_no, code, subject_no (person, family or household it is due for), payee_no, family_no,
    since, amount (tenge a month; once for a birth), taken_up, why_not (never_offered, no_reply, refused,
    unreachable, register_late).
    """
    number = benefit_number("code", "subject_no")
    return f"""
        with due as (select * from {due_untested} union all select * from {due_tested}),
        answered as (
            select {number} as benefit_no, *,
                case when code = 'tsa_child' then {taken_up("'tsa'", "subject_no", parameters, draws)}
                    else {taken_up("code", "subject_no", parameters, draws)} end as taken_up
            from due
        )
        select *, case when not taken_up
            then {one_of("benefit_no", "why not", parameters["why_not_shares"], draws)} end as why_not
        from answered"""


BENEFIT_STEPS = (*UNTESTED_STEPS, family_income, household_income, assistance_line, due_tested, benefit)
