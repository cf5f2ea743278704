"""OpenFisca's side: the rules of `rules` as its variables, over the same Parquet files.

    python -m bench.peers.theirs FOLDER TARGET
    python -m bench.peers.theirs FOLDER what-ifs

Written to be quick: each file is read once, persons join their families by position, and the table of
multiples is an array. Age is worked out as in OpenFisca's own country template.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy
import pyarrow
import pyarrow.parquet as parquet
from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.peers.data import FAMILIES, PERSONS

PERIOD = "2026-01"
person = Entity("person", "persons", "A person", "")
family = GroupEntity("family", "families", "A family", "", roles=[{"key": "member", "plural": "members"}])

VALUES: Mapping[str, Any] = {
    "majority_age": 18,
    "student_age_limit": 23,
    "pension_age": 63,
    "infant_age_limit": 2,
    "month_index": 4325,
    "poverty_line": 35596,
    "many_children": 4,
    "children_multiples": {"three": 0, "four": 16.03, "five": 20.04, "six": 24.05, "seven": 28.06},
    "infant_multiple": 8.47,
    "home_multiple": 5,
    "lines_for_infants": 3,
    "lines_for_home": 2,
    "area_norm": 18,
}
WHAT_IFS: Mapping[str, Mapping[str, Any]] = {
    "grown up at 21": {"majority_age": 21},
    "students to 25": {"student_age_limit": 25},
    "a higher month index": {"month_index": 4500},
    "a higher poverty line": {"poverty_line": 45000},
    "a lower poverty line": {"poverty_line": 30000},
    "three children are many": {
        "many_children": 3,
        "children_multiples": {**VALUES["children_multiples"], "three": 12.02},
    },
    "infants to three years": {"infant_age_limit": 3},
    "infants of poorer families": {"lines_for_infants": 2},
    "homes for all below four lines": {"lines_for_home": 4},
    "a smaller norm of area": {"area_norm": 15},
}
MEASURES = {
    "many_children_aid": (("has_many_children",), "children_amount"),
    "poverty_aid": (("has_a_child", "is_below_the_line", "all_are_busy"), "lacking_amount"),
    "infant_aid": (("has_an_infant", "is_poor_for_infants"), "infant_amount"),
    "home_aid": (("has_a_child", "is_crowded", "is_poor_for_home"), "home_amount"),
}

Formula = Callable[[Any, Any, Any], Any]


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


def children(families, period, parameters):
    return families.sum(families.members("counts_as_child", period))


def family_income(families, period, parameters):
    return families.sum(families.members("income", period))


def youngest_age(families, period, parameters):
    ages = families.members("age", period)
    return families.min(numpy.where(families.members("is_minor", period), ages, 99))


def has_many_children(families, period, parameters):
    return families("children", period) >= parameters(period).many_children


def children_amount(families, period, parameters):
    multiples = parameters(period).children_multiples
    table = numpy.array(
        [0, 0, 0, multiples.three, multiples.four, multiples.five, multiples.six, multiples.seven]
    )
    multiple = table[numpy.minimum(families("children", period), 7)]
    return _rounded_up(multiple * parameters(period).month_index)


def has_a_child(families, period, parameters):
    return families("children", period) >= 1


def is_below_the_line(families, period, parameters):
    return families("family_income", period) < _line(families, period, parameters)


def all_are_busy(families, period, parameters):
    return families.all(families.members("is_busy", period))


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
OF_PERSONS = {"age": int, "is_minor": bool, "counts_as_child": bool, "income": float, "is_busy": bool}
OF_FAMILIES = {
    "children": int,
    "family_income": float,
    "youngest_age": int,
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
}
HUNDREDTHS = ("wage", "pension", "area")
"""Columns that the files hold in hundredths."""


def law(changed: Mapping[str, Any]) -> TaxBenefitSystem:
    """The rules, some parameters changed."""
    system = TaxBenefitSystem([person, family])
    for entity in (person, family):
        for name, kind in INPUTS[entity.key].items():
            system.add_variable(variable(name, entity, kind))
    for entity, told in ((person, OF_PERSONS), (family, OF_FAMILIES)):
        for name, kind in told.items():
            system.add_variable(variable(name, entity, kind, globals()[name]))
    content = {name: _dated(value) for name, value in {**VALUES, **changed}.items()}
    system.parameters = ParameterNode("", data=content)
    return system


def _dated(value: Any) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return {name: _dated(one) for name, one in value.items()}
    return {"values": {"2021-01-01": {"value": value}}}


def read(folder: Path) -> dict[str, dict[str, numpy.ndarray]]:
    """The columns of both files, money and areas as people write them."""
    columns = {}
    for entity, table in (("person", PERSONS), ("family", FAMILIES)):
        names = ["family_id", *INPUTS[entity]] + (["household_id"] if entity == "family" else [])
        read_in = parquet.read_table(folder / f"{table}.parquet", columns=names)
        columns[entity] = {name: read_in[name].to_numpy() for name in names}
        for name in HUNDREDTHS:
            if name in names:
                columns[entity][name] = (columns[entity][name] / 100).astype(numpy.float32)
    return columns


def simulation(system: TaxBenefitSystem, columns: Mapping[str, Mapping[str, numpy.ndarray]]) -> Simulation:
    """The families with their members and inputs; both files are in the order of the family's number."""
    builder = SimulationBuilder()
    builder.create_entities(system)
    persons, families = builder.populations["person"], builder.populations["family"]
    families.ids = columns["family"]["family_id"]
    families.count = len(families.ids)
    persons.ids = persons_of = columns["person"]["family_id"]
    persons.count = len(persons_of)
    families.members_entity_id = numpy.searchsorted(families.ids, persons_of)
    made = builder.build(system)
    for entity, inputs in INPUTS.items():
        for name in inputs:
            made.set_input(name, PERIOD, columns[entity][name])
    return made


def answers(made: Simulation) -> dict[str, numpy.ndarray]:
    """For each measure: due, each condition's answer in two bits, amount in tiyn (0 where not due)."""
    told: dict[str, numpy.ndarray] = {}
    for measure, (conditions, amount) in MEASURES.items():
        met = [made.calculate(name, PERIOD) for name in conditions]
        due = numpy.logical_and.reduce(met)
        bits = sum(one.astype(numpy.int64) << (2 * place) for place, one in enumerate(met))
        tiyn = (made.calculate(amount, PERIOD).astype(numpy.float64) * 100).astype(numpy.int64)
        told |= {
            f"{measure}_due": due,
            f"{measure}_conditions": bits,
            f"{measure}_amount": numpy.where(due, tiyn, 0),
        }
    return told


def answer(folder: Path, target: Path) -> None:
    """Every family's answers as a Parquet file."""
    columns = read(folder)
    told = answers(simulation(law({}), columns))
    keys = {name: columns["family"][name] for name in ("family_id", "household_id")}
    parquet.write_table(pyarrow.table({**keys, **told}), target, compression="zstd")


def what_if(folder: Path) -> dict[str, list[int]]:
    """For each change of law: families due and tiyn of each measure."""
    columns = read(folder)
    numbers = {}
    for name, changed in WHAT_IFS.items():
        told = answers(simulation(law(changed), columns))
        numbers[name] = [
            int(told[f"{measure}_{part}"].sum()) for measure in MEASURES for part in ("due", "amount")
        ]
    return numbers


def main(arguments: Sequence[str]) -> None:
    """Do what was typed."""
    folder, target = Path(arguments[0]), arguments[1]
    if target == "what-ifs":
        for name, numbers in what_if(folder).items():
            print(name, *numbers)
    else:
        answer(folder, Path(target))


if __name__ == "__main__":
    main(sys.argv[1:])
