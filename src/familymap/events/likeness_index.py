"""What a newborn child has to be held against: the people of like age, and the rows that wait for somebody.

Both in the blocks of the country's linkage. The descriptions of waiting rows are worked out by the steps of
the run itself, from its sealed links.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.steps import Step, plan
from familymap.people.candidates import BLOCK_KEYS, known_sql, people_bits
from familymap.people.claims import BANDED, NAMES
from familymap.people.linkage import Linkage
from familymap.people.names import spellings
from familymap.people.scorer import SCALE
from familymap.people.steps import people_steps, searching_stages
from familymap.registers.contract import Contract

YEARS_OF_NEWBORNS = 3
"""A child born longer ago than in this many years before the year of the run is left to the run."""
SKELETONS = tuple(f"{field}_skeleton" for field in NAMES)
KNOWN = ("person_id", "iin", *SKELETONS, "birth_date", "kato")
"""Columns of `known`: those that `people.candidates.known_sql` asks persons for."""
CLAIM = ("claim_id", "version", "iin", "birth_date", "place", *NAMES,
         *(f"{field}_band" for field in (*BANDED, "iin")))  # fmt: skip
"""Columns of `waiting`, as in the claims of a stage."""
DATED = {"birth_date", "birth_year", "iin"}
"""Keys of which one in every block makes people of another age no candidates."""

NUMBER = "try_cast(iin as bigint) as iin"
"""SQL: a personal number as one; contracts let no other signs through."""

LIKENESS_TABLES = len(NAMES) + 6
"""How many tables `likeness_tables` gives."""

Made = tuple[str, str, str]
"""Name of a table, the SELECT it is made by, and its key."""


@dataclass(frozen=True)
class Crowd:
    """How many people the run knows, of them from the population register, and how much the bar may rise.

    `slack` is in hundredths of a bit: so much may be asked on top before any link of the run would change.
    """

    people: int
    population: int
    slack: int


def first_born(as_of: date) -> date:
    """The earliest birth date of a child whose birth can be worked out by itself."""
    return date(as_of.year - YEARS_OF_NEWBORNS, 1, 1)


def blocks_of(linkage: Linkage, tiers: int) -> list[tuple[str, ...]]:
    """The different blocks of the first tiers."""
    return list(dict.fromkeys(block for tier in linkage.tiers[:tiers] for block in tier))


def block_key(block: Sequence[str], x: str) -> str:
    """SQL: one number for what a record has in a block; unknown where it lacks something."""
    parts = [f"'{' '.join(block)}'"]
    for key in block:
        column = BLOCK_KEYS[key].format(x=x)
        if key == "birth_date":
            column = f"year({column}) * 10000 + month({column}) * 100 + day({column})"
        parts.append(f"cast({column} as varchar)")
    return "fingerprint(" + " || '|' || ".join(parts) + ")"


def likeness_tables(
    engine: DuckDBEngine, contracts: Mapping[str, Contract], linkage: Linkage, as_of: date
) -> Iterator[Made]:
    """The tables, each to be written before the next is asked for.

    Offered must be the registers, the tables of the run, and what it took over from the run before.
    """
    _offer_spine(engine, linkage)
    for field in NAMES:
        yield (
            f"spelling_{field}",
            f"select fingerprint(raw) as spelled, skeleton from {field}_spelled",
            "spelled",
        )
    _work_out_claims(engine, contracts, linkage)
    yield "rarity", "select fingerprint(field || '|' || value) as borne, band from rarity", "borne"
    yield from _waiting(engine, contracts, linkage)
    yield from _known(engine, linkage, as_of)


def crowd(engine: DuckDBEngine, contracts: Mapping[str, Contract], linkage: Linkage) -> Crowd:
    """How many people there are, and how far all links of the run are above their bars."""
    [(people, population, bits)] = engine.rows(
        f"select count(*), count(*) filter (spine_register = '{linkage.spine.population}'), "
        f"{people_bits('count(*)')} from person"
    )
    distances = []
    for stage in searching_stages(contracts, linkage):
        bar = bits + round((linkage.thresholds.certainty + stage.extra) * SCALE)
        for subject in stage.subjects:
            distances.append(f"select min(score) - {bar} as above from {subject.link_table}")
            distances.append(
                f"select min(score) - {bits + round(linkage.thresholds.review * SCALE)} from link_review "
                f"where register = '{subject.register}' and role = '{subject.role}'"
            )
    [(slack,)] = engine.rows(f"select min(above) from ({' union all '.join(distances)}) as distance")
    return Crowd(people, population, SCALE if slack is None else slack)


def _offer_spine(engine: DuckDBEngine, linkage: Linkage) -> None:
    """Everybody with the skeletons of their names, as the steps of the people room know them."""
    for field in NAMES:
        raw = f"select distinct {field} as raw from person where {field} is not null"
        _keep(engine, f"{field}_spelled", spellings(field, raw, linkage.names))
    joins = " ".join(
        f"left join {field}_spelled as {field}_s on {field}_s.raw = p.{field}" for field in NAMES
    )
    skeletons = ", ".join(f"{field}_s.skeleton as {field}_skeleton" for field in NAMES)
    engine.connection.execute(
        f"create or replace temp view spine as select p.*, {skeletons} from person as p {joins}"
    )


def _work_out_claims(engine: DuckDBEngine, contracts: Mapping[str, Contract], linkage: Linkage) -> None:
    """The steps of the people room up to the descriptions that wait; what is sealed is taken as it is."""
    steps = {one.name: one for one in people_steps(contracts, linkage)}
    stages = searching_stages(contracts, linkage)
    for subject in (subject for stage in stages for subject in stage.subjects):
        engine.connection.execute(
            f"create or replace temp view number_{subject.name} as select source_key, "
            f"case when rule in ('iin', 'spine') then person_id end as person_id from {subject.link_table}"
        )
    sealed = {"spine", *(f"number_{subject.name}" for stage in stages for subject in stage.subjects)}
    steps = {name: one for name, one in steps.items() if name not in sealed}
    chosen = _standing_on(steps, [*(stage.claims for stage in stages), "rarity", "surname_alias"])
    there = {need for one in chosen for need in one.needs if need not in steps}
    for work in plan(chosen, there, {}):
        _keep(engine, work.name, work.sql)


def _standing_on(steps: Mapping[str, Step], wanted: Sequence[str]) -> list[Step]:
    """The wanted steps and those they ask for."""
    waiting, chosen = list(wanted), set[str]()
    while waiting:
        name = waiting.pop()
        if name in steps and name not in chosen:
            chosen.add(name)
            waiting += steps[name].needs
    return [one for name, one in steps.items() if name in chosen]


def _waiting(engine: DuckDBEngine, contracts: Mapping[str, Contract], linkage: Linkage) -> Iterator[Made]:
    """Every description for which no number spoke, its blocks, and the numbers that such rows bear."""
    told = " union all ".join(
        f"select {', '.join(CLAIM)} from {stage.claims}" for stage in searching_stages(contracts, linkage)
    )
    _keep(engine, "waiting", f"select row_number() over () as line, * from ({told}) as told")
    listed = ", ".join(("line", *CLAIM)).replace("iin", NUMBER, 1)
    yield "waiting", f"select {listed} from waiting", "line"
    yield "waiting_block", _in_blocks("waiting", blocks_of(linkage, len(linkage.tiers))), "block"
    borne = "select distinct try_cast(iin as bigint) as number from waiting"
    yield "waiting_number", f"select number from ({borne}) as borne where number is not null", "number"


def _known(engine: DuckDBEngine, linkage: Linkage, as_of: date) -> Iterator[Made]:
    """Everybody of the population register for whom a newborn child could be taken, and their blocks."""
    blocks = blocks_of(linkage, linkage.tiers_for_unknown_numbers)
    recent = (
        f"where birth_date >= date '{first_born(as_of)}'" if all(DATED & {*one} for one in blocks) else ""
    )
    people = f"(select * from spine where spine_register = '{linkage.spine.population}')"
    _keep(
        engine,
        "known",
        f"select row_number() over () as line, * from ({known_sql(people)}) as borne {recent}",
    )
    names = ", ".join(f"{field} as {field}_skeleton" for field in NAMES)
    yield "known", f"select line, person_id, {NUMBER}, {names}, birth_date, place as kato from known", "line"
    yield "known_block", _in_blocks("known", blocks), "block"


def _in_blocks(table: str, blocks: Sequence[Sequence[str]]) -> str:
    """SELECT: for every row of a table the block it stands in, once for each kind of block."""
    parts = [f"select {block_key(block, 'x')} as block, line from {table} as x" for block in blocks]
    return f"select block, line from ({' union all '.join(parts)}) as placed where block is not null"


def _keep(engine: DuckDBEngine, name: str, sql: str) -> None:
    engine.connection.execute(f"create or replace temp table {name} as {sql}")
