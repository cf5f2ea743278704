"""Whom a change can touch, and the register rows that their belonging follows from.

Somebody's belonging follows from their own facts and from the people who stand on one register row with them
(spouse, parents, children, guardian, wards). So the people who stand on a row with a changed person are
*affected*, and those who stand on a row with an affected person are the *context*.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from familymap.engine.steps import Step, step
from familymap.families.kin import full_years
from familymap.families.rules import FamilyRules

ROLES = {
    "marriages": ("husband", "wife"),
    "divorces": ("husband", "wife"),
    "births": ("child", "mother", "father"),
    "guardianship": ("child", "guardian"),
    "addresses": (),
    "school": (),
    "students": (),
    "disability": (),
}
"""Register → its roles; none where a row names one person."""

CALENDAR = {
    "marriages": ("act_no", "marriage_date"),
    "divorces": ("act_no", "divorce_date"),
    "births": ("act_no", "act_date"),
    "guardianship": ("order_no", "valid_from", "valid_to"),
    "addresses": ("registration_no", "registered_from", "registered_to"),
    "school": ("enrolment_no", "enrolled_on", "left_on"),
    "students": ("enrolment_no", "enrolled_on", "left_on"),
    "disability": ("certificate_no", "valid_from", "valid_to"),
}
"""Register → its key and the days on which a row begins or ceases to count."""


def links(register: str) -> tuple[str, ...]:
    """The link tables of a register."""
    return tuple(f"link_{register}_{role}" for role in ROLES[register]) or (f"link_{register}",)


KIN_REGISTERS = tuple(register for register, roles in ROLES.items() if roles)
KIN_LINKS = tuple(link for register in KIN_REGISTERS for link in links(register))
ALL_LINKS = tuple(link for register in ROLES for link in links(register))


def _changed_today(previous_as_of: date, as_of: date, family_rules: FamilyRules, *tables: str) -> str:
    table = dict(zip(("changed_person", "person", *ROLES, *ALL_LINKS), tables, strict=True))
    before, now = (f"date '{day}'" for day in sorted((previous_as_of, as_of)))
    parts = [f"select person_id from {table['changed_person']}"]
    for register, (key, *days) in CALENDAR.items():
        due = " or ".join(f"(r.{day} > {before} and r.{day} <= {now})" for day in days)
        parts += [
            f"select l.person_id from {table[register]} r "
            f"join {table[link]} l on l.source_key = r.{key} where {due}"
            for link in links(register)
        ]
    birthdays = " or ".join(
        f"({full_years('birth_date', before)} < {limit} and {full_years('birth_date', now)} >= {limit})"
        for limit in (family_rules.majority_age.value, family_rules.student_age_limit.value)
    )
    parts.append(
        f"select person_id from {table['person']} where {birthdays} "
        f"or (birth_date > {before} and birth_date <= {now}) "
        f"or (death_date > {before} and death_date <= {now})"
    )
    return f"select distinct person_id from ({' union all '.join(parts)}) named where person_id is not null"


changed_today = Step(
    name="changed_today",
    meaning="Changed people, and those for whom the calendar alone changed something since the previous run.",
    needs=("previous_as_of", "as_of", "family_rules", "changed_person", "person", *ROLES, *ALL_LINKS),
    build=_changed_today,
    key=("person_id",),
    sealed=False,
)


def _on_one_row(people: str, *tables: str) -> str:
    """SQL: these people and everybody named on a register row with one of them."""
    table = dict(zip(KIN_LINKS, tables, strict=True))
    rows = [f"{register}_row as ({_rows_naming(people, register, table)})" for register in KIN_REGISTERS]
    named = [
        f"select l.person_id from {table[link]} l join {register}_row r on r.source_key = l.source_key"
        for register in KIN_REGISTERS
        for link in links(register)
    ]
    return f"""
    with {", ".join(rows)}
    select distinct person_id from (
        select person_id from {people} union all {" union all ".join(named)}
    ) named where person_id is not null
    """


def _rows_naming(people: str, register: str, table: Mapping[str, str]) -> str:
    """SQL: the keys of the rows on which one of these people stands in any role."""
    return " union ".join(
        f"select l.source_key from {table[link]} l join {people} p on p.person_id = l.person_id"
        for link in links(register)
    )


affected_person = Step(
    name="affected_person",
    meaning="Changed people and whoever stands on one register row with them.",
    needs=("changed_today", *KIN_LINKS),
    build=_on_one_row,
    key=("person_id",),
    sealed=False,
)
context_person = Step(
    name="context_person",
    meaning="Affected people and whoever stands on one register row with them.",
    needs=("affected_person", *KIN_LINKS),
    build=_on_one_row,
    key=("person_id",),
    sealed=False,
)


@step(sealed=False)
def near_person(person: str, context_person: str, previous_family_membership: str) -> str:
    """The records of the context and of everybody who was in one family with somebody of the context."""
    return f"""
    with context_family as (
        select distinct m.family_id
        from {previous_family_membership} m join {context_person} c on c.person_id = m.person_id
    ),
    near as (
        select person_id from {context_person}
        union
        select m.person_id
        from {previous_family_membership} m join context_family f on f.family_id = m.family_id
    )
    select p.* from {person} p join near n on n.person_id = p.person_id
    """


def _near_kin_link(register: str, link: str) -> Step:
    """The whole rows that name somebody of the context: also what they say about others."""

    def build(context_person: str, *tables: str) -> str:
        table = dict(zip(links(register), tables, strict=True))
        rows = _rows_naming(context_person, register, table)
        return f"select l.* from {table[link]} l where l.source_key in ({rows})"

    meaning = f"{link} for the context."
    return Step(f"near_{link}", meaning, ("context_person", *links(register)), build, (), False)


def _near_own_link(link: str) -> Step:
    def build(near_person: str, table: str) -> str:
        return f"select l.* from {table} l join {near_person} p on p.person_id = l.person_id"

    return Step(f"near_{link}", f"{link} for the people at hand.", ("near_person", link), build, (), False)


def near(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The same steps over the people at hand."""
    originals = tuple(steps)
    own = {"person", *ALL_LINKS, *(original.name for original in originals)}
    return tuple(
        Step(
            name=f"near_{original.name}",
            meaning=original.meaning,
            needs=tuple(f"near_{need}" if need in own else need for need in original.needs),
            build=original.build,
            key=original.key,
            sealed=False,
        )
        for original in originals
    )


NEARBY_STEPS = (
    changed_today,
    affected_person,
    context_person,
    near_person,
    *(_near_kin_link(register, link) for register in KIN_REGISTERS for link in links(register)),
    *(_near_own_link(link) for link in ALL_LINKS if link not in KIN_LINKS),
)
