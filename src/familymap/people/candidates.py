"""Who could a description be? Tiered blocks, scored pairs, the best by a margin."""

from collections.abc import Sequence

from familymap.engine.steps import Step
from familymap.people.claims import BANDED, Stage, claim_step, row_step
from familymap.people.linkage import Linkage
from familymap.people.scorer import SCALE, Comparison, comparisons, score

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


def compared_fields(linkage: Linkage) -> tuple[Comparison, ...]:
    """The comparisons of this country, in the order of the link tables' level columns."""
    return comparisons(linkage.number.length, linkage.district_prefix)


def level_columns(linkage: Linkage) -> list[str]:
    """birth_date_level, surname_level, …"""
    return [comparison.column for comparison in compared_fields(linkage)]


def stage_steps(stage: Stage, linkage: Linkage) -> list[Step]:
    """The steps of one stage."""
    tiers = [_tier(stage, linkage, number) for number in range(1, len(linkage.tiers) + 1)]
    return [row_step(stage), claim_step(stage, linkage), *tiers, _choice(stage, linkage)]


def _pairs(keys: Sequence[str], linkage: Linkage) -> str:
    """SELECT: the pairs of one block, from `waiting` and `known`, with all that is compared."""
    condition = " and ".join(
        f"{BLOCK_KEYS[key].format(x='c')} = {BLOCK_KEYS[key].format(x='k')}" for key in keys
    )
    fields = [comparison.field for comparison in compared_fields(linkage)]
    said = ", ".join(
        f"c.{field} as said_{field}" for field in (*fields, *(f"{f}_band" for f in (*BANDED, "iin")))
    )
    known = ", ".join(f"k.{field} as known_{field}" for field in fields)
    return f"select c.claim_id, k.person_id, {said}, {known} from waiting as c join known as k on {condition}"


def known_sql(persons: str) -> str:
    """SELECT: the persons under the field names of claims; who has borne two surnames stands there twice."""
    rest = """p.person_id, p.iin, p.given_name_skeleton as given_name, p.patronymic_skeleton as patronymic,
        p.birth_date, p.kato as place"""
    return f"""
        select p.surname_skeleton as surname, {rest} from {persons} as p
        union all
        select a.surname_skeleton, {rest}
        from surname_alias as a join {persons} as p on p.person_id = a.person_id"""


def _tier(stage: Stage, linkage: Linkage, number: int) -> Step:
    """The best candidates of every claim that no earlier tier placed.

    Candidates of earlier tiers compete again, so that a margin always counts everybody seen so far.
    """
    levels = ", ".join(level_columns(linkage))
    earlier = stage.tiers(linkage)[: number - 1]
    placed = " union all ".join(f"select claim_id from {table} where accepted" for table in earlier)
    not_placed = f"left join ({placed}) as p on p.claim_id = c.claim_id where p.claim_id is null"
    if number > linkage.tiers_for_unknown_numbers:
        not_placed += " and (c.iin is null or c.iin_band < 2)"
    pairs = " union all ".join(_pairs(keys, linkage) for keys in linkage.tiers[number - 1])
    reached = ", ".join(
        f"{comparison.sql('said_', 'known_')} as {comparison.column}"
        for comparison in compared_fields(linkage)
    )
    seen = (
        f"""union all
            select e.claim_id, e.person_id, {", ".join(f"e.{column}" for column in level_columns(linkage))}
            from {earlier[-1]} as e join waiting as c on c.claim_id = e.claim_id and c.version = 1
        """
        if earlier
        else ""
    )
    owned = f"select distinct person_id from {stage.has_own} where person_id is not null"
    owners = f"left join ({owned}) as o on o.person_id = s.person_id" if stage.has_own else ""
    has_own_table = (stage.has_own,) if stage.has_own else ()
    has_own = "o.person_id is not null" if stage.has_own else "false"
    sql = f"""
        with waiting as (select c.* from {stage.claims} as c {not_placed if earlier else ""}),
        known as ({known_sql(stage.persons)}),
        bar as ({_bar(stage)}),
        pairs as ({pairs}),
        compared as (select claim_id, person_id, {reached} from pairs {seen}),
        scored as (
            select claim_id, person_id, {levels}, {score(compared_fields(linkage), linkage.weights)} as score
            from compared
        ),
        apart as (
            select s.*, b.people_bits, {has_own} as has_own, row_number() over (
                partition by s.claim_id, s.person_id order by score desc, surname_level) as nth
            from scored as s cross join bar as b {owners}
            where score >= b.people_bits + {_hundredths(linkage.thresholds.review)}
        ),
        ranked as (
            select s.*, row_number() over (partition by claim_id order by score desc, person_id) as place,
                score - lead(score) over (partition by claim_id order by score desc, person_id) as margin
            from apart as s where nth = 1
        )
        select claim_id, person_id, place, cast(score as integer) as score, cast(margin as integer) as margin,
            {levels}, place = 1 and {_acceptable(stage, linkage)} as accepted
        from ranked where place <= {KEPT_CANDIDATES}"""
    return Step(
        name=stage.tiers(linkage)[number - 1],
        meaning=f"Candidates found by the blocks of tier {number}.",
        needs=tuple(dict.fromkeys((stage.claims, *earlier, "surname_alias", *stage.reads, *has_own_table))),
        build=lambda *_: sql,
        sealed=False,
    )


def people_bits(number: str) -> str:
    """SQL: log2 of a number of people, in whole hundredths."""
    return f"cast(round({SCALE} * ln(greatest({number}, 1)) / ln(2)) as integer)"


def _bar(stage: Stage) -> str:
    """SELECT: how many bits a chance likeness among all the people has to be outweighed by."""
    if stage.people_bits is not None:
        return f"select {stage.people_bits} as people_bits"
    return f"""
            select {people_bits("count(*)")} as people_bits
            from {stage.persons} as everybody
        """


def _acceptable(stage: Stage, linkage: Linkage) -> str:
    """SQL: sure enough, clear of the runner-up, and never on the name alone or against the given name.

    Twins share all but the given name. So a given name two letters apart needs a like number beside it,
    and where rows make persons, so does one letter apart, if the candidate has a record of this kind already.
    """
    by_field = {comparison.field: comparison for comparison in compared_fields(linkage)}
    given, born, place, iin = (by_field[f] for f in ("given_name", "birth_date", "place", "iin"))
    certainty = _hundredths(linkage.thresholds.certainty + stage.extra)
    like_number = f"{iin.column} between 1 and {iin.code('neighbours_swapped')}"
    return f"""score >= people_bits + {certainty}
        and coalesce(margin >= {_hundredths(linkage.thresholds.margin)}, true)
        and {given.column} not in (0, {given.code("other")})
        and ({given.column} not in ({given.code("two_apart")}, {given.code("one_apart")}) or {like_number}
            or ({given.column} = {given.code("one_apart")} and not has_own))
        and ({born.column} not in (0, {born.code("other")})
            or {place.column} between 1 and {place.code("same_very_rare")}
            or {like_number})"""


def _hundredths(bits: float) -> int:
    return round(bits * SCALE)


def _choice(stage: Stage, linkage: Linkage) -> Step:
    columns = ", ".join(["claim_id", "person_id", "score", "margin", *level_columns(linkage)])
    return Step(
        name=stage.choice,
        meaning="Claims that found their person, with score, margin and levels.",
        needs=stage.tiers(linkage),
        build=lambda *tables: " union all ".join(f"select {columns} from {t} where accepted" for t in tables),
        key=("claim_id",),
        sealed=False,
    )
