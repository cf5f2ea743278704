"""A small made-up country and the month after it, with its deliveries as tables to ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from familymap.synthetic.draws import Draws
from familymap.synthetic.extracts import Extract
from familymap.synthetic.making import country_facts
from familymap.synthetic.register_parameters import RegisterParameters, load_register_parameters
from familymap.synthetic.registers import Delivery


@dataclass(frozen=True)
class Delivered:
    """One delivery: a connection in which each register and each table of the truth is a table."""

    folder: Path
    parameters: RegisterParameters
    extracts: Mapping[str, Extract]
    connection: duckdb.DuckDBPyConnection

    @property
    def draws(self) -> Draws:
        return Draws(1)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    def one(self, sql: str) -> Any:
        return self.rows(sql)[0][0]

    def files(self) -> list[Path]:
        [delivered] = (self.folder / "deliveries").iterdir()
        return sorted(delivered.iterdir())


def open_country(folder: Path) -> Delivered:
    """The delivery in a country's folder; text columns of CSV deliveries stay text, birth dates are dates."""
    facts = country_facts(folder)
    parameters = load_register_parameters(facts["country"])
    day = date.fromisoformat(facts["as_of"])
    delivery = Delivery(facts["seed"], day, parameters, date.fromisoformat(facts["begun"]))
    extracts = {extract.register: extract for extract in delivery.extracts()}
    connection = duckdb.connect()
    country = Delivered(folder, parameters, extracts, connection)
    for file in (folder / "truth").glob("*.parquet"):
        name = file.stem if file.stem not in extracts else f"true_{file.stem}"
        connection.execute(f"create table {name} as select * from read_parquet('{file}')")
    for file in country.files():
        _read(connection, file, parameters.formats[file.name.split(".")[0]], folder)
    return country


def _read(connection: duckdb.DuckDBPyConnection, file: Path, form: Mapping[str, Any], folder: Path) -> None:
    register = file.name.split(".")[0]
    if form["form"] == "parquet":
        connection.execute(f"create table {register} as select * from read_parquet('{file}')")
        return
    if form.get("encoding"):
        text = file.read_bytes().decode(form["encoding"])
        file = folder / f"{register}.utf8"
        file.write_text(text, encoding="utf-8")
    connection.execute(
        f"create table {register} as select * from read_csv('{file}', delim = '{form['separator']}', "
        "header = true, all_varchar = true)"
    )
    [(key, *_)] = connection.execute(f"describe {register}").fetchall()[:1]
    connection.execute(f"alter table {register} alter {key} type bigint")
    for column, *_ in connection.execute(f"describe {register}").fetchall():
        if column.endswith("birth_date"):
            dates = f"strptime({column}, '{form['dates']}')::date"
            connection.execute(f"alter table {register} alter {column} type date using {dates}")
