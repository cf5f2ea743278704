"""Extracts of the registers that say who people are: population, addresses, civil acts, guardianship."""

from familymap.synthetic.dirt import IDENTITY, OWNED, Mention
from familymap.synthetic.draws import Draws
from familymap.synthetic.expressions import numbered
from familymap.synthetic.extracts import Extract
from familymap.synthetic.register_parameters import RegisterParameters

OWN = ", ".join(("person_no", *OWNED))


def civil_extracts(
    parameters: RegisterParameters, draws: Draws, as_of: str, begun: str, known_before: str | None
) -> list[Extract]:
    """All of them. Events are those passed on up to `as_of`, and after `known_before` where it is given."""
    new = f"passed_on <= {as_of}" + (f" and passed_on > {known_before}" if known_before else "")
    return [
        _population(parameters, draws, as_of),
        _addresses(parameters, draws, as_of, begun),
        _births(new),
        _deaths(new),
        _couples("marriages", "marriage", new),
        _couples("divorces", "divorce", new),
        _guardianship(as_of),
    ]


def _births(new: str) -> Extract:
    return Extract(
        "births",
        "act_no",
        f"select act_no as source_key, * exclude (act_no) from birth_act where {new}",
        ("act_date", "child_sex", "kato"),
        (
            Mention("child", "child", surname="birth_surname"),
            Mention("mother", "mother"),
            Mention("father", "father"),
        ),
        order=("act_no", "act_date", *_who("child"), "child_sex", *_who("mother"), *_who("father"), "kato"),
        code_column="child_sex",
        wrong_code="X",
        date_column="act_date",
        events=True,
    )


def _deaths(new: str) -> Extract:
    return Extract(
        "deaths",
        "act_no",
        f"select act_no as source_key, person_no, act_date, death_date, sex from death_act where {new}",
        ("act_date", "death_date", "sex"),
        order=("act_no", "act_date", "death_date", *IDENTITY, "sex"),
        code_column="sex",
        wrong_code="X",
        date_column="death_date",
        events=True,
    )


def _couples(register: str, act: str, new: str) -> Extract:
    """Acts of two: the wife is written with the surname she brought."""
    day = f"{act}_date"
    return Extract(
        register,
        "act_no",
        f"select act_no as source_key, {day}, husband_no, wife_no from {act}_act where {new}",
        (day,),
        (Mention("husband", "husband"), Mention("wife", "wife", surname="birth_surname")),
        order=("act_no", day, *_who("husband"), *_who("wife")),
        date_column=day,
        events=True,
    )


def listed_alive(register: str, parameters: RegisterParameters, draws: Draws, as_of: str) -> str:
    """SQL condition: the living, the dead whose act has not come yet, and the dead nobody struck off."""
    kept = draws.chance("person_no", f"{register} dead", parameters["dead_still_listed"])
    return f"""(death_date is null or death_date > {as_of} or {kept}
        or person_no in (select person_no from death_act where passed_on > {as_of}))"""


def _population(parameters: RegisterParameters, draws: Draws, as_of: str) -> Extract:
    """Residents, with the place where the register still knows them; newborns once their act has come."""
    second = draws.chance("person_no", "second population record", parameters["second_record"])
    still = draws.chance("person_no", "population old address", parameters.dirt("old_address", "population"))
    rows = f"""
        with resident as (
            select {OWN}, sex, citizenship,
                case when {still} then coalesce(previous_kato, kato) else kato end as kato,
                coalesce(case when not {still} then moved_in end, birth_date) as registered_on
            from identity
            where person_no > 0 and birth_date <= {as_of}
                and {listed_alive("population", parameters, draws, as_of)}
                and person_no not in (select child_no from birth_act where passed_on > {as_of})
        )
        select person_no as source_key, * from resident
        union all
        select person_no + {parameters["second_record_offset"]} as source_key,
            * replace (null as iin, null as relative_iin, birth_surname_no as surname_no) from resident
                where {second}"""
    return Extract(
        "population",
        "record_no",
        rows,
        ("sex", "citizenship", "kato", "registered_on"),
        code_column="sex",
        wrong_code="X",
        date_column="registered_on",
        own_identity=True,
    )


def _addresses(parameters: RegisterParameters, draws: Draws, as_of: str, begun: str) -> Extract:
    """Permanent registrations with the previous one of those who moved, and temporary ones."""
    share = parameters.dirt("old_address", "addresses")
    still = (
        f"(previous_dwelling_no is not null and {draws.chance('person_no', 'addresses old address', share)})"
    )
    temporary = draws.chance("person_no", "temporary address", parameters["temporary_address"])
    days = draws.whole("person_no", "temporary since", 300)
    rows = f"""
        with resident as (
            select * from identity
            where person_no > 0 and birth_date <= {as_of}
                and {listed_alive("addresses", parameters, draws, as_of)}
                and person_no not in (select child_no from birth_act where passed_on > {as_of})
        )
        select person_no * 4 as source_key, {OWN}, previous_kato as kato, previous_dwelling_no
            as address_code,
            'permanent' as kind, birth_date as registered_from,
            case when not {still} then moved_in end as registered_to
        from resident where previous_dwelling_no is not null
        union all
        select person_no * 4 + 1, {OWN}, kato, dwelling_no, 'permanent', coalesce(moved_in, birth_date), null
        from resident where not {still} and dwelling_no is not null
        union all
        select person_no * 4 + 2, {OWN}, kato, dwelling_no, 'temporary', moved_in, null
        from resident where {still} and {temporary}
        union all
        select {numbered(4, 3)}, {OWN}, kato, dwelling_no, 'temporary', {begun} - 1 - {days}, null
        from identity where person_no < 0"""
    return Extract(
        "addresses",
        "registration_no",
        rows,
        ("kato", "address_code", "kind", "registered_from", "registered_to"),
        code_column="kind",
        wrong_code="?",
        date_column="registered_from",
        own_identity=True,
    )


def _guardianship(as_of: str) -> Extract:
    rows = f"""
        select order_no as source_key, child_no, guardian_no, kind, since as valid_from,
            (child.birth_date + interval 18 year)::date as valid_to
        from guardianship join identity child on child.person_no = guardianship.child_no
        where since <= {as_of}"""
    return Extract(
        "guardianship",
        "order_no",
        rows,
        ("kind", "valid_from", "valid_to"),
        (Mention("child", "child"), Mention("guardian", "guardian")),
        order=("order_no", "kind", *_who("child"), *_who("guardian"), "valid_from", "valid_to"),
        code_column="kind",
        wrong_code="?",
        date_column="valid_from",
    )


def _who(role: str) -> list[str]:
    return [f"{role}_{name}" for name in IDENTITY]
