"""Why a row was linked: one sentence, in the reader's language, from the levels and weights of the link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from familymap.engine.base import Engine
from familymap.people.candidates import compared_fields, level_columns
from familymap.people.linkage import Linkage
from familymap.people.scorer import SCALE, Comparison
from familymap.people.subjects import Subject
from familymap.texts import translator


@dataclass(frozen=True)
class Evidence:
    """One compared field: the level reached and its weight in bits."""

    field: str
    level: str
    bits: float


@dataclass(frozen=True)
class Link:
    """One row's link, with its evidence where it was found by likeness; score and margin in bits."""

    register: str
    role: str
    source_key: int
    person_id: int | None
    rule: str | None
    score: float | None = None
    margin: float | None = None
    evidence: tuple[Evidence, ...] = ()


RULES = {
    "spine": "This is the record from which the person is known.",
    "iin": "Same personal number, and the given name does not speak against it.",
    "decision": "A human decided so.",
}
NOBODY = "A human decided that this row speaks of nobody known."
NOT_LINKED = "Not linked: nobody is like enough, or two people are equally like."
ALIKE = "Without a sure number: {evidence}. Together {score} bits, {margin} ahead of the next candidate."
ALIKE_ALONE = "Without a sure number: {evidence}. Together {score} bits, with no other candidate."

PHRASES: Mapping[str, Mapping[str, str]] = {
    "birth_date": {
        "same": "same birth date",
        "day_month_swapped": "day and month of birth swapped",
        "days_apart": "birth dates a few days apart",
        "day_differs": "another day of birth",
        "month_differs": "another month of birth",
        "year_differs": "another year of birth",
        "other": "another birth date",
    },
    "surname": {
        "same_common": "same common surname",
        "same_usual": "same surname",
        "same_rare": "same rare surname",
        "same_very_rare": "same very rare surname",
        "one_apart": "surname one letter apart",
        "two_apart": "surname two letters apart",
        "same_start": "surname with the same beginning",
        "other": "another surname",
    },
    "given_name": {
        "same_common": "same common given name",
        "same_usual": "same given name",
        "same_rare": "same rare given name",
        "same_very_rare": "same very rare given name",
        "one_apart": "given name one letter apart",
        "two_apart": "given name two letters apart",
        "initial": "same initial of the given name",
        "other": "another given name",
    },
    "patronymic": {
        "same_common": "same common patronymic",
        "same_usual": "same patronymic",
        "same_rare": "same rare patronymic",
        "same_very_rare": "same very rare patronymic",
        "one_apart": "patronymic one letter apart",
        "two_apart": "patronymic two letters apart",
        "same_start": "patronymic with the same beginning",
        "other": "another patronymic",
    },
    "place": {
        "same_common": "same large city",
        "same_usual": "same town",
        "same_rare": "same small town",
        "same_very_rare": "same village",
        "same_district": "same district",
        "other": "another place",
    },
    "iin": {
        "same": "same personal number",
        "one_digit": "personal number one digit apart",
        "neighbours_swapped": "two digits of the personal number swapped",
        "wrong_number": "a personal number that cannot be right",
        "nobodys_number": "a personal number that nobody known has",
        "other": "another person's number",
    },
}


def explain(link: Link, language: str) -> str:
    """One sentence for a clerk or the person (kk, ru or en)."""
    say = translator("people", language)
    if link.rule == "decision" and link.person_id is None:
        return say(NOBODY)
    if link.rule in RULES:
        return say(RULES[link.rule])
    if link.rule is None or link.score is None:
        return say(NOT_LINKED)
    evidence = ", ".join(
        f"{say(PHRASES[part.field][part.level])} ({_signed(part.bits, language)})" for part in link.evidence
    )
    score = _number(link.score, language)
    if link.margin is None:
        return say(ALIKE_ALONE).format(evidence=evidence, score=score)
    return say(ALIKE).format(evidence=evidence, score=score, margin=_number(link.margin, language))


def links_of(engine: Engine, person_id: int, subjects: Sequence[Subject], linkage: Linkage) -> list[Link]:
    """Every row of every register that speaks of a person, in the order of the registers."""
    return [
        link
        for subject in subjects
        for link in _links(engine, subject, linkage, f"person_id = {int(person_id)}")
    ]


def link_of(engine: Engine, subject: Subject, source_key: int, linkage: Linkage) -> Link | None:
    """The link of one row; None when the register has no such row."""
    found = _links(engine, subject, linkage, f"source_key = {int(source_key)}")
    return found[0] if found else None


def _links(engine: Engine, subject: Subject, linkage: Linkage, condition: str) -> list[Link]:
    columns = ", ".join(level_columns(linkage))
    compared = compared_fields(linkage)
    return [
        Link(
            register=subject.register,
            role=subject.role,
            source_key=row[0],
            person_id=row[1],
            rule=row[2],
            score=None if row[3] is None else row[3] / SCALE,
            margin=None if row[4] is None else row[4] / SCALE,
            evidence=_evidence(compared, row[5:], linkage),
        )
        for row in engine.rows(
            f"select source_key, person_id, rule, score, margin, {columns} from {subject.link_table} "
            f"where {condition} order by source_key"
        )
    ]


def _evidence(
    compared: Sequence[Comparison], codes: Sequence[int | None], linkage: Linkage
) -> tuple[Evidence, ...]:
    """What was compared; a field on which one side was silent says nothing and is left out."""
    return tuple(
        Evidence(comparison.field, level.name, linkage.weights.bits[comparison.field][level.name])
        for comparison, code in zip(compared, codes, strict=True)
        if code
        for level in [comparison.levels[code - 1]]
    )


def _signed(bits: float, language: str) -> str:
    return ("+" if bits >= 0 else "−") + _number(abs(bits), language)


def _number(bits: float, language: str) -> str:
    text = f"{bits:.1f}"
    return text if language == "en" else text.replace(".", ",")
