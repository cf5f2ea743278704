"""Where households live and what they own: homes, cars, animals, bills, the queue for housing."""

from familymap.engine.steps import step
from familymap.synthetic.draws import Draws
from familymap.synthetic.expressions import numbered, one_of, some_time_before, tenge
from familymap.synthetic.register_parameters import RegisterParameters

_OTHER_OBJECTS_FROM = 1_000_000_000_000
"""Objects that are nobody's address are numbered from here; a home's number is its address code."""


@step(key="dwelling_no")
def household(livelihood: str, marriage: str, dwelling: str) -> str:
    """The people of each dwelling: who leads it, the wife or husband of that person, how many there are."""
    return f"""
        with together as (
            select dwelling_no, coalesce(min(person_no) filter (where age >= 18), min(person_no)) as head_no,
                count(*) as members, count(*) filter (where age < 18) as children,
                count(*) filter (where wage is not null and not on_leave) as earners
            from {livelihood} where person_no > 0 and dwelling_no is not null group by dwelling_no
        ),
        married as (
            select husband_no as person_no, wife_no as partner_no from {marriage} where ended_on is null
            union all
            select wife_no, husband_no from {marriage} where ended_on is null
        ),
        first_marriage as (select person_no, min(partner_no) as partner_no from married group by person_no)
        select together.*, dwelling.kato, dwelling.kind, dwelling.rooms, dwelling.area_m2, dwelling.unsafe,
            head.rural, head.age as head_age, head.birth_date as head_born, head.status as head_status,
                partner.person_no as partner_no
        from together
        join {dwelling} dwelling using (dwelling_no)
        join {livelihood} head on head.person_no = together.head_no
        left join first_marriage on first_marriage.person_no = together.head_no
        left join {livelihood} partner
            on partner.person_no = first_marriage.partner_no and partner.dwelling_no = together.dwelling_no"""


@step(key="dwelling_no", sealed=False)
def tenure(household: str, parameters: RegisterParameters, draws: Draws) -> str:
    """Who owns each dwelling: the household, the head of a household nearby, or nobody registered."""
    owned = draws.chance("dwelling_no", "owned", parameters["owner_occupied_share"])
    private = draws.chance("dwelling_no", "private landlord", parameters["private_landlord_share"])
    return f"""
        with ordered as (
            select dwelling_no, head_no, lead(head_no, 11) over (order by dwelling_no) as neighbour_no
                from {household}
        )
        select dwelling_no, {owned} and household.head_age >= 18 as owned,
            case when not {owned} and {private} then neighbour_no end as landlord_no
        from ordered join {household} household using (dwelling_no)"""


@step(key="right_no")
def property_right(
    household: str, tenure: str, parameters: RegisterParameters, draws: Draws, begun: str
) -> str:
    """Rights to dwellings, commercial rooms and land: one row per owner and object.

    Columns: right_no, person_no, object_no, purpose, kato, area_m2, rooms, share, registered_on, unsafe.
    """
    days = draws.whole("right_no // 8", "right since", 7000)
    return f"""
        with lived_in as (select * from {household} join {tenure} using (dwelling_no)),
        owned as ({_owned(parameters, draws)})
        select right_no, person_no, object_no, purpose, kato, area_m2::decimal(10, 2) as area_m2, rooms,
            share::decimal(5, 4) as share, unsafe,
            {some_time_before(begun, days, "head_born")} as registered_on
        from owned"""


def _owned(parameters: RegisterParameters, draws: Draws) -> str:
    """The home, half of it for the partner where it is shared, a second home, a shop, land in a village."""
    shares = parameters["property_shares"]
    joint = f"(partner_no is not null and {draws.chance('dwelling_no', 'joint', shares['joint'])})"
    second, shop, land = (
        draws.chance("dwelling_no", purpose, shares[purpose])
        for purpose in ("second_home", "commercial", "rural_land")
    )
    size = draws.uniform("dwelling_no", "size of property")
    home = "dwelling_no as object_no, 'dwelling' as purpose, kato, area_m2, rooms"
    other = f"{_OTHER_OBJECTS_FROM} + dwelling_no * 8"
    return f"""
        select dwelling_no * 8 as right_no, case when owned then head_no else landlord_no end as person_no,
            {home}, case when owned and {joint} then 0.5 else 1 end as share, unsafe, head_born
        from lived_in where owned or landlord_no is not null
        union all
        select dwelling_no * 8 + 1, partner_no, {home}, 0.5, unsafe, head_born
        from lived_in where owned and {joint}
        union all
        select dwelling_no * 8 + 2, head_no, {other} + 2, 'dwelling', kato, round(30 + 60 * {size}, 1),
            1 + floor(3 * {size})::integer, 1, false, head_born
        from lived_in where {second}
        union all
        select dwelling_no * 8 + 3, head_no, {other} + 3, 'commercial', kato,
            round(15 + 200 * {size} * {size}, 1), null, 1, null, head_born
        from lived_in where {shop}
        union all
        select dwelling_no * 8 + 4, head_no, {other} + 4, 'land', kato, round(600 + 2400 * {size}, 0),
            null, 1, null, head_born
        from lived_in where rural and {land}"""


@step(key="vehicle_no")
def vehicle(household: str, parameters: RegisterParameters, draws: Draws, begun: str) -> str:
    """Cars, commercial vehicles and farm machines.

    Columns: vehicle_no, person_no, kind, made_year, registered_on.
    """
    cars = parameters["cars_per_household"]
    draw = draws.uniform("head_no", "cars")
    least = [sum(cars[count] for count in cars if count >= wanted) for wanted in (1, 2, 3)]
    other = parameters["other_vehicle_share"]
    commercial = draws.chance("head_no", "commercial vehicle", other["commercial"])
    machine = draws.chance("head_no", "farm machine", other["machinery"])
    old = draws.chance("vehicle_no", "old car", parameters["old_car_share"])
    years = draws.whole("vehicle_no", "car age", 20)
    owned_for = (
        f"least({draws.whole('vehicle_no', 'owned for', 2500)}, "
        f"(year({begun}) - made_year - 1)::integer * 365)"
    )
    return f"""
        with owned as (
            select {numbered(8, 0, "head_no")} as vehicle_no, head_no as person_no, 'car' as kind, head_born
            from {household} where head_age >= 18 and {draw} < {least[0]}
            union all
            select {numbered(8, 1, "head_no")}, coalesce(partner_no, head_no), 'car', head_born
            from {household} where head_age >= 18 and {draw} < {least[1]}
            union all
            select {numbered(8, 2, "head_no")}, head_no, 'car', head_born
            from {household} where head_age >= 18 and {draw} < {least[2]}
            union all
            select {numbered(8, 3, "head_no")}, head_no, 'commercial', head_born
            from {household} where head_status in ('self_employed', 'employee') and {commercial}
            union all
            select {numbered(8, 4, "head_no")}, head_no, 'machinery', head_born
            from {household} where rural and head_status = 'farmer' and {machine}
        ),
        made as (
            select *, (year({begun}) - 1 - {years} - case when {old} then 20 else 0 end)::integer
                as made_year from owned
        )
        select vehicle_no, person_no, kind, made_year,
            {some_time_before(begun, owned_for, "head_born")} as registered_on
        from made"""


@step(key="record_no")
def farm(household: str, parameters: RegisterParameters, draws: Draws, as_of: str) -> str:
    """Household books: animals and plot.

    Columns: record_no, person_no, kato, cattle, sheep_goats, horses, poultry, plot_ha, counted_on.
    """
    share = parameters["livestock_share"]
    keeps = (
        f"{draws.uniform('dwelling_no', 'livestock')} < "
        f"case when head_status = 'farmer' then {share['farmer']} "
        f"when rural then {share['rural']} else {share['urban']} end"
    )
    heads = parameters["livestock_heads"]

    def counted(animal: str) -> str:
        """Most keep few, some keep many: an exponential draw, ten times as large for farmers."""
        draw = draws.uniform("dwelling_no", animal)
        return (
            f"floor(-ln(1 - {draw}) * {heads[animal]} * "
            f"case when head_status = 'farmer' then {heads['farmer_factor']} "
            f"else 1 end)::integer as {animal}"
        )

    return f"""
        select dwelling_no as record_no, head_no as person_no, kato, {counted("cattle")},
            {counted("sheep_goats")},
            {counted("horses")}, {counted("poultry")},
            (0.06 + 0.3 * {draws.uniform("dwelling_no", "plot")} * case when head_status = 'farmer' then 60
                else 1 end)
                ::decimal(12, 2) as plot_ha,
            make_date(year({as_of}) - 1, 7, 1) as counted_on
        from {household} where head_age >= 18 and {keeps}"""


@step(key="queue_no")
def housing_place(
    household: str, tenure: str, livelihood: str, parameters: RegisterParameters, draws: Draws, begun: str
) -> str:
    """Places in the housing queue of people without a home of their own.

    Columns: queue_no, person_no, kato, category, queued_on.
    """
    shares = parameters["housing_queue_share"]
    categories = parameters["housing_queue_category"]
    days = draws.whole("person_no", "queued for", 4000)
    return f"""
        with homeless as (
            select head_no as person_no, kato, children, head_born as birth_date, {shares["tenant"]} as share
            from {household} join {tenure} using (dwelling_no) where not owned and head_age >= 18
            union all
            select person_no, lived_in.kato, children, birth_date, {shares["adult_child"]}
            from {livelihood} join {household} lived_in using (dwelling_no)
            where person_no > 0 and age between 25 and 50 and person_no <> head_no and person_no is distinct
                from partner_no
        )
        select person_no as queue_no, person_no, kato,
            case when children >= 4 then 'large_family'
                else {one_of("person_no", "queue category", categories, draws)} end as category,
            {some_time_before(begun, days)} as queued_on
        from homeless where {draws.uniform("person_no", "housing queue")} < share"""


@step(key="account_no")
def utility_account(
    household: str, tenure: str, parameters: RegisterParameters, draws: Draws, as_of: str
) -> str:
    """The last month's bill of each dwelling.

    Columns: account_no, person_no (payer), address_code, month, billed, arrears.
    """
    bill = parameters["utility_bill"]
    arrears = draws.chance("dwelling_no", "arrears", parameters["utility_arrears_share"])
    months = draws.whole("dwelling_no", "months of arrears", 12)
    by_landlord = draws.chance("dwelling_no", "landlord pays", parameters["landlord_pays_share"])
    spread = f"(0.7 + 0.6 * {draws.uniform('dwelling_no', 'bill')})"
    season = (
        f"case when month({as_of} - 1) in (10, 11, 12, 1, 2, 3, 4) then {bill['heating_factor']} else 1 end"
    )
    heating = f"area_m2 * {bill['per_m2']} * {season}"
    return f"""
        with billed as (
            select dwelling_no, case when landlord_no is not null and {by_landlord} then landlord_no
                else head_no end as person_no,
                {tenge(f"{spread} * ({heating} + members * {bill['per_person']})", 10)} as billed
            from {household} join {tenure} using (dwelling_no)
        )
        select dwelling_no as account_no, person_no, dwelling_no as address_code,
            date_trunc('month', {as_of} - 1)::date as month, billed,
            case when {arrears} then billed * (1 + {months}) else 0 end::decimal(18, 2) as arrears
        from billed"""


@step(key="loan_no")
def loan(livelihood: str, parameters: RegisterParameters, draws: Draws, begun: str) -> str:
    """Loans of adults, up to three each.

    Columns: loan_no, person_no, kind, opened_on, outstanding, monthly_payment, overdue_days, overdue_amount.
    """
    means, terms = (
        " ".join(f"when '{kind}' then {number}" for kind, number in parameters[name].items())
        for name in ("loan_outstanding", "loan_months_left")
    )
    kind = one_of("loan_no", "loan kind", parameters["loan_kind_shares"], draws)
    spread = f"exp(0.8 * {draws.normal('loan_no', 'loan sum')} - 0.32)"
    payment = f"outstanding * (1.0 / (case kind {terms} end) + 0.012)"
    overdue = draws.chance("loan_no", "overdue", parameters["overdue_share"])
    days = draws.whole("loan_no", "overdue days", 720)
    running = f"overdue_days + {draws.whole('loan_no', 'loan age', 1500)}"
    return f"""
        with borrower as ({_borrower(livelihood, parameters, draws)}),
        taken as (
            select {numbered(4, "slot")} as loan_no, person_no, birth_date
            from borrower, range(3) slots(slot) where slot < loans
        ),
        drawn as (select *, {kind} as kind from taken),
        owed as (
            select *, {tenge(f"(case kind {means} end) * {spread}", 100)} as outstanding,
                case when {overdue} then 1 + {days} else 0 end as overdue_days
            from drawn
        ),
        due as (select *, {tenge(payment, 10)} as monthly_payment from owed)
        select loan_no, person_no, kind, {some_time_before(begun, running)} as opened_on,
            outstanding, monthly_payment, overdue_days, (case when overdue_days > 0
                then least(outstanding, monthly_payment * (1 + overdue_days // 30)) else 0 end)
                ::decimal(18, 2) as overdue_amount
        from due"""


def _borrower(livelihood: str, parameters: RegisterParameters, draws: Draws) -> str:
    """Who borrows, and how many loans they have."""
    shares = parameters["borrower_share"]
    number = draws.uniform("person_no", "loans")
    share = (
        f"case when status in ('employee', 'self_employed', 'farmer') then {shares['earning']} "
        f"when status = 'pensioner' then {shares['pensioner']} else {shares['others']} end"
    )
    return f"""
        select person_no, birth_date, 1 + ({number} < {shares["second"]})::integer
            + ({number} < {shares["third"]})::integer as loans
        from {livelihood}
        where person_no > 0 and age between 20 and 72 and {draws.uniform("person_no", "borrows")} < {share}"""


HOME_STEPS = (household, tenure, property_right, vehicle, farm, housing_place, utility_account, loan)
