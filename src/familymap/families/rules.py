"""The settings of family law that a country declares: read, checked, with their legal reference."""

from pathlib import Path
from typing import Annotated, Generic, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

Dependant = Literal["minor", "student", "disabled"]
Carer = Literal[
    "court_guardian", "mother_at_address", "father_at_address", "mother", "father", "adopter_at_address"
]
Age = Annotated[int, Field(ge=0, le=120)]
Value = TypeVar("Value")


class BadFamilyRules(ValueError):
    """The rule file cannot be used; the text names the file, the place and the mend."""


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
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as trouble:
        raise BadFamilyRules(f"{path}: {trouble.strerror}. Give the path of the rule file.") from None
    except UnicodeDecodeError:
        raise BadFamilyRules(f"{path}: is not UTF-8 text. Save it as UTF-8.") from None
    except yaml.YAMLError as trouble:
        raise BadFamilyRules(
            f"{path}: is not YAML{_place(trouble)}. Mend the indentation or quotes."
        ) from None
    if not isinstance(content, dict):
        raise BadFamilyRules(f"{path}: holds no settings. Begin with «version: 1» and the settings below it.")
    try:
        return FamilyRules.model_validate(content)
    except ValidationError as trouble:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc']))}: {_mend(fault['type'], fault['msg'])}"
            for fault in trouble.errors()
        )
        raise BadFamilyRules(f"{path}: {faults}.") from None


def _place(trouble: yaml.YAMLError) -> str:
    mark = getattr(trouble, "problem_mark", None)
    return f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""


def _mend(kind: str, message: str) -> str:
    if kind == "missing":
        return "is missing, add it"
    if kind == "extra_forbidden":
        return "is not a setting of this file, remove it or correct its name"
    return message[0].lower() + message[1:]
