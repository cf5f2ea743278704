"""The links: for every row and role of every register the person it speaks of, by which rule, how surely.

Rules, strongest first: `decision` (a human said so), `spine` (the row is the person's own record), `iin` (the
number, and the given name does not speak against it), `likeness` (scored, see `people.candidates`).
"""

from collections.abc import Sequence

from familymap.engine.steps import Step
from familymap.people.candidates import level_columns
from familymap.people.claims import Stage
from familymap.people.linkage import Linkage
from familymap.people.names import one_apart, spellings
from familymap.people.subjects import Subject


def spelling(field: str, subjects: Sequence[Subject], linkage: Linkage) -> Step:
    """Distinct raw spellings and their skeletons: a name is folded once, however many rows bear it."""
    named = {(subject.register, getattr(subject, field)): None for subject in subjects}

    def build(*registers: str) -> str:
        names = " union all ".join(
            f"select distinct {column} as raw from {register}" for register, column in named
        )
        return spellings(
            field, f"select distinct raw from ({names}) as written where raw is not null", linkage.names
        )

    registers = tuple(dict.fromkeys(register for register, _ in named))
    return Step(
        name=f"{field}_spelling",
        meaning=f"Skeleton of every spelling ({field}).",
        needs=registers,
        build=build,
        key=("raw",),
        sealed=False,
    )


def by_number(subject: Subject, persons: str, reads: tuple[str, ...]) -> Step:
    """The person with the row's number, unless the given name speaks against it: then nobody.

    Raw equality first, so that most rows are never folded; then equal skeletons; with the same birth date
    and surname also one letter apart, an initial, or a part of a double name. A valid number alone never
    links: it may be a relative's, or mistyped into somebody's who was born on the same day.
    """

    def build(register: str, given: str, *_: str) -> str:
        said, known = "g.skeleton", "p.given_name_skeleton"
        near = f"""{one_apart(said, known)}
                or (length({said}) <= 2 and {said} = substr({known}, 1, length({said})))
                or (length({said}) >= 3 and {said} = substr({known}, 1, length({said})))
                or (length({known}) >= 3 and {known} = substr({said}, 1, length({known})))"""
        return f"""
            select s.{subject.key} as source_key,
                case when s.{subject.given_name} = p.given_name or {said} = {known} then p.person_id
                    when s.{subject.birth_date} = p.birth_date and s.{subject.surname} = p.surname
                        and ({near}) then p.person_id end as person_id,
                p.spine_register = '{subject.register}' and p.spine_key = s.{subject.key} as is_spine
            from {register} as s
            left join {persons} as p on p.iin = s.{subject.iin}
            left join {given} as g
                on g.raw = case when s.{subject.given_name} <> p.given_name then s.{subject.given_name} end"""

    return Step(
        name=f"number_{subject.name}",
        meaning=f"Rows of {subject.name} by their personal number.",
        needs=(subject.register, "given_name_spelling", *reads),
        build=build,
        sealed=False,
    )


def links(subject: Subject, stage: Stage, linkage: Linkage, newcomers: bool) -> Step:
    """The sealed link table; `newcomers` says that rows of this register may have made persons."""
    levels = level_columns(linkage)
    alike = ", ".join(f"case when l.person_id is null then c.{column} end as {column}" for column in levels)
    scored = ", ".join(f"case when rule = 'likeness' then {column} end as {column}"
                       for column in ("score", "margin", *levels))  # fmt: skip

    def build(numbers: str, rows: str, choice: str, decision: str, people: str, kept: str, *own: str) -> str:
        placed = f"""
            select r.source_key, c.* from {rows} as r join {choice} as c on c.claim_id = r.claim_id
            where r.register = '{subject.register}' and r.role = '{subject.role}'"""
        made = f"""left join (select m.source_key, p.person_id, m.source_key = m.spine_key as is_spine
                    from {own[0]} as m join {own[1]} as p on p.spine_key = m.spine_key) as n
                on n.source_key = l.source_key""" if own else ""  # fmt: skip
        made_id, made_rule = (", n.person_id", "when n.is_spine then 'spine'") if own else ("", "")
        decided = f"""
            select d.source_key, d.person_id, d.person_id is null or e.person_id is not null as holds
            from {decision} as d left join {people} as e on e.person_id = d.person_id
            where d.register = '{subject.register}' and d.role = '{subject.role}'"""
        # Nobody by number or likeness, and then a person through another row of the same newcomer.
        return f"""
            with found as (
                select l.source_key, coalesce(l.person_id, c.person_id{made_id}) as person_id,
                    case when l.is_spine then 'spine' when l.person_id is not null then 'iin'
                        when c.person_id is not null then 'likeness' {made_rule}
                        {"when n.person_id is not null then 'iin'" if own else ""} end as rule,
                    c.score, c.margin, {alike}
                from {numbers} as l
                left join ({placed}) as c on c.source_key = l.source_key
                {made}
            ), decided as ({decided})
            select f.source_key,
                case when d.holds and not coalesce(f.rule = 'spine', false) then d.person_id
                    else coalesce(k.kept_id, f.person_id) end as person_id,
                case when d.holds and not coalesce(f.rule = 'spine', false) then 'decision'
                    else f.rule end as rule,
                {scored}
            from found as f
            left join decided as d on d.source_key = f.source_key
            left join {kept} as k on k.person_id = f.person_id"""

    own = (f"newcomer_{subject.name}_row", f"newcomer_{subject.name}") if newcomers else ()
    return Step(
        name=subject.link_table,
        meaning=f"Whom each row of {subject.name} speaks of.",
        needs=(f"number_{subject.name}", f"{stage.name}_row", stage.choice, "link_decision_in_force", "spine",
               "kept_id", *own),
        build=build,
        key=("source_key",),
    )  # fmt: skip
