"""Made-up rules in the shape of real ones, in our language; `their_rules` says the same for OpenFisca."""

from collections.abc import Mapping, Sequence
from datetime import date

from bench.peers.measures import CHAPTER_MEASURES, Measures
from bench.peers.values import CHAPTERS, VALUES, Value
from familymap.measures.reforms import with_reforms
from familymap.rules import (
    AREA,
    COUNT,
    DATE,
    MONEY,
    MULTIPLE,
    YES_NO,
    Measure,
    amount,
    any_of,
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

AS_OF, SINCE = date(2026, 1, 1), date(2021, 1, 1)
PLACE = Place("our_rules.py", 1)
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


@fact(person)
def is_able(is_minor, age, pension_age):
    """Is grown up and no pensioner."""
    return ~is_minor & (age < pension_age)


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


@fact(family)
def able_members(is_able):
    """Members who can keep others."""
    return count_where(is_able)


@fact(family)
def dependants(members, able_members):
    """Members whom others keep."""
    return members - able_members


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


@condition(family, law=LAW)
def has_an_able_member(able_members):
    """Has somebody who can keep others."""
    return able_members >= 1


@condition(family, law=LAW)
def keeps_many(dependants, able_members):
    """Each of those who can keep others keeps more than one on average."""
    return dependants > able_members


@condition(family, law=LAW)
def has_some_income(family_income):
    """Has an income, however small."""
    return family_income > 0


@condition(family, law=LAW)
def has_a_disabled_member(is_able, disability_group):
    """A member of an age to keep others is disabled."""
    return any_of(is_able & (disability_group >= 1))


def law(changed: Mapping[str, Value], measures: Measures) -> Catalogue:
    """The rules and these measures, some parameters changed."""
    rules = [thing for thing in globals().values() if isinstance(thing, Rule)]
    declared = [_measure(name, conditions, of) for name, (conditions, of) in measures.items()]
    parameters = {name: _parameter(name, value) for name, value in {**VALUES, **changed}.items()}
    return catalogue(rules, declared, parameters, {}, BASE, AS_OF)


def full_catalogue() -> Catalogue:
    """The chapters' rules and measures beside each other, as reforms of a law without measures."""
    chapters = {name: law(values, CHAPTER_MEASURES) for name, values in CHAPTERS.items()}
    together, _ = with_reforms(law({}, {}), chapters)
    return together


def _measure(name: str, conditions: Sequence[str], of: str) -> Measure:
    return Measure(
        name=name,
        unit=family,
        law=LAW,
        since=SINCE,
        conditions=tuple(conditions),
        amount=of,
        payee=None,
        period="month",
        place=PLACE,
    )


def _parameter(name: str, value: Value) -> Parameter:
    of = _TYPES.get(name, COUNT)
    table = {key: stored(one, of) for key, one in value.items()} if isinstance(value, Mapping) else {}
    dated = DatedValue(SINCE, None if table else stored(value, of), table, LAW, "assumption")
    key = "children" if table else ""
    return Parameter(name, of, LAW, {"en": name}, key, [dated], PLACE)
