"""Random events over the people of a run: every kind, often about people who have to do with one another."""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from familymap.events.desk import Desk
from familymap.events.event import Event
from familymap.events.views import Sealed
from familymap.events.world import World
from familymap.people.number import is_valid

FIRST_KEY = 9_000_000_000


class MadeUp:
    """Makes events up. `close` is how often somebody is taken from the family or household of the one before.

    `alike` are descriptions that newborn children are sometimes given: of people whom a child may be taken
    for, and of rows that wait for their person.
    """

    def __init__(
        self, desk: Desk, seed: int, close: float = 0.4, alike: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        self.desk, self.chance, self.close, self.alike = desk, random.Random(seed), close, alike
        self.born: list[str] = []
        self.world = World(desk.index, desk.layout)
        self.sealed = Sealed(self.world)
        base = desk.index.table("base")
        self.people = [base.row(place, ("person_id",))["person_id"] for place in range(base.rows)]
        self.addresses = self._addresses()
        self.last: int = self.chance.choice(self.people)
        self.key = FIRST_KEY
        self.day = desk.index.as_of
        self.kinds: dict[str, Callable[[], dict[str, Any]]] = {
            "birth": self.birth,
            "death": lambda: {"person": self.somebody(), "act_no": self.number()},
            "marriage": lambda: {**self.pair(), "act_no": self.number()},
            "divorce": lambda: {**self.pair(), "act_no": self.number()},
            "guardianship": self.guardianship,
            "move": self.move,
            "job_start": lambda: {"person": self.somebody(), "contract_no": self.number()},
            "job_stop": lambda: {"person": self.somebody_with("employment")},
            "unemployment_start": lambda: {"person": self.somebody(), "case_no": self.number()},
            "unemployment_stop": lambda: {"person": self.somebody_with("unemployed")},
            "disability": self.disability,
            "school_start": self.school,
            "school_stop": lambda: {"person": self.somebody_with("school")},
            "benefit_payment": self.payment,
        }
        assert set(self.kinds) == set(desk.layout.kinds.by_name)

    def event(self, kind: str | None = None) -> Event:
        """One event, of a random kind if none is given."""
        kind = kind or self.chance.choice(list(self.kinds))
        fields = self.kinds[kind]()
        back = self.chance.choice([0, 0, 1, 3, 20, 200, 2000])
        return Event(kind, fields.pop("day", self.day - timedelta(days=back)), fields)

    def number(self) -> int:
        self.key += 1
        return self.key

    def somebody(self) -> Any:
        """A person, by number or by IIN, often close to the one before."""
        if self.born and self.chance.random() < 0.1:
            return self.chance.choice(self.born)
        if self.chance.random() < self.close:
            unit = self.sealed.known(self.last)
            near = [*self.sealed.members(unit.family_id)] if unit and unit.family_id else []
            near += [*self.sealed.housemates(unit.household_id)] if unit and unit.household_id else []
            if unit:
                near += [one for one in (unit.facts["mother_id"], unit.facts["father_id"]) if one]
            self.last = self.chance.choice(near) if near else self.last
        else:
            self.last = self.chance.choice(self.people)
        return self.named(self.last)

    def named(self, person: int) -> Any:
        record = self.world.person(person)
        iin = record["iin"] if record else None
        return f"{iin:012d}" if iin and self.chance.random() < 0.5 else person

    def somebody_with(self, register: str) -> Any:
        """Somebody with a row that has no end, if one is found soon."""
        for _ in range(50):
            number = self.chance.choice(self.people)
            if self.world.rows(register, "person", number):
                self.last = number
                break
        return self.named(self.last)

    def pair(self) -> dict[str, Any]:
        """A couple of the run, or any two people."""
        if self.chance.random() < 0.4:
            for _ in range(50):
                number = self.chance.choice(self.people)
                for row in self.world.rows("marriages", "husband", number):
                    if row.people["wife"]:
                        return {"husband": number, "wife": row.people["wife"]}
        return {"husband": self.somebody(), "wife": self.somebody()}

    def birth(self) -> dict[str, Any]:
        mother = self.somebody()
        father = self.chance.choice([None, self.somebody()])
        born = self.day - timedelta(days=self.chance.choice([0, 1, 10, 40, 400, 700]))
        sex = self.chance.choice("MF")
        records = [record for number in self.people[:200] if (record := self.world.person(number))]
        of_sex = [record for record in records if record["sex"] == sex]
        other = self.chance.choice(of_sex)
        child = {
            "iin": self.iin(born, sex),
            "surname": other["surname"],
            "given_name": self.chance.choice(of_sex)["given_name"],
            "patronymic": other["patronymic"],
            "birth_date": born.isoformat(),
            "sex": sex,
        }
        if self.alike and self.chance.random() < 0.5:
            child |= self.chance.choice(self.alike)
            born = date.fromisoformat(child["birth_date"])
            child["iin"] = self.iin(born, sex)
        self.born.append(child["iin"])
        fields = {"child": child, "mother": mother, "act_no": self.number(), "day": self.day}
        fields["kato"] = self.chance.choice([None, other["kato"]])
        return {**fields, "father": father} if father else fields

    def iin(self, born: date, sex: str) -> str:
        """A right number of a person born on that day."""
        while True:
            head = f"{born:%y%m%d}{'5' if sex == 'M' else '6'}{self.chance.randrange(10_000):04d}"
            for digit in range(10):
                if is_valid(f"{head}{digit}", self.desk.country.linkage.number):
                    return f"{head}{digit}"

    def guardianship(self) -> dict[str, Any]:
        return {
            "child": self.somebody(),
            "guardian": self.somebody(),
            "order_no": self.number(),
            "order_kind": self.chance.choice(["adoption", "guardianship", "foster"]),
        }

    def _addresses(self) -> list[tuple[int, str]]:
        found = []
        for number in self.people[:400]:
            for row in self.world.rows("addresses", "person", number):
                found.append((row.values["address_code"], row.values["kato"]))
        return found

    def move(self) -> dict[str, Any]:
        code, kato = self.chance.choice(self.addresses)
        if self.chance.random() < 0.3:
            code = self.number()
        return {
            "person": self.somebody(),
            "registration_no": self.number(),
            "address_code": code,
            "kato": kato,
        }

    def disability(self) -> dict[str, Any]:
        return {
            "person": self.somebody(),
            "certificate_no": self.number(),
            "disability_group": self.chance.choice(["1", "2", "3", "child"]),
            "since_childhood": self.chance.choice([True, False, None]),
            "cause": self.chance.choice(["general", "since_childhood", "work_injury", None]),
        }

    def school(self) -> dict[str, Any]:
        return {
            "person": self.somebody(),
            "enrolment_no": self.number(),
            "school_code": "S1",
            "grade": self.chance.randrange(12),
            "free_meals": self.chance.choice([True, False, None]),
        }

    def payment(self) -> dict[str, Any]:
        month = date(self.day.year, self.day.month, 1) - timedelta(days=self.chance.choice([1, 40]))
        return {
            "person": self.somebody(),
            "payment_no": self.number(),
            "benefit_code": self.chance.choice(["large_family", "tsa", "birth", "housing_aid", "disability"]),
            "month": month.replace(day=1).isoformat(),
            "amount": self.chance.choice([50_000, "12345.67"]),
        }
