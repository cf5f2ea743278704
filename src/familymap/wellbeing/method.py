"""A method that says how well a family is, as a country declares it: read, checked, with its references.

Two kinds. *Counting* (after Alkire and Foster) adds up the weights of what a family lacks and calls it poor
from a cut-off on. *Points* adds up points for what a family is and has and sorts the sum into levels.
"""

import re
from collections.abc import Container, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from math import ceil, lcm
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from familymap.declarations import BadDeclaration, Words, line_of, read_tree, validated

NAME = re.compile(r"[a-z][a-z0-9_]*")
FRACTION = re.compile(r"\d+(/[1-9]\d*)?")

Certainty = Literal["C", "P", "U", "BK", "D", "assumption"]


def _name(value: Any) -> Any:
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise ValueError(f"«{value}» is not a name: write small Latin letters, digits and _, a letter first")
    return value


def _fraction(value: Any) -> Any:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not FRACTION.fullmatch(str(value)):
        raise ValueError(f"«{value}» is not an exact share: write a fraction such as 1/5")
    return Fraction(str(value))


Name = Annotated[str, BeforeValidator(_name)]
Share = Annotated[Fraction, BeforeValidator(_fraction), Field(gt=0, le=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Deprivation(_Part):
    """One indicator of counting: the yes/no fact that says «lacks it», and why the line is drawn there.

    `weight` is its share of the dimension; left out everywhere in a dimension, all weigh the same.
    """

    fact: Name
    why: str = Field(min_length=1)
    reference: str = Field(min_length=1)
    certainty: Certainty
    weight: Share | None = None


class Dimension(_Part):
    """A side of life with its share of the whole."""

    title: Words
    weight: Share
    indicators: dict[Name, Deprivation] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> "Dimension":
        given = [one.weight for one in self.indicators.values() if one.weight is not None]
        if given and len(given) < len(self.indicators):
            raise ValueError("some indicators have a weight and some have none: give all or none")
        if given and sum(given) != 1:
            raise ValueError(f"the weights of the indicators add up to {sum(given)}, not to 1")
        return self

    def shares(self) -> dict[str, Fraction]:
        """Each indicator's share of the whole."""
        equal = Fraction(1, len(self.indicators))
        return {name: self.weight * (one.weight or equal) for name, one in self.indicators.items()}


class _Method(_Part):
    version: int = Field(ge=1)
    name: Name
    title: Words
    plain: Words
    label: Words | None = None
    reference: str = Field(min_length=1)
    certainty: Certainty


class CountingMethod(_Method):
    """Alkire and Foster: a family is poor when the weights of what it lacks reach the cut-off."""

    kind: Literal["counting"]
    cutoff: Share
    cutoff_why: str = Field(min_length=1)
    dimensions: dict[Name, Dimension] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> "CountingMethod":
        whole = sum(dimension.weight for dimension in self.dimensions.values())
        if whole != 1:
            raise ValueError(f"dimensions: the weights add up to {whole}, not to 1")
        _each_once(self.facts.values(), self.facts.keys())
        return self

    @cached_property
    def facts(self) -> dict[str, str]:
        """Indicator → its fact, in the order of the file."""
        return {name: one.fact for name, one in _indicators(self.dimensions)}

    @cached_property
    def dimension_of(self) -> dict[str, str]:
        """Indicator → its dimension."""
        return {name: dimension for dimension, part in self.dimensions.items() for name in part.indicators}

    @cached_property
    def _shares(self) -> dict[str, Fraction]:
        return {name: share for part in self.dimensions.values() for name, share in part.shares().items()}

    @cached_property
    def denominator(self) -> int:
        """What the whole weights add up to: a family that lacks everything has this score."""
        return lcm(*(share.denominator for share in self._shares.values()))

    @cached_property
    def weights(self) -> dict[str, int]:
        """Indicator → its weight as a whole number, of `denominator`."""
        return {name: int(share * self.denominator) for name, share in self._shares.items()}

    @property
    def poor_from(self) -> int:
        """The lowest score at which a family is poor."""
        return ceil(self.cutoff * self.denominator)

    @property
    def asks_for(self) -> list[str]:
        """The facts it asks for."""
        return list(self.facts.values())


class Band(_Part):
    """A value, or the values from a number on, and its points.

    Points of two numbers say that the source leaves the value undefined between them.
    """

    value: bool | str | None = Field(None, alias="is")
    from_: int | None = Field(None, alias="from")
    points: int | tuple[int, int]

    @model_validator(mode="after")
    def _one_of_two(self) -> "Band":
        if (self.value is None) == (self.from_ is None):
            raise ValueError("a band needs either «is» (a value) or «from» (a whole number)")
        if self.least > self.most:
            raise ValueError(f"points: {self.least} is more than {self.most}: write the lower number first")
        return self

    @property
    def least(self) -> int:
        """The fewest points it can mean."""
        return self.points if isinstance(self.points, int) else self.points[0]

    @property
    def most(self) -> int:
        """The most points it can mean."""
        return self.points if isinstance(self.points, int) else self.points[1]


class Points(_Part):
    """One indicator of a points table: the fact that tells the band, and the bands from low to high.

    `at_least` names a fact that gives the lowest band still possible when the first fact is unknown.
    `if_missing` is the value by which the source table is believed to count a silence; it is used only for
    the comparison «what if silence means none».
    """

    fact: Name
    bands: tuple[Band, ...] = Field(min_length=2)
    if_missing: bool | str | int
    at_least: Name | None = None
    note: str = ""

    @model_validator(mode="after")
    def _bands_fit(self) -> "Points":
        by_number = [band.from_ is not None for band in self.bands]
        if any(by_number) and not all(by_number):
            raise ValueError("bands: write «is» in all bands or «from» in all bands")
        begins = [band.from_ for band in self.bands if band.from_ is not None]
        if begins != sorted(set(begins)):
            raise ValueError("bands: «from» must rise from band to band")
        if len({type(band.value) for band in self.bands}) > 1:
            raise ValueError("bands: write words in all bands or yes and no in all bands")
        if not begins and len({band.value for band in self.bands}) < len(self.bands):
            raise ValueError("bands: a value stands twice")
        if begins and not isinstance(self.if_missing, bool) and isinstance(self.if_missing, int):
            if self.if_missing < begins[0]:
                raise ValueError(f"if_missing: {self.if_missing} is below the first band")
        elif self.if_missing not in [band.value for band in self.bands]:
            raise ValueError(f"if_missing: «{self.if_missing}» is none of the bands")
        return self

    @property
    def by_number(self) -> bool:
        """Whether the bands are ranges of numbers."""
        return self.bands[0].from_ is not None

    @property
    def least(self) -> int:
        """The fewest points of any band."""
        return min(band.least for band in self.bands)

    @property
    def most(self) -> int:
        """The most points of any band."""
        return max(band.most for band in self.bands)

    def band_of(self, value: bool | str | int) -> Band | None:
        """The band in which a known value lies."""
        if not self.by_number:
            return next((band for band in self.bands if band.value == value), None)
        reached = [band for band in self.bands if band.from_ is not None and int(value) >= band.from_]
        return reached[-1] if reached else None


class Block(_Part):
    """A group of indicators under one heading."""

    title: Words
    indicators: dict[Name, Points] = Field(min_length=1)


class Level(_Part):
    """A level from a score on; the lowest has no `from`.

    `perhaps_from` says that the source contradicts itself on the border: scores between the two may be of
    this level or of the next lower one. `in_need` marks the levels that the state treats as need.
    """

    level: str = Field(min_length=1)
    title: Words
    in_need: bool
    from_: int | None = Field(None, alias="from")
    perhaps_from: int | None = None

    @property
    def possible_from(self) -> int | None:
        """The lowest score that may be of this level."""
        return self.perhaps_from if self.perhaps_from is not None else self.from_


class PointsMethod(_Method):
    """A table of points: their sum, and the level in which it lies."""

    kind: Literal["points"]
    label: Words
    in_need_why: str = Field(min_length=1)
    dimensions: dict[Name, Block] = Field(min_length=1)
    levels: tuple[Level, ...] = Field(min_length=2)
    defects: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> "PointsMethod":
        _each_once(
            [one.fact for _, one in _indicators(self.dimensions)],
            [name for name, _ in _indicators(self.dimensions)],
        )
        begins = [level.from_ for level in self.levels[:-1]]
        if None in begins or self.levels[-1].from_ is not None:
            raise ValueError("levels: every level but the last has «from»")
        borders = [
            b for level in self.levels[:-1] for b in (level.from_, level.possible_from) if b is not None
        ]
        if borders != sorted(borders, reverse=True) or len(set(begins)) < len(begins):
            raise ValueError("levels: write the best first; «perhaps_from» is not above «from»")
        if (needs := [level.in_need for level in self.levels]) != sorted(needs):
            raise ValueError("levels: below a level in need every level is in need")
        return self

    @cached_property
    def indicators(self) -> dict[str, Points]:
        """Every indicator, in the order of the file."""
        return dict(_indicators(self.dimensions))

    @property
    def asks_for(self) -> list[str]:
        """The facts it asks for."""
        return [
            fact for one in self.indicators.values() for fact in (one.fact, one.at_least) if fact is not None
        ]


Method = CountingMethod | PointsMethod
KINDS: Mapping[str, type[CountingMethod] | type[PointsMethod]] = {
    "counting": CountingMethod,
    "points": PointsMethod,
}


class Variant(_Part):
    """Another set of parameters: the method it starts from, and only what is different.

    `change` has the shape of a method file; mappings are laid over those of the other method, anything else
    replaces.
    """

    version: int = Field(ge=1)
    name: Name
    kind: Literal["variant"]
    of: Name
    title: Words
    plain: Words
    reference: str = Field(min_length=1)
    certainty: Certainty
    change: dict[str, Any] = Field(min_length=1)


def load_method(path: Path) -> Method:
    """The method of that YAML file. Raises BadDeclaration."""
    content, tree = read_tree(path)
    if not isinstance(content, dict):
        raise BadDeclaration(f"{path}:1: holds no method. Begin with «version: 1» and the settings below it.")
    if content.get("kind") == "variant":
        content = _varied(validated(Variant, content, path, tree), path)
    kind = KINDS.get(str(content.get("kind")))
    if kind is None:
        known = ", ".join([*KINDS, "variant"])
        raise BadDeclaration(f"{path}:{line_of(tree, ['kind'])}: kind: must be one of {known}.")
    return validated(kind, content, path, tree)


def _varied(variant: Variant, path: Path) -> dict[str, Any]:
    """The content of the method that a variant starts from, with what is different laid over it."""
    origin = path.with_name(f"{variant.of}.yaml")
    if not origin.exists():
        raise BadDeclaration(f"{path}: of: there is no method «{variant.of}» beside this file.")
    content, _ = read_tree(origin)
    if str(content.get("kind")) not in KINDS:
        raise BadDeclaration(f"{path}: of: «{variant.of}» is a variant itself: start from its method.")
    head = variant.model_dump(exclude={"kind", "of", "change"})
    return _laid_over({**content, **head}, variant.change)


def _laid_over(content: dict[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    both = {
        name: _laid_over(content[name], value)
        if isinstance(value, dict) and isinstance(content.get(name), dict)
        else value
        for name, value in change.items()
    }
    return {**content, **both}


def load_methods(folder: Path) -> dict[str, Method]:
    """A country's methods by name: the YAML files that say their `kind`. Raises BadDeclaration."""
    methods: dict[str, Method] = {}
    for path in sorted(folder.glob("*.yaml")):
        content, _ = read_tree(path)
        if isinstance(content, dict) and "kind" in content:
            method = load_method(path)
            if method.name != path.stem:
                raise BadDeclaration(
                    f"{path}:1: the name «{method.name}» must equal the file's name «{path.stem}»."
                )
            methods[method.name] = method
    return methods


def missing_facts(method: Method, known: Container[str]) -> list[str]:
    """The facts a method asks for that are not there."""
    return [fact for fact in method.asks_for if fact not in known]


def _indicators(dimensions: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for dimension in dimensions.values():
        yield from dimension.indicators.items()


def _each_once(facts: Any, names: Any) -> None:
    for what, given in (("the fact", list(facts)), ("the indicator", list(names))):
        if twice := sorted({name for name in given if given.count(name) > 1}):
            raise ValueError(f"{what} {', '.join(twice)} stands twice: keep it once")
