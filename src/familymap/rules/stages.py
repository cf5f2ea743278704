"""From a catalogue to steps: rules worked out level by level, each table with just what is needed of it.

A rule over persons comes before the household or family rule that adds persons up, and that before the rule
over persons to whom it is passed down. So the rules fall into stages: persons, households, families, and
persons again. Within a stage they stand in layers of one nested SELECT; every column is worked out once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from familymap.engine.steps import Step
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Level, family, household, person
from familymap.rules.direct import compiled
from familymap.rules.node import Node
from familymap.rules.sql import aggregate_sql, sql
from familymap.rules.values import literal_sql

ORDER = (person, household, family)
KEYS: Mapping[Level, tuple[str, ...]] = {
    person: ("family_id", "person_id", "household_id"),
    household: ("household_id",),
    family: ("family_id", "household_id"),
}
"""The numbers that every table of a level holds; the first ones are its key."""

UNIQUE: Mapping[Level, tuple[str, ...]] = {
    person: ("family_id", "person_id"),
    household: ("household_id",),
    family: ("family_id",),
}


@dataclass(frozen=True)
class Table:
    """A table of a level and the facts in it; `joined` are further facts about some of its persons."""

    level: Level
    name: str
    facts: frozenset[str]
    joined: Sequence["Joined"] = ()


@dataclass(frozen=True)
class Joined:
    """A table of facts about some persons; `otherwise` is what each fact is for all the others (SQL).

    Without a name there is no table and the facts are `otherwise` for everybody.
    """

    name: str | None
    otherwise: Mapping[str, str]


@dataclass
class _Stage:
    level: Level
    number: int
    rules: list[str] = field(default_factory=list)


def stage_steps(
    made: Catalogue,
    prefix: str,
    wanted: Mapping[Level, Sequence[str]],
    given: Mapping[Level, Table],
    finish: Mapping[Level, Sequence[str]] | None = None,
) -> list[Step]:
    """Steps whose last ones write `<prefix>_<level>` with the wanted facts, for each level of `wanted`.

    `finish` gives, for a level, the SELECT list to write in place of the wanted facts themselves.
    """
    stages = _stages(made, wanted, given, finish or {})
    tables = dict(given)
    steps: list[Step] = []
    for position, stage in enumerate(stages):
        later = stages[position + 1 :]
        is_last = all(one.level != stage.level for one in later)
        kept = _kept(made, stage, later, wanted, tables)
        sealed = is_last and stage.level in wanted
        name = f"{prefix}_{stage.level.name}" + ("" if is_last else f"_{stage.number}")
        columns = (finish or {}).get(stage.level) if sealed else None
        steps.append(_step(made, name, stage, kept, tables, columns, sealed))
        tables[stage.level] = Table(stage.level, name, frozenset(kept))
    return steps


def _stages(
    made: Catalogue,
    wanted: Mapping[Level, Sequence[str]],
    given: Mapping[Level, Table],
    finished: Iterable[Level],
) -> list[_Stage]:
    """The rules by level and number; a level that is wanted ends when all that it is to hold is there.

    A finished level's last table no longer has its facts as columns, so it comes after all who ask for them.
    """
    numbers = _numbers(made, wanted, {fact for table in given.values() for fact in _facts(table)})
    stages: dict[int, _Stage] = {}
    for name, number in numbers.items():
        stages.setdefault(number, _Stage(made.level_of(name), number)).rules.append(name)
    ends: dict[Level, int] = {}
    for level in (person, family, household):
        if level in wanted:
            ends[level] = _end(made, level, wanted, numbers, ends, level in finished)
            stages.setdefault(ends[level], _Stage(level, ends[level]))
    return [stages[number] for number in sorted(stages)]


def _end(
    made: Catalogue,
    level: Level,
    wanted: Mapping[Level, Sequence[str]],
    numbers: Mapping[str, int],
    before: Mapping[Level, int],
    finished: bool,
) -> int:
    """The stage that writes the level's last table; a finished one comes after the ends in `before`.

    It also waits for every rule that asks for a fact of the level, were it one that was given: the last table
    of a finished level holds no facts to ask for.
    """
    waits = [
        _reachable(numbers[name], made.level_of(name), level) for name in wanted[level] if name in numbers
    ]
    if finished or level == person:
        waits += [
            _reachable(number, made.level_of(name), level)
            for name, number in numbers.items()
            if made.level_of(name) != level
            and any(
                (finished or need in numbers) and made.level_of(need) == level
                for need in made.rules[name].needs
            )
        ]
    if finished:
        waits += [_reachable(number, other, level) for other, number in before.items()]
    return max(waits, default=ORDER.index(level))


def _numbers(made: Catalogue, wanted: Mapping[Level, Sequence[str]], there: set[str]) -> dict[str, int]:
    """The stage of each rule that is to be worked out."""
    numbers: dict[str, int] = {}
    for name in made.stands_on(name for names in wanted.values() for name in names):
        if name in there:
            continue
        level = made.level_of(name)
        own = ORDER.index(level)
        waits = [
            _reachable(numbers[need], made.level_of(need), level)
            for need in made.rules[name].needs
            if need in numbers
        ]
        numbers[name] = max(waits, default=own)
    return numbers


def _reachable(number: int, source: Level, target: Level) -> int:
    """The first stage of `target` at which what was worked out at `number` is there."""
    if source == target:
        return number
    later = number + 1
    while ORDER[later % len(ORDER)] != target:
        later += 1
    return later


def _facts(table: Table) -> set[str]:
    return {*table.facts, *(fact for joined in table.joined for fact in joined.otherwise)}


def _kept(
    made: Catalogue,
    stage: _Stage,
    later: Sequence[_Stage],
    wanted: Mapping[Level, Sequence[str]],
    tables: Mapping[Level, Table],
) -> list[str]:
    """The facts that somebody still asks this level for, those from before first."""
    wanted_here = wanted.get(stage.level, ())
    asked = {name for names in wanted.values() for name in names}
    asked.update(need for one in later for rule in one.rules for need in made.rules[rule].needs)
    own = [name for name in (*sorted(_facts(tables[stage.level])), *stage.rules) if name in asked]
    is_last = all(one.level != stage.level for one in later)
    return [*own, *(name for name in wanted_here if is_last and name not in own)]


def _step(
    made: Catalogue,
    name: str,
    stage: _Stage,
    kept: Sequence[str],
    tables: Mapping[Level, Table],
    columns: Sequence[str] | None,
    sealed: bool,
) -> Step:
    needs: list[str] = []
    text = _select(made, stage, kept, tables, needs)
    if columns is not None:
        text = f"select {', '.join([*KEYS[stage.level], *columns])} from ({text}) as finished"
    meaning = f"What the rules say of each {stage.level.name}: {len(stage.rules)} facts worked out here."
    return Step(name, meaning, tuple(needs), lambda *_: text, UNIQUE[stage.level], sealed)


def _select(
    made: Catalogue, stage: _Stage, kept: Sequence[str], tables: Mapping[Level, Table], needs: list[str]
) -> str:
    own = _facts(tables[stage.level])
    asked = {need for rule in stage.rules for need in made.rules[rule].needs if need not in stage.rules}
    asked.update(name for name in kept if name not in own and name not in stage.rules)
    taken = [name for name in sorted(own) if name in asked or name in kept]
    places, gathered = _gathered(made, stage, tables, needs)
    passed = {
        level: sorted(name for name in asked if name in _facts(tables[level]))
        for level in ORDER
        if level != stage.level and _goes_down(level, stage.level)
    }
    inner = _joined(stage.level, taken, passed, tables, places, gathered, needs)
    for layer in _layers(made, stage):
        worked_out = ", ".join(
            f"cast({sql(made.rules[rule].node, places)} as {made.rules[rule].type.sql}) as {rule}"
            for rule in layer
        )
        inner = f"select *, {worked_out} from ({inner}) as layer"
    return f"select {', '.join([*KEYS[stage.level], *kept])} from ({inner}) as last_layer"


def _goes_down(source: Level, target: Level) -> bool:
    return target == person or (target == family and source == household)


def _gathered(
    made: Catalogue, stage: _Stage, tables: Mapping[Level, Table], needs: list[str]
) -> tuple[dict[Node, str], str]:
    """The columns in which each aggregate stands, and the SELECT that gathers persons for them."""
    columns: dict[str, str] = {}
    places: dict[Node, str] = {}
    for rule in stage.rules:
        for node in made.rules[rule].node.aggregates:
            text = aggregate_sql(node)
            places[node] = columns.setdefault(text, f"gathered_{len(columns)}")
    if not columns:
        return {}, ""
    key = UNIQUE[stage.level][0]
    listed = ", ".join(f"{text} as {column}" for text, column in columns.items())
    asked = {name for node in places for name in node.names}
    source = _table_sql(tables[person], sorted(asked), needs)
    return places, f"select {key}, {listed} from ({source}) as member where {key} is not null group by {key}"


def _joined(
    level: Level,
    taken: Sequence[str],
    passed: Mapping[Level, Sequence[str]],
    tables: Mapping[Level, Table],
    places: Mapping[Node, str],
    gathered: str,
    needs: list[str],
) -> str:
    """The level's own table with what is passed down to it and gathered for it."""
    columns = [f"own.{name}" for name in (*KEYS[level], *taken)]
    joins = ""
    for other, names in passed.items():
        if names:
            key = UNIQUE[other][0]
            columns += [f"{other.name}_facts.{name}" for name in names]
            source = _table_sql(tables[other], names, needs)
            joins += f" left join ({source}) as {other.name}_facts on {other.name}_facts.{key} = own.{key}"
    if gathered:
        key = UNIQUE[level][0]
        nodes = {column: node for node, column in places.items()}
        columns += [_or_of_nobody(column, nodes[column], key) for column in sorted(nodes)]
        joins += f" left join ({gathered}) as gathered on gathered.{key} = own.{key}"
    source = _table_sql(tables[level], taken, needs)
    return f"select {', '.join(columns)} from ({source}) as own{joins}"


def _or_of_nobody(column: str, node: Node, key: str) -> str:
    """An aggregate's column; where nobody was gathered, what it is for nobody."""
    of_nobody = literal_sql(compiled(node)({}, ()), node.type)
    return f"case when gathered.{key} is null then {of_nobody} else gathered.{column} end as {column}"


def _table_sql(table: Table, names: Sequence[str], needs: list[str]) -> str:
    """These facts of a table, with its keys."""
    _ask_for(table.name, needs)
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
    return f"select {', '.join(columns)} from {table.name} as base{joins}"


def _ask_for(table: str, needs: list[str]) -> None:
    if table not in needs:
        needs.append(table)


def _layers(made: Catalogue, stage: _Stage) -> list[list[str]]:
    """The stage's rules in layers: each needs only layers before it."""
    depth: dict[str, int] = {}
    layers: list[list[str]] = []
    for rule in stage.rules:
        depth[rule] = 1 + max((depth[need] for need in made.rules[rule].needs if need in depth), default=-1)
        while len(layers) <= depth[rule]:
            layers.append([])
        layers[depth[rule]].append(rule)
    return layers
