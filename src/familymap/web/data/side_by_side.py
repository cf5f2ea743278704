"""One case of the review list: the row and the people it may speak of, field by field, covered or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from familymap import country
from familymap.people.candidates import compared_fields
from familymap.people.decisions import Decision, decisions_in_force
from familymap.people.explain import PHRASES
from familymap.people.review import RECORD
from familymap.people.scorer import SCALE, Comparison
from familymap.texts import translator
from familymap.web.area_names import area_name
from familymap.web.data import masking
from familymap.web.data.reviewing import REGION, Key, Scope, register_title, tables

LETTERS = "ABCDEFGH"
ALIKE = frozenset({"same_start", "same_district"})
"""Levels that begin with «same» and do not mean it."""
UNLIKE = frozenset({"other", "wrong_number"})


@dataclass(frozen=True)
class Compared:
    """A field of a candidate: the value, and how it compares with the row's, in words.

    `likeness` is good (the same), warn (alike), bad (different) or unknown.
    """

    value: str | None
    words: str
    likeness: str


@dataclass(frozen=True)
class Field:
    """One line of a case: the row's value and each candidate's; None is «nothing given»."""

    name: str
    value: str | None
    candidates: Sequence[Compared]


@dataclass(frozen=True)
class Candidate:
    """A person the row may speak of, called by a letter; `bits` is the machine's opinion."""

    letter: str
    person_id: int
    area: str
    bits: float


@dataclass(frozen=True)
class Case:
    """A row and the persons it may speak of. They stand in the order of their ids, which betrays nothing."""

    register: str
    title: str
    role: str
    source_key: int
    fields: Sequence[Field]
    candidates: Sequence[Candidate]
    decision: Decision | None


def case(store: Path, scope: Scope, key: Key, uncovered: bool) -> Case | None:
    """A case, covered unless asked otherwise; None where there is none or no candidate is in the scope."""
    found = _rows(store, key)
    if not any(one["area"].startswith(prefix) for one in found for prefix in scope):
        return None
    comparisons = {one.field: one for one in compared_fields(country.load().linkage)}
    return Case(
        key[0],
        register_title(*key[:2]),
        *key[1:],
        fields=[_field(comparisons[name], found, uncovered) for name in RECORD],
        candidates=[_candidate(letter, one) for letter, one in zip(LETTERS, found, strict=False)],
        decision=decisions_in_force(store).get(key),
    )


def _rows(store: Path, key: Key) -> list[Mapping[str, Any]]:
    """A row for each candidate: row_<field>, person_<field>, <field>_level and what is needed besides."""
    chosen = ", ".join(
        f"r.{name} as row_{name}, p.{'kato' if name == 'place' else name} as person_{name}, r.{name}_level"
        for name in RECORD
    )
    with tables(store) as db:
        if db is None:
            return []
        cursor = db.execute(
            f"select r.person_id, r.score, coalesce(p.kato, '') as area, {chosen} "
            "from link_review as r join person as p on p.person_id = r.person_id "
            "where r.register = ? and r.role = ? and r.source_key = ? order by r.person_id",
            list(key),
        )
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _candidate(letter: str, found: Mapping[str, Any]) -> Candidate:
    area = area_name(found["area"][:REGION], _language()) if found["area"] else ""
    return Candidate(letter, found["person_id"], area, found["score"] / SCALE)


def _field(comparison: Comparison, found: Sequence[Mapping[str, Any]], uncovered: bool) -> Field:
    name = comparison.field
    beside = [
        Compared(
            _value(name, one[f"person_{name}"], uncovered), *_words(comparison, one[f"{name}_level"] or 0)
        )
        for one in found
    ]
    return Field(_title(name), _value(name, found[0][f"row_{name}"], uncovered), beside)


def _words(comparison: Comparison, code: int) -> tuple[str, str]:
    """How two values compare, in words, and whether that is good, warn, bad or unknown."""
    if code == 0:
        return _("one side says nothing"), "unknown"
    level = comparison.levels[code - 1].name
    said = translator("people", _language())(PHRASES[comparison.field][level])
    if level in UNLIKE:
        return said, "bad"
    return said, "good" if level.startswith("same") and level not in ALIKE else "warn"


def _value(field: str, given: object, uncovered: bool) -> str | None:
    """A field's value, covered or not. A place names nobody: its region is always shown."""
    if given is None:
        return None
    value = str(given)
    if field == "place":
        return area_name(value if uncovered else value[:REGION], _language())
    covers = {"iin": masking.number, "birth_date": masking.date}
    return value if uncovered else covers.get(field, masking.name)(value)


def _title(field: str) -> str:
    return {
        "iin": _("IIN"),
        "surname": _("Surname"),
        "given_name": _("Given name"),
        "patronymic": _("Patronymic"),
        "birth_date": _("Birth date"),
        "place": _("Place"),
    }[field]


def _language() -> str:
    return get_language() or "kk"
