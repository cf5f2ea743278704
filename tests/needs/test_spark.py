"""The steps of this room give the same tables on Spark."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.spark_engine import SparkEngine
from familymap.engine.steps import plan
from tests.needs.country import (
    ASTANA,
    COLUMNS,
    MEASURES,
    TOWN,
    VILLAGE,
    Row,
    assessed,
    conditions,
    database_of,
    room_steps,
)
from tests.quick_spark import quick_spark

pytestmark = [pytest.mark.spark, pytest.mark.slow]

RESULTS = ("gap", "possible_overpayment", "need_total", "need_family", "unmet_total", "income_after_total")


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DuckDBEngine, SparkEngine]]:
    root = tmp_path_factory.mktemp("engines")
    duck, spark = DuckDBEngine(root / "duck", 1), quick_spark(root / "spark")
    yield duck, spark
    duck.close()
    spark.close()


def answers(chance: Random, level: str, payee: int) -> Row:
    """Random answers for every measure of a level."""
    found: Row = {}
    for measure in MEASURES:
        if measure.unit.name == level:
            said = [chance.choice([True, True, False, None]) for _ in measure.conditions]
            due = False if False in said else None if None in said else True
            amount = chance.choice([None, 100, 7_000]) if due is not False else None
            found |= assessed(
                measure.name, due, conditions=conditions(*said), amount=amount, payee=payee,
                received=chance.choice([True, False, None]),
            )  # fmt: skip
    return found


def towns() -> dict[str, list[Row]]:
    """Three hundred families of two, equal each time, with something unknown everywhere."""
    chance, tables = Random(1), {name: [] for name in COLUMNS}
    for number in range(1, 301):
        home, mother, child = number % 250, 1000 + number, 2000 + number
        tables["family"].append(
            {"family_id": number, "kato": chance.choice([ASTANA, TOWN, VILLAGE, None]), "members": 2,
             "adults": chance.choice([0, 1, 1])}
        )  # fmt: skip
        sums = {
            name: chance.choice([None, 5_000, 9_000]) for name in ("income_known", "income_exact", "line")
        }
        tables["portrait_family"].append(
            {"family_id": number, "household_id": home, "members": 2,
             "family_type": chance.choice(["alone", "together", None]), **sums,
             "youngest_since": chance.choice([None, date(2025, 12, 20), date(2020, 1, 1)]),
             **{f"deprived_{name}": chance.choice([True, False, None])
                for name in ("income", "home", "company")}}
        )  # fmt: skip
        tables["assessment_family"].append(
            {"family_id": number, "household_id": home, **answers(chance, "family", mother)}
        )
        for person in (mother, child):
            tables["person"].append({"person_id": person})
            tables["family_membership"].append({"person_id": person, "family_id": number})
            tables["household_membership"].append({"person_id": person, "household_id": home})
            tables["portrait_person"].append(
                {"person_id": person, "family_id": number, "address_known": chance.choice([True, False])}
            )
            tables["assessment_person"].append(
                {"person_id": person, "family_id": number, "household_id": home,
                 **answers(chance, "person", mother)}
            )  # fmt: skip
        tables["benefits"].append(
            {"payment_no": number, "benefit_code": chance.choice(["large", "disability", "aid", "care"]),
             "month": chance.choice([date(2025, 12, 1), date(2025, 11, 1), date(2025, 8, 1)])}
        )  # fmt: skip
        for register in ("benefits", "certificates"):
            tables[f"link_{register}"].append(
                {"source_key": number, "person_id": chance.choice([mother, child, None]),
                 "rule": chance.choice(["iin", "likeness"]), "score": chance.randrange(1000, 3000),
                 "margin": chance.choice([None, 400, 2000])}
            )  # fmt: skip
    for home in range(250):
        tables["household"].append({"household_id": home, "kato": TOWN, "members": 2})
        tables["assessment_household"].append(
            {"household_id": home, **answers(chance, "household", 1001 + home)}
        )
    for number in range(1, 300, 7):
        tables["offer_history"].append(
            {"offer_id": number, "measure": chance.choice(["large", "aid"]), "unit_id": number,
             "offered_on": date(2025, 11, 3), "reply": chance.choice([None, "accepted", "refused"]),
             "replied_on": date(2025, 11, 9), "delivered": chance.choice([None, False])}
        )  # fmt: skip
        tables["link_review"].append(
            {"register": chance.choice(["benefits", "certificates"]), "role": "person", "source_key": number,
             "candidate": 1, "person_id": 1000 + number}
        )  # fmt: skip
    return tables


def test_equal_tables(engines: tuple[DuckDBEngine, SparkEngine], tmp_path: Path) -> None:
    database = database_of(towns())
    for name in COLUMNS:
        database.execute(f"copy {name} to '{tmp_path / name}.parquet' (format parquet)")
    planned = plan(room_steps(), COLUMNS, {})
    for engine in engines:
        folder = tmp_path / engine.name
        folder.mkdir()
        for name in COLUMNS:
            engine.offer(name, [tmp_path / f"{name}.parquet"])
        for work in planned:
            engine.carry_out(work, folder / f"{work.name}.parquet")
    duck, _ = engines
    for table in RESULTS:
        columns = ", ".join(str(name) for name, *_ in duck.rows(f"describe {table}"))
        text = f"select {columns} from {table}"
        on_duck, on_spark = (sorted(map(tuple, engine.rows(text)), key=repr) for engine in engines)
        assert on_duck, table
        assert on_duck == on_spark, table
