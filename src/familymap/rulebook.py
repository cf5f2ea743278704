"""A country's rules on a day: its declared modules and parameter files, put together into one catalogue."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from types import ModuleType

from familymap.country import Country
from familymap.declarations import BadDeclaration
from familymap.measures.receipt import receipt_rules
from familymap.portrait.base import FAMILY_FACTS, HOUSEHOLD_FACTS, PERSON_FACTS
from familymap.rules.catalogue import Catalogue, Register, catalogue, declared_in, register_columns
from familymap.rules.declare import Measure, Rule, family, household, person
from familymap.rules.parameter_files import load_parameters
from familymap.rules.parameters import Parameter

BASE = {person: PERSON_FACTS, family: FAMILY_FACTS, household: HOUSEHOLD_FACTS}
ROOMS = ("portrait", "wellbeing", "measures")
"""Folders of a country that hold rules."""


@cache
def declarations(country_name: str) -> tuple[list[Rule], list[Measure]]:
    """Every rule and measure a country declares, of every date, and what shows receipt. Raises BadRule."""
    rules, measures = declared_in(_modules(f"familymap.{country_name}"))
    return [*rules, *receipt_rules(measures)], measures


def parameters(country: Country) -> dict[str, Parameter]:
    """Every parameter of a country. Raises BadDeclaration."""
    files = [country.folder / "parameters.yaml"]
    for room in ROOMS:
        files += sorted((country.folder / room).rglob("parameters.yaml"))
    return load_parameters([file for file in files if file.exists()])


def registers(country: Country) -> dict[str, Register]:
    """What the rules need to know of the country's registers."""
    return {
        name: Register(
            name,
            contract.key,
            register_columns({column: declared.type for column, declared in contract.columns.items()}),
            tuple(contract.subjects),
            contract.absence.means == "none",
        )
        for name, contract in country.contracts.items()
    }


def rules_on(
    country: Country, as_of: date, changed_parameters: Mapping[str, Parameter] | None = None
) -> Catalogue:
    """The country's rules in force on a day, checked. Raises BadRule or BadDeclaration.

    `changed_parameters` stand in place of the country's own of the same name: the ground of a what-if.
    """
    rules, measures = declarations(country.name)
    values = _changed(parameters(country), changed_parameters or {})
    return catalogue(rules, measures, values, registers(country), BASE, as_of)


def _changed(own: Mapping[str, Parameter], changed: Mapping[str, Parameter]) -> dict[str, Parameter]:
    if strange := sorted(set(changed) - set(own)):
        raise BadDeclaration(
            f"{changed[strange[0]].place}: «{strange[0]}» is no parameter of the country, so nothing would "
            "change: correct the name."
        )
    return {**own, **changed}


def _modules(package: str) -> Iterator[ModuleType]:
    """The modules of a country's rooms that may hold rules, in name order."""
    for room in ROOMS:
        try:
            top = importlib.import_module(f"{package}.{room}")
        except ModuleNotFoundError:
            continue
        yield top
        for found in sorted(
            pkgutil.walk_packages(top.__path__, f"{package}.{room}."), key=lambda one: one.name
        ):
            yield importlib.import_module(found.name)
