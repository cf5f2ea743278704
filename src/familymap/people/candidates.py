"""Rows without a sure number: who could they be? Tiered blocks, scored pairs, the best by a margin.

A stage is one round of this for a set of rows against the persons known at that point. Its steps:
`<stage>_row` (rows to place), `<stage>_claim` (distinct descriptions among them, as skeletons),
`<stage>_tier_1…` (best candidates of each claim), `<stage>_choice` (the claims that found their person).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from familymap.engine.steps import Step
from familymap.people.linkage import Linkage
from familymap.people.names import spellings
from familymap.people.scorer import SCALE, Comparison, comparisons, score
from familymap.people.subjects import Subject

NAMES = ("surname", "given_name", "patronymic")
BANDED = (*NAMES, "place")
KEPT_CANDIDATES = 3

BLOCK_KEYS = {
    "surname": "{x}.surname",
    "given_name": "{x}.given_name",
    "patronymic": "{x}.patronymic",
    "birth_date": "{x}.birth_date",
    "place": "{x}.place",
    "iin": "{x}.iin",
    "birth_year": "year({x}.birth_date)",
    "surname_start": "substr({x}.surname, 1, 2)",
    "given_name_start": "substr({x}.given_name, 1, 2)",
}
"""What candidates may be blocked on; a tier lists blocks, a block lists keys that must be equal."""


@dataclass(frozen=True)
class Stage:
    """A round of linking by likeness.

    `persons` is a table or subquery with the columns of `spine`; `extra` are bits asked on top of the
    usual certainty; `reads` names the tables that `persons` stands on.
    """

    name: str
    subjects: tuple[Subject, ...]
    persons: str
    reads: tuple[str, ...]
    extra: float

    @property
    def choice(self) -> str:
        return f"{self.name}_choice"

    def tier(self, number: int) -> str:
        return f"{self.name}_tier_{number}"


def compared_fields(linkage: Linkage) -> tuple[Comparison, ...]:
    """The comparisons of this country, in the order of the link tables' level columns."""
    return comparisons(linkage.number.length, linkage.district_prefix)


def level_columns(linkage: Linkage) -> list[str]:
    """birth_date_level, surname_level, …"""
    return [comparison.column for comparison in compared_fields(linkage)]


def stage_steps(stage: Stage, linkage: Linkage) -> list[Step]:
    """The steps of one stage."""
    tiers = range(1, len(linkage.tiers) + 1)
    return [
        _rows(stage),
        _claims(stage, linkage),
        *(_tier(stage, linkage, number) for number in tiers),
        _choice(stage, linkage),
    ]


def _rows(stage: Stage) -> Step:
    """Every row that the number did not place and nobody decided on."""

    def build(decision: str, *matches: str) -> str:
        parts = [
            f"""select '{s.register}' as register, '{s.role}' as role, s.{s.key} as source_key,
                    {s.description()}
                from {s.register} as s
                join {match} as m on m.source_key = s.{s.key} and m.person_id is null
                left join {decision} as d on d.register = '{s.register}' and d.role = '{s.role}'
                    and d.source_key = s.{s.key}
                where d.person_id is null"""
            for s, match in zip(stage.subjects, matches, strict=True)
        ]
        text = " || '|' || ".join(
            f"coalesce({field}, '')" for field in ("iin", *NAMES, "cast(birth_date as varchar)", "place")
        )
        return (
            f"select *, fingerprint({text}) as claim_id from ({' union all '.join(parts)}) as rows_to_place"
        )

    reads = tuple(dict.fromkeys(subject.register for subject in stage.subjects))
    matches = tuple(f"number_{subject.name}" for subject in stage.subjects)
    return Step(
        name=f"{stage.name}_row",
        meaning="Rows that the personal number did not place.",
        needs=("link_decision_in_force", *matches, *reads),
        build=lambda decision, *tables: build(decision, *tables[: len(matches)]),
        sealed=False,
    )


def _claims(stage: Stage, linkage: Linkage) -> Step:
    def build(rows: str, rarity: str) -> str:
        folds = ", ".join(
            f"""{field}_fold as ({
                spellings(
                    field,
                    f"select distinct {field} as raw from said where {field} is not null",
                    linkage.names,
                )
            })"""
            for field in NAMES
        )
        joins = " ".join(
            f"left join {field}_fold as {field}_f on {field}_f.raw = c.{field}" for field in NAMES
        )
        names = ", ".join(f"{field}_f.skeleton as {field}, c.{field} as {field}_text" for field in NAMES)
        # A name that nobody on the spine bears counts as very rare: band 3.
        band_columns = ", ".join(
            f"coalesce({field}_r.band, cast({len(linkage.rarity)} as smallint)) as {field}_band"
            for field in BANDED
        )
        band_joins = " ".join(
            f"left join {rarity} as {field}_r on {field}_r.field = '{field}' and {field}_r.value = f.{field}"
            for field in BANDED
        )
        return f"""
            with said as (
                select claim_id, min(iin) as iin, min(surname) as surname, min(given_name) as given_name,
                    min(patronymic) as patronymic, min(birth_date) as birth_date, min(place) as place
                from {rows} group by claim_id
            ), {folds}, folded as (
                select c.claim_id, c.iin, c.birth_date, c.place, {names} from said as c {joins}
            )
            select f.*, {band_columns} from folded as f {band_joins}"""

    return Step(
        name=f"{stage.name}_claim",
        meaning="Distinct descriptions of people to place, names as skeletons.",
        needs=(f"{stage.name}_row", "rarity"),
        build=build,
        key=("claim_id",),
        sealed=False,
    )


def _tier(stage: Stage, linkage: Linkage, number: int) -> Step:
    """The best candidates of every claim that no earlier tier placed.

    Candidates of earlier tiers compete again, so that a margin always counts everybody seen so far.
    """
    compared = compared_fields(linkage)
    levels = ", ".join(comparison.column for comparison in compared)
    level_sql = ", ".join(f"{comparison.sql('c', 'k')} as {comparison.column}" for comparison in compared)

    def block(keys: Sequence[str]) -> str:
        condition = " and ".join(
            f"{BLOCK_KEYS[key].format(x='c')} = {BLOCK_KEYS[key].format(x='k')}" for key in keys
        )
        return f"select c.claim_id, k.person_id, {level_sql} from waiting as c join known as k on {condition}"

    def build(claims: str, *tables: str) -> str:
        earlier = tables[: number - 1]
        placed = " union all ".join(f"select claim_id from {table} where accepted" for table in earlier)
        not_placed = f"left join ({placed}) as p on p.claim_id = c.claim_id where p.claim_id is null"
        pairs = [block(keys) for keys in linkage.tiers[number - 1]]
        if earlier:
            pairs.append(
                f"select e.claim_id, e.person_id, {', '.join(f'e.{c.column}' for c in compared)} "
                f"from {earlier[-1]} as e join waiting as c on c.claim_id = e.claim_id"
            )
        return f"""
            with waiting as (select c.* from {claims} as c {not_placed if earlier else ""}),
            known as (
                select person_id, iin, surname_skeleton as surname, given_name_skeleton as given_name,
                    patronymic_skeleton as patronymic, birth_date, kato as place
                from {stage.persons}
            ),
            bar as (
                select cast(round({SCALE} * ln(greatest(count(*), 1)) / ln(2)) as integer) as people_bits
                from {stage.persons}
            ),
            pairs as ({" union all ".join(pairs)}),
            scored as (
                select distinct claim_id, person_id, {levels}, {score(compared, linkage.weights)} as score from pairs
            ),
            ranked as (
                select s.*, row_number() over (partition by claim_id order by score desc, person_id) as place,
                    score - lead(score) over (partition by claim_id order by score desc, person_id) as margin,
                    b.people_bits
                from scored as s cross join bar as b
                where score >= b.people_bits + {_hundredths(linkage.thresholds.review)}
            )
            select claim_id, person_id, place, cast(score as integer) as score, cast(margin as integer) as margin,
                {levels}, place = 1 and {_acceptable(stage, linkage)} as accepted
            from ranked where place <= {KEPT_CANDIDATES}"""

    earlier = tuple(stage.tier(n) for n in range(1, number))
    return Step(
        name=stage.tier(number),
        meaning=f"Candidates found by the blocks of tier {number}.",
        needs=(f"{stage.name}_claim", *earlier, *stage.reads),
        build=build,
        sealed=False,
    )


def _acceptable(stage: Stage, linkage: Linkage) -> str:
    """SQL: sure enough, clear of the runner-up, and never on the name alone or against the given name."""
    by_field = {comparison.field: comparison for comparison in compared_fields(linkage)}
    given, born, place, iin = (by_field[f] for f in ("given_name", "birth_date", "place", "iin"))
    certainty = _hundredths(linkage.thresholds.certainty + stage.extra)
    return f"""score >= people_bits + {certainty}
        and coalesce(margin >= {_hundredths(linkage.thresholds.margin)}, true)
        and {given.column} not in (0, {given.code("other")})
        and ({born.column} not in (0, {born.code("other")})
            or {place.column} between 1 and {place.code("same_very_rare")}
            or {iin.column} between 1 and {iin.code("neighbours_swapped")})"""


def _hundredths(bits: float) -> int:
    return round(bits * SCALE)


def _choice(stage: Stage, linkage: Linkage) -> Step:
    columns = ", ".join(["claim_id", "person_id", "score", "margin", *level_columns(linkage)])
    tiers = tuple(stage.tier(n) for n in range(1, len(linkage.tiers) + 1))
    return Step(
        name=stage.choice,
        meaning="Claims that found their person, with score, margin and levels.",
        needs=tiers,
        build=lambda *tables: " union all ".join(f"select {columns} from {t} where accepted" for t in tables),
        key=("claim_id",),
        sealed=False,
    )
