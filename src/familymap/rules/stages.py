"""From a catalogue to steps: rules worked out level by level, each table with just what is needed of it.

A rule over persons comes before the household or family rule that adds persons up, and that before the rule
over persons to whom it is passed down. So the rules fall into stages: persons, households, families, and
persons again. Within a stage they stand in layers of one nested SELECT.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

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
    """A table of a level and the facts in it; `joined` are further facts about some of its persons.

    With `select` no table is written: what it selects from the tables `reads` stands for it.
    """

    level: Level
    name: str
    facts: frozenset[str]
    joined: Sequence["Joined"] = ()
    select: str = ""
    reads: Sequence[str] = ()


@dataclass(frozen=True)
class Joined:
    """A table of facts about some persons; `otherwise` is what each fact is for all the others (SQL).

    Without a name there is no table and the facts are `otherwise` for everybody.
    """

    name: str | None
    otherwise: Mapping[str, str]


@dataclass
class _Stage:
    """`rules` can be worked out here first; `told` are those its table works out, some of them once more.

    With `is_kept` the later stages of its level begin with its table; with `is_finished` its table holds no
    facts but what `finish` says.
    """

    level: Level
    number: int
    rules: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    is_last: bool = False
    is_kept: bool = False
    is_finished: bool = False

    @property
    def has_table(self) -> bool:
        return bool(self.told) or self.is_last or self.is_kept


@dataclass(frozen=True)
class _Gathered:
    """The table and column in which an aggregate stands worked out."""

    table: str
    column: str


def stage_steps(
    made: Catalogue,
    prefix: str,
    wanted: Mapping[Level, Sequence[str]],
    given: Mapping[Level, Table],
    finish: Mapping[Level, Sequence[str]] | None = None,
) -> list[Step]:
    """Steps whose last ones write `<prefix>_<level>` with the wanted facts, for each level of `wanted`.

    `finish` gives, for a level, the SELECT list to write in place of the wanted facts themselves.

    A stage begins with the level's given table and works out again what it needs of the level's earlier
    rules: that costs less than to write facts for later and read them back, so a table between holds only
    what other levels ask for. Two things are written once and kept: what was gathered of persons, and the
    first table of persons where they are joined from many tables.
    """
    finish = finish or {}
    stages = _stages(made, wanted, given, finish)
    latest, first = dict(given), dict(given)
    gathered: dict[Level, dict[Node, _Gathered]] = {level: {} for level in ORDER}
    steps: list[Step] = []
    for position, stage in enumerate(stages):
        level = stage.level
        name = f"{prefix}_{level.name}" + ("" if stage.is_last else f"_{stage.number}")
        steps += _gathering(f"{name}_gathered", made, stage, latest[person], gathered[level])
        if not stage.has_table:
            continue
        facts = _kept(made, stage, stages[position + 1 :], wanted, first[level])
        needs: list[str] = []
        text = _select(made, stage, facts, {**latest, level: first[level]}, gathered[level], needs)
        table = Table(level, name, frozenset(facts))
        is_sealed = stage.is_last and level in wanted
        if level == person and not stage.is_kept and not is_sealed and needs == [first[level].name]:
            latest[level] = replace(table, select=text, reads=needs)
            continue
        if stage.is_finished:
            text = f"select {', '.join([*KEYS[level], *finish[level]])} from ({text}) as finished"
        else:
            latest[level] = table
        if stage.is_kept:
            first[level] = table
        steps.append(_step(name, stage, text, needs, is_sealed))
    return steps


def _step(name: str, stage: _Stage, text: str, needs: Sequence[str], is_sealed: bool) -> Step:
    """The step that writes a stage's table.

    Sorting also parts the joins of many tables from the writing, so that they do not share the memory; what
    is neither that nor sealed stays unsorted.
    """
    meaning = f"What the rules say of each {stage.level.name}: {len(stage.told)} facts worked out here."
    key = UNIQUE[stage.level] if is_sealed or stage.is_kept else ()
    return Step(name, meaning, tuple(needs), lambda *_: text, key, is_sealed)


def _stages(
    made: Catalogue,
    wanted: Mapping[Level, Sequence[str]],
    given: Mapping[Level, Table],
    finished: Collection[Level],
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
            ends[level] = _end(made, level, wanted, numbers, ends if level in finished else {})
            stages.setdefault(ends[level], _Stage(level, ends[level]))
    in_order = [stages[number] for number in sorted(stages)]
    for stage in {one.level: one for one in in_order}.values():
        stage.is_last = True
        stage.is_finished = stage.level in finished and stage.level in wanted
    _tell(made, in_order, wanted, given)
    return in_order


def _tell(
    made: Catalogue,
    stages: Sequence[_Stage],
    wanted: Mapping[Level, Sequence[str]],
    given: Mapping[Level, Table],
) -> None:
    """Settle what each table works out; the last stage first, for what is asked of a table comes after it."""
    there = {level: _facts(table) for level, table in given.items()}
    persons = [stage for stage in stages if stage.level == person]
    if persons and given[person].joined:
        persons[0].is_kept, persons[0].told = True, persons[0].rules
        there[person] = there[person].union(persons[0].rules)
    for position, stage in reversed(list(enumerate(stages))):
        if not stage.is_kept:
            asked = _asked_of(made, stage, stages[position + 1 :], wanted)
            stage.told = _own_rules(made, stage.level, asked, there[stage.level])


def _own_rules(made: Catalogue, level: Level, asked: Iterable[str], there: Collection[str]) -> list[str]:
    """The rules of a level to be worked out for what is asked, where some facts are there."""
    rules: set[str] = set()
    waiting = list(asked)
    while waiting:
        name = waiting.pop()
        if name not in there and name not in rules and made.level_of(name) == level:
            rules.add(name)
            waiting += made.rules[name].needs
    return [name for name in made.rules if name in rules]


def _asked_of(
    made: Catalogue, stage: _Stage, later: Sequence[_Stage], wanted: Mapping[Level, Sequence[str]]
) -> set[str]:
    """What is asked of a stage's table: by the stages after it, until another table takes its place."""
    asked = set(wanted.get(stage.level, ())) if stage.is_last else set()
    for one in later:
        if one.level != stage.level or stage.is_kept:
            asked |= _needs(made, one)
            asked.update(wanted.get(one.level, ()) if one.is_last else ())
        elif one.has_table and not one.is_finished:
            break
    return asked


def _needs(made: Catalogue, stage: _Stage) -> set[str]:
    """What a stage asks for: facts of persons for what it gathers, others for what its table works out."""
    gathered = {
        fact for rule in stage.rules for node in made.rules[rule].node.aggregates for fact in node.names
    }
    told = {need for rule in stage.told for need in made.rules[rule].needs}
    return gathered | {need for need in told if stage.level == person or made.level_of(need) != person}


def _end(
    made: Catalogue,
    level: Level,
    wanted: Mapping[Level, Sequence[str]],
    numbers: Mapping[str, int],
    before: Mapping[Level, int],
) -> int:
    """The stage that writes the level's last table; `before`: ends of levels that ask for its facts."""
    waits = [
        _reachable(numbers[name], made.level_of(name), level) for name in wanted[level] if name in numbers
    ]
    if before or level == person:
        waits += [
            _reachable(number, made.level_of(name), level)
            for name, number in numbers.items()
            if made.level_of(name) != level
            and any(need in numbers and made.level_of(need) == level for need in made.rules[name].needs)
        ]
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
    begins_with: Table,
) -> list[str]:
    """The facts that a stage's table holds: those that are wanted in the order in which they are."""
    asked = _asked_of(made, stage, later, wanted)
    own = [name for name in (*sorted(_facts(begins_with)), *stage.told) if name in asked]
    return list(dict.fromkeys([*(wanted.get(stage.level, ()) if stage.is_last else ()), *own]))


def _select(
    made: Catalogue,
    stage: _Stage,
    kept: Sequence[str],
    tables: Mapping[Level, Table],
    gathered: Mapping[Node, _Gathered],
    needs: list[str],
) -> str:
    own = _facts(tables[stage.level])
    asked = {need for rule in stage.told for need in made.rules[rule].needs if need not in stage.told}
    asked.update(name for name in kept if name not in own and name not in stage.told)
    taken = [name for name in sorted(own) if name in asked or name in kept]
    passed = {
        level: sorted(name for name in asked if name in _facts(tables[level]))
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


def _gathering(
    name: str, made: Catalogue, stage: _Stage, persons: Table, gathered: dict[Node, _Gathered]
) -> list[Step]:
    """The step that gathers persons for a stage's rules, if they ask for any; `gathered` learns where.

    It is a step of its own, so that its groups and the joins after it do not share the memory.
    """
    columns: dict[str, str] = {}
    asked: set[str] = set()
    for node in (node for rule in stage.rules for node in made.rules[rule].node.aggregates):
        column = columns.setdefault(aggregate_sql(node), f"gathered_{stage.number}_{len(columns)}")
        gathered[node] = _Gathered(name, column)
        asked.update(node.names)
    if not columns:
        return []
    key = UNIQUE[stage.level][0]
    needs: list[str] = []
    source = _table_sql(persons, sorted(asked), needs)
    listed = ", ".join(f"{text} as {column}" for text, column in columns.items())
    text = f"select {key}, {listed} from ({source}) as member where {key} is not null group by {key}"
    meaning = f"What the members of each {stage.level.name} are together: {len(columns)} counts and sums."
    return [Step(name, meaning, tuple(needs), lambda *_: text, sealed=False)]


def _joined(
    level: Level,
    taken: Sequence[str],
    passed: Mapping[Level, Sequence[str]],
    tables: Mapping[Level, Table],
    places: Mapping[Node, _Gathered],
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


def _or_of_nobody(place: _Gathered, node: Node, key: str) -> str:
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


def _layers(made: Catalogue, stage: _Stage) -> list[list[str]]:
    """The rules a stage works out, in layers: each needs only layers before it."""
    depth: dict[str, int] = {}
    layers: list[list[str]] = []
    for rule in stage.told:
        depth[rule] = 1 + max((depth[need] for need in made.rules[rule].needs if need in depth), default=-1)
        while len(layers) <= depth[rule]:
            layers.append([])
        layers[depth[rule]].append(rule)
    return layers
