"""Facts over a register's rows as steps: one table per register and role, one row per person it speaks of."""

from collections.abc import Collection, Mapping
from itertools import groupby

from familymap.engine.steps import Step
from familymap.rules.catalogue import Catalogue, Register, SettledRule
from familymap.rules.direct import compiled
from familymap.rules.flags import Flags
from familymap.rules.sql import aggregate_sql, sql
from familymap.rules.tables import Joined
from familymap.rules.values import Stored, Type, literal_sql

SOLE_ROLE = "person"
"""The role in a register that names one person a row."""


def source_facts(made: Catalogue, missing: Collection[str]) -> tuple[list[Step], list[Joined]]:
    """The steps that gather the registers' rows, and how their facts join the persons.

    Of a register in `missing` nothing was delivered: its facts are unknown for everybody.
    """
    steps: list[Step] = []
    joined: list[Joined] = []
    over_rows = [settled for settled in made.rules.values() if settled.rule.register]
    over_rows.sort(key=lambda settled: (settled.rule.register, settled.rule.role))
    for (name, role), group in groupby(over_rows, lambda one: (one.rule.register, one.rule.role)):
        rules, register = list(group), made.registers[name]
        if name in missing:
            joined.append(Joined(None, {one.rule.name: literal_sql(None, one.type) for one in rules}))
            continue
        made_step = _source_step(register, role, rules)
        steps.append(made_step)
        joined.append(
            Joined(
                made_step.name,
                {one.rule.name: literal_sql(of_silence(one, register), one.type) for one in rules},
            )
        )
    return steps, joined


def of_silence(settled: SettledRule, register: Register) -> Stored:
    """What a fact is for a person of whom a delivered register says nothing."""
    return compiled(settled.node, _matched_none(register))({}, ())


def of_rows(settled: SettledRule, register: Register, rows: list[Mapping[str, Stored]]) -> Stored:
    """What a fact is for a person of whom the register has these rows (in stored form)."""
    return compiled(settled.node, _matched_none(register))({}, rows)


def _matched_none(register: Register) -> Stored:
    return 0 if register.absence_is_none else None


def _source_step(register: Register, role: str, rules: list[SettledRule]) -> Step:
    link = f"link_{register.name}" if role == SOLE_ROLE else f"link_{register.name}_{role}"
    empty = "" if register.absence_is_none else "null"
    columns = dict.fromkeys(name for one in rules for name in one.node.names)
    listed = "".join(f", {_stored_sql(name, register.columns[name])} as {name}" for name in columns)
    flags = Flags()
    gathered = [
        f"cast({sql(one.node, {node: aggregate_sql(node, flags, empty) for node in one.node.aggregates})} "
        f"as {one.type.sql}) as {one.rule.name}"
        for one in rules
    ]
    text = (
        f"select {', '.join(['person_id', *flags.columns, *gathered])} "
        f"from (select spoken_of.person_id{listed} "
        f"from {register.name} as delivered join {link} as spoken_of "
        f"on spoken_of.source_key = delivered.{register.key} "
        "where spoken_of.person_id is not null) as row_of "
        "group by person_id"
    )
    meaning = f"What the register {register.name} says of each person it names as {role}."
    return Step(
        f"source_{register.name}_{role}",
        meaning,
        (register.name, link),
        lambda *_: text,
        sealed=False,
    )


def _stored_sql(name: str, of: Type) -> str:
    """A register's column in stored form."""
    column = f"delivered.{name}"
    if of.scale > 1:
        return f"cast({column} * {of.scale} as bigint)"
    return f"cast({column} as bigint)" if of.sql == "bigint" else column
