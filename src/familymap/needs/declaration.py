"""What a country says for this room: register of payments, line, levels of areas, types of families."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from familymap.declarations import BadDeclaration, Words, read_tree, validated
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Level, Measure, family, household, person
from familymap.rules.values import DATE, MONEY, TEXT, Type

Certainty = Literal["C", "P", "U", "BK", "D", "assumption"]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class BadNeeds(BadDeclaration):
    """The declaration of needs does not fit the country's rules; the text says where and why."""


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Payments(_Declared):
    """The register that lists what was paid to whom, and the columns that tell which benefit and month."""

    register_name: Annotated[Name, Field(alias="register")]
    code: Name
    month: Name


class Income(_Declared):
    """The facts of a family from which «still under the line» is worked out, in money per month.

    `known` is the least the income with everything received can be, `exact` what it is where all of it is
    known, `line` what the family as a whole needs. `shrinking` are measures that grow smaller when other
    income rises.
    """

    known: Name
    exact: Name
    line: Name
    shrinking: tuple[Name, ...]


class Limit(_Declared):
    """A number that this room needs and that somebody has to choose."""

    value: Annotated[int, Field(ge=1)]
    why: Annotated[str, Field(min_length=1)]
    reference: Annotated[str, Field(min_length=1)]
    certainty: Certainty


class FamilyType(_Declared):
    """A type of families as people read it; the fact gives its code."""

    code: Name
    title: Words


class FamilyTypes(_Declared):
    """The types of families in the order in which they are tried; the rule `fact` says which one it is."""

    version: Annotated[int, Field(ge=1)]
    fact: Name
    types: Annotated[tuple[FamilyType, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_once(self) -> "FamilyTypes":
        codes = [one.code for one in self.types]
        if len(codes) != len(set(codes)):
            raise ValueError("a type stands twice: remove one")
        return self


class Needs(_Declared):
    """The whole declaration. `area_levels` are levels of areas by the length of the code's beginning."""

    version: Annotated[int, Field(ge=1)]
    payments: Payments
    income: Income
    area_levels: dict[Name, Annotated[int, Field(ge=1)]]
    due_since: dict[Name, Name] = Field(description="measure → the date from which its reason exists")
    doubtful_within_bits: Limit
    smallest_published: Limit
    family_types: FamilyTypes


def load_needs(folder: Path) -> Needs:
    """The declaration in `needs.yaml` and `family_types.yaml` of that folder. Raises BadDeclaration."""
    types_path, path = folder / "family_types.yaml", folder / "needs.yaml"
    content, tree = read_tree(types_path)
    types = validated(FamilyTypes, content, types_path, tree)
    content, tree = read_tree(path)
    if not isinstance(content, dict):
        raise BadDeclaration(f"{path}:1: a declaration of needs is a list of «name: value» lines.")
    return validated(Needs, {**content, "family_types": types.model_dump()}, path, tree)


def checked(needs: Needs, made: Catalogue) -> Needs:
    """The declaration, if every fact it names is there and of the right kind. Raises BadNeeds."""
    faults = [
        *_faults(made, needs.family_types.fact, TEXT, family),
        *(
            fault
            for name in (needs.income.known, needs.income.exact, needs.income.line)
            for fault in _faults(made, name, MONEY, family)
        ),
    ]
    for name, fact in needs.due_since.items():
        if measure := made.measures.get(name):
            faults += _faults(made, fact, DATE, measure.unit)
    if needs.payments.register_name not in made.registers:
        faults.append(f"payments: there is no register «{needs.payments.register_name}»")
    for measure in made.measures.values():
        faults += [
            f"«{measure.name}» relieves «{name}», which is no indicator and no dimension of wellbeing"
            for name in measure.relieves
            if not relieved_by_name(made, name)
        ]
    if faults:
        raise BadNeeds("\n".join(faults))
    return needs


def _faults(made: Catalogue, name: str, wanted: Type, unit: Level) -> list[str]:
    try:
        level, type_ = made.level_of(name), made.type_of(name)
    except StopIteration:
        return [f"«{name}» is no fact of the country: correct the name or declare it"]
    faults = []
    if type_ != wanted:
        faults.append(f"«{name}» is {type_.name}, not {wanted.name}")
    if not (level == unit or unit == person or (unit == family and level == household)):
        faults.append(f"«{name}» speaks of a {level.name}, not of a {unit.name}")
    return faults


DEPRIVED = "deprived_"
"""Before the name of an indicator: the fact that a family lacks it."""


def indicators(made: Catalogue) -> dict[str, str]:
    """Indicator → its dimension, in the order of the rules."""
    return {
        name.removeprefix(DEPRIVED): settled.rule.dimension
        for name, settled in made.rules.items()
        if settled.rule.kind == "deprivation"
    }


def relieved_by_name(made: Catalogue, name: str) -> list[str]:
    """The indicators meant by a name in `relieves`: one indicator, or all of a dimension."""
    dimension_of = indicators(made)
    name = name.removeprefix(DEPRIVED)
    if name in dimension_of:
        return [name]
    return [indicator for indicator, dimension in dimension_of.items() if dimension == name]


def relieving(made: Catalogue) -> Mapping[str, Sequence[Measure]]:
    """Indicator → the measures in force that relieve it."""
    return {
        indicator: [
            measure
            for measure in made.measures.values()
            if any(indicator in relieved_by_name(made, name) for name in measure.relieves)
        ]
        for indicator in indicators(made)
    }
