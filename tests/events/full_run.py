"""The same events as a delivery and a full run, and where that run differs from the events' own answers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from familymap import country, pipeline
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.run import carry_out_run
from familymap.engine.store import RunStore, SealedRun
from familymap.events.desk import Desk, Result
from familymap.families.identity import PREVIOUS_FAMILY_MEMBERSHIP
from familymap.measures.answer_sql import NO, UNKNOWN, YES
from familymap.measures.answers import answer
from familymap.registers import deliveries
from familymap.registers.receive import receive, receive_folder
from familymap.rules.declare import family, household, person
from familymap.synthetic.making import make_country
from familymap.synthetic.people import AS_OF

DAY = timedelta(days=1)
LATER = AS_OF + DAY
BITS = {False: NO, True: YES, None: UNKNOWN}


def make_store(root: Path, people: int, seed: int) -> Path:
    """A store in which every register of a small country was received and one run sealed."""
    make_country(root / "country", people, seed, AS_OF, 1, 2, lambda *_: None)
    _, refused = receive_folder(
        root / "country" / "deliveries" / str(AS_OF), root / "store", country.load().contracts, AS_OF
    )
    assert refused == []
    full_run(root / "store", AS_OF)
    return root / "store"


def full_run(store: Path, known_at: date) -> SealedRun:
    """All families on the one day, as known on another."""
    engine = DuckDBEngine(store / "spill", 1)
    try:
        order = pipeline.run_order(store, country.load(), AS_OF, known_at, {})
        return carry_out_run(RunStore(store), engine, order, lambda *_: None)
    finally:
        engine.close()


def alike(store: Path, run: SealedRun) -> list[dict[str, Any]]:
    """Descriptions of children: those in the population register, and in rows that no number placed."""
    names = ("surname", "given_name", "patronymic")
    found: list[dict[str, Any]] = []
    current = deliveries.current(store, country.load().contracts, AS_OF)
    with duckdb.connect() as db:
        for register in ("population", "addresses", "health", "kindergarten", "dispensary"):
            key = country.load().contracts[register].key
            files = [str(file) for file in current[register]]
            read = db.execute(
                f"select {', '.join(names)}, birth_date from read_parquet({files}) r "
                f"join read_parquet('{run.table(f'link_{register}')}') l on l.source_key = r.{key} "
                "where birth_date >= date '2023-01-01' and coalesce(l.rule, 'likeness') <> 'iin' "
                "order by 1, 2, 3, 4"
            ).fetchall()
            for *named, born in read:
                found.append({**dict(zip(names, named, strict=True)), "birth_date": born.isoformat()})
    return found


def deliver(result: Result, store: Path, workplace: Path, received_on: date = LATER) -> None:
    """Deliver the rows of the events: snapshots whole, of events only what is new."""
    contracts = country.load().contracts
    workplace.mkdir()
    current = deliveries.current(store, contracts, received_on)
    changed = {register for register, _ in (*result.changes.added, *result.changes.ended)}
    for register in sorted(changed):
        contract = contracts[register]
        columns = ", ".join(contract.columns)
        with duckdb.connect() as db:
            files = [str(file) for file in current[register]]
            db.execute(
                f"create table rows as select {columns} from read_parquet({files}, union_by_name = true)"
            )
            if contract.delivery == "events":
                db.execute("delete from rows")
            for (name, _), given in result.changes.given.items():
                if name == register:
                    places = ", ".join("?" * len(contract.columns))
                    db.execute(
                        f"insert into rows values ({places})",
                        [given.get(column) for column in contract.columns],
                    )
            for (name, key), (column, day) in result.changes.ends.items():
                if name == register:
                    db.execute(f"update rows set {column} = ? where {contract.key} = ?", [day, key])
            file = workplace / f"{register}.parquet"
            db.execute(f"copy rows to '{file}' (format parquet)")
        receipt = receive(contract, str(file), store, received_on, contracts)
        assert receipt.quarantined == 0 or contract.delivery == "snapshot", register


def differences(desk: Desk, result: Result, before: SealedRun, after: SealedRun) -> list[str]:
    """Where the sealed tables of the run after differ from those before with the events' answers put in."""
    found = list(_membership_differences(result, before, after))
    found += _fact_differences(desk, result, before, after)
    return found


def _table(run: SealedRun, name: str, keys: Sequence[str]) -> dict[Any, dict[str, Any]]:
    with duckdb.connect() as db:
        read = db.execute(f"select * from read_parquet('{run.table(name)}')")
        columns = [column[0] for column in read.description]
        rows = [dict(zip(columns, row, strict=True)) for row in read.fetchall()]
    return {tuple(row[key] for key in keys): row for row in rows}


def _membership_differences(result: Result, before: SealedRun, after: SealedRun) -> Iterator[str]:
    was, now = (_table(run, "family_membership", ["person_id"]) for run in (before, after))
    expected = {key: row for key, row in was.items() if key[0] not in result.drawn.before}
    for number, found in result.drawn.memberships.items():
        expected[number,] = {"person_id": number, **found}
    for key in sorted({*expected, *now}):
        one, other = expected.get(key), now.get(key)
        if one is None or other is None or any(one[c] != other[c] for c in PREVIOUS_FAMILY_MEMBERSHIP):
            yield f"membership of {key[0]}: {one} here, {other} in the full run"


def _fact_differences(desk: Desk, result: Result, before: SealedRun, after: SealedRun) -> Iterator[str]:
    worked = {
        person: result.worked.persons,
        family: result.worked.families,
        household: result.worked.households,
    }
    keys = {person: "person_id", family: "family_id", household: "household_id"}
    for level, mine in worked.items():
        measures = [one for one in desk.made.measures.values() if one.unit == level]
        was, now, assessed_was, assessed = (
            _table(run, f"{table}_{level.name}", [keys[level]])
            for table in ("portrait", "assessment")
            for run in (before, after)
        )
        for key, row in now.items():
            facts = mine.get(key[0])
            expected: Mapping[str, Any] = was.get(key, {}) if facts is None else facts
            unequal = [
                f"{name} {expected.get(name)!r} here, {value!r} there"
                for name, value in row.items()
                if (facts is None or name in facts or not name.endswith("_id"))
                and (expected.get(name) if facts is None else facts[name]) != value
            ]
            if facts is not None:
                unequal += [
                    f"{measure.name}: {answered} here"
                    for measure in measures
                    if (answered := _columns(measure, facts)) != {c: assessed[key][c] for c in answered}
                ]
            elif measures and assessed[key] != assessed_was.get(key):
                unequal.append("assessment of an untouched unit")
            if unequal:
                whose = "untouched" if facts is None else "touched"
                yield f"{level.name} {key[0]} ({whose}): {unequal[:6]}"
        for key in sorted({(number,) for number in mine} - set(now)):
            yield f"{level.name} {key[0]} is here and not in the full run"


def _columns(measure: Any, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of an assessment for a unit with these facts."""
    given = answer(measure, facts)
    bits = sum(BITS[met] << 2 * place for place, met in enumerate(given.conditions.values()))
    columns = {
        "due": given.due,
        "conditions": bits,
        "amount": given.amount,
        "at_least": given.at_least,
        "at_most": given.at_most,
        "payee": given.payee,
        "received": given.received,
    }
    return {f"{measure.name}_{name}": value for name, value in columns.items()}
