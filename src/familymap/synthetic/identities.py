"""Who can be named in a register: every person of the truth and foreigners nobody has registered."""

from familymap.engine.steps import step
from familymap.synthetic.draws import Draws
from familymap.synthetic.expressions import age, alive, picked, with_check_digit
from familymap.synthetic.name_forms import name_forms_sql, name_numbers_sql
from familymap.synthetic.register_parameters import RegisterParameters


@step(key="person_no", sealed=False)
def outsider(person: str, parameters: RegisterParameters, draws: Draws, as_of: str, begun: str) -> str:
    """Foreigners who work or study here and are not in the population register; person_no is below zero.

    Each lives where one resident lives. The seventh digit of the IIN is 9, which neither a real number nor a
    number of this country's people has.
    """
    names = parameters["outsider_names"]
    given = " ".join(
        f"when {code} and sex = '{sex}' then {picked('person_no', 'given', names[country][field], draws)}"
        for country, code in _countries(names, draws)
        for sex, field in (("M", "men"), ("F", "women"))
    )
    surnames = " ".join(
        f"when {code} then {picked('person_no', 'surname', names[country]['surnames'], draws)}"
        for country, code in _countries(names, draws)
    )
    countries = " ".join(f"when {code} then '{country}'" for country, code in _countries(names, draws))
    share = parameters["outsider_share"]
    return f"""
        with neighbour as (
            select person_no, sex, kato, dwelling_no,
                {begun} - 19 * 365 - {draws.whole("person_no", "outsider age", 30 * 365)} as birth_date
            from {person}
            where {alive(as_of)} and {age("birth_date", as_of)} between 18 and 60
                and {draws.chance("person_no", "outsider", share)}
        ),
        numbered as (
            select *, strftime(birth_date, '%y%m%d') || '9' || lpad(
                {draws.whole("person_no", "outsider serial", 10000)}::varchar, 4, '0') as eleven
            from neighbour
        )
        select -person_no as person_no, {with_check_digit("eleven")} as iin, sex, birth_date,
            case {surnames} end as surname, case {given} end as given_name, case {countries} end
                as citizenship,
            kato, dwelling_no
        from numbered"""


def _countries(names: dict[str, object], draws: Draws) -> list[tuple[str, str]]:
    draw = draws.whole("person_no", "outsider country", len(names))
    return [(country, f"{draw} = {position}") for position, country in enumerate(sorted(names))]


@step(key="name_no", sealed=False)
def name_number(person: str, outsider: str) -> str:
    """Every distinct name with its number."""
    return name_numbers_sql(person, outsider)


@step(key="form_no", sealed=False)
def name_form(name_number: str) -> str:
    """Every spelling of every name."""
    return name_forms_sql(name_number)


@step(key="person_no", sealed=False)
def identity(person: str, outsider: str, name_number: str) -> str:
    """Everybody who can be named in a register, with numbers in place of names, and where they live.

    `relative_iin` is the mother's number; `citizenship` is KZ but for outsiders.
    """
    columns = """person_no, iin, mother_no, sex, birth_date, death_date, surname, birth_surname, given_name,
        patronymic, citizenship, kato, dwelling_no, moved_in, previous_kato, previous_dwelling_no"""
    return f"""
        with everybody as (
            select {columns} from (select *, 'KZ' as citizenship from {person})
            union all
            select {columns} from (
                select *, null::bigint as mother_no, null::date as death_date, surname as birth_surname,
                    null::varchar as patronymic, null::date as moved_in, null::varchar as previous_kato,
                    null::bigint as previous_dwelling_no
                from {outsider})
        )
        select everybody.* exclude (surname, birth_surname, given_name, patronymic, mother_no),
            mother.iin as relative_iin, surnames.name_no as surname_no,
            coalesce(birth_surnames.name_no, surnames.name_no) as birth_surname_no,
            given_names.name_no as given_no, patronymics.name_no as patronymic_no
        from everybody
        left join {person} mother on mother.person_no = everybody.mother_no
        left join {name_number} surnames on surnames.name = everybody.surname
        left join {name_number} birth_surnames on birth_surnames.name = everybody.birth_surname
        left join {name_number} given_names on given_names.name = everybody.given_name
        left join {name_number} patronymics on patronymics.name = everybody.patronymic"""


IDENTITY_STEPS = (outsider, name_number, name_form, identity)
