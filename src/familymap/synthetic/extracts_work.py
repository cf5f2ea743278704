"""Extracts about work and income: jobs, contributions, businesses, pensions, benefits, loans."""

from familymap.synthetic.draws import Draws
from familymap.synthetic.expressions import tenge
from familymap.synthetic.extracts import Extract
from familymap.synthetic.register_parameters import RegisterParameters

_FIRST_MONTH = "date '2015-01-01'"
_NUMBERS_PER_MONTH = 256


LASTING = (
    Extract(
        "employment",
        "contract_no",
        "select contract_no as source_key, * exclude (contract_no) from job where written",
        ("employer_bin", "occupation_code", "started_on", "ended_on"),
        code_column="employer_bin",
        wrong_code="000000000000",
        date_column="started_on",
    ),
    Extract(
        "businesses",
        "registration_no",
        "select registration_no as source_key, * exclude (registration_no) from business",
        ("kind", "registered_on", "closed_on"),
        code_column="kind",
        wrong_code="ltd",
        date_column="registered_on",
    ),
    Extract(
        "unemployed",
        "case_no",
        "select case_no as source_key, * exclude (case_no) from job_search",
        ("registered_on", "closed_on"),
        date_column="registered_on",
    ),
    Extract(
        "pensions",
        "case_no",
        "select case_no as source_key, person_no, kind, assigned_on, amount from pension",
        ("kind", "assigned_on", "amount"),
        code_column="kind",
        wrong_code="old",
        date_column="assigned_on",
    ),
    Extract(
        "loans",
        "loan_no",
        "select loan_no as source_key, * exclude (loan_no) from loan",
        ("kind", "opened_on", "outstanding", "monthly_payment", "overdue_days", "overdue_amount"),
        code_column="kind",
        wrong_code="leasing",
        date_column="opened_on",
    ),
)
"""Work and income that last: jobs, businesses, job search, pensions, loans."""


def payment_extracts(
    parameters: RegisterParameters, draws: Draws, as_of: str, known_before: str | None
) -> list[Extract]:
    """Contributions and benefits, those that are new since `known_before`."""
    return [
        _contributions(parameters, draws, as_of, known_before),
        _benefits(parameters, draws, as_of, known_before),
    ]


def _contributions(
    parameters: RegisterParameters, draws: Draws, as_of: str, known_before: str | None
) -> Extract:
    """One payment for each of the last months in which the person had the present job and no leave."""
    months = parameters["contribution_months"]
    new = f"month + interval 1 month > {known_before}" if known_before else "true"
    paid = draws.chance("payment_no", "contribution paid", parameters["paid_contribution_share"])
    month = f"(date_trunc('month', {as_of} - 1) - to_months(back::integer))::date"
    number = (
        f"(case when person_no < 0 then 1000000000000 - person_no else person_no end) * {_NUMBERS_PER_MONTH} "
        f"+ date_diff('month', {_FIRST_MONTH}, month)"
    )
    rows = f"""
        with worked as (
            select person_no, employer_no, wage, started_on, {month} as month
            from livelihood, range({months}) months(back)
            where status = 'employee' and not on_leave
        ),
        payment as (select *, {number} as payment_no from worked where started_on <= month and {new})
        select payment_no as source_key, person_no, bin as employer_bin, month, wage,
            {tenge(f"wage * {parameters['contribution_rate']}")} as contribution
        from payment left join employer using (employer_no) where {paid}"""
    return Extract(
        "contributions",
        "payment_no",
        rows,
        ("employer_bin", "month", "wage", "contribution"),
        code_column="employer_bin",
        wrong_code="000000000000",
        date_column="month",
        events=True,
    )


def _benefits(parameters: RegisterParameters, draws: Draws, as_of: str, known_before: str | None) -> Extract:
    """Payments of benefits that are taken up: a birth once, everything else each month since it is due.

    A late payment is passed on a month after the others of its month.
    """
    first = known_before or f"({as_of} - to_months({parameters['benefit_months']}))::date"
    late = draws.chance("payment_no", "benefits late", parameters.dirt("late", "benefits"))
    rows = f"""
        with told as (
            select benefit_no, code, payee_no as person_no, amount, date_trunc('month', since)::date as since,
                (date_trunc('month', {as_of} - 1) - to_months(back::integer))::date as month
            from benefit, range(13) months(back) where taken_up
        ),
        payment as (
            select *, benefit_no * {_NUMBERS_PER_MONTH} + date_diff('month', {_FIRST_MONTH}, month)
                as payment_no
            from told
            where case when code = 'birth' then month = since
                else month >= since and month >= date_trunc('month', {first} - interval 2 month) end
        ),
        passed as (
            select *, (month + interval 1 month + case when {late} then interval 1 month
                else interval 0 month end)::date
                as passed_on
            from payment
        )
        select payment_no as source_key, person_no, code as benefit_code, month, amount
        from passed where passed_on <= {as_of} and (code = 'birth' or passed_on > {first})
            {f"and passed_on > {known_before}" if known_before else ""}"""
    return Extract(
        "benefits",
        "payment_no",
        rows,
        ("benefit_code", "month", "amount"),
        code_column="benefit_code",
        wrong_code="99",
        date_column="month",
        events=True,
    )
