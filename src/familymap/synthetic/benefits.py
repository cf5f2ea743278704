"""Who is poor, what is due to the poor, and which benefits are taken up; where they are not, why.

These rules only make a country in which support is missing in places; the law itself lives with the measures.
"""

from familymap.engine.steps import step
from familymap.synthetic.benefits_untested import UNTESTED_STEPS
from familymap.synthetic.draws import Draws
from familymap.synthetic.expressions import one_of, tenge
from familymap.synthetic.register_parameters import RegisterParameters

CODES = (
    "birth", "care_to_18m", "large_family", "awarded_mother", "disability", "child_disability_care", "carer_group1",
    "survivor", "tsa", "tsa_child", "housing_aid", "pension_basic",
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
    household: str,
    due_untested: str,
    family_facts: str,
    parameters: RegisterParameters,
    draws: Draws,
) -> str:
    """Each family's monthly income in tenge, after tax.

    Columns: family_no, kato, members, wages, own_income, pensions, benefits (those received that ask for no income),
    other (kin, garden, work nobody records), known (wages, own income, pensions, benefits), total (known and other),
    household_total and household_members for poverty, which is measured by household.
    """
    net, paid = parameters["net_of_wage"], parameters["leave_pay_share"]
    other = parameters["other_income"]
    received = taken_up("code", "subject_no", parameters, draws)
    spread = f"exp({other['sigma']} * {draws.normal('family_no', 'other income')})"
    return f"""
        with allowance as (
            select family_no, sum(amount) as benefits from {due_untested}
            where code not in ('birth', 'pension_basic') and {received} group by family_no
        ),
        earned as (
            select family_no, sum(wage * case when on_leave then {paid} else {net} end) as wages,
                sum(own_income) as own_income, sum(amount) as pensions, bool_or(rural) as rural
            from {family} join {livelihood} using (person_no) left join {pension} using (person_no)
            group by family_no
        ),
        counted as (
            select family_no, household_no, kato, members, {tenge("coalesce(wages, 0)")} as wages,
                {tenge("coalesce(own_income, 0)")} as own_income, {tenge("coalesce(pensions, 0)")} as pensions,
                {tenge("coalesce(benefits, 0)")} as benefits,
                {tenge(f"members * {spread} * case when rural then {other['rural']} else {other['urban']} end")} as other
            from {family_facts} join earned using (family_no) left join allowance using (family_no)
        ),
        summed as (
            select *, wages + own_income + pensions + benefits as known,
                wages + own_income + pensions + benefits + other as total
            from counted
        )
        select *, sum(total) over (partition by household_no) as household_total,
            sum(members) over (partition by household_no) as household_members
        from summed"""


@step(key="region", sealed=False)
def assistance_line(family_income: str, parameters: RegisterParameters) -> str:
    """Targeted assistance is due below this income per head: 35 % of the region's median, at least 70 % of the minimum."""
    line = parameters["assistance_line"]
    return f"""
        select substr(kato, 1, 2) as region, greatest({line["share_of_median"]} * median(known / members),
            {line["share_of_minimum"]} * {line["statistical_minimum"]}) as line
        from {family_income} group by 1"""


@step(key=("code", "subject_no"), sealed=False)
def due_tested(
    family_income: str,
    family_facts: str,
    assistance_line: str,
    household: str,
    utility_account: str,
    family: str,
    parameters: RegisterParameters,
    as_of: str,
) -> str:
    """Targeted assistance with its supplement for small children, and housing aid for high bills."""
    aid = parameters["housing_aid"]
    norm = f"least(1, greatest({aid['m2_alone']}, members * {aid['m2_each']}) / area_m2)"
    supplement = f"{parameters['month_index']['now']} * 1.5 * children_1_to_6"
    return f"""
        with poor as (
            select family_facts.*, (line - known / family_income.members) * family_income.members as lacking
            from {family_income} join {family_facts} using (family_no)
            join {assistance_line} on region = substr(family_facts.kato, 1, 2)
            where known / family_income.members < line
        ),
        housed as (
            select household_no, sum(known) as income from {family_income} join {family_facts} using (family_no, household_no)
            group by household_no
        )
        select 'tsa' as code, family_no as subject_no, payee_no, family_no, ({as_of} - 80)::date as since,
            {tenge("greatest(lacking, 100)")} as amount
        from poor
        union all
        select 'tsa_child', family_no, payee_no, family_no, ({as_of} - 80)::date, {tenge(supplement)}
        from poor where children_1_to_6 > 0
        union all
        select 'housing_aid', dwelling_no, payer.person_no, family_no, ({as_of} - 80)::date,
            {tenge(f"billed * {norm} - {aid['share_of_income']} * income")}
        from {household} home join {utility_account} payer on payer.address_code = home.dwelling_no
        join housed on housed.household_no = home.dwelling_no
        join {family} on family.person_no = payer.person_no
        where billed * {norm} - {aid["share_of_income"]} * income > 500 and payer.person_no in (head_no, partner_no)"""


@step(key="benefit_no")
def benefit(due_untested: str, due_tested: str, parameters: RegisterParameters, draws: Draws) -> str:
    """Every benefit that is due: whether it is received and, if not, why.

    Columns: benefit_no, code, subject_no (person, family or dwelling it is due for), payee_no, family_no, since, amount
    (tenge a month; once for a birth), taken_up, why_not (never_offered, no_reply, refused, unreachable, register_late).
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


BENEFIT_STEPS = (*UNTESTED_STEPS, family_income, assistance_line, due_tested, benefit)
