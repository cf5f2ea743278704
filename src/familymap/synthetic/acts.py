"""Civil acts as they truly happened, and the day on which the register office passed each of them on."""

from familymap.engine.steps import step
from familymap.synthetic.draws import Draws
from familymap.synthetic.register_parameters import RegisterParameters


def passed_on(act_date: str, key: str, register: str, parameters: RegisterParameters, draws: Draws) -> str:
    """SQL: the act's own day, or for the late share some weeks after it."""
    late = draws.chance(key, f"{register} late", parameters.dirt("late", register))
    weeks = parameters["late_weeks_at_most"]
    delay = f"7 * (1 + {draws.whole(key, f'{register} weeks late', weeks)})"
    return f"({act_date} + case when {late} then {delay} else 0 end)::date"


@step(key="act_no", sealed=True)
def birth_act(person: str, parameters: RegisterParameters, draws: Draws) -> str:
    """Births since the year the acts go back to, of people whose mother is known."""
    waited = draws.whole("person_no", "birth act", parameters["birth_act_days_at_most"])
    passed = passed_on("act_date", "act_no", "births", parameters, draws)
    return f"""
        with act as (
            select person_no * 2 as act_no, person_no as child_no, sex as child_sex, mother_no, father_no,
                coalesce(previous_kato, kato) as kato, (birth_date + (1 + {waited}))::date as act_date
            from {person}
            where mother_no is not null and birth_date >= date '{parameters["birth_acts_since"]}-01-01'
        )
        select act.*, {passed} as passed_on from act"""


@step(key="act_no", sealed=True)
def death_act(person: str, parameters: RegisterParameters, draws: Draws) -> str:
    """Deaths of everybody who has died."""
    waited = draws.whole("person_no", "death act", parameters["death_act_days_at_most"])
    passed = passed_on("act_date", "act_no", "deaths", parameters, draws)
    return f"""
        with act as (
            select person_no * 2 as act_no, person_no, death_date, sex,
                (death_date + (1 + {waited}))::date as act_date
            from {person}
            where death_date is not null
        )
        select act.*, {passed} as passed_on from act"""


@step(key="act_no", sealed=True)
def marriage_act(marriage: str, parameters: RegisterParameters, draws: Draws) -> str:
    """Marriages."""
    passed = passed_on("married_on", "marriage_no", "marriages", parameters, draws)
    return f"""
        select marriage_no as act_no, married_on as marriage_date, husband_no, wife_no, {passed} as passed_on
        from {marriage}"""


@step(key="act_no", sealed=True)
def divorce_act(marriage: str, parameters: RegisterParameters, draws: Draws) -> str:
    """Divorces."""
    passed = passed_on("ended_on", "marriage_no", "divorces", parameters, draws)
    return f"""
        select marriage_no as act_no, ended_on as divorce_date, husband_no, wife_no, {passed} as passed_on
        from {marriage} where end_reason = 'divorce'"""


ACT_STEPS = (birth_act, death_act, marriage_act, divorce_act)
