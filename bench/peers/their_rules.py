"""OpenFisca's side of the rules: its variables, and the law as its tax and benefit system.

Age is worked out as in OpenFisca's own country template; the table of multiples is an array.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy
from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.peers.measures import of_chapter
from bench.peers.values import CHAPTERS, VALUES, Value

person = Entity("person", "persons", "A person", "")
family = GroupEntity("family", "families", "A family", "", roles=[{"key": "member", "plural": "members"}])


def age(persons, period, parameters):
    birth = persons("birth_date", period)
    year = birth.astype("datetime64[Y]").astype(int) + 1970
    month = birth.astype("datetime64[M]").astype(int) % 12 + 1
    day = (birth - birth.astype("datetime64[M]") + 1).astype(int)
    today = period.start
    birthday_past = (month < today.month) + (month == today.month) * (day <= today.day)
    return today.year - year - numpy.where(birthday_past, 0, 1)


def is_minor(persons, period, parameters):
    return persons("age", period) < parameters(period).majority_age


def counts_as_child(persons, period, parameters):
    young = persons("age", period) < parameters(period).student_age_limit
    return persons("is_minor", period) | (persons("in_study", period) & young)


def income(persons, period, parameters):
    own = persons("wage", period) + persons("pension", period)
    return numpy.where(persons("is_minor", period), 0, own)


def is_busy(persons, period, parameters):
    group = persons("disability_group", period)
    old = persons("age", period) >= parameters(period).pension_age
    needs_not = persons("is_minor", period) | old | ((group >= 1) & (group <= 2))
    return (persons("wage", period) > 0) | persons("in_study", period) | needs_not


def is_able(persons, period, parameters):
    return ~persons("is_minor", period) & (persons("age", period) < parameters(period).pension_age)


def children(families, period, parameters):
    return families.sum(families.members("counts_as_child", period))


def family_income(families, period, parameters):
    return families.sum(families.members("income", period))


def youngest_age(families, period, parameters):
    ages = families.members("age", period)
    return families.min(numpy.where(families.members("is_minor", period), ages, 99))


def able_members(families, period, parameters):
    return families.sum(families.members("is_able", period))


def dependants(families, period, parameters):
    return families("members", period) - families("able_members", period)


def has_many_children(families, period, parameters):
    return families("children", period) >= parameters(period).many_children


def children_amount(families, period, parameters):
    multiples = numpy.array(parameters(period).children_multiples)
    multiple = multiples[numpy.minimum(families("children", period), 7)]
    return _rounded_up(multiple * parameters(period).month_index)


def has_a_child(families, period, parameters):
    return families("children", period) >= 1


def is_below_the_line(families, period, parameters):
    return families("family_income", period) < _line(families, period, parameters)


def all_are_busy(families, period, parameters):
    return ~families.any(~families.members("is_busy", period))


def lacking_amount(families, period, parameters):
    return _line(families, period, parameters) - families("family_income", period)


def has_an_infant(families, period, parameters):
    return families("youngest_age", period) < parameters(period).infant_age_limit


def is_poor_for_infants(families, period, parameters):
    line = _line(families, period, parameters) * parameters(period).lines_for_infants
    return families("family_income", period) < line


def infant_amount(families, period, parameters):
    amount = _rounded_up(parameters(period).month_index * parameters(period).infant_multiple)
    return numpy.full(families.count, amount)


def is_crowded(families, period, parameters):
    return families("area", period) < parameters(period).area_norm * families("members", period)


def is_poor_for_home(families, period, parameters):
    line = _line(families, period, parameters) * parameters(period).lines_for_home
    return families("family_income", period) < line


def home_amount(families, period, parameters):
    amount = _rounded_up(parameters(period).month_index * parameters(period).home_multiple)
    return numpy.full(families.count, amount)


def has_an_able_member(families, period, parameters):
    return families("able_members", period) >= 1


def keeps_many(families, period, parameters):
    return families("dependants", period) > families("able_members", period)


def has_some_income(families, period, parameters):
    return families("family_income", period) > 0


def has_a_disabled_member(families, period, parameters):
    members = families.members
    return families.any(members("is_able", period) & (members("disability_group", period) >= 1))


def _line(families, period, parameters):
    return parameters(period).poverty_line * families("members", period)


def _rounded_up(amount):
    """Up to whole tenge, after a look at whole tiyn: 20.04 × 4325 is a hair above 86673 in binary."""
    return numpy.ceil(numpy.round(amount, 2))


INPUTS = {
    "person": {
        "birth_date": date,
        "in_study": bool,
        "disability_group": int,
        "wage": float,
        "pension": float,
    },
    "family": {"members": int, "area": float},
}
OF_PERSONS = {
    "is_minor": bool,
    "counts_as_child": bool,
    "income": float,
    "is_busy": bool,
    "is_able": bool,
}
OF_FAMILIES = {
    "children": int,
    "family_income": float,
    "youngest_age": int,
    "able_members": int,
    "dependants": int,
    "has_many_children": bool,
    "children_amount": float,
    "has_a_child": bool,
    "is_below_the_line": bool,
    "all_are_busy": bool,
    "lacking_amount": float,
    "has_an_infant": bool,
    "is_poor_for_infants": bool,
    "infant_amount": float,
    "is_crowded": bool,
    "is_poor_for_home": bool,
    "home_amount": float,
    "has_an_able_member": bool,
    "keeps_many": bool,
    "has_some_income": bool,
    "has_a_disabled_member": bool,
}
DERIVED = [
    (entity, name, kind)
    for entity, told in ((person, OF_PERSONS), (family, OF_FAMILIES))
    for name, kind in told.items()
]
"""What every chapter works out on its own; all share the age."""

Formula = Callable[[Any, Any, Any], Any]


@dataclass(frozen=True)
class InChapter:
    """A population as a chapter's formulas see it: the chapter's own variables go by their plain names."""

    population: Any
    chapter: str

    def __call__(self, name: str, period: Any) -> Any:
        own = of_chapter(name, self.chapter) if name in OF_PERSONS or name in OF_FAMILIES else name
        return self.population(own, period)

    @property
    def members(self) -> "InChapter":
        return InChapter(self.population.members, self.chapter)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.population, name)


def in_chapter(formula: Formula, chapter: str) -> Formula:
    """The formula over the variables and parameters of a chapter."""

    def formula_of_chapter(population: Any, period: Any, parameters: Any) -> Any:
        return formula(InChapter(population, chapter), period, lambda day: parameters(day)[chapter])

    return formula_of_chapter


def variable(name: str, entity: Any, value_type: type, formula: Formula | None = None) -> type[Variable]:
    """A monthly variable, as OpenFisca declares one: a class."""
    content = {
        "value_type": value_type,
        "entity": entity,
        "definition_period": DateUnit.MONTH,
        "label": name,
    }
    if formula:
        content["formula"] = formula
    return type(name, (Variable,), content)


def law(changed: Mapping[str, Value]) -> TaxBenefitSystem:
    """The rules, some parameters changed."""
    system = _system_of_age()
    for entity, name, kind in DERIVED:
        system.add_variable(variable(name, entity, kind, globals()[name]))
    system.parameters = ParameterNode("", data=_dated({**VALUES, **changed}))
    return system


def full_catalogue() -> TaxBenefitSystem:
    """The chapters' rules beside each other."""
    system = _system_of_age()
    for chapter in CHAPTERS:
        for entity, name, kind in DERIVED:
            formula = in_chapter(globals()[name], chapter)
            system.add_variable(variable(of_chapter(name, chapter), entity, kind, formula))
    content = {chapter: _dated(values) for chapter, values in CHAPTERS.items()}
    system.parameters = ParameterNode("", data=content)
    return system


def _system_of_age() -> TaxBenefitSystem:
    system = TaxBenefitSystem([person, family])
    for entity in (person, family):
        for name, kind in INPUTS[entity.key].items():
            system.add_variable(variable(name, entity, kind))
    system.add_variable(variable("age", person, int, age))
    return system


def _dated(values: Mapping[str, Value]) -> Mapping[str, Any]:
    return {name: {"values": {"2021-01-01": {"value": _written(value)}}} for name, value in values.items()}


def _written(value: Value) -> Any:
    """A number as OpenFisca takes it; of a table the multiples for no child, one child, and so on."""
    if isinstance(value, Mapping):
        return [float(value.get(children, 0)) for children in range(8)]
    return float(value) if isinstance(value, Decimal) else value
