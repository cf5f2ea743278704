"""A made-up country of a dozen rules over persons, families and households, to try the whole way on."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from familymap.rules import (
    AREA,
    COUNT,
    DATE,
    MONEY,
    PERSON,
    TEXT,
    YES_NO,
    Measure,
    add_months,
    amount,
    any_of,
    asked,
    assume,
    choose,
    condition,
    count_where,
    every,
    fact,
    family,
    full_years,
    household,
    known,
    largest,
    lookup,
    per,
    person,
    round_up,
    smallest_of,
    total,
)
from familymap.rules.catalogue import Catalogue, Register, catalogue
from familymap.rules.declare import Level, Place, Rule
from familymap.rules.parameters import DatedValue, Parameter
from familymap.rules.values import Stored, Type, stored

AS_OF = date(2026, 1, 15)
HERE = Place("land.py", 1)
BASE: Mapping[Level, Mapping[str, Type]] = {
    person: {"birth_date": DATE, "wage": MONEY, "role": TEXT, "self": PERSON},
    family: {"members": COUNT},
    household: {"household_members": COUNT, "dwelling": AREA},
}
SHED = Register("shed", "entry_no", {"kind": TEXT, "value": MONEY}, ("person",), absence_is_none=True)


def parameter(name: str, of: Type, value: object, key: str = "", since: date = date(2021, 1, 1)) -> Parameter:
    """A parameter with one value from a day on."""
    entries = {entry: stored(one, of) for entry, one in value.items()} if isinstance(value, dict) else {}
    plain = None if entries else stored(value, of)
    dated = DatedValue(since, plain, entries, "made up", "assumption")
    title = {"kk": f"{name} (kk)", "ru": f"{name} (ru)", "en": name.replace("_", " ")}
    return Parameter(name, of, "made up", title, key, [dated], HERE)


PARAMETERS = {
    one.name: one
    for one in (
        parameter("grown_up_from", COUNT, 18),
        parameter("poor_below", MONEY, Decimal("45000")),
        parameter("child_amounts", MONEY, {1: 1000, 2: Decimal("1800.50"), 3: None}, key="children"),
    )
}


@fact(person)
def age(birth_date, as_of):
    """Age."""
    return full_years(birth_date, as_of)


@fact(person)
def is_child(age, grown_up_from):
    """Is a child."""
    return age < grown_up_from


@fact(person)
def income(is_child, wage):
    """Income; a child has none."""
    return choose(is_child, 0, wage)


@fact(family)
def children(is_child):
    """Children of the family."""
    return count_where(is_child)


@fact(family)
def family_income(income):
    """Income of all members."""
    return total(income)


@fact(household)
def household_income(income):
    """Income of everybody at the address."""
    return total(income, where=known(income))


@fact(household)
def area_per_person(dwelling, household_members):
    """Area of the dwelling for each who lives in it."""
    return per(dwelling, household_members)


@fact(family)
def crowded(area_per_person):
    """Has little room."""
    return area_per_person < 18


@fact(person)
def poor_child(is_child, family_income, members, poor_below, area_per_person):
    """Is a child in a family of little income or little room."""
    return is_child & ((per(family_income, members) < poor_below) | (area_per_person < 10))


@fact(household)
def poor_children_here(poor_child):
    """Poor children at the address."""
    return count_where(poor_child)


@fact(family)
def youngest_child_born(birth_date, is_child):
    """Birth day of the youngest child."""
    return largest(birth_date, where=is_child)


@fact(family)
def all_grown(is_child):
    """Has no child."""
    return every(~is_child)


def earns(wage):
    """Words that a fact is written in."""
    return known(wage) & (wage > 0)


@fact(person)
def lives_among_poor_children(poor_children_here, wage):
    """Lives where a poor child lives, and earns nothing."""
    return (poor_children_here > 0) & ~earns(wage)


@fact(family)
def parents_without_wage(lives_among_poor_children, role, children):
    """A parent without a wage lives where a poor child lives."""
    return any_of(lives_among_poor_children & (role == "parent")) & (children > 0)


wants_help = asked(
    "wants_help",
    family,
    YES_NO,
    question={"kk": "Көмек керек пе?", "ru": "Нужна ли помощь?", "en": "Do you need help?"},
    title={"kk": "Көмек керек", "ru": "Нужна помощь", "en": "Wants help"},
)


@condition(family, law="made up")
def has_a_poor_child(poor_child):
    """Raises a poor child."""
    return any_of(poor_child)


@condition(family, law="made up")
def did_not_refuse(wants_help):
    """Has not refused help."""
    return assume(wants_help, True, because="nobody was asked yet")


@amount(family, law="made up")
def child_amount(children, child_amounts, household_income, poor_below, youngest_child_born, as_of):
    """The entry for the children, at most what the household lacks, half for a child above a year."""
    return round_up(
        smallest_of(lookup(children, child_amounts), poor_below - household_income)
        * choose(add_months(youngest_child_born, 12) < as_of, Decimal("0.5"), Decimal("1"))
    )


@fact(person, register="shed")
def tools(kind):
    """Tools in the shed."""
    return count_where(kind == "tool")


@fact(family)
def family_tools(tools):
    """Tools of all members."""
    return total(tools)


MEASURE = Measure(
    name="child_help",
    unit=family,
    law="made up",
    since=date(2021, 1, 1),
    conditions=("has_a_poor_child", "did_not_refuse"),
    amount="child_amount",
    payee=None,
    period="month",
)

RULES = [thing for thing in list(globals().values()) if isinstance(thing, Rule)]


def land(rules: Iterable[Rule] = RULES, measures: Iterable[Measure] = (MEASURE,)) -> Catalogue:
    """The country's catalogue."""
    return catalogue(rules, measures, PARAMETERS, {"shed": SHED}, BASE, AS_OF)


Facts = dict[str, Stored]
