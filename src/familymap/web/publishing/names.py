"""Keys to find people by name: every stem has a number, and every near-miss of it leads to that number.

There are many people and few names: a typo is forgiven on the names, and people are then found by numbers.
"""

from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.people.linkage import NameFolding
from familymap.people.names import spellings
from familymap.web.serving.folding import SHORTEST_FORGIVEN

FIELDS = {"surname": "surname", "given": "given_name", "patronymic": "patronymic"}
KINDS = tuple(FIELDS)

_STEMS = " union all ".join(f"select '{kind}' as kind, stem, number from {kind}_stem" for kind in KINDS)

TABLES = (
    (
        "name_key",
        f"""
        with stems as ({_STEMS}), shortened as (
            select kind, number, stem, unnest(generate_series(1, length(stem))) as place
            from stems where length(stem) >= {SHORTEST_FORGIVEN}
        )
        select distinct kind, key, number, stem from (
            select kind, stem as key, number, stem from stems union all
            select kind, substr(stem, 1, place - 1) || substr(stem, place + 1) as key, number, stem
            from shortened
        ) order by kind, key, number""",
        ("kind", "key"),
    ),
)
"""Name, SQL and the columns that are looked up."""


def prepare(engine: DuckDBEngine, folding: NameFolding) -> None:
    """Make `<kind>_stem` (stem, number) and `<kind>_number` (raw spelling, number) for each kind of name."""
    for kind, field in FIELDS.items():
        for sql in (
            # One after the other: folded in one query, DuckDB writes the long expression out again and again.
            f"create temp table {kind}_raw as select distinct {field} as raw from person "
            f"where {field} is not null",
            f"create temp table {kind}_spelled as "
            f"select raw, skeleton as stem from ({spellings(field, f'from {kind}_raw', folding)})",
            f"create temp table {kind}_stem as "
            "select stem, cast(row_number() over (order by stem) as integer) as number "
            f"from (select distinct stem from {kind}_spelled where stem <> '')",
            f"create temp table {kind}_number as "
            f"select raw, number from {kind}_spelled join {kind}_stem using (stem)",
        ):
            engine.connection.execute(sql)


def joins(person: str) -> str:
    """SQL: joins that give each person the numbers of their names, where they have such a name."""
    return " ".join(
        f"left join {kind}_number on {kind}_number.raw = {person}.{field}" for kind, field in FIELDS.items()
    )
