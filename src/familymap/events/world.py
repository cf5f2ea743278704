"""What is known of people and rows once the events have happened: the index of a run, and what changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from familymap.events.index import PERSON, SPINE, Index, rows_table
from familymap.events.layout import Layout
from familymap.rules.values import Stored

RECORD = (*PERSON, *SPINE)


@dataclass(frozen=True)
class Row:
    """A register's row as rules hold it: its key, the columns that are looked at, and whom it names."""

    register: str
    key: int
    values: Mapping[str, Stored]
    people: Mapping[str, int | None]

    def ended(self, column: str, day: date) -> "Row":
        """The same row with a last day."""
        return Row(self.register, self.key, {**self.values, column: day}, self.people)


@dataclass
class Changes:
    """New rows and changed rows by register and key, and new people; `given` is each new row as delivered."""

    added: dict[tuple[str, int], Row] = field(default_factory=dict)
    given: dict[tuple[str, int], Mapping[str, Any]] = field(default_factory=dict)
    ended: dict[tuple[str, int], Row] = field(default_factory=dict)
    ends: dict[tuple[str, int], tuple[str, date]] = field(default_factory=dict)
    born: dict[int, Mapping[str, Stored]] = field(default_factory=dict)

    def rows(self) -> Iterator[Row]:
        """Every row that is new or changed, as it is now."""
        yield from {**self.added, **self.ended}.values()


class World:
    """Rows and people by number, as they are with the changes; `before` gives them without."""

    def __init__(self, index: Index, layout: Layout) -> None:
        self.index, self.layout, self.changes = index, layout, Changes()
        self._columns = {
            name: ("row_key", *columns, *(f"person_{role}" for role in layout.roles(name)))
            for name, columns in layout.columns.items()
        }
        self._rows: dict[tuple[str, str, int], list[Row]] = {}
        self._named: dict[int, int] = {}
        self._added: dict[tuple[str, str, int], list[Row]] = {}
        self._persons: dict[int, Mapping[str, Stored] | None] = {}
        self._numbers: dict[int, int] = {}
        self._died: set[int] = set()

    def enter(
        self,
        added: Sequence[tuple[Row, Mapping[str, Any]]],
        ended: Sequence[tuple[Row, str]],
        day: date,
        born: Mapping[int, Mapping[str, Stored]],
    ) -> None:
        """Let new rows (each also as it would be delivered), ended rows and new people stand."""
        for number, record in born.items():
            self.changes.born[number] = record
            if isinstance(iin := record["iin"], int):
                self._numbers[iin] = number
        for row, given in added:
            self.changes.added[row.register, row.key] = row
            self.changes.given[row.register, row.key] = given
            for role, named in row.people.items():
                if named is not None:
                    self._added.setdefault((row.register, role, named), []).append(row)
                    if row.register == self.layout.country.linkage.spine.deaths:
                        self._died.add(named)
        for row, column in ended:
            self.changes.ended[row.register, row.key] = row
            self.changes.ends[row.register, row.key] = (column, day)
        self._persons.clear()

    def sealed_rows(self, register: str, role: str, person: int) -> list[Row]:
        """The rows that name a person in a role, as the run saw them."""
        if not self._named_in(person) & self.layout.bits[register, role]:
            return []
        asked = register, role, person
        if asked not in self._rows:
            table = self.index.table(rows_table(register, role))
            self._rows[asked] = [
                self._row(register, found) for found in table.found(person, self._columns[register])
            ]
        return self._rows[asked]

    def _named_in(self, person: int) -> int:
        """The registers and roles in which rows of the run name a person, as bits of a number."""
        if person not in self._named:
            places = next(self.index.table("named").values(person, "places"), None)
            self._named[person] = places if isinstance(places, int) else 0
        return self._named[person]

    def rows(self, register: str, role: str, person: int) -> list[Row]:
        """The rows that name a person in a role."""
        sealed = self.sealed_rows(register, role, person)
        if self.changes.ended:
            sealed = [self.changes.ended.get((register, row.key), row) for row in sealed]
        added = self._added.get((register, role, person))
        if not added:
            return sealed
        return [*sealed, *(self.changes.ended.get((register, row.key), row) for row in added)]

    def person(self, number: int) -> Mapping[str, Stored] | None:
        """A person's record; None where there is no such person."""
        if number not in self._persons:
            record = self.changes.born.get(number) or self.sealed_person(number)
            if record and number in self._died:
                spine = self.layout.country.linkage.spine
                days = [
                    day
                    for row in self.rows(spine.deaths, "person", number)
                    if isinstance(day := row.values[spine.death_date], date)
                ]
                record = {**record, "death_date": min(days, default=None)}
            self._persons[number] = record
        return self._persons[number]

    def sealed_person(self, number: int) -> Mapping[str, Stored] | None:
        """A person's record in the run."""
        return next(self.index.table("person").found(number, RECORD), None)

    def numbered(self, number: int) -> int | None:
        """Whose personal number it is."""
        if number in self._numbers:
            return self._numbers[number]
        found = next(self.index.table("number").values(number, "person_id"), None)
        return found if isinstance(found, int) else None

    def known_key(self, register: str, key: int) -> bool:
        """Whether the register has a row of that key."""
        return (register, key) in self.changes.added or self.index.table(f"keys_{register}").has(key)

    def _row(self, register: str, found: dict[str, Stored]) -> Row:
        people: dict[str, int | None] = {}
        for role in self.layout.roles(register):
            named = found.pop(f"person_{role}")
            people[role] = named if isinstance(named, int) else None
        key = found.pop("row_key")
        assert isinstance(key, int)
        return Row(register, key, found, people)


def numbers(values: Iterable[Stored]) -> list[int]:
    """The known numbers among values."""
    return [value for value in values if isinstance(value, int)]
