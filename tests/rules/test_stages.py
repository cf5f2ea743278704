"""Random families: the tables that the stages write hold what the direct evaluation says, fact by fact."""

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from familymap.engine.steps import Step, plan
from familymap.rules import family, household, person
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Level
from familymap.rules.direct import compiled
from familymap.rules.sources import of_silence, source_facts
from familymap.rules.stages import stage_steps
from familymap.rules.tables import KEYS, Joined, Table
from familymap.rules.unit import Evaluation, OneFamily
from familymap.rules.values import Stored, Type
from tests.rules.land import AS_OF, BASE, SHED, Facts, land
from tests.rules.probes import ARROW

MADE = land()
WANTED = {level: [name for name in MADE.rules if MADE.level_of(name) == level] for level in BASE}
KEY_COLUMN = {person: "person_id", family: "family_id", household: "household_id"}


@dataclass
class Town:
    """Persons with their family_id and household_id (which may be unknown), families, households."""

    persons: list[Facts] = field(default_factory=list)
    families: list[Facts] = field(default_factory=list)
    households: list[Facts] = field(default_factory=list)

    def of(self, level: Level) -> list[Facts]:
        return {person: self.persons, family: self.families, household: self.households}[level]


wages = st.none() | st.sampled_from([0, -100, 4_499_999, 4_500_000, 4_500_001, 12_000_000])
birthdays = st.none() | st.sampled_from(
    [date(1985, 5, 5), date(2008, 1, 15), date(2008, 1, 16), date(2024, 2, 29), date(2025, 1, 15), AS_OF]
)


@st.composite
def towns(draw: st.DrawFn, housed_together: bool = False) -> Town:
    """Up to four families at up to three addresses; someone may live apart, an address may be empty."""
    town = Town()
    for household_id in (1, 2, 3):
        here = {"household_members": draw(st.none() | st.integers(0, 6)), "dwelling": draw(areas)}
        town.households.append({"household_id": household_id, **here})
    homes = st.none() | st.integers(1, 3)
    for family_id in range(1, draw(st.integers(1, 3)) + 1):
        home = family_id if housed_together else draw(homes)
        size = draw(st.integers(1 if housed_together else 0, 4))
        town.families.append({"family_id": family_id, "household_id": home, "members": size})
        for place in range(size):
            apart = not housed_together and draw(st.integers(0, 3)) == 0
            number = family_id * 10 + place
            town.persons.append(
                {
                    "family_id": family_id,
                    "person_id": number,
                    "household_id": draw(homes) if apart else home,
                    "birth_date": draw(birthdays),
                    "wage": draw(wages),
                    "role": draw(st.sampled_from(["parent", "child", None])),
                    "self": number,
                    "tools": draw(st.none() | st.integers(0, 3)),
                }
            )
    return town


areas = st.none() | st.sampled_from([0, 1_799, 1_800, 3_600, 9_000])


def table_of(rows: Sequence[Facts], columns: Mapping[str, Type | None]) -> pa.Table:
    """Rows as a table; a key has no type of the language."""
    return pa.table(
        {
            name: pa.array([row[name] for row in rows], ARROW[of.sql if of else "bigint"])
            for name, of in columns.items()
        }
    )


def in_sql(duck: duckdb.DuckDBPyConnection, made: Catalogue, steps: Sequence[Step], tables: set[str]) -> None:
    """Every step as a table of its own."""
    for planned in plan(steps, tables, {}):
        duck.execute(f"create or replace table {planned.name} as {planned.sql}")


def given_tables(
    duck: duckdb.DuckDBPyConnection, town: Town, without: frozenset[str] = frozenset()
) -> dict[Level, Table]:
    """The town's base tables; the facts over the shed stand in a table of their own for some persons."""
    given_here = {}
    for level, facts in BASE.items():
        keys = dict.fromkeys(KEYS[level])
        table = table_of(town.of(level), {**keys, **facts})
        duck.register("offered", table)
        duck.execute(f"create or replace table {level.name}_base as select * from offered")
        given_here[level] = Table(level, f"{level.name}_base", frozenset(facts))
    with_tools = [one for one in town.persons if one["tools"] is not None]
    duck.register("offered", table_of(with_tools, {"person_id": None, "tools": MADE.type_of("tools")}))
    duck.execute("create or replace table tools_of as select * from offered")
    joined = Joined("tools_of", {"tools": "cast(0 as bigint)"})
    given_here[person] = Table(person, "person_base", frozenset(BASE[person]), [joined])
    return given_here


TABLES = {"person_base", "family_base", "household_base", "tools_of"}


def rows_of(duck: duckdb.DuckDBPyConnection, table: str, key: str) -> dict[Stored, Facts]:
    answer = duck.execute(f"select * from {table}")
    names = [column[0] for column in answer.description]
    return {row[names.index(key)]: dict(zip(names, row, strict=True)) for row in answer.fetchall()}


def worked_out(made: Catalogue, town: Town) -> Town:
    """Every rule in the catalogue's order, each for everybody before the next: what the tables must hold."""
    persons = [{**one, "tools": one["tools"] or 0} for one in town.persons]
    done = Town(persons, [dict(one) for one in town.families], [dict(one) for one in town.households])
    nobody = {
        household: dict.fromkeys([*BASE[household], *WANTED[household]]),
        family: dict.fromkeys([*BASE[family], *WANTED[family]]),
    }
    for name, settled in made.rules.items():
        if settled.rule.register:
            continue
        evaluate = compiled(settled.node)
        homes = {one["household_id"]: one for one in done.households}
        families = {one["family_id"]: one for one in done.families}
        for one in done.of(settled.rule.level):
            home = homes.get(one["household_id"], nobody[household])
            if settled.rule.level == person:
                one[name] = evaluate(ChainMap(one, families[one["family_id"]], home), ())
            else:
                key = KEY_COLUMN[settled.rule.level]
                members = [other for other in done.persons if other[key] == one[key]]
                above = home if settled.rule.level == family else {}
                one[name] = evaluate(ChainMap(one, above), members)
    return done


@pytest.fixture(scope="module")
def duck() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


quick = settings(max_examples=60, suppress_health_check=list(HealthCheck))
EMPTY_PLACES = Town(
    families=[{"family_id": 1, "household_id": 1, "members": 0}],
    households=[{"household_id": 1, "household_members": 0, "dwelling": 1_800}],
)


@quick
@given(town=towns())
@example(town=EMPTY_PLACES)
def test_every_fact_of_every_table(duck: duckdb.DuckDBPyConnection, town: Town) -> None:
    steps = stage_steps(MADE, "told", WANTED, given_tables(duck, town))
    in_sql(duck, MADE, steps, TABLES)
    done = worked_out(MADE, town)
    for level, names in WANTED.items():
        told = rows_of(duck, f"told_{level.name}", KEY_COLUMN[level])
        assert len(told) == len(town.of(level))
        for one in done.of(level):
            number = one[KEY_COLUMN[level]]
            faults = [
                f"«{name}» of {level.name} {number} is {told[number][name]!r} in SQL, {one[name]!r} directly"
                for name in names
                if told[number][name] != one[name]
            ]
            assert not faults, "\n".join([*faults, f"  {one}"])


@quick
@given(town=towns(housed_together=True))
def test_one_family_at_a_time(duck: duckdb.DuckDBPyConnection, town: Town) -> None:
    """A family that lives by itself at one address: `OneFamily` is all there is to know."""
    done = worked_out(MADE, town)
    evaluation = Evaluation(MADE)
    homes = {one["household_id"]: one for one in done.households}
    for one in town.families:
        members = [other for other in town.persons if other["family_id"] == one["family_id"]]
        home = {name: homes[one["household_id"]][name] for name in BASE[household]}
        completed = evaluation.complete(
            OneFamily(
                [
                    {
                        name: other[name]
                        for name in (*BASE[person], "tools")
                        if name != "tools" or other[name] is not None
                    }
                    for other in members
                ],
                {"members": one["members"]},
                home,
            )
        )
        expected = next(other for other in done.families if other["family_id"] == one["family_id"])
        for name in WANTED[family]:
            assert completed.family[name] == expected[name], name
        for name in WANTED[household]:
            assert completed.household[name] == homes[one["household_id"]][name], name


@quick
@given(town=towns())
def test_a_later_room_begins_with_the_tables_of_an_earlier_one(
    duck: duckdb.DuckDBPyConnection, town: Town
) -> None:
    """Facts sealed first, conditions and amounts worked out from those tables: equal to all at once.

    The later room also asks, for a family, for a fact of its head's household, and writes its own columns.
    """
    first = {
        level: [*BASE[level], *(name for name in names if MADE.rules[name].rule.kind in ("fact", "asked"))]
        for level, names in WANTED.items()
    }
    in_sql(duck, MADE, stage_steps(MADE, "facts", first, given_tables(duck, town)), TABLES)
    sealed = {level: Table(level, f"facts_{level.name}", frozenset(names)) for level, names in first.items()}
    later = {
        family: [*MEASURE_RULES, "poor_children_here"],
        person: ["is_child", "child_amount"],
    }
    finish = {
        family: [
            "has_a_poor_child and did_not_refuse as due",
            "child_amount as amount",
            "poor_children_here as others",
        ]
    }
    in_sql(
        duck, MADE, stage_steps(MADE, "later", later, sealed, finish), {f"facts_{one.name}" for one in BASE}
    )
    done = worked_out(MADE, town)
    told = rows_of(duck, "later_family", "family_id")
    homes = {one["household_id"]: one["poor_children_here"] for one in done.households}
    for one in done.families:
        answer = told[one["family_id"]]
        conditions = [one["has_a_poor_child"], one["did_not_refuse"]]
        assert answer == {
            "family_id": one["family_id"],
            "household_id": one["household_id"],
            "due": False if False in conditions else None if None in conditions else True,
            "amount": one["child_amount"],
            "others": homes.get(one["household_id"]),
        }
    amounts = {one["family_id"]: one["child_amount"] for one in done.families}
    for answer in rows_of(duck, "later_person", "person_id").values():
        assert answer["child_amount"] == amounts[answer["family_id"]]


MEASURE_RULES = ("has_a_poor_child", "did_not_refuse", "child_amount")


@quick
@given(town=towns())
def test_persons_are_finished_before_their_facts_are_added_up(
    duck: duckdb.DuckDBPyConnection, town: Town
) -> None:
    """What is added up comes from the persons' table of before: the finished one no longer holds it."""
    first = {
        level: [*BASE[level], *(name for name in names if MADE.rules[name].rule.kind in ("fact", "asked"))]
        for level, names in WANTED.items()
    }
    in_sql(duck, MADE, stage_steps(MADE, "facts", first, given_tables(duck, town)), TABLES)
    sealed = {level: Table(level, f"facts_{level.name}", frozenset(names)) for level, names in first.items()}
    later = {person: ["is_child"], family: ["has_a_poor_child"]}
    finish = {person: ["is_child as child"], family: ["has_a_poor_child as poor"]}
    steps = stage_steps(MADE, "later", later, sealed, finish)
    assert [step.name for step in steps] == ["later_person", "later_family_gathered", "later_family"]
    in_sql(duck, MADE, steps, {f"facts_{one.name}" for one in BASE})
    told = rows_of(duck, "later_family", "family_id")
    for one in worked_out(MADE, town).families:
        assert told[one["family_id"]]["poor"] == one["has_a_poor_child"]


def test_a_table_between_holds_only_what_others_ask_for(duck: duckdb.DuckDBPyConnection) -> None:
    steps = {one.name: one.build() for one in stage_steps(MADE, "told", WANTED, given_tables(duck, Town()))}
    columns = {name: text.removeprefix("select ").split(" from ")[0] for name, text in steps.items()}
    assert columns["told_family_2"] == "family_id, household_id, members, family_income"
    assert columns["told_person_3"] == "family_id, person_id, household_id, poor_child"


def test_only_what_is_asked_for_is_worked_out(duck: duckdb.DuckDBPyConnection) -> None:
    steps = stage_steps(MADE, "told", {family: ["children"]}, given_tables(duck, EMPTY_PLACES))
    assert [step.name for step in steps] == ["told_person", "told_family_gathered", "told_family"]
    assert [step.sealed for step in steps] == [False, False, True]
    text = " ".join(one.build() for one in steps)
    assert "is_child" in text and "wage" not in text and "tools" not in text
    assert steps[0].needs == ("person_base",)


def test_nobody_speaks_of_a_missing_register() -> None:
    steps, joined = source_facts(MADE, {"shed"})
    assert not steps and joined == [Joined(None, {"tools": "cast(null as bigint)"})]
    assert of_silence(MADE.rules["tools"], SHED) == 0
