"""From a catalogue to steps: rules worked out level by level, each table with just what is needed of it.

A rule over persons comes before the household or family rule that adds persons up, and that before the rule
over persons to whom it is passed down. So the rules fall into stages: persons, households, families, and
persons again. Within a stage they stand in layers of one nested SELECT.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from familymap.engine.steps import Step
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Level, person
from familymap.rules.node import Node
from familymap.rules.stage_plan import Stage, kept_facts, stages_of
from familymap.rules.stage_sql import Gathered, gathering_steps, select_text
from familymap.rules.tables import KEYS, ORDER, UNIQUE, Table


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
    stages = stages_of(made, wanted, given, finish)
    latest, first = dict(given), dict(given)
    gathered: dict[Level, dict[Node, Gathered]] = {level: {} for level in ORDER}
    steps: list[Step] = []
    for position, stage in enumerate(stages):
        level = stage.level
        name = f"{prefix}_{level.name}" + ("" if stage.is_last else f"_{stage.number}")
        steps += gathering_steps(f"{name}_gathered", made, stage, latest[person], gathered[level])
        if not stage.has_table:
            continue
        facts = kept_facts(made, stage, stages[position + 1 :], wanted, first[level])
        needs: list[str] = []
        text = select_text(made, stage, facts, {**latest, level: first[level]}, gathered[level], needs)
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


def _step(name: str, stage: Stage, text: str, needs: Sequence[str], is_sealed: bool) -> Step:
    """The step that writes a stage's table.

    Sorting also parts the joins of many tables from the writing, so that they do not share the memory; what
    is neither that nor sealed stays unsorted.
    """
    meaning = f"What the rules say of each {stage.level.name}: {len(stage.told)} facts worked out here."
    key = UNIQUE[stage.level] if is_sealed or stage.is_kept else ()
    return Step(name, meaning, tuple(needs), lambda *_: text, key, is_sealed)
