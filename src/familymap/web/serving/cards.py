"""The card of one family: everything a publication shows of it, in a few reads by its number."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from familymap.web.publishing.publication import Publication
from familymap.web.serving.packed import Answer, unpacked
from familymap.web.serving.reading import PublicationGone, Rows, ask_current, reading
from familymap.web.serving.scope import checked, condition

__all__ = ["Answer", "FamilyCard", "Gap", "Home", "Member", "Previous", "family"]

Value = bool | int | str | date | None
"""A value of a fact; None is unknown. Money is in tiyn."""
Facts = Mapping[str, Value]

ROLES = ("head", "spouse")
"""Who stands first among the members."""
MEMBER = (
    "person_id", "household_id", "iin", "surname", "given_name", "patronymic", "birth_date", "sex", "role",
    "rule", "via_person_id", "via_register", "via_key", "since", "candidates",
)  # fmt: skip
HOME = ("household_id", "address_code", "kato")
GAP = (
    "measure", "level", "person_id", "household_id", "payee_id", "received_known", "period", "amount",
    "at_most", "due_since", "cause", "evidence", "evidence_register", "evidence_key", "evidence_day",
)  # fmt: skip
FAMILY = ("family_id", "area", "household_id", "head_person_id", "formed_on", "family_type", "members")
NEED = "need_"


@dataclass(frozen=True)
class Member:
    """Somebody of the family, and how we know that they belong to it."""

    person_id: int
    household_id: int | None
    iin: str | None
    surname: str | None
    given_name: str | None
    patronymic: str | None
    birth_date: date | None
    sex: str | None
    role: str
    rule: str
    via_person_id: int | None
    via_register: str | None
    via_key: int | None
    since: date | None
    candidates: int | None
    via_name: str | None = None
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class Home:
    """A household in which somebody of the family is registered."""

    household_id: int
    address_code: int
    kato: str | None
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class Gap:
    """Something due and not received, with its likely cause. `received_known` no: it may be received."""

    measure: str
    level: str
    person_id: int | None
    household_id: int | None
    payee_id: int | None
    received_known: bool
    period: str
    amount: int | None
    at_most: int | None
    due_since: date | None
    cause: str | None
    evidence: str | None
    evidence_register: str | None
    evidence_key: int | None
    evidence_day: date | None


@dataclass(frozen=True)
class Previous:
    """The same family in the publication before: who belonged, and what was due or could not be told."""

    number: int
    as_of: date
    person_ids: Sequence[int]
    answers: Sequence[Answer]


@dataclass(frozen=True)
class FamilyCard:
    """What a publication shows of a family.

    `answers` holds every measure for every person, household and the family, those not due last within a
    unit. `needs` says for each indicator where the family stands (`needs/unmet.py`) and holds its income
    bounds in tiyn. `home` is the household of the head; `previous` None: it was not there, or nothing is
    kept.
    """

    family_id: int
    publication: int
    run_id: str
    as_of: date
    area: str | None
    household_id: int | None
    head_person_id: int | None
    formed_on: date | None
    family_type: str | None
    members: Sequence[Member]
    homes: Sequence[Home]
    facts: Facts
    needs: Facts
    answers: Sequence[Answer]
    gaps: Sequence[Gap]
    previous: Previous | None = None

    @property
    def home(self) -> Home | None:
        """The household of the family's head."""
        return next((one for one in self.homes if one.household_id == self.household_id), None)


def family(family_id: int, scope: Collection[str]) -> FamilyCard | None:
    """The card of a family; None where there is none in the scope. Raises NothingPublished, BadScope."""
    allowed = checked(scope)
    card, before = ask_current(
        allowed,
        lambda publication, rows: (
            _Reader(publication, rows, allowed).card(family_id),
            publication.before,
        ),
    )
    return _with_previous(card, before, allowed) if card and before else card


def _with_previous(card: FamilyCard, before: Publication, allowed: frozenset[str]) -> FamilyCard:
    with suppress(PublicationGone), reading(before, allowed) as rows:
        if then := _Reader(before, rows, allowed).card(card.family_id):
            people = [one.person_id for one in then.members]
            return replace(card, previous=Previous(before.number, before.as_of, people, then.answers))
    return card


class _Reader:
    """Rows of one family out of one publication, as what they mean."""

    def __init__(self, publication: Publication, rows: Rows, scope: frozenset[str]) -> None:
        self._publication = publication
        self._rows = rows
        self._scope, self._bounds = condition(scope)

    def card(self, family_id: int) -> FamilyCard | None:
        found = self._of("family", family_id)
        if not found:
            return None
        [row] = found
        people, homes = self._of("person", family_id), self._of("home", family_id)
        return FamilyCard(
            publication=self._publication.number,
            run_id=str(self._publication.manifest["run_id"]),
            as_of=self._publication.as_of,
            **{name: row[name] for name in FAMILY if name != "members"},
            members=_members(people, self._facts("person")),
            homes=[Home(**_only(one, HOME), facts=_only(one, self._facts("home"))) for one in homes],
            facts=_only(row, self._facts("family")),
            needs={name.removeprefix(NEED): value for name, value in row.items() if name.startswith(NEED)},
            answers=[
                *self._answers("family", [row]),
                *self._answers("household", homes),
                *self._answers("person", sorted(people, key=_head_first)),
            ],
            gaps=[Gap(**_only(one, GAP)) for one in self._of("gap", family_id)],
        )

    def _of(self, table: str, family_id: int) -> list[dict[str, Any]]:
        """The family's rows of a table, each column with its value."""
        columns = self._publication.manifest["tables"][table]["columns"]
        found = self._rows(
            f"select {', '.join(columns)} from {table} where family_id = %s and {self._scope}",
            [family_id, *self._bounds],
        )
        return [
            {name: plain(value, kind) for (name, kind), value in zip(columns.items(), row, strict=True)}
            for row in found
        ]

    def _facts(self, table: str) -> Sequence[str]:
        return list(self._publication.manifest["tables"][table]["facts"])

    def _answers(self, level: str, units: Sequence[Mapping[str, Any]]) -> list[Answer]:
        measures = self._publication.manifest["measures"][level]
        return [
            answer
            for unit in units
            for answer in unpacked(
                unit["answers"],
                measures,
                level,
                unit["person_id"] if level == "person" else None,
                unit["household_id"] if level == "household" else None,
            )
        ]


def plain(value: Any, kind: str) -> Value:
    """A stored value as what its DuckDB type says: SQLite keeps days as text and yes/no as numbers."""
    if value is None:
        return None
    if kind == "BOOLEAN":
        return bool(value)
    if kind == "DATE" and isinstance(value, str):
        return date.fromisoformat(value)
    found: Value = value
    return found


def _members(people: Sequence[Mapping[str, Any]], facts: Sequence[str]) -> list[Member]:
    names = {
        one["person_id"]: " ".join(filter(None, (one["surname"], one["given_name"], one["patronymic"])))
        or None
        for one in people
    }
    return [
        Member(**_only(one, MEMBER), via_name=names.get(one["via_person_id"]), facts=_only(one, facts))
        for one in sorted(people, key=_head_first)
    ]


def _head_first(one: Mapping[str, Any]) -> tuple[int, date, int]:
    place = ROLES.index(one["role"]) if one["role"] in ROLES else len(ROLES)
    return place, one["birth_date"] or date.max, one["person_id"]


def _only(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: row[name] for name in names}
