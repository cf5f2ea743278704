"""A country of a few rules, to see missing facts, ways and assumptions on."""

from datetime import date

from familymap.measures.answers import Unit
from familymap.rules import (
    any_of,
    asked,
    assume,
    choose,
    condition,
    count_where,
    fact,
    family,
    first_known,
    person,
    total,
)
from familymap.rules.catalogue import Catalogue, Register, catalogue
from familymap.rules.declare import Place, household
from familymap.rules.parameters import DatedValue, Parameter
from familymap.rules.unit import Evaluation, OneFamily
from familymap.rules.values import COUNT, MONEY, TEXT, YES_NO, Stored, Type

AS_OF = date(2026, 1, 15)
WORDS = {"kk": "бір", "ru": "один", "en": "one"}
LAW = "a law of the test"


@fact(person, register="wages")
def wage(paid):
    """Wage."""
    return total(paid)


@fact(person, register="cars")
def cars(kind):
    """Cars."""
    return count_where(kind == "car")


told = asked("wage_told", person, "money", question=WORDS, title=WORDS)


@fact(person)
def earned(wage, wage_told):
    """What the register says, or the person."""
    return first_known(wage, wage_told)


@fact(person)
def earned_known(wage):
    """At least this."""
    return assume(wage, 0, because="a lower bound")


@fact(family)
def income(earned):
    """Income of the family."""
    return total(earned)


@fact(family)
def income_known(earned_known):
    """Known income of the family."""
    return total(earned_known)


@condition(family, law=LAW)
def poor(income, line):
    """Earns less than the line."""
    return income < line


@condition(family, law=LAW)
def has_car(cars):
    """Somebody has a car."""
    return any_of(cars >= 1)


@condition(family, law=LAW)
def poor_or_many(poor, size, many):
    """Is poor, or many."""
    return poor | (size >= many)


@condition(family, law=LAW)
def poor_without_car(poor, has_car):
    """Is poor and without a car."""
    return poor & ~has_car


@condition(family, law=LAW)
def by_size(size, many, poor, has_car):
    """Of many the income counts, of few the car."""
    return choose(size >= many, poor, has_car)


@condition(family, law=LAW)
def not_found(size, open_line):
    """Held against a value nobody published."""
    return size > open_line


@condition(family, law=LAW)
def led_by_man(role, sex):
    """The head is a man."""
    return any_of((role == "head") & (sex == "M"))


@condition(family, law=LAW)
def poor_by_what_is_known(income_known, line):
    """Known income is below the line."""
    return income_known < line


RULES = (
    wage, cars, told, earned, earned_known, income, income_known, poor, has_car, poor_or_many,
    poor_without_car, by_size, not_found, led_by_man, poor_by_what_is_known,
)  # fmt: skip


def parameter(name: str, type_: Type, value: Stored) -> Parameter:
    dated = DatedValue(date(2021, 1, 1), value, {}, "the test", "C")
    return Parameter(name, type_, "unit", WORDS, "", [dated], Place("small.py", 1))


def rules() -> Catalogue:
    parameters = [
        parameter("line", MONEY, 100_00),
        parameter("many", COUNT, 4),
        parameter("open_line", COUNT, None),
    ]
    registers = {
        "wages": Register("wages", "no", {"paid": MONEY}, ("person",), False),
        "cars": Register("cars", "no", {"kind": TEXT}, ("person",), True),
    }
    base = {person: {"self": COUNT, "role": TEXT, "sex": TEXT}, family: {"size": COUNT}, household: {}}
    return catalogue(RULES, [], {one.name: one for one in parameters}, registers, base, AS_OF)


MADE = rules()


def unit(*members: dict[str, Stored], size: int | None = None) -> Unit:
    """A family of these members, worked out."""
    persons = [{"self": place, "role": "child", **facts} for place, facts in enumerate(members)]
    one = OneFamily(persons, {"size": len(members) if size is None else size})
    return Unit(Evaluation(MADE).complete(one), family)


__all__ = ["AS_OF", "MADE", "YES_NO", "unit"]
