"""How each member belongs to the family, in one sentence of Kazakh, Russian or English."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from familymap.engine.base import Engine
from familymap.texts import translator

BY_MOTHER = "child of {via} (mother) by birth act No. {key}"
BY_FATHER = "child of {via} (father) by birth act No. {key}"
ADOPTED = "adopted child of {via} by court order No. {key}"

TEXTS = {
    "married": "married to {via} by marriage act No. {key}",
    "head": "head of the family",
    "alone": "alone: the registers name no spouse, and nobody who cares or is cared for",
    "minor_without_carer": "a minor for whom the registers name no living parent or guardian",
    "minor_by_court_guardian": "ward of {via} by court order No. {key}",
    "minor_by_mother": BY_MOTHER,
    "minor_by_father": BY_FATHER,
    "minor_by_mother_at_address": f"{BY_MOTHER}, registered at the same address",
    "minor_by_father_at_address": f"{BY_FATHER}, registered at the same address",
    "minor_by_adopter_at_address": f"{ADOPTED}, registered at the same address",
    "student_by_mother_at_address": f"full-time student, {BY_MOTHER}, registered at the same address",
    "student_by_father_at_address": f"full-time student, {BY_FATHER}, registered at the same address",
    "student_by_adopter_at_address": f"full-time student, {ADOPTED}, registered at the same address",
    "disabled_by_mother_at_address": f"disabled since childhood, {BY_MOTHER}, registered at the same address",
    "disabled_by_father_at_address": f"disabled since childhood, {BY_FATHER}, registered at the same address",
    "disabled_by_adopter_at_address": f"disabled since childhood, {ADOPTED}, registered at the same address",
}
"""Rule → the sentence about somebody who belongs by it."""

SINCE = "{sentence}, since {day}"
CHOSEN = "{sentence}; chosen among {number} possible carers"
SOMEBODY = "a person without a name in the registers"


@dataclass(frozen=True)
class Member:
    """One person of a family with the evidence; names are «surname given name patronymic» or unknown."""

    person_id: int
    name: str | None
    birth_date: date | None
    role: str
    rule: str
    via_person_id: int | None
    via_name: str | None
    via_register: str | None
    via_key: int | None
    since: date | None
    candidates: int | None


def members(engine: Engine, family_id: int) -> Sequence[Member]:
    """The members of a family, head first, then spouse, then by age. Offered must be `person` and
    `family_membership`; no row means that there is no such family."""
    rank = "case m.role when 'head' then 0 when 'spouse' then 1 else 2 end"
    rows = engine.rows(f"""
        select m.person_id, {_name("p")}, p.birth_date, m.role, m.rule, m.via_person_id, {_name("v")},
            m.via_register, m.via_key, m.since, m.candidates
        from family_membership m
        join person p on p.person_id = m.person_id
        left join person v on v.person_id = m.via_person_id
        where m.family_id = {int(family_id)}
        order by {rank}, p.birth_date nulls last, m.person_id
    """)
    return [Member(*row) for row in rows]


def _name(person: str) -> str:
    parts = (f"coalesce({person}.{part}, '')" for part in ("surname", "given_name", "patronymic"))
    whole = " || ' ' || ".join(parts)
    return f"nullif(trim(replace({whole}, '  ', ' ')), '')"


def explain(member: Member, language: str) -> str:
    """Why this person is in the family: by which rule, through whom, from which register row, since when."""
    text = translator("families", language)
    # A guardian by adoption is a parent: the rule is the same, the role is child instead of ward.
    adopted = member.rule == "minor_by_court_guardian" and member.role == "child"
    sentence = text(ADOPTED if adopted else TEXTS[member.rule]).format(
        via=member.via_name or text(SOMEBODY), key=member.via_key
    )
    if member.since is not None:
        day = format_date(member.since, format="long", locale=language)
        sentence = text(SINCE).format(sentence=sentence, day=day)
    if member.candidates is not None and member.candidates > 1:
        sentence = text(CHOSEN).format(sentence=sentence, number=member.candidates)
    return sentence
