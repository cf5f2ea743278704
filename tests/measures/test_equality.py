"""One definition, several uses: sealed by SQL, for one family, under a reform, on Spark – all alike.

Nothing may differ, in no fact of no family of a made-up country.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from familymap import rulebook
from familymap.declarations import BadDeclaration
from familymap.engine.base import Engine
from familymap.engine.duckdb_engine import DuckDBEngine, quoted
from familymap.engine.spark_engine import SparkEngine
from familymap.engine.steps import PlannedStep, Step, plan
from familymap.engine.store import checksum
from familymap.measures.answers import answer, units
from familymap.measures.assessment import assessment_steps
from familymap.measures.one_family import Row, SealedFamily, as_given
from familymap.portrait.steps import portrait_steps
from familymap.rulebook import rules_on
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import family, household, person
from familymap.rules.direct import compiled
from familymap.rules.unit import Evaluation, OneFamily
from familymap.rules.values import Stored, Type, stored
from tests.measures.drawn import AS_OF, ASSESSMENT, DECLARED, PORTRAIT, Drawn, carry_out, engine_in
from tests.quick_spark import quick_spark

pytestmark = pytest.mark.slow

LEVEL_TABLES = {person: "portrait_person", family: "portrait_family", household: "portrait_household"}


def rows(drawn: Drawn, table: str) -> list[dict[str, Any]]:
    """A table of the run as mappings."""
    return read(f"read_parquet({quoted(drawn.folder / f'{table}.parquet')})")


def read(source: str) -> list[dict[str, Any]]:
    answer = duckdb.sql(f"select * from {source}")
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.fetchall()]


def by(found: Sequence[Row], key: str) -> dict[Any, list[Row]]:
    groups = defaultdict(list)
    for row in found:
        groups[row[key]].append(row)
    return groups


class Sealed:
    """Every family of the run as an explanation reads it, from tables read once."""

    def __init__(self, drawn: Drawn) -> None:
        self.persons = rows(drawn, "portrait_person")
        self.members = by(self.persons, "family_id")
        self.at_home = by(self.persons, "household_id")
        self.of_family = {row["family_id"]: row for row in rows(drawn, "portrait_family")}
        self.of_household = {row["household_id"]: row for row in rows(drawn, "portrait_household")}
        self.assessed_person = {row["person_id"]: row for row in rows(drawn, "assessment_person")}
        self.assessed_family = by(rows(drawn, "assessment_family"), "family_id")
        self.assessed_household = by(rows(drawn, "assessment_household"), "household_id")

    def families(self) -> Iterator[SealedFamily]:
        for family_id, of_family in self.of_family.items():
            members = self.members[family_id]
            home = of_family["household_id"]
            addresses = {row["household_id"] for row in members} - {None}
            housemates = self.at_home[home] if home is not None else []
            yield SealedFamily(
                family_id,
                home,
                members,
                [row for row in housemates if row["family_id"] != family_id],
                of_family,
                {address: self.of_household[address] for address in addresses},
                {
                    person: [self.assessed_person[row["person_id"]] for row in members],
                    family: self.assessed_family[family_id],
                    household: self.assessed_household[home] if home is not None else [],
                },
            )


class Comparison:
    """How many values were equal, and the first that were not."""

    def __init__(self) -> None:
        self.equal: Counter[str] = Counter()
        self.faults: list[str] = []

    def of(self, kind: str, name: str, whose: str, sealed: object, directly: object) -> None:
        if sealed == directly and type(sealed) is type(directly):
            self.equal[kind] += 1
        else:
            self.faults.append(f"{name} of {whose}: {sealed!r} sealed, {directly!r} directly")

    def told(self) -> str:
        parts = [f"{count:,} {kind}" for kind, count in self.equal.items()]
        return f"{self.equal.total():,} values are equal: {', '.join(parts)}"


def test_every_family_worked_out_by_itself_is_what_was_sealed(
    drawn: Drawn, capsys: pytest.CaptureFixture[str]
) -> None:
    """Facts, deprivations and answers, from what the registers and the rooms before say of the family."""
    made, sealed, seen = drawn.made, Sealed(drawn), Comparison()
    evaluation = Evaluation(made)
    worked_out = {
        level: [
            name
            for name, settled in made.rules.items()
            if settled.rule.level == level and not settled.rule.register and settled.rule.kind != "asked"
        ]
        for level in LEVEL_TABLES
    }
    homes: set[int] = set()
    for one_sealed in sealed.families():
        one = evaluation.complete(as_given(made, one_sealed))
        who = f"family {one_sealed.family_id}"
        for row, facts in zip(one_sealed.members, one.members, strict=True):
            compare(seen, worked_out[person], f"person {row['person_id']} in {who}", row, facts)
        compare(seen, worked_out[family], who, one_sealed.family, one.family)
        if one_sealed.household_id is not None and one_sealed.household_id not in homes:
            home = one_sealed.households[one_sealed.household_id]
            homes.add(one_sealed.household_id)
            compare(seen, worked_out[household], f"household of {who}", home, one.household)
        for measure in made.measures.values():
            for unit in units(measure, one):
                was = one_sealed.sealed(measure, unit.place)
                if was is not None:
                    seen.of("answers", measure.name, who, was, answer(measure, unit.facts))
    for address in set(sealed.of_household) - homes:
        row = sealed.of_household[address]
        given = {name: row[name] for name in made.base[household]}
        alone = OneFamily([], {}, given, [dict(one) for one in sealed.at_home[address]])
        evaluation.complete(alone)
        compare(seen, worked_out[household], f"household {address}", row, alone.household)
    with capsys.disabled():
        print(f"\n{len(sealed.persons):,} people, {len(sealed.of_family):,} families: {seen.told()}")
    assert not seen.faults, "\n".join(seen.faults[:20])
    assert seen.equal.total() > 500_000


def compare(seen: Comparison, names: Sequence[str], whose: str, row: Row, facts: Row) -> None:
    """The facts that the portrait holds; conditions and amounts are in the answers."""
    for name in names:
        if name in row:
            seen.of("facts", name, whose, row[name], facts[name])


def test_what_registers_say_of_everybody_read_row_by_row(
    drawn: Drawn, capsys: pytest.CaptureFixture[str]
) -> None:
    made, seen = drawn.made, Comparison()
    everybody = rows(drawn, "portrait_person")
    for name, register in made.registers.items():
        kept = drawn.files([name])[name]
        delivered = read(f"read_parquet([{', '.join(quoted(file) for file in kept)}])")
        by_key = {row[register.key]: in_stored_form(row, register.columns) for row in delivered}
        for role in register.roles:
            rules = {
                fact: compiled(settled.node, 0 if register.absence_is_none else None)
                for fact, settled in made.rules.items()
                if (settled.rule.register, settled.rule.role) == (name, role)
            }
            if not rules:
                continue
            link = f"link_{name}" if role == "person" else f"link_{name}_{role}"
            told_of = by([row for row in rows(drawn, link) if row["person_id"] is not None], "person_id")
            for one in everybody:
                own = [by_key[row["source_key"]] for row in told_of.get(one["person_id"], ())]
                for fact, evaluate in rules.items():
                    value = evaluate({}, own)
                    seen.of(f"of {name}", fact, f"person {one['person_id']}", one[fact], value)
    with capsys.disabled():
        print(f"\n{seen.told()}")
    assert not seen.faults, "\n".join(seen.faults[:20])
    assert seen.equal.total() > 100_000


def in_stored_form(row: Row, columns: dict[str, Type]) -> dict[str, Stored]:
    return {name: stored(row[name], of) for name, of in columns.items()}


def steps_of(drawn: Drawn, made: Catalogue) -> list[PlannedStep]:
    """Portrait and assessment under these rules, over the tables of the run."""
    steps: list[Step] = [*portrait_steps(made, ()), *assessment_steps(made)]
    own = {step.name for step in steps}
    values = {
        "as_of": drawn.order.as_of,
        "family_rules": DECLARED.family_rules,
        "village_codes": DECLARED.village_codes,
    }
    tables = {step.name for step in drawn.order.planned} | {*drawn.order.inputs, *drawn.order.empty_inputs}
    return plan(steps, tables - own, values)


def work_out(drawn: Drawn, made: Catalogue, engine: Engine, folder: Path) -> None:
    """Portrait and assessment under these rules into a folder, beginning with the tables of the run."""
    planned = steps_of(drawn, made)
    own = {step.name for step in planned}
    there = drawn.files({name for step in planned for name in step.reads} - own)
    carry_out(engine, replace(drawn.order, planned=planned), folder, [*PORTRAIT, *ASSESSMENT], there)


def test_a_reform_that_changes_nothing_gives_the_same_bytes(drawn: Drawn, tmp_path: Path) -> None:
    own = rulebook.parameters(DECLARED)
    reform = rules_on(DECLARED, drawn.order.as_of, changed_parameters=own)
    with engine_in(tmp_path) as engine:
        work_out(drawn, reform, engine, tmp_path / "tables")
    for table in (*PORTRAIT, *ASSESSMENT):
        name = f"{table}.parquet"
        assert checksum(tmp_path / "tables" / name) == checksum(drawn.folder / name), table


def test_a_reform_changes_what_stands_on_it_and_nothing_else(drawn: Drawn, tmp_path: Path) -> None:
    """A tenth more for large families: their amounts, and no fact, no answer, no other amount."""
    multiples = rulebook.parameters(DECLARED)["large_family_multiples"]
    raised = replace(
        multiples,
        values=[
            replace(
                dated,
                table={key: None if one is None else one * 11 // 10 for key, one in dated.table.items()},
            )
            for dated in multiples.values
        ],
    )
    reform = rules_on(DECLARED, drawn.order.as_of, {"large_family_multiples": raised})
    with engine_in(tmp_path) as engine:
        work_out(drawn, reform, engine, tmp_path / "tables")
    changed: Counter[str] = Counter()
    for table in (*PORTRAIT, *ASSESSMENT[:-1]):
        name = f"{table}.parquet"
        before, after = read(quoted(drawn.folder / name)), read(quoted(tmp_path / "tables" / name))
        for one, other in zip(before, after, strict=True):
            changed.update(column for column, value in one.items() if other[column] != value)
    assert changed["large_family_amount"] > 0
    assert set(changed) <= {f"large_family_{what}" for what in ("amount", "at_least", "at_most")}


def test_a_reform_of_nothing_that_is_there_is_refused() -> None:
    own = rulebook.parameters(DECLARED)["month_index"]
    with pytest.raises(BadDeclaration, match="month_indx"):
        rules_on(DECLARED, AS_OF, {"month_indx": own})


@pytest.mark.spark
def test_spark_gives_the_same_tables(
    drawn: Drawn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Portrait and assessment; people, families and base facts are in tests/test_pipeline.py."""
    spark = quick_spark(tmp_path / "spill")
    try:
        work_out(drawn, drawn.made, spark, tmp_path / "spark")
    finally:
        spark.close()
    values = 0
    for table in (*PORTRAIT, *ASSESSMENT):
        one = f"read_parquet({quoted(drawn.folder / f'{table}.parquet')})"
        other = f"read_parquet({quoted(tmp_path / 'spark' / f'{table}.parquet' / '*.parquet')})"
        described = duckdb.sql(f"describe from {one}").fetchall()
        assert described == duckdb.sql(f"describe from {other}").fetchall(), table
        [(difference,)] = duckdb.sql(
            f"select count(*) from ((from {one} except all from {other}) union all "
            f"(from {other} except all from {one}))"
        ).fetchall()
        assert difference == 0, table
        [(count,)] = duckdb.sql(f"select count(*) from {one}").fetchall()
        values += count * len(described)
    with capsys.disabled():
        print(f"\n{values:,} values are equal on {DuckDBEngine.name} and {SparkEngine.name}")
