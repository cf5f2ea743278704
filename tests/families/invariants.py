"""What must hold of every drawn town; each finding is a sentence."""

from tests.families.town import Desk

INVARIANTS = {
    "lives and is not in exactly one family": """
        select p.person_id from living_person p left join family_membership m on m.person_id = p.person_id
        group by p.person_id having count(m.family_id) <> 1""",
    "is in a family without being alive": """
        select m.person_id from family_membership m left join living_person p on p.person_id = m.person_id
        where p.person_id is null""",
    "has a family without exactly one head": """
        select min(person_id) from family_membership group by family_id
        having count(case when role = 'head' then 1 end) <> 1""",
    "is in a family with two couples": """
        select min(person_id) from family_membership group by family_id
        having count(case when role = 'spouse' then 1 end) > 1""",
    "is married into another family": """
        select a.person_id from family_membership a join family_membership b on b.person_id = a.via_person_id
        where a.rule = 'married' and (a.family_id <> b.family_id or b.via_person_id <> a.person_id)""",
    "belongs to a carer of another family": """
        select a.person_id from family_membership a join family_membership b on b.person_id = a.via_person_id
        where a.role in ('child', 'ward') and a.family_id <> b.family_id""",
    "is registered and not in exactly one household": """
        select p.person_id from living_person p left join household_membership h on h.person_id = p.person_id
        group by p.person_id, p.address_code having count(h.person_id) <> count(p.address_code)""",
    "heads a family whose counts are wrong": """
        select f.head_person_id from family f join family_membership m on m.family_id = f.family_id
        group by f.family_id, f.head_person_id, f.members having count(*) <> f.members""",
}


def broken_invariants(desk: Desk) -> list[str]:
    """«Person 3 …» for everybody with whom something is wrong."""
    return [
        f"Person {person_id} {finding}."
        for finding, sql in INVARIANTS.items()
        for (person_id,) in desk.rows(sql)
    ]
