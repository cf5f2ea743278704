"""The figures by area say what the totals say, and count people by age and sex."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.steps import plan
from familymap.needs.declaration import BadNeeds
from familymap.needs.figure_declaration import WORDINGS, Figures, checked
from familymap.needs.figures import figure_steps
from tests.needs.country import (
    ASTANA,
    COLUMNS,
    MADE,
    MEASURES,
    NEEDS,
    TOWN,
    VILLAGE,
    Row,
    assessed,
    conditions,
    database_of,
    room_steps,
)
from tests.quick_spark import quick_spark

WORDS = {"kk": "а", "ru": "б", "en": "c"}
WORDING = {"title": WORDS, "plain": WORDS}
CONTENT: dict[str, Any] = {
    "version": 1,
    "ages": [0, 18],
    "counted": {
        "homeless": {"unit": "families", "fact": "deprived_home", "theme": "people", **WORDING},
    },
    "themes": dict.fromkeys(("people", "lacks", "unmet", "gaps", "take_up", "data"), WORDS),
    "wordings": dict.fromkeys(WORDINGS, WORDING),
}
FIGURES = Figures.model_validate(CONTENT)


def answers(chance: Random, level: str, payee: int) -> Row:
    """Random answers for every measure of a level."""
    found: Row = {}
    for measure in (one for one in MEASURES if one.unit.name == level):
        due, received = chance.choice((True, False, None)), chance.choice((True, False, None))
        amount = chance.choice((None, 100, 7_000)) if due is not False else None
        said = conditions(*(due for _ in measure.conditions))
        found |= assessed(measure.name, due, conditions=said, amount=amount, payee=payee, received=received)
    return found


def tables() -> dict[str, list[Row]]:
    """Two hundred families in three places, with something unknown everywhere."""
    chance, made = Random(7), {name: [] for name in COLUMNS}
    for number in range(1, 201):
        area = chance.choice((ASTANA, TOWN, VILLAGE, None))
        family_type, tent = chance.choice(("alone", "together")), chance.choice((True, False, None))
        made["family"].append({"family_id": number, "kato": area, "members": 2, "adults": 1})
        made["portrait_family"].append(
            {"family_id": number, "household_id": number, "family_type": family_type, "members": 2, "line":
            100,
             "income_known": chance.randint(0, 200), "lives_in_a_tent": tent, "deprived_home": tent,
             "deprived_income": chance.choice((True, False, None)), "deprived_company": chance.choice((True,
             None))}
        )  # fmt: skip
        made["household"].append({"household_id": number, "kato": area, "members": 2})
        made["assessment_family"].append(
            {"family_id": number, "household_id": number, **answers(chance, "family", 1)}
        )
        made["assessment_household"].append({"household_id": number, **answers(chance, "household", 1)})
        for person in (1000 + number, 2000 + number):
            keys = {"family_id": number, "person_id": person, "household_id": number}
            made["portrait_person"].append({**keys, "age": chance.choice((0, 5, 40, None))})
            made["assessment_person"].append({**keys, **answers(chance, "person", person)})
    return made


@pytest.fixture(scope="module")
def database() -> Any:
    made = database_of(tables())
    made.execute("alter table portrait_person add column area varchar")
    made.execute("alter table portrait_person add column sex varchar")
    made.execute(
        f"update portrait_person set area = case when person_id % 2 = 0 then '{TOWN}' end, "
        "sex = case when person_id % 3 = 0 then 'F' else 'M' end"
    )
    steps = figure_steps(MADE, NEEDS, FIGURES, [])
    for planned in plan([*room_steps(), *steps], COLUMNS, {}):
        made.execute(f"create table {planned.name} as {planned.sql}")
        if planned.key:
            keys = ", ".join(planned.key)
            twice = f"select {keys} from {planned.name} group by all having count(*) > 1"
            assert not made.execute(twice).fetchall(), planned.name
    return made


def rows(database: Any, sql: str) -> set[tuple[Any, ...]]:
    return set(database.execute(sql).fetchall())


def test_gaps_and_take_up_are_those_of_the_totals(database: Any) -> None:
    found = rows(
        database,
        """
        select substr(name, 5), area_level, area, part, sum(lower) from area_figure
        where name like 'gap%' and state in ('gap', 'open') and kind = 'count' group by all""",
    )
    wanted = rows(
        database,
        """
        select measure, area_level, area, family_type,
            families_gap + families_receipt_unknown + families_cannot_tell as n from need_total
        where n > 0 and (area_level <> 'settlement' or family_type = 'all')""",
    )
    assert found == wanted and len(found) > 50
    for name, state, column in (("gap", "gap", "families_gap"), ("take_up", "received", "families_received")):
        counted = rows(
            database,
            f"""
            select substr(name, {len(name) + 2}), area, part, lower from area_figure
            where name like '{name}%' and state = '{state}' and kind = 'count' and area_level = 'district'""",
        )
        assert counted == rows(
            database,
            f"""
            select measure, area, family_type, {column} from need_total
            where area_level = 'district' and {column} > 0""",
        )


def test_money_is_that_of_the_totals_and_open_where_a_bound_is_missing(database: Any) -> None:
    found = rows(
        database,
        """
        select substr(name, 5), area_level, area, part, lower, upper from area_figure
        where kind = 'money' and area_level <> 'settlement'""",
    )
    assert found == rows(
        database,
        """
        select measure, area_level, area, family_type, gap_lower, case when gap_unbounded = 0 then gap_upper
        end
        from need_total where area_level <> 'settlement'
            and (gap_lower > 0 or gap_upper > 0 or gap_unbounded > 0)""",
    )


def test_unmet_needs_are_those_of_the_totals_in_families_and_people(database: Any) -> None:
    for kind, column in (("count", "families"), ("people", "people")):
        found = rows(
            database,
            f"""
            select substr(name, 7), area_level, area, part, lower from area_figure
            where name like 'unmet%' and state = 'unmet' and kind = '{kind}'""",
        )
        assert found == rows(
            database,
            f"""
            select indicator, area_level, area, family_type, sum({column}) from unmet_total
            where place in ('received_and_still', 'not_due', 'no_measure')
                and (area_level <> 'settlement' or family_type = 'all') group by all""",
        )


def test_states_never_count_more_than_there_are(database: Any) -> None:
    over = rows(
        database,
        """
        select s.name, s.area, s.part from
            (select name, of, area_level, area, part, sum(lower) as n from area_figure
             where kind = 'count' and of in ('families', 'people', 'households') group by all) s
        left join area_figure b on b.name = s.of and b.state = 'all' and b.kind = 'count'
            and (b.area_level, b.area, b.part) = (s.area_level, s.area, s.part)
        where b.lower is null or s.n > b.lower""",
    )
    assert over == set()


def test_a_family_has_any_gap_when_something_of_it_or_its_household_is_due_and_missed(database: Any) -> None:
    by_level = []
    for level in ("person", "family", "household"):
        names = [one.name for one in MEASURES if one.unit.name == level]
        missed = " or ".join(f"coalesce({name}_due and not {name}_received, false)" for name in names)
        key = "household_id" if level == "household" else "family_id"
        by_level.append(
            f"select c.family_id from family_cell c join assessment_{level} a using ({key}) where {missed}"
        )
    [(wanted,)] = rows(database, f"select count(*) from ({' union '.join(by_level)})")
    [(found,)] = rows(
        database,
        """
        select lower from area_figure where name = 'any_gap' and state = 'gap' and kind = 'count'
            and area_level = 'country' and part = 'all'""",
    )
    assert found == wanted > 0


def test_a_declared_figure_counts_who_is_known_and_who_is_not(database: Any) -> None:
    found = rows(
        database,
        "select state, lower from area_figure where name = 'homeless' and kind = 'count' and area = 'all' "
        "and part = 'all'",
    )
    assert found == rows(
        database,
        "select case when deprived_home then 'yes' else 'unknown' end, count(*) from portrait_family "
        "where deprived_home is not false group by 1",
    )


def test_people_are_counted_where_they_live_by_sex_and_age(database: Any) -> None:
    found = rows(
        database,
        "select part, lower from area_figure where name = 'people' and area = '59' and part <> 'all'",
    )
    assert found == rows(
        database,
        """
        select coalesce(case when age >= 18 then sex || '_18' when age >= 0 then sex || '_0' end, 'unknown'),
        count(*)
        from portrait_person where area is not null group by 1""",
    )


def test_settlements_are_not_split(database: Any) -> None:
    assert rows(database, "select distinct part from area_figure where area_level = 'settlement'") == {
        ("all",)
    }


def test_a_declared_fact_has_to_be_a_yes_no_fact_of_its_unit() -> None:
    with pytest.raises(BadNeeds, match="«homeless»: «income_known» is no"):
        wrong = {**CONTENT["counted"]["homeless"], "fact": "income_known"}
        checked(Figures.model_validate({**CONTENT, "counted": {"homeless": wrong}}), MADE)


def test_a_wording_too_few_is_told() -> None:
    wordings = {name: WORDING for name in WORDINGS if name != "gap"}
    with pytest.raises(ValueError, match="look at \\['gap'\\]"):
        Figures.model_validate({**CONTENT, "wordings": wordings})


@pytest.mark.slow
@pytest.mark.spark
def test_spark_counts_the_same(database: Any, tmp_path: Path) -> None:
    for name in COLUMNS:
        database.execute(f"copy {name} to '{tmp_path / name}.parquet' (format parquet)")
    planned = plan([*room_steps(), *figure_steps(MADE, NEEDS, FIGURES, [])], COLUMNS, {})
    found = []
    for engine in (DuckDBEngine(tmp_path / "duck", 1), quick_spark(tmp_path / "spark")):
        folder = tmp_path / f"made-{engine.name}"
        folder.mkdir()
        for name in COLUMNS:
            engine.offer(name, [tmp_path / f"{name}.parquet"])
        for work in planned:
            engine.carry_out(work, folder / f"{work.name}.parquet")
        columns = "name, state, kind, of, area_level, area, grouping, part, lower, upper"
        found.append(sorted(map(tuple, engine.rows(f"select {columns} from area_figure")), key=repr))
        engine.close()
    assert found[0] == found[1] and found[0]
