"""Ids that stay: a person keeps the id of the run before, by the same record or by the same number."""

from collections.abc import Sequence

from familymap.people.subjects import Subject

PREVIOUS_PERSON = {
    "person_id": "bigint",
    "iin": "varchar",
    "given_name": "varchar",
    "birth_date": "date",
    "spine_register": "varchar",
    "spine_key": "bigint",
}


def with_ids(people: str, subject: Subject, previous: str, taken: Sequence[str]) -> str:
    """SELECT: the rows of `people`, a subquery over records of one register, with person_id and is_new.

    `people` must give spine_key, iin, given_name, birth_date. `taken` are tables with ids already given in
    this run. A record that the run before knew under its key keeps the id if number, or birth date and
    given name, still agree (a register may use a key again); otherwise the number finds the id.
    """
    ids_taken = " union all ".join(f"select person_id from {table}" for table in taken)
    free = f"left join ({ids_taken}) as t on t.person_id = p.person_id" if taken else ""
    is_free = "and t.person_id is null" if taken else ""
    fresh = f"fingerprint('{subject.register}:' || cast(r.spine_key as varchar))"
    again = f"fingerprint('{subject.register}:' || cast(r.spine_key as varchar) || ':again')"
    return f"""
        with by_record as (
            select s.{subject.key} as spine_key, p.person_id
            from {subject.register} as s
            join {previous} as p on p.spine_register = '{subject.register}' and p.spine_key = s.{subject.key}
            {free}
            where (p.iin = s.{subject.iin}
                or (p.birth_date = s.{subject.birth_date} and p.given_name = s.{subject.given_name}))
                {is_free}
        ), by_number as (
            select p.person_id, min(s.{subject.key}) as spine_key
            from {subject.register} as s
            join {previous} as p on p.iin = s.{subject.iin}
                and (p.birth_date = s.{subject.birth_date} or p.given_name = s.{subject.given_name})
            left join by_record as k on k.spine_key = s.{subject.key}
            left join by_record as o on o.person_id = p.person_id
            {free}
            where k.spine_key is null and o.person_id is null {is_free}
            group by p.person_id
        )
        select coalesce(k.person_id, n.person_id, case when c.person_id is null then {fresh} else {again} end)
                as person_id,
            coalesce(k.person_id, n.person_id) is null as is_new, r.*
        from ({people}) as r
        left join by_record as k on k.spine_key = r.spine_key
        left join by_number as n on n.spine_key = r.spine_key
        left join {previous} as c
            on c.person_id = case when k.person_id is null and n.person_id is null then {fresh} end"""
