"""Twenty made-up rules in the shape of real ones, in our language; `theirs` says the same for OpenFisca."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from familymap.rules import (
    AREA,
    COUNT,
    DATE,
    MONEY,
    MULTIPLE,
    YES_NO,
    Measure,
    amount,
    assume,
    choose,
    condition,
    count_where,
    every,
    fact,
    family,
    full_years,
    household,
    lookup,
    person,
    round_up,
    smallest,
    smallest_of,
    total,
)
from familymap.rules.catalogue import Catalogue, catalogue
from familymap.rules.declare import Place, Rule
from familymap.rules.parameters import DatedValue, Parameter
from familymap.rules.values import Type, stored

AS_OF = date(2026, 1, 1)
BASE = {
    person: {
        "birth_date": DATE,
        "in_study": YES_NO,
        "disability_group": COUNT,
        "wage": MONEY,
        "pension": MONEY,
    },
    family: {"members": COUNT, "area": AREA},
    household: {},
}
VALUES: Mapping[str, object] = {
    "majority_age": 18,
    "student_age_limit": 23,
    "pension_age": 63,
    "infant_age_limit": 2,
    "month_index": 4325,
    "poverty_line": 35596,
    "many_children": 4,
    "children_multiples": {
        4: Decimal("16.03"),
        5: Decimal("20.04"),
        6: Decimal("24.05"),
        7: Decimal("28.06"),
    },
    "infant_multiple": Decimal("8.47"),
    "home_multiple": Decimal("5"),
    "lines_for_infants": 3,
    "lines_for_home": 2,
    "area_norm": 18,
}
"""Parameters as people write them: the values of the rules as they are."""

WHAT_IFS: Mapping[str, Mapping[str, object]] = {
    "grown up at 21": {"majority_age": 21},
    "students to 25": {"student_age_limit": 25},
    "a higher month index": {"month_index": 4500},
    "a higher poverty line": {"poverty_line": 45000},
    "a lower poverty line": {"poverty_line": 30000},
    "three children are many": {
        "many_children": 3,
        "children_multiples": {
            3: Decimal("12.02"),
            4: Decimal("16.03"),
            5: Decimal("20.04"),
            6: Decimal("24.05"),
            7: Decimal("28.06"),
        },
    },
    "infants to three years": {"infant_age_limit": 3},
    "infants of poorer families": {"lines_for_infants": 2},
    "homes for all below four lines": {"lines_for_home": 4},
    "a smaller norm of area": {"area_norm": 15},
}
"""Ten changes of law: what they change."""

_TYPES: Mapping[str, Type] = {
    "month_index": MONEY,
    "poverty_line": MONEY,
    "children_multiples": MULTIPLE,
    "infant_multiple": MULTIPLE,
    "home_multiple": MULTIPLE,
    "area_norm": AREA,
}
LAW = "made up"


@fact(person)
def age(birth_date, as_of):
    """Full years."""
    return full_years(birth_date, as_of)


@fact(person)
def is_minor(age, majority_age):
    """Is not grown up."""
    return age < majority_age


@fact(person)
def counts_as_child(is_minor, in_study, age, student_age_limit):
    """Is a minor, or young and in full-time study."""
    return is_minor | (in_study & (age < student_age_limit))


@fact(person)
def income(is_minor, wage, pension):
    """Wage and pension; a minor has none."""
    return choose(is_minor, 0, wage + pension)


@fact(person)
def is_busy(is_minor, wage, in_study, age, pension_age, disability_group):
    """Earns or studies, or need not: a minor, a pensioner, a disabled person of the first two groups."""
    needs_not = is_minor | (age >= pension_age) | ((disability_group >= 1) & (disability_group <= 2))
    return (wage > 0) | in_study | needs_not


@fact(family)
def children(counts_as_child):
    """Children of the family."""
    return count_where(counts_as_child)


@fact(family)
def family_income(income):
    """Income of all members."""
    return total(income)


@fact(family)
def youngest_age(age, is_minor):
    """Age of the youngest child."""
    return assume(smallest(age, where=is_minor), 99, because="no child, no youngest one")


@condition(family, law=LAW)
def has_many_children(children, many_children):
    """Raises many children."""
    return children >= many_children


@amount(family, law=LAW)
def children_amount(children, month_index, children_multiples):
    """The multiple for the number of children, of the month index."""
    return round_up(month_index * lookup(smallest_of(children, 7), children_multiples))


@condition(family, law=LAW)
def has_a_child(children):
    """Raises a child."""
    return children >= 1


@condition(family, law=LAW)
def is_below_the_line(family_income, poverty_line, members):
    """Has less than the poverty line for each member."""
    return family_income < poverty_line * members


@condition(family, law=LAW)
def all_are_busy(is_busy):
    """Every member earns, studies, or need not."""
    return every(is_busy)


@amount(family, law=LAW)
def lacking_amount(family_income, poverty_line, members):
    """What the family lacks to the line."""
    return poverty_line * members - family_income


@condition(family, law=LAW)
def has_an_infant(youngest_age, infant_age_limit):
    """Raises an infant."""
    return youngest_age < infant_age_limit


@condition(family, law=LAW)
def is_poor_for_infants(family_income, poverty_line, members, lines_for_infants):
    """Has less than some lines for each member."""
    return family_income < poverty_line * members * lines_for_infants


@amount(family, law=LAW)
def infant_amount(month_index, infant_multiple):
    """The multiple of the month index for an infant."""
    return round_up(month_index * infant_multiple)


@condition(family, law=LAW)
def is_crowded(area, members, area_norm):
    """Has less area than the norm for each member."""
    return area < area_norm * members


@condition(family, law=LAW)
def is_poor_for_home(family_income, poverty_line, members, lines_for_home):
    """Has less than some lines for each member."""
    return family_income < poverty_line * members * lines_for_home


@amount(family, law=LAW)
def home_amount(month_index, home_multiple):
    """The multiple of the month index for a home."""
    return round_up(month_index * home_multiple)


def _measure(name: str, conditions: tuple[str, ...], of: str) -> Measure:
    return Measure(
        name=name,
        unit=family,
        law=LAW,
        since=date(2021, 1, 1),
        conditions=conditions,
        amount=of,
        payee=None,
        period="month",
    )


MEASURES = (
    _measure("many_children_aid", ("has_many_children",), "children_amount"),
    _measure("poverty_aid", ("has_a_child", "is_below_the_line", "all_are_busy"), "lacking_amount"),
    _measure("infant_aid", ("has_an_infant", "is_poor_for_infants"), "infant_amount"),
    _measure("home_aid", ("has_a_child", "is_crowded", "is_poor_for_home"), "home_amount"),
)


def law(changed: Mapping[str, object]) -> Catalogue:
    """The rules, some parameters changed."""
    rules = [thing for thing in globals().values() if isinstance(thing, Rule)]
    measures = [replace(measure, place=Place("rules.py", 1)) for measure in MEASURES]
    parameters = {name: _parameter(name, value) for name, value in {**VALUES, **changed}.items()}
    return catalogue(rules, measures, parameters, {}, BASE, AS_OF)


def _parameter(name: str, value: object) -> Parameter:
    of = _TYPES.get(name, COUNT)
    table = {key: stored(one, of) for key, one in value.items()} if isinstance(value, dict) else {}
    dated = DatedValue(date(2021, 1, 1), None if table else stored(value, of), table, LAW, "assumption")
    key = "children" if table else ""
    return Parameter(name, of, LAW, {"en": name}, key, [dated], Place("rules.py", 1))
