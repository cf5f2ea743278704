"""The clerk: enters an event into the registers as the rows it is, or says why that cannot be done."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from familymap.country import Country
from familymap.engine.handful import fingerprint
from familymap.events.event import Event, Refused
from familymap.events.kinds import DAY, Add, End, Kinds
from familymap.events.newborns import CROWDED, Newborns
from familymap.events.row_checks import RowChecks
from familymap.events.values import stored, typed
from familymap.events.world import Row, World
from familymap.people.number import is_valid
from familymap.people.subjects import SOLE_ROLE
from familymap.registers.contract import Column, Subject
from familymap.rules.values import Stored

UNKNOWN_KIND = "There is no kind «{kind}»; kinds are {kinds}."
UNKNOWN_FIELDS = "An event «{kind}» has no «{name}»; it has {fields}."
LATER = "It happened on {day}; the run shows {as_of}: make a run of that day first."
MISSING = "«{name}» is missing: say whom it is about."
NOBODY = "The run knows nobody with the number {number}."
NUMBER_AS_TEXT = "«{name}» must be a person's number, or an IIN in quotes."
WITHOUT_IIN = "Person {person} has no personal number: such a row can only be linked by a full run."
NOT_RECEIVED = "Of the register «{register}» nothing was received: its first row touches every family."
KEY_TAKEN = "The register «{register}» has the number {key} already."
NO_KEY = "«{name}» is missing: give the number that the register has given."
NOTHING_TO_END = "The register «{register}» holds no row of this person that could end on {day}."
ALREADY_KNOWN = "The run knows a person with the number {iin} already."
WRONG_NUMBER = "{iin} is no right personal number: such a child is left to the next run."
NOT_A_CHILD = "«{name}» must describe the child: iin, surname, given_name, patronymic, birth_date, sex."


class Clerk:
    """Enters events into a world, one after the other."""

    def __init__(
        self, country: Country, kinds: Kinds, checks: RowChecks, newborns: Newborns, received_on: date
    ) -> None:
        self._country, self._kinds, self._checks = country, kinds, checks
        self._newborns, self._received_on = newborns, received_on

    def enter(self, event: Event, world: World) -> None:
        """Enter the rows of an event. Raises Refused, and then nothing was entered."""
        kind = self._kinds.by_name.get(event.kind)
        if kind is None:
            raise Refused(UNKNOWN_KIND, kind=event.kind, kinds=", ".join(self._kinds.by_name))
        for name in event.fields:
            if name not in kind.fields:
                raise Refused(UNKNOWN_FIELDS, kind=event.kind, name=name, fields=", ".join(kind.fields))
        if event.day > world.index.as_of:
            raise Refused(LATER, left=True, day=event.day, as_of=world.index.as_of)
        entry = _Entry(self, event, world)
        for change in kind.changes:
            if isinstance(change, Add):
                entry.add(change)
            else:
                entry.end(change)
        entry.commit()


class _Entry:
    """The rows of one event, entered together or not at all."""

    def __init__(self, clerk: Clerk, event: Event, world: World) -> None:
        self._country, self._checks = clerk._country, clerk._checks
        self._newborns, self._received_on = clerk._newborns, clerk._received_on
        self._event, self._world = event, world
        self._added: list[tuple[Row, Mapping[str, Any]]] = []
        self._ended: list[tuple[Row, str]] = []
        self._born: dict[int, Mapping[str, Stored]] = {}

    def add(self, change: Add) -> None:
        """One new row."""
        contract = self._country.contracts[change.add]
        self._must_be_received(change.add)
        columns = contract.columns
        given = {column: self._value(name, columns[column]) for column, name in change.columns.items()}
        given |= {column: typed(column, value, columns[column]) for column, value in change.constants.items()}
        key = given[contract.key]
        if key is None:
            raise Refused(NO_KEY, name=change.columns[contract.key])
        if self._world.known_key(change.add, key):
            raise Refused(KEY_TAKEN, register=change.add, key=key)
        people: dict[str, int | None] = dict.fromkeys(contract.subjects)
        spine = self._country.linkage.spine
        for role, name in change.people.items():
            subject = contract.subjects[role]
            if (change.add, role) == (spine.newborn, spine.newborn_role):
                people[role] = self._child(change.add, key, name, subject, given)
            else:
                optional = not columns[subject.surname].required
                people[role] = self._named(name, subject, given, optional)
        self._checks.check(change.add, given, self._received_on)
        types = self._world.layout.made.registers[change.add].columns
        values = {
            column: stored(given.get(column), types[column])
            for column in self._world.layout.columns[change.add]
        }
        self._added.append((Row(change.add, key, values, people), given))

    def end(self, change: End) -> None:
        """A last day for rows that still count."""
        self._must_be_received(change.end)
        person = self._person(change.of)
        day = self._event.day
        wanted = self._event.fields.get(change.key) if change.key else None
        ending = [
            row
            for row in self._world.rows(change.end, SOLE_ROLE, person)
            if (wanted is None or row.key == wanted)
            and all(row.values[column] == value for column, value in change.where.items())
            and not (isinstance(last := row.values[change.column], date) and last <= day)
        ]
        if not ending and not change.may_be_none:
            raise Refused(NOTHING_TO_END, register=change.end, day=day)
        for row in ending:
            ended = row.ended(change.column, day)
            self._checks.check(change.end, ended.values, self._received_on, only=change.column)
            self._ended.append((ended, change.column))

    def commit(self) -> None:
        """Let the rows stand in the world."""
        born = len(self._world.changes.born) + len(self._born)
        if self._born and not self._newborns.may_grow(born):
            raise Refused(CROWDED, left=True)
        self._world.enter(self._added, self._ended, self._event.day, self._born)

    def _value(self, name: str, column: Column) -> Any:
        return typed(name, self._event.day if name == DAY else self._event.fields.get(name), column)

    def _must_be_received(self, register: str) -> None:
        if register not in self._world.index.received:
            raise Refused(NOT_RECEIVED, left=True, register=register)

    def _person(self, name: str) -> int:
        told = self._event.fields.get(name)
        if told is None:
            raise Refused(MISSING, name=name)
        number: int | None
        if isinstance(told, str) and told.isdecimal():
            whole = len(told) == self._country.linkage.number.length
            number = self._world.numbered(int(told)) if whole else None
        elif isinstance(told, int) and not isinstance(told, bool):
            number = told
        else:
            raise Refused(NUMBER_AS_TEXT, name=name)
        if number is None or self._world.person(number) is None:
            raise Refused(NOBODY, number=told)
        return number

    def _named(self, name: str, subject: Subject, given: dict[str, Any], optional: bool) -> int | None:
        """The person of a role, the row's columns filled so that a run links it by the number."""
        if optional and self._event.fields.get(name) is None:
            return None
        person = self._person(name)
        record = self._world.person(person)
        assert record is not None
        if record["iin"] is None:
            raise Refused(WITHOUT_IIN, left=True, person=person)
        for part, column in subject.model_dump(exclude_none=True).items():
            given[column] = self._number(record["iin"]) if part == "iin" else record[part]
        return person

    def _number(self, iin: Stored) -> str:
        return f"{iin:0{self._country.linkage.number.length}d}"

    def _child(self, register: str, key: int, name: str, subject: Subject, given: dict[str, Any]) -> int:
        """A new person: number and record as a run makes them from the act."""
        told = self._event.fields.get(name)
        columns = subject.model_dump(exclude_none=True)
        contract = self._country.contracts[register]
        if not isinstance(told, dict) or set(told) - set(columns):
            raise Refused(NOT_A_CHILD, name=name)
        for part, column in columns.items():
            given[column] = typed(f"{name}.{part}", told.get(part), contract.columns[column])
        number = given[columns["iin"]]
        if number is None or not is_valid(number, self._country.linkage.number):
            raise Refused(WRONG_NUMBER, left=True, iin=number)
        if self._world.numbered(int(number)) is not None:
            raise Refused(ALREADY_KNOWN, iin=number)
        self._checks.check(register, given, self._received_on)
        place = self._country.linkage.places.get(register)
        record: dict[str, Stored] = {
            "iin": int(number),
            **{part: given[columns[part]] for part in ("surname", "given_name", "patronymic", "birth_date")},
            "sex": given[columns["sex"]] if "sex" in columns else None,
            "kato": given.get(place) if place else None,
            "death_date": None,
            "spine_register": register,
            "spine_key": key,
            "citizenship": None,
            "registered_on": None,
        }
        self._newborns.check(record, record["kato"])
        person = fingerprint(f"{register}:{key}")
        if self._world.index.table("person").has(person):
            person = fingerprint(f"{register}:{key}:again")
        self._born[person] = {"person_id": person, **record}
        return person
