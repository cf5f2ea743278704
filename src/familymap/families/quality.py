"""How many people are in exactly their true family of a made-up country, and why the rest are not."""

from dataclasses import dataclass

from familymap.engine.base import Engine

MEMBERS = """
    record as (
        select 'population' as register, source_key, person_no from row_population
        union all
        select 'births' as register, source_key, person_no from row_births where role = 'child'
    ),
    made as (
        select p.person_id, r.person_no
        from person p left join record r on r.register = p.spine_register and r.source_key = p.spine_key
    ),
    drawn as (
        select m.person_id, w.person_no, m.family_id as drawn_id, m.rule, v.person_no as via_no,
            m.via_register
        from family_membership m
        join made w on w.person_id = m.person_id
        left join made v on v.person_id = m.via_person_id
    ),
    member as (
        select t.person_no, t.family_no as true_id, d.person_id, d.drawn_id, d.rule, d.via_no,
            d.via_register, w.mother_no, w.father_no, w.dwelling_no
        from truth_family t
        join truth_person w on w.person_no = t.person_no
        left join drawn d on d.person_no = t.person_no
    ),
    kin as (
        select c.person_no, m.person_no as mother_no, f.person_no as father_no
        from made c
        join link_births_child lc on lc.person_id = c.person_id
        left join link_births_mother lm on lm.source_key = lc.source_key
        left join made m on m.person_id = lm.person_id
        left join link_births_father lf on lf.source_key = lc.source_key
        left join made f on f.person_id = lf.person_id
        where c.person_no is not null
    ),
    tie as (
        select person_no, mother_no as parent_no from truth_person where mother_no is not null
        union all
        select person_no, father_no as parent_no from truth_person where father_no is not null
    ),
    parent as (
        select c.person_no, c.true_id, c.drawn_id, c.rule,
            p.true_id as parent_true_id, p.drawn_id as parent_drawn_id,
            coalesce(k.mother_no = p.person_no or k.father_no = p.person_no, false) as known
        from member c
        join tie t on t.person_no = c.person_no
        join member p on p.person_no = t.parent_no
        left join kin k on k.person_no = c.person_no
    ),
    spouse as (
        select husband_no as person_no, wife_no as spouse_no from truth_marriage where ended_on is null
        union all
        select wife_no as person_no, husband_no as spouse_no from truth_marriage where ended_on is null
    )"""
"""CTEs: the people of the run with their true number, the people of the truth with both their families,
whether the registers name the true parents, and the true spouses."""

RIGHT = """
    true_size as (select family_no as true_id, count(*) as people from truth_family group by family_no),
    drawn_size as (select drawn_id, count(*) as people from drawn group by drawn_id),
    together as (
        select true_id, drawn_id, count(*) as people from member
        where drawn_id is not null group by true_id, drawn_id
    ),
    judged as (
        select m.person_no, m.true_id, min(m.drawn_id) as drawn_id,
            count(*) = 1 and bool_and(coalesce(b.people = t.people and b.people = d.people, false)) as exact
        from member m
        join true_size t on t.true_id = m.true_id
        left join drawn_size d on d.drawn_id = m.drawn_id
        left join together b on b.true_id = m.true_id and b.drawn_id = m.drawn_id
        group by m.person_no, m.true_id
    )"""
"""CTEs: for everybody of the truth whether the drawn family holds the same people as the true one."""

FAULTS = {
    "a member is in no register that makes a person, or is listed as dead": """
        select true_id, drawn_id from member where drawn_id is null""",
    "a member stands twice among the people": """
        select true_id, drawn_id from member m
        where person_no in (select person_no from drawn group by person_no having count(*) > 1)""",
    "a member died or never was, and the registers do not know": """
        select null as true_id, d.drawn_id from drawn d
        left join truth_family t on t.person_no = d.person_no where t.person_no is null""",
    "a marriage is missing in the registers or not linked": """
        select m.true_id, m.drawn_id from spouse s join member m on m.person_no = s.person_no
        where not (m.rule = 'married' and coalesce(m.via_no = s.spouse_no, false))""",
    "a marriage is counted that ended or never was": """
        select m.true_id, m.drawn_id from member m
        left join spouse s on s.person_no = m.person_no and s.spouse_no = m.via_no
        where m.rule = 'married' and s.person_no is null""",
    "a guardian's order is missing, not linked or linked to somebody else": """
        select m.true_id, m.drawn_id from truth_guardianship g join member m on m.person_no = g.child_no
        where m.rule like 'minor%'
            and not coalesce(m.via_register = 'guardianship' and m.via_no = g.guardian_no, false)
        union all
        select m.true_id, m.drawn_id from member m
        left join truth_guardianship g on g.child_no = m.person_no and g.guardian_no = m.via_no
        where m.via_register = 'guardianship' and g.child_no is null""",
    "a parent is linked to somebody else": """
        select true_id, drawn_id from member
        where via_register = 'births' and not coalesce(via_no in (mother_no, father_no), false)""",
    "the act of birth is missing or a parent in it is not linked": """
        select true_id, drawn_id from parent
        where true_id = parent_true_id and drawn_id <> parent_drawn_id and not known and rule <> 'married'""",
    "an address is old, missing or linked to somebody else": """
        select m.true_id, m.drawn_id from member m
        left join household_membership h on h.person_id = m.person_id
        left join household a on a.household_id = h.household_id
        where m.drawn_id is not null and a.address_code is distinct from m.dwelling_no""",
    "study or disability is not known, or is wrongly counted": """
        select true_id, drawn_id from parent
        where (true_id = parent_true_id) <> (drawn_id = parent_drawn_id) and rule not like 'minor%'""",
}
"""Cause in words → the families (true and drawn) that have it, in the order of trial."""

OTHER = "none of these"


@dataclass(frozen=True)
class FamilyQuality:
    """`people` who truly live, `right` of them in exactly their true family, and the others by cause.

    Each of the others is counted once, under the first cause that the true or the drawn family has.
    """

    people: int
    right: int
    causes: dict[str, int]

    @property
    def share(self) -> float | None:
        """Share of people in exactly their true family."""
        return self.right / self.people if self.people else None


def family_quality(engine: Engine) -> FamilyQuality:
    """Compare the drawn families with the true ones, as sets of people.

    Offered must be the tables of a run and the truth as truth_person, truth_family, truth_marriage,
    truth_guardianship, row_population and row_births.
    """
    faults = " union all ".join(
        f"select {rank} as rank, true_id, drawn_id from ({fault}) fault_{rank}"
        for rank, fault in enumerate(FAULTS.values())
    )
    rows = engine.rows(f"""
        with {MEMBERS}, {RIGHT}, fault as ({faults}),
        of_true as (select true_id, min(rank) as rank from fault where true_id is not null group by true_id),
        of_drawn as (
            select drawn_id, min(rank) as rank from fault where drawn_id is not null group by drawn_id
        )
        select j.exact, case when not j.exact then least(t.rank, d.rank) end as rank, count(*)
        from judged j
        left join of_true t on t.true_id = j.true_id
        left join of_drawn d on d.drawn_id = j.drawn_id
        group by 1, 2 order by 2 nulls last
    """)
    words = list(FAULTS)
    causes = {OTHER if rank is None else words[rank]: people for exact, rank, people in rows if not exact}
    right = sum(people for exact, _, people in rows if exact)
    return FamilyQuality(right + sum(causes.values()), right, causes)
