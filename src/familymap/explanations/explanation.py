"""An explanation as data: why a measure is due, is not, or cannot be told; see explanation.schema.json.

Programs of others read this, so a field never changes its meaning: what is new is added, and what must change
raises `VERSION`. Texts stand in all languages at once. Whole numbers, yes and no are themselves; money (in
tenge), shares, multiples and areas are decimal texts, days are ISO texts; null is unknown.
"""

import json
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from familymap.declarations import Words

VERSION: Literal[1] = 1
SCHEMA = Path(__file__).with_name("explanation.schema.json")

Value = bool | int | str | None
LevelName = Literal["person", "family", "household"]
TypeName = Literal["yes_no", "count", "money", "share", "multiple", "area", "date", "text", "person"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Part):
    """A register the answer comes from."""

    register_name: str
    title: Words
    received_on: date | None = Field(description="Day of the newest delivery used; null: none")


class Member(_Part):
    """A member of the family, so that facts and payees can be named."""

    person_id: int
    name: str | None = None
    role: str | None = None
    birth_date: date | None = None


class Fact(_Part):
    """A fact the answer reads: its value for one person, for the family or for the household."""

    name: str
    title: Words
    level: LevelName
    person_id: int | None
    type: TypeName
    unit: str
    value: Value
    codes: dict[str, Words] = Field(description="What the code means, where the value is one")
    sources: list[str] = Field(description="Registers it comes from in the end")
    asked: bool = Field(description="No register holds it: the family tells it")
    sensitive: bool = Field(description="Rests on columns that the contracts call sensitive")


class Parameter(_Part):
    """A value of law the answer reads, as it is on the day of the answer."""

    name: str
    title: Words
    type: TypeName
    unit: str
    value: Value | dict[str, Value] = Field(description="A table has its entries by key")
    entry: str | None = Field(description="The key that was looked up in a table")
    since: date
    reference: str
    certainty: str


class Condition(_Part):
    """One condition with its answer and what it was read from."""

    name: str
    answer: Literal["yes", "no", "unknown"]
    sentence: Words = Field(description="What is said to the family")
    meaning: str
    law: str
    formula: Words
    facts: list[Fact]
    parameters: list[Parameter]


class Amount(_Part):
    """How much; null where nothing is due, the measure gives no money, or it is not known."""

    tenge: str | None
    at_least: str | None = Field(description="The amount, or its lower bound where it is not known")
    at_most: str | None = Field(description="The amount, or its upper bound where it is not known")
    meaning: str
    law: str
    formula: Words
    facts: list[Fact]
    parameters: list[Parameter]


class Missing(_Part):
    """A fact or parameter without which the answer, or the amount, stays unknown."""

    name: str
    kind: Literal["fact", "question", "parameter"]
    title: Words
    question: Words | None = Field(description="What to ask the family, where only they can tell")
    persons: list[int] = Field(description="Whose fact it is; empty for the family, household or law")
    sources: list[str]


class Change(_Part):
    """Something that would have to be different: a fact and how it has to stand to what is needed."""

    fact: str = Field(description="Name of the fact; empty where several are put together")
    title: Words = Field(description="What has to be different: the fact, or the formula in words")
    person_id: int | None
    type: TypeName
    now: Value
    relation: Literal["less", "at_most", "more", "at_least", "equal", "unequal", "one_of", "none_of"]
    needed: list[Value]
    codes: dict[str, Words] = Field(description="What the codes mean, where these are some")
    distance: Value = Field(description="How far away it is: in the fact's own unit, dates in days")
    threshold: Words | None = Field(description="What the needed value is; null where the rule fixes it")


class Way(_Part):
    """Changes that together would meet a condition; each way is one possibility."""

    condition: str
    changes: list[Change]


class Assumption(_Part):
    """A value put in place of an unknown one, with the reason the rule gives."""

    fact: str
    title: Words
    persons: list[int]
    reason: Words


class OtherMeasure(_Part):
    """Another measure by name."""

    name: str
    title: Words


class Objection(_Part):
    """How to object. A deadline that was not found is null, never guessed."""

    text: Words
    deadline: Words | None
    reference: str


class Explanation(_Part):
    """Everything about one measure and one person, family or household on one day."""

    schema_version: Literal[1] = VERSION
    run_id: str
    rules_version: str
    as_of: date
    known_at: date | None
    measure: str
    title: Words
    plain: Words
    law: str
    unit: LevelName
    family_id: int | None
    person_id: int | None
    household_id: int | None
    answer: Literal["due", "not_due", "cannot_tell"]
    conditions: list[Condition]
    amount: Amount | None
    period: str
    payee: int | None
    received: bool | None = Field(description="Null: nothing shows whether it is received")
    missing: list[Missing]
    ways: list[Way]
    assumptions: list[Assumption]
    excludes: list[OtherMeasure]
    members: list[Member]
    sources: list[Source]
    objection: Objection


def schema_text() -> str:
    """The published schema, as it has to stand in the file."""
    schema = Explanation.model_json_schema()
    published = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(published, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")
