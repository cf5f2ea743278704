"""What a country declares about the card of a family: what it shows, what it never shows, what to ask."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from familymap.country import Country
from familymap.declarations import Certainty, Words, read_tree, validated

Why = Mapping[str, str]
"""Name → why it is so."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Shown(_Part):
    """A fact that the card shows.

    `when`: only of those of whom this fact is not certainly «no» or zero. `since`: the fact that holds the
    day from which the value is true.
    """

    fact: str
    when: str | None = None
    since: str | None = None

    @property
    def names(self) -> set[str]:
        """Every fact that is needed to show this one."""
        return {name for name in (self.fact, self.when, self.since) if name}


class Dimension(_Part):
    """One side of life, with its lacks and the facts that stand under it, level by level."""

    code: str
    title: Words
    lacks: tuple[str, ...] = ()
    family: tuple[Shown, ...] = ()
    household: tuple[Shown, ...] = ()
    person: tuple[Shown, ...] = ()


class Never(_Part):
    """What is not told at all, nor anything that rests on it; each with the reason."""

    registers: Why
    facts: Why
    fragments: Why


class Withheld(_Part):
    """Facts that are not told themselves, and registers of which no fact of one person is."""

    registers: Why
    facts: Why


class OpeningRules(_Part):
    """How long a stated purpose holds and what looking beyond the own area takes."""

    minutes: Annotated[int, Field(ge=1)]
    outside_a_day: Annotated[int, Field(ge=0)]
    reason_at_least: Annotated[int, Field(ge=1)]
    why: str
    certainty: Certainty


class Card(_Part):
    """The card of a family as a country declares it."""

    version: int
    dimensions: tuple[Dimension, ...]
    never: Never
    withheld: Withheld
    discreet_registers: Mapping[str, Words]
    questions: Mapping[str, Words]
    purposes: Mapping[str, Words]
    opening: OpeningRules

    @model_validator(mode="after")
    def nothing_that_hurts(self) -> "Card":
        """A card that shows what it must not show is refused when it is read."""
        for level in ("family", "household", "person"):
            if hurting := sorted(name for name in self.facts(level) if self.hides(name)):
                raise ValueError(f"shows «{hurting[0]}», which is never to be shown: remove it")
        return self

    def facts(self, level: str) -> frozenset[str]:
        """Names of the facts of a level (person, family, household) that the card reads, lacks included."""
        shown = {name for one in self.dimensions for row in getattr(one, level) for name in row.names}
        lacks = {name for one in self.dimensions for name in one.lacks} if level == "family" else set()
        return frozenset(shown | lacks)

    def hides(self, name: str) -> bool:
        """Whether a fact of this name may not be told; `hurting.hidden_facts` looks at registers too."""
        return self.is_never(name) or name in self.withheld.facts

    def is_never(self, name: str) -> bool:
        """Whether neither this fact nor anything that rests on it may be told."""
        return name in self.never.facts or any(part in name for part in self.never.fragments)


@cache
def load_card(path: Path) -> Card:
    """The card a file declares. Raises BadDeclaration."""
    content, tree = read_tree(path)
    return validated(Card, content, path, tree)


def card_of(country: Country) -> Card:
    """The card of a country. Raises BadDeclaration."""
    return load_card(country.folder / "card.yaml")
