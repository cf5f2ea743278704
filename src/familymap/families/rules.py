"""The settings of family law that a country declares: read, checked, with their legal reference."""

from pathlib import Path
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, field_validator

from familymap.declarations import BadDeclaration, read_tree, validated

Dependant = Literal["minor", "student", "disabled"]
Carer = Literal[
    "court_guardian", "mother_at_address", "father_at_address", "mother", "father", "adopter_at_address"
]
Age = Annotated[int, Field(ge=0, le=120)]
Value = TypeVar("Value")


class BadFamilyRules(ValueError):
    """The rule file cannot be used; each line names the file, the line and the mend."""


class Setting(BaseModel, Generic[Value]):
    """One value of law with its unit, its reference (or «assumption») and the reason it is there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: Value
    unit: Literal["years", "list", "order"]
    reference: Annotated[str, Field(min_length=1)]
    why: Annotated[str, Field(min_length=1)]


class FamilyRules(BaseModel):
    """Everything the steps of this room ask a country for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Annotated[int, Field(ge=1)]
    majority_age: Setting[Age]
    student_age_limit: Setting[Age]
    marriage_age: Setting[Age]
    dependants: Setting[tuple[Dependant, ...]]
    carers_of_minor: Setting[tuple[Carer, ...]]
    carers_of_adult: Setting[tuple[Carer, ...]]

    @field_validator("dependants", "carers_of_minor", "carers_of_adult")
    @classmethod
    def each_once(cls, setting: Setting[tuple[str, ...]]) -> Setting[tuple[str, ...]]:
        """A name that stands twice in an order would never be reached the second time."""
        repeated = sorted({name for name in setting.value if setting.value.count(name) > 1})
        if repeated:
            raise ValueError(f"{', '.join(repeated)} stands twice: keep it once")
        return setting


def load_family_rules(path: Path) -> FamilyRules:
    """The rules of that YAML file. Raises BadFamilyRules."""
    try:
        content, tree = read_tree(path)
        if not isinstance(content, dict):
            raise BadDeclaration(
                f"{path}:1: holds no settings. Begin with «version: 1» and the settings below it."
            )
        return validated(FamilyRules, content, path, tree)
    except BadDeclaration as trouble:
        raise BadFamilyRules(str(trouble)) from None
