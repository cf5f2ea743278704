"""The text of a stage: what it gathers of persons, and the nested SELECT of its table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from familymap.engine.steps import Step
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Level, family, household, person
from familymap.rules.direct import compiled
from familymap.rules.flags import Flags
from familymap.rules.node import Node
from familymap.rules.sql import aggregate_sql, sql
from familymap.rules.stage_plan import Stage
from familymap.rules.tables import KEYS, ORDER, UNIQUE, Table
from familymap.rules.values import literal_sql


@dataclass(frozen=True)
class Gathered:
    """The table and column in which an aggregate stands worked out."""

    table: str
    column: str


def select_text(
    made: Catalogue,
    stage: Stage,
    kept: Sequence[str],
    tables: Mapping[Level, Table],
    gathered: Mapping[Node, Gathered],
    needs: list[str],
) -> str:
    """The SELECT of a stage's table; `needs` learns which tables it reads."""
    own = tables[stage.level].all_facts
    asked = {need for rule in stage.told for need in made.rules[rule].needs if need not in stage.told}
    asked.update(name for name in kept if name not in own and name not in stage.told)
    taken = [name for name in sorted(own) if name in asked or name in kept]
    passed = {
        level: sorted(name for name in asked if name in tables[level].all_facts)
        for level in ORDER
        if level != stage.level and _goes_down(level, stage.level)
    }
    places = {node: gathered[node] for rule in stage.told for node in made.rules[rule].node.aggregates}
    inner = _joined(stage.level, taken, passed, tables, places, needs)
    columns = {node: place.column for node, place in places.items()}
    for layer in _layers(made, stage):
        worked_out = ", ".join(
            f"cast({sql(made.rules[rule].node, columns)} as {made.rules[rule].type.sql}) as {rule}"
            for rule in layer
        )
        inner = f"select *, {worked_out} from ({inner}) as layer"
    return f"select {', '.join([*KEYS[stage.level], *kept])} from ({inner}) as last_layer"


def _goes_down(source: Level, target: Level) -> bool:
    return target == person or (target == family and source == household)


def gathering_steps(
    name: str, made: Catalogue, stage: Stage, persons: Table, gathered: dict[Node, Gathered]
) -> list[Step]:
    """The step that gathers persons for a stage's rules, if they ask for any; `gathered` learns where.

    It is a step of its own, so that its groups and the joins after it do not share the memory.
    """
    columns: dict[str, str] = {}
    flags = Flags()
    asked: set[str] = set()
    for node in (node for rule in stage.rules for node in made.rules[rule].node.aggregates):
        text = aggregate_sql(node, flags)
        column = columns.setdefault(text, f"gathered_{stage.number}_{len(columns)}")
        gathered[node] = Gathered(name, column)
        asked.update(node.names)
    if not columns:
        return []
    key = UNIQUE[stage.level][0]
    needs: list[str] = []
    source = _table_sql(persons, sorted(asked), needs)
    listed = ", ".join([*flags.columns, *(f"{text} as {column}" for text, column in columns.items())])
    text = f"select {key}, {listed} from ({source}) as member where {key} is not null group by {key}"
    meaning = f"What the members of each {stage.level.name} are together: {len(columns)} counts and sums."
    return [Step(name, meaning, tuple(needs), lambda *_: text, sealed=False)]


def _joined(
    level: Level,
    taken: Sequence[str],
    passed: Mapping[Level, Sequence[str]],
    tables: Mapping[Level, Table],
    places: Mapping[Node, Gathered],
    needs: list[str],
) -> str:
    """The level's own table with what is passed down to it and what was gathered for it."""
    columns = [f"own.{name}" for name in (*KEYS[level], *taken)]
    source = _table_sql(tables[level], taken, needs)
    joins = ""
    for other, names in passed.items():
        if names:
            key = UNIQUE[other][0]
            columns += [f"{other.name}_facts.{name}" for name in names]
            facts = _table_sql(tables[other], names, needs)
            joins += f" left join ({facts}) as {other.name}_facts on {other.name}_facts.{key} = own.{key}"
    key = UNIQUE[level][0]
    for table in dict.fromkeys(place.table for place in places.values()):
        _ask_for(table, needs)
        joins += f" left join {table} on {table}.{key} = own.{key}"
    columns += dict.fromkeys(_or_of_nobody(place, node, key) for node, place in places.items())
    return f"select {', '.join(columns)} from ({source}) as own{joins}"


def _or_of_nobody(place: Gathered, node: Node, key: str) -> str:
    """An aggregate's column; where nobody was gathered, what it is for nobody."""
    of_nobody = literal_sql(compiled(node)({}, ()), node.type)
    value = f"{place.table}.{place.column}"
    return f"case when {place.table}.{key} is null then {of_nobody} else {value} end as {place.column}"


def _table_sql(table: Table, names: Sequence[str], needs: list[str]) -> str:
    """These facts of a table, with its keys."""
    for read in table.reads or [table.name]:
        _ask_for(read, needs)
    columns = [f"base.{name}" for name in (*KEYS[table.level], *(n for n in names if n in table.facts))]
    joins = ""
    for position, joined in enumerate(table.joined):
        asked = [name for name in names if name in joined.otherwise]
        if not asked:
            continue
        if joined.name is None:
            columns += [f"{joined.otherwise[name]} as {name}" for name in asked]
            continue
        _ask_for(joined.name, needs)
        more = f"more_{position}"
        joins += f" left join {joined.name} as {more} on {more}.person_id = base.person_id"
        columns += [
            f"case when {more}.person_id is null then {joined.otherwise[name]} "
            f"else {more}.{name} end as {name}"
            for name in asked
        ]
    source = f"({table.select})" if table.select else table.name
    return f"select {', '.join(columns)} from {source} as base{joins}"


def _ask_for(table: str, needs: list[str]) -> None:
    if table not in needs:
        needs.append(table)


def _layers(made: Catalogue, stage: Stage) -> list[list[str]]:
    """The rules a stage works out, in layers: each needs only layers before it."""
    depth: dict[str, int] = {}
    layers: list[list[str]] = []
    for rule in stage.told:
        depth[rule] = 1 + max((depth[need] for need in made.rules[rule].needs if need in depth), default=-1)
        while len(layers) <= depth[rule]:
            layers.append([])
        layers[depth[rule]].append(rule)
    return layers
