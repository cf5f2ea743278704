"""To whom everybody belongs, by ordered rules: couple, then carer of a dependant, else oneself.

`holder_id` is the person one belongs to: the carer of a dependant, the head (smaller id) of a couple,
oneself for everybody else. A carer is always born before the one cared for, and a member of a couple is
never a dependant; so following holders upwards never returns and ends at one person, the family's anchor.
"""

from collections.abc import Iterable
from datetime import date

from familymap.engine.steps import step
from familymap.families.rules import FamilyRules

TIES = {
    "court_guardian": "guardian",
    "mother_at_address": "mother",
    "father_at_address": "father",
    "adopter_at_address": "adopter",
    "mother": "mother",
    "father": "father",
}
"""Which kin tie each carer rule looks at; «_at_address» asks for one registered address."""


@step(sealed=False)
def care_need(
    living_person: str,
    couple: str,
    birth_tie: str,
    guardian_tie: str,
    school: str,
    link_school: str,
    students: str,
    link_students: str,
    disability: str,
    link_disability: str,
    as_of: date,
    family_rules: FamilyRules,
) -> str:
    """Who needs a carer and why: person_id, basis (minor, student or disabled).

    Every pupil of a school studies full-time. Never a spouse, and never one who lives with an own (born or
    adopted) minor child that no court has given to somebody else.
    """
    majority, student_limit = family_rules.majority_age.value, family_rules.student_age_limit.value
    wanted = family_rules.dependants.value
    bases = {
        "minor": f"n.age < {majority}",
        "student": f"n.studies = 1 and n.age < {student_limit} and o.parent_id is null",
        "disabled": "n.disabled = 1",
    }
    basis = " ".join(f"when {bases[name]} then '{name}'" for name in wanted) or "when false then ''"
    return f"""
    with enrolment as (
        select l.person_id, s.enrolled_on, s.left_on
        from {students} s join {link_students} l on l.source_key = s.enrolment_no
        where s.form = 'full_time'
        union all
        select l.person_id, s.enrolled_on, s.left_on
        from {school} s join {link_school} l on l.source_key = s.enrolment_no
    ),
    studying as (
        select distinct person_id
        from enrolment
        where person_id is not null
            and (enrolled_on is null or enrolled_on <= date '{as_of}')
            and (left_on is null or left_on > date '{as_of}')
    ),
    disabled_from_childhood as (
        select distinct l.person_id
        from {disability} d
        join {link_disability} l on l.source_key = d.certificate_no
        where l.person_id is not null and d.since_childhood
            and (d.valid_from is null or d.valid_from <= date '{as_of}')
            and (d.valid_to is null or d.valid_to > date '{as_of}')
    ),
    maybe as (
        select p.person_id, p.birth_date, p.age, p.address_code,
            case when s.person_id is not null then 1 else 0 end as studies,
            case when d.person_id is not null then 1 else 0 end as disabled
        from {living_person} p
        left join studying s on s.person_id = p.person_id
        left join disabled_from_childhood d on d.person_id = p.person_id
        left join {couple} c on c.person_id = p.person_id
        where c.person_id is null
            and (p.age < {majority} or d.person_id is not null
                or (s.person_id is not null and p.age < {student_limit}))
    ),
    parenthood as (
        select mother_id as parent_id, child_id from {birth_tie} where mother_id is not null
        union all
        select father_id as parent_id, child_id from {birth_tie} where father_id is not null
        union all
        select guardian_id as parent_id, child_id from {guardian_tie} where kind = 'adoption'
    ),
    own_child as (
        select m.person_id as parent_id,
            max(case when c.age < {majority} and c.address_code = m.address_code
                and (g.guardian_id is null or g.guardian_id = m.person_id) then 1 else 0 end) as at_home
        from maybe m
        join parenthood p on p.parent_id = m.person_id
        join {living_person} c on c.person_id = p.child_id
            and (m.birth_date is null or m.birth_date < c.birth_date)
        left join {guardian_tie} g on g.child_id = c.person_id
        group by m.person_id
    ),
    judged as (
        select n.person_id, case {basis} end as basis
        from maybe n
        left join own_child o on o.parent_id = n.person_id
        where coalesce(o.at_home, 0) = 0
    )
    select person_id, basis from judged where basis is not null
    """


@step(sealed=False)
def carer_choice(
    living_person: str, care_need: str, birth_tie: str, guardian_tie: str, family_rules: FamilyRules
) -> str:
    """The carer of everybody who needs one: the first of the ordered rules that finds a living elder person.

    Columns: person_id, basis, carer, carer_id, via_register, via_key, since, ward (yes = by court order
    without adoption), candidates (how many different people some rule would allow). carer is unknown
    when no rule finds anybody.
    """
    minor, grown = family_rules.carers_of_minor.value, family_rules.carers_of_adult.value
    return f"""
    with kin as (
        select n.person_id, n.basis, p.birth_date, p.address_code, p.address_since,
            b.act_no, g.order_no, g.since as order_since,
            {_person_columns("guardian")},
            {_person_columns("mother")},
            {_person_columns("father")},
            case when g.kind = 'adoption' then guardian.person_id end as adopter_id,
            guardian.address_code as adopter_address, guardian.address_since as adopter_since,
            g.kind
        from {care_need} n
        join {living_person} p on p.person_id = n.person_id
        left join {birth_tie} b on b.child_id = n.person_id
        left join {guardian_tie} g on g.child_id = n.person_id
        left join {living_person} guardian on guardian.person_id = g.guardian_id and {_elder("guardian")}
        left join {living_person} mother on mother.person_id = b.mother_id and {_elder("mother")}
        left join {living_person} father on father.person_id = b.father_id and {_elder("father")}
    ),
    chosen as (
        select k.*,
            case when basis = 'minor' then {_first(minor)} else {_first(grown)} end as carer,
            case when basis = 'minor' then {_candidates(minor)} else {_candidates(grown)} end as candidates
        from kin k
    )
    select
        person_id, basis, carer, candidates,
        {_by_tie("{tie}_id")} as carer_id,
        {_by_register("'births'", "'guardianship'")} as via_register,
        {_by_register("act_no", "order_no")} as via_key,
        case
            when carer = 'court_guardian' then order_since
            when basis = 'minor' then birth_date
            when address_since is null or {_by_tie("{tie}_since")} is null then null
            when address_since > {_by_tie("{tie}_since")} then address_since
            else {_by_tie("{tie}_since")}
        end as since,
        case when carer = 'court_guardian' and kind <> 'adoption' then true else false end as ward
    from chosen
    """


def _person_columns(tie: str) -> str:
    return f"""{tie}.person_id as {tie}_id, {tie}.address_code as {tie}_address,
            {tie}.address_since as {tie}_since"""


def _elder(tie: str) -> str:
    return f"({tie}.birth_date is null or {tie}.birth_date < p.birth_date)"


def _holds(carer: str) -> str:
    """SQL: this carer rule finds somebody."""
    tie = TIES[carer]
    known = f"{tie}_id is not null"
    return f"({known} and {tie}_address = address_code)" if carer.endswith("_at_address") else f"({known})"


def _first(order: Iterable[str]) -> str:
    """SQL: the name of the first rule that finds somebody."""
    ladder = " ".join(f"when {_holds(carer)} then '{carer}'" for carer in order)
    return f"(case {ladder} end)" if ladder else "null"


def _candidates(order: Iterable[str]) -> str:
    """SQL: how many different people the rules would allow (the guardian may be the mother or the father)."""
    allowed: dict[str, list[str]] = {}
    for carer in order:
        tie = "guardian" if TIES[carer] == "adopter" else TIES[carer]
        allowed.setdefault(tie, []).append(_holds(carer))
    holds = {tie: f"({' or '.join(ways)})" for tie, ways in allowed.items()}
    counted = [
        holds[tie]
        if tie == "guardian" or "guardian" not in holds
        else f"{holds[tie]} and not ({holds['guardian']} and {tie}_id = guardian_id)"
        for tie in holds
    ]
    return " + ".join(f"case when {each} then 1 else 0 end" for each in counted) or "0"


def _by_tie(column: str) -> str:
    """SQL: the column of the tie that the chosen rule looks at; `column` holds the place of its name."""
    cases = " ".join(f"when '{carer}' then {column.format(tie=tie)}" for carer, tie in TIES.items())
    return f"(case carer {cases} end)"


def _by_register(birth: str, order: str) -> str:
    return (
        f"(case when carer in ('court_guardian', 'adopter_at_address') then {order} "
        f"when carer is not null then {birth} end)"
    )


@step(sealed=False)
def belonging(living_person: str, couple: str, carer_choice: str) -> str:
    """To whom every living person belongs: one row each with holder, role, rule and its evidence.

    role is head, spouse, child or ward. rule is «married», «<basis>_by_<carer>», «minor_without_carer» or
    «own» (belongs to nobody but oneself). via_person_id, via_register, via_key and since are unknown for
    «own» and «minor_without_carer»; candidates is unknown where no carer is needed.
    """
    return f"""
    select
        p.person_id,
        case
            when c.person_id is not null and c.spouse_id < c.person_id then c.spouse_id
            when d.carer is not null then d.carer_id
            else p.person_id
        end as holder_id,
        case
            when c.person_id is not null and c.spouse_id < c.person_id then 'spouse'
            when c.person_id is not null or d.carer is null then 'head'
            when d.ward then 'ward'
            else 'child'
        end as role,
        case
            when c.person_id is not null then 'married'
            when d.carer is not null then d.basis || '_by_' || d.carer
            when d.basis = 'minor' then 'minor_without_carer'
            else 'own'
        end as rule,
        coalesce(c.spouse_id, d.carer_id) as via_person_id,
        case when c.person_id is not null then 'marriages' else d.via_register end as via_register,
        coalesce(c.act_no, d.via_key) as via_key,
        coalesce(c.since, d.since) as since,
        case when d.basis = 'minor' or d.carer is not null then d.candidates end as candidates
    from {living_person} p
    left join {couple} c on c.person_id = p.person_id
    left join {carer_choice} d on d.person_id = p.person_id
    """


@step(sealed=False)
def care_chain(belonging: str) -> str:
    """The few dependants whose carer is a dependant: person_id, holder_id, above_id (the holder's holder)."""
    return f"""
    select d.person_id, d.holder_id, h.holder_id as above_id
    from {belonging} d
    join {belonging} h on h.person_id = d.holder_id
    where d.role in ('child', 'ward') and h.role in ('child', 'ward')
    """


@step(sealed=False)
def family_place(belonging: str, care_chain: str) -> str:
    """Every belonging with the anchor of its family: the person at the upper end of the holders.

    Chains are followed by pointer jumping: three doublings reach ten steps, twice what living generations
    allow.
    """
    return f"""
    with jump_1 as (
        select c.person_id, coalesce(n.person_id, c.person_id) as reached
        from {care_chain} c left join {care_chain} n on n.person_id = c.holder_id
    ),
    jump_2 as (
        select a.person_id, b.reached from jump_1 a join jump_1 b on b.person_id = a.reached
    ),
    jump_4 as (
        select a.person_id, b.reached from jump_2 a join jump_2 b on b.person_id = a.reached
    ),
    jump_8 as (
        select a.person_id, b.reached from jump_4 a join jump_4 b on b.person_id = a.reached
    ),
    top as (
        select j.person_id, c.above_id as top_id
        from jump_8 j join {care_chain} c on c.person_id = j.reached
    ),
    dependant as (
        select b.*, coalesce(t.top_id, b.holder_id) as top_id
        from {belonging} b left join top t on t.person_id = b.person_id
        where b.role in ('child', 'ward')
    )
    select d.person_id, h.holder_id as anchor_id, d.role, d.rule, d.via_person_id, d.via_register, d.via_key,
        d.since, d.candidates
    from dependant d join {belonging} h on h.person_id = d.top_id
    union all
    select person_id, holder_id as anchor_id, role, rule, via_person_id, via_register, via_key,
        since, candidates
    from {belonging} where role in ('head', 'spouse')
    """
