"""Families that show what a method does: written in a few lines, worked out by the rules, then judged.

They are judged by the same SQL as a country, so what is shown is what the method does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from pydantic import BaseModel, ConfigDict, Field

from familymap.declarations import BadDeclaration, Words, line_of, read_tree, validated
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Level, family, household, person
from familymap.rules.unit import Evaluation, FactsOf, OneFamily
from familymap.rules.values import COUNT, BadValue, Stored, Type, stored
from familymap.wellbeing.compare import POOR
from familymap.wellbeing.counting import family_scores
from familymap.wellbeing.method import CountingMethod, Method
from familymap.wellbeing.points import family_points


class Expected(BaseModel):
    """What a method is expected to give; what is not named is not checked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    score: int | None = None
    level: str | None = None
    at_least: int | None = None
    at_most: int | None = None
    poor: bool | None = None


class StressFamily(BaseModel):
    """One family: facts of its members, of everybody in it, and of the family or its household."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    title: Words
    members: list[dict[str, Any]] = Field(min_length=1)
    everybody: dict[str, Any] = Field(default_factory=dict)
    facts: dict[str, Any] = Field(default_factory=dict)
    expect: dict[str, Expected] = Field(default_factory=dict)


class StressFile(BaseModel):
    """Families on one day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    families: list[StressFamily] = Field(min_length=1)


@dataclass(frozen=True)
class Judgement:
    """What a method says of a family: scores, and its place (None where that depends on the unknown)."""

    at_least: int
    at_most: int
    place: str | None
    in_need: bool | None

    @property
    def score(self) -> int | None:
        """The score, where there is only one."""
        return self.at_least if self.at_least == self.at_most else None


def load_stress(path: Path) -> StressFile:
    """The stress families of that YAML file. Raises BadDeclaration."""
    content, tree = read_tree(path)
    return validated(StressFile, content, path, tree)


def worked_out(path: Path, evaluation: Evaluation) -> list[FactsOf]:
    """The facts of each family and its household, by name. Raises BadDeclaration for an unknown fact."""
    content, tree = read_tree(path)
    written = validated(StressFile, content, path, tree)
    complete: list[FactsOf] = []
    for number, one in enumerate(written.families):
        try:
            given = _family(one, written.as_of, evaluation.catalogue)
        except BadValue as trouble:
            line = line_of(tree, ["families", number])
            raise BadDeclaration(f"{path}:{line}: «{one.name}»: {trouble}.") from None
        made = evaluation.complete(given)
        complete.append({**made.household, **made.family})
    return complete


def judged(method: Method, families: Sequence[Mapping[str, Stored]], known: Catalogue) -> list[Judgement]:
    """What the method says of each of these families."""
    with duckdb.connect() as database:
        _offer(database, method, families, known)
        if isinstance(method, CountingMethod):
            place = f"case when poor then '{POOR}' when not poor then 'not_poor' end, poor"
            judged_sql = family_scores(method, "portrait")
        else:
            place, judged_sql = "level, in_need", family_points(method, "portrait")
        rows = database.execute(
            f"select score_at_least, score_at_most, {place} from ({judged_sql}) order by family_id"
        ).fetchall()
    return [Judgement(*row) for row in rows]


def as_expected(expected: Expected, got: Judgement) -> bool:
    """Whether everything that was expected came."""
    came = {
        "score": got.score,
        "level": got.place,
        "at_least": got.at_least,
        "at_most": got.at_most,
        "poor": got.in_need,
    }
    return all(came[name] == getattr(expected, name) for name in expected.model_fields_set)


def _offer(
    database: duckdb.DuckDBPyConnection,
    method: Method,
    families: Sequence[Mapping[str, Stored]],
    known: Catalogue,
) -> None:
    """The families as the table `portrait`, with the facts the method asks for."""
    types: dict[str, Type] = {fact: known.type_of(fact) for fact in dict.fromkeys(method.asks_for)}
    columns = {"family_id": COUNT, "members": COUNT, **types}
    database.execute(
        f"create table portrait ({', '.join(f'{name} {of.sql}' for name, of in columns.items())})"
    )
    database.executemany(
        f"insert into portrait values ({', '.join('?' * len(columns))})",
        [
            (number, facts["members"], *(facts[name] for name in types))
            for number, facts in enumerate(families)
        ],
    )


def _family(one: StressFamily, as_of: date, known: Catalogue) -> OneFamily:
    """The family in stored form, before anything is worked out."""
    members = []
    for place, written in enumerate(one.members):
        facts = {**one.everybody, **written}
        if (age := facts.pop("age", None)) is not None:
            facts["birth_date"] = _born(as_of, age)
        members.append({"self": place, **_facts(facts, known, (person,))})
    given = _facts(one.facts, known, (family, household))
    own: FactsOf = {"members": len(members)}
    of_household: FactsOf = {"household_members": len(members), "families_in_household": 1}
    for name, value in given.items():
        (own if known.level_of(name) == family else of_household)[name] = value
    return OneFamily(members, own, of_household)


def _born(as_of: date, age: int) -> date:
    """The birthday of somebody who turned so old a month ago, in the days every month has."""
    year, month = divmod((as_of.year - age) * 12 + as_of.month - 2, 12)
    return date(year, month + 1, min(as_of.day, 28))


def _facts(written: Mapping[str, Any], known: Catalogue, levels: Sequence[Level]) -> FactsOf:
    """Facts as people write them in stored form. Raises BadValue."""
    facts: FactsOf = {}
    for name, value in written.items():
        if name not in known.rules and not any(name in base for base in known.base.values()):
            raise BadValue(f"there is no fact «{name}»: correct the name")
        if known.level_of(name) not in levels:
            raise BadValue(
                f"«{name}» is a fact of a {known.level_of(name).name}: move it to where those stand"
            )
        facts[name] = stored(value, known.type_of(name))
    return facts
