"""What a country says about linking its people: letters, blocks, thresholds and the learned weights."""

import json
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError


class BadLinkage(ValueError):
    """The linkage file cannot be used; the text says where and why."""


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PersonalNumber(_Declared):
    """The check digit of the personal number: the last digit is the weighted sum of the others.

    When the sum modulo `modulus` is no digit, the next row of weights is tried; no row left: never issued.
    """

    length: int
    weights: tuple[tuple[int, ...], ...]
    modulus: int


class NameFolding(_Declared):
    """How spellings of one name meet: letters to ASCII, letter groups to sounds, endings to ignore."""

    letters: tuple[tuple[str, str], ...]
    sounds: tuple[tuple[str, str], ...]
    surname_endings: tuple[str, ...]
    patronymic_endings: tuple[str, ...]
    shortest_stem: int


class SpineSources(_Declared):
    """Which registers make persons: the population, newborn children, and who says when somebody died."""

    population: str
    newborn: str
    newborn_role: str
    deaths: str
    death_date: str


class Thresholds(_Declared):
    """In bits (log2 of the odds); `certainty` is asked on top of log2 of the number of people.

    `spine_extra` is asked besides where rows make persons, `deaths_extra` where they tell of a death.
    """

    certainty: float
    margin: float
    review: float
    spine_extra: float
    deaths_extra: float


class Weights(_Declared):
    """Learned log2 weights by comparison and level, with the record of their training."""

    version: int
    trained_on: str
    trained_at: str
    bits: dict[str, dict[str, float]]


class Linkage(_Declared):
    """Everything that linking needs to know of a country."""

    version: int
    number: PersonalNumber
    names: NameFolding
    spine: SpineSources
    places: dict[str, str] = Field(description="register → column with the place of the person")
    surname_sources: dict[str, tuple[str, ...]] = Field(
        description="register → roles in which people stand under another of their surnames"
    )
    spouses: dict[str, dict[str, str]] = Field(
        description="register → role → the role of the spouse, whose surname may be today's surname"
    )
    district_prefix: int
    rarity: tuple[int, ...] = Field(description="one in so many people: borders of the rarity bands")
    tiers: tuple[tuple[tuple[str, ...], ...], ...]
    tiers_for_unknown_numbers: int = Field(
        description="who has a right number that nobody known has is passed by in later tiers"
    )
    thresholds: Thresholds
    weights: Weights


def load_linkage(path: Path) -> Linkage:
    """Read `linkage.yaml` and, beside it, the weights file it names. Raises BadLinkage."""
    try:
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))
        weights_file = path.with_name(declared["weights"])
        declared["weights"] = json.loads(weights_file.read_text(encoding="utf-8"))
        return Linkage.model_validate(declared)
    except (OSError, yaml.YAMLError, json.JSONDecodeError, KeyError, TypeError) as problem:
        raise BadLinkage(f"{path}: cannot be read ({problem}). Mend the file.") from None
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadLinkage(f"{path}: «{where}»: {first['msg']}. Mend the file.") from None
