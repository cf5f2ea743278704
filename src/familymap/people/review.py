"""Rows that only a human can place: a candidate is likely, but not clear of the runner-up or not sure enough.

The list is blind by default: a reviewer sees the two records, not what the machine thinks of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from familymap.engine.base import Engine
from familymap.engine.steps import Step
from familymap.people.candidates import KEPT_CANDIDATES, level_columns
from familymap.people.claims import DESCRIPTION, Stage
from familymap.people.linkage import Linkage

RECORD = DESCRIPTION


@dataclass(frozen=True)
class ReviewCase:
    """A row, as it was delivered, and the persons it may speak of; `opinion` only when asked for."""

    register: str
    role: str
    source_key: int
    record: dict[str, Any]
    candidates: list[dict[str, Any]]
    opinion: list[dict[str, Any]] | None


def link_review(stages: Sequence[Stage], linkage: Linkage) -> Step:
    """Candidates of every row that found no person of its own; rank 1 is the likeliest."""
    levels = ", ".join(level_columns(linkage))
    tables = [(stage.rows, *stage.tiers(linkage)) for stage in stages]

    def of_stage(rows: str, *tier_tables: str) -> str:
        placed = " union all ".join(f"select claim_id from {table} where accepted" for table in tier_tables)
        seen = " union ".join(
            f"select claim_id, person_id, score, {levels} from {table}" for table in tier_tables
        )
        return f"""
            select r.register, r.role, r.source_key, s.person_id, s.score, s.place as candidate,
                s.score - s.runner_up as margin, {", ".join(f"s.{c}" for c in level_columns(linkage))},
                {", ".join(f"r.{c}" for c in RECORD)}
            from (
                select claim_id, person_id, score, {levels},
                    row_number() over (partition by claim_id order by score desc, person_id) as place,
                    lead(score) over (partition by claim_id order by score desc, person_id) as runner_up
                from ({seen}) as candidates
            ) as s
            left join ({placed}) as p on p.claim_id = s.claim_id
            join {rows} as r on r.claim_id = s.claim_id
            where p.claim_id is null and s.place <= {KEPT_CANDIDATES}"""

    def build(kept: str, *names: str) -> str:
        size = 1 + len(linkage.tiers)
        parts = [of_stage(*names[start : start + size]) for start in range(0, len(names), size)]
        others = ", ".join(["score", "margin", *level_columns(linkage), *RECORD])
        return f"""
            select register, role, source_key, cast(candidate as smallint) as candidate,
                coalesce(k.kept_id, c.person_id) as person_id, {others}
            from ({" union all ".join(parts)}) as c left join {kept} as k on k.person_id = c.person_id"""

    return Step(
        name="link_review",
        meaning="Rows for a human to place, with their likeliest persons.",
        needs=("kept_id", *(name for stage in tables for name in stage)),
        build=build,
        key=("register", "role", "source_key", "candidate"),
    )


def review_cases(engine: Engine, first: int, count: int, open_opinion: bool = False) -> list[ReviewCase]:
    """Some cases of the review list, in a fixed order; the tables `link_review` and `person` are offered.

    Candidates stand in the order of their ids, so that their order betrays nothing.
    """
    record = ", ".join(f"r.{column}" for column in RECORD)
    rows = engine.rows(f"""
        with chosen as (
            select register, role, source_key,
                row_number() over (order by register, role, source_key) as case_no
            from link_review where candidate = 1
        )
        select r.register, r.role, r.source_key, {record}, p.person_id, p.iin, p.surname, p.given_name,
            p.patronymic, p.birth_date, p.kato, r.candidate, r.score, r.margin
        from link_review as r
        join chosen as c on c.register = r.register and c.role = r.role and c.source_key = r.source_key
        join person as p on p.person_id = r.person_id
        where c.case_no > {int(first)} and c.case_no <= {int(first) + int(count)}
        order by c.case_no, p.person_id""")
    cases: dict[tuple[str, str, int], ReviewCase] = {}
    width = 3 + len(RECORD)
    for row in rows:
        key = (row[0], row[1], row[2])
        empty = ReviewCase(
            *key, dict(zip(RECORD, row[3:width], strict=True)), [], [] if open_opinion else None
        )
        case = cases.setdefault(key, empty)
        person_id, fields, opinion = row[width], row[width + 1 : width + 1 + len(RECORD)], row[-3:]
        case.candidates.append({"person_id": person_id, **dict(zip(RECORD, fields, strict=True))})
        if case.opinion is not None:
            names = ("candidate", "score", "margin")
            case.opinion.append({"person_id": person_id, **dict(zip(names, opinion, strict=True))})
    return list(cases.values())
