"""One family out of a sealed run, made ready to be worked out anew, and held against what was sealed.

What registers say of each member is taken from the sealed portrait; everything that follows from it is worked
out again, so that an explanation can show the way, and has to come to the sealed result.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from familymap.country import Country
from familymap.engine.base import Engine
from familymap.engine.store import SealedRun
from familymap.measures.answer_sql import NO, UNKNOWN, YES
from familymap.measures.answers import Answer, answer, units
from familymap.registers.receipt import read_receipt
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Level, Measure, family, household, person
from familymap.rules.direct import Facts
from familymap.rules.unit import FactsOf, OneFamily
from familymap.rules.values import Stored

KEYS = ("family_id", "person_id", "household_id")
HEAD_FIRST = "case role when 'head' then 0 when 'spouse' then 1 else 2 end, birth_date nulls last, person_id"
_BITS = {NO: False, YES: True, UNKNOWN: None}

Row = Mapping[str, Stored]


@dataclass(frozen=True)
class SealedFamily:
    """What a run sealed of one family: its rows of the portrait, and those of the assessment by level.

    `households` are the portraits of every household a member is registered in; `household_id` is the head's.
    """

    family_id: int
    household_id: int | None
    members: Sequence[Row]
    housemates: Sequence[Row]
    family: Row
    households: Mapping[int, Row]
    assessment: Mapping[Level, Sequence[Row]]

    @property
    def person_ids(self) -> list[int]:
        """Numbers of the members, head first, in the order of `members`."""
        return [_number(row["person_id"]) for row in self.members]

    def sealed(self, measure: Measure, place: int | None) -> Answer | None:
        """The sealed answer of a measure for a member, the family or its household; None if there is none."""
        rows = self.assessment[measure.unit]
        row = rows[place or 0] if rows else {}
        return _sealed_answer(measure, row) if f"{measure.name}_due" in row else None


class SealedTables:
    """The tables of a run, offered by an engine, to read one family after the other from."""

    def __init__(self, engine: Engine, tables: Collection[str]) -> None:
        self._engine = engine
        self._tables = tables
        self._columns: dict[str, list[str]] = {}

    def family(self, family_id: int) -> SealedFamily | None:
        """One family; None where the run knows no such family."""
        of_this = f"family_id = {family_id}"
        members = self._rows("portrait_person", f"{of_this} order by {HEAD_FIRST}")
        if not members:
            return None
        [of_family] = self._rows("portrait_family", of_this)
        addresses = sorted(
            {_number(row["household_id"]) for row in members if row["household_id"] is not None}
        )
        listed = ", ".join(str(address) for address in addresses) or "null"
        households = self._rows("portrait_household", f"household_id in ({listed})")
        home = of_family["household_id"]
        at_home = f"household_id = {home}" if home is not None else "false"
        housemates = self._rows(
            "portrait_person", f"{at_home} and family_id <> {family_id} order by family_id, person_id"
        )
        of_person = {row["person_id"]: row for row in self._rows("assessment_person", of_this)}
        return SealedFamily(
            family_id,
            None if home is None else _number(home),
            members,
            housemates,
            of_family,
            {_number(row["household_id"]): row for row in households},
            {
                person: [of_person.get(row["person_id"], {}) for row in members],
                family: self._rows("assessment_family", of_this),
                household: self._rows("assessment_household", at_home),
            },
        )

    def _rows(self, table: str, where: str) -> list[Row]:
        """Rows of a table, each a mapping from column to value; none where the run has no such table."""
        if table not in self._tables:
            return []
        if table not in self._columns:
            described = self._engine.rows(f"describe select * from {table}")
            self._columns[table] = [str(name) for name, *_ in described]
        columns = self._columns[table]
        found = self._engine.rows(f"select {', '.join(columns)} from {table} where {where}")
        return [dict(zip(columns, row, strict=True)) for row in found]


def as_given(made: Catalogue, sealed: SealedFamily) -> OneFamily:
    """The family with what was given to the rules, so that everything else is worked out anew."""
    of_person, of_family, of_household = (
        {
            *made.base[level],
            *(
                name
                for name, settled in made.rules.items()
                if settled.rule.level == level and (settled.rule.register or settled.rule.kind == "asked")
            ),
        }
        for level in (person, family, household)
    )
    members = [_picked(row, of_person) for row in sealed.members]
    for facts, row in zip(members, sealed.members, strict=True):
        if row["household_id"] != sealed.household_id:
            facts.update(_elsewhere(made, sealed, row["household_id"]))
    at_home = [
        facts
        for facts, row in zip(members, sealed.members, strict=True)
        if sealed.household_id is not None and row["household_id"] == sealed.household_id
    ]
    home = sealed.households.get(sealed.household_id, {}) if sealed.household_id is not None else {}
    return OneFamily(
        members,
        _picked(sealed.family, of_family),
        _picked(home, of_household) if home else _nothing(made),
        [*at_home, *(_picked(row, set(row) - set(KEYS)) for row in sealed.housemates)],
    )


def differences(made: Catalogue, sealed: SealedFamily, one: OneFamily) -> list[str]:
    """Where the family worked out anew is not what was sealed: the fact or measure, and whose it is."""
    found: list[str] = []
    for row, facts in zip(sealed.members, one.members, strict=True):
        found += [f"{name} of person {row['person_id']}" for name in _unequal(row, facts)]
    found += [f"{name} of the family" for name in _unequal(sealed.family, one.family)]
    if sealed.household_id is not None:
        home = sealed.households[sealed.household_id]
        found += [f"{name} of the household" for name in _unequal(home, one.household)]
    for measure in made.measures.values():
        for unit in units(measure, one):
            was = sealed.sealed(measure, unit.place)
            if was is not None and was != answer(measure, unit.facts):
                whose = "" if unit.place is None else f" of person {sealed.person_ids[unit.place]}"
                found.append(f"{measure.name}{whose}")
    return found


def received_days(store: Path, run: SealedRun, country: Country) -> dict[str, date | None]:
    """Register → day of receipt of the newest delivery that went into the run; None where nothing did."""
    days: dict[str, date | None] = {}
    for name, contract in country.contracts.items():
        folders = [(store / entry["file"]).parent for entry in run.manifest["inputs"].get(contract.table, [])]
        days[name] = max((read_receipt(folder).received_on for folder in folders), default=None)
    return days


def _picked(row: Row, names: set[str]) -> FactsOf:
    return {name: value for name, value in row.items() if name in names}


def _elsewhere(made: Catalogue, sealed: SealedFamily, address: Stored) -> FactsOf:
    """The facts of another household, handed down to a member who is registered there."""
    row = sealed.households.get(_number(address)) if address is not None else None
    return {name: row.get(name) if row else None for name in _nothing(made)}


def _nothing(made: Catalogue) -> FactsOf:
    """Every fact of a household, unknown."""
    names = [name for name, settled in made.rules.items() if settled.rule.level == household]
    return dict.fromkeys([*made.base[household], *names])


def _unequal(row: Row, facts: Facts) -> list[str]:
    return [name for name, value in row.items() if name in facts and facts[name] != value]


def _sealed_answer(measure: Measure, row: Row) -> Answer:
    def column(name: str) -> Stored:
        return row.get(f"{measure.name}_{name}")  # a run made under older rules may lack one

    bits = _number(column("conditions") or 0)
    conditions = {name: _BITS[bits >> 2 * place & 3] for place, name in enumerate(measure.conditions)}
    due, received = column("due"), column("received")
    assert due is None or isinstance(due, bool)
    assert received is None or isinstance(received, bool)
    amount, at_least, at_most, payee = (
        None if (value := column(name)) is None else _number(value)
        for name in ("amount", "at_least", "at_most", "payee")
    )
    return Answer(due, conditions, amount, at_least, at_most, payee, received)


def _number(value: Stored) -> int:
    assert isinstance(value, int)
    return value
