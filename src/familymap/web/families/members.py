"""The members of a family: who belongs, and how we know.

A child stands by one sentence, whether it was born to its parents or adopted: the law keeps adoption secret,
and a sentence that differs from that of the other children would tell it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from familymap.families import explain as belonging
from familymap.web.families.texts import text
from familymap.web.families.words import Speaker, begun
from familymap.web.serving.cards import FamilyCard
from familymap.web.serving.cards import Member as Row

HIDDEN_SIGNS = "•••• •••• "
SHOWN_DIGITS = 4

CHILD = gettext_noop("child of {via}, by the acts of civil status")
CHILD_BY_RULE = {
    "minor": CHILD,
    "student": gettext_noop("full-time student, child of {via}, by the acts of civil status"),
    "disabled": gettext_noop("disabled since childhood, child of {via}, by the acts of civil status"),
}
"""First word of the rule by which a child belongs → the sentence."""
SAME_ADDRESS = gettext_noop("{sentence}, registered at the same address")
NAMELESS = gettext_noop("name unknown")
SOMEBODY = gettext_noop("a person without a name in the registers")


@dataclass(frozen=True)
class Member:
    """One member as a card tells them; `iin` is masked, None where none is known."""

    person_id: int
    name: str
    role: str
    birth_date: date | None
    iin: str | None
    how: str


def members(speaker: Speaker, card: FamilyCard) -> list[Member]:
    """Everybody of the family, head first."""
    return [_member(speaker, row) for row in card.members]


def full_name(row: Row, language: str) -> str:
    """Surname, given name, patronymic."""
    return " ".join(filter(None, (row.surname, row.given_name, row.patronymic))) or text(NAMELESS, language)


def short_names(rows: Iterable[Row], language: str) -> dict[int, str]:
    """Person → given name, with the surname where two members share it."""
    found = list(rows)
    given = [row.given_name for row in found]
    return {
        row.person_id: (
            row.given_name
            if row.given_name and given.count(row.given_name) == 1
            else full_name(row, language)
        )
        for row in found
    }


def masked(iin: str | None) -> str | None:
    """The last digits alone; None where no IIN is known."""
    return HIDDEN_SIGNS + iin[-SHOWN_DIGITS:] if iin else None


def _member(speaker: Speaker, row: Row) -> Member:
    roles = speaker.explainer.codes["role"]
    return Member(
        row.person_id,
        full_name(row, speaker.language),
        begun(speaker.of(roles[row.role])) if row.role in roles else "",
        row.birth_date,
        masked(row.iin),
        begun(how(row, speaker.language)),
    )


def how(row: Row, language: str) -> str:
    """Why this person is in the family, in one sentence."""
    if row.role == "child" and row.via_person_id is not None:
        return _child(row, language)
    told = belonging.Member(
        row.person_id,
        None,
        row.birth_date,
        row.role,
        row.rule,
        row.via_person_id,
        row.via_name,
        row.via_register,
        row.via_key,
        row.since,
        row.candidates,
    )
    return belonging.explain(told, language)


def _child(row: Row, language: str) -> str:
    frame = CHILD_BY_RULE.get(row.rule.split("_")[0], CHILD)
    via = row.via_name or text(SOMEBODY, language)
    sentence = text(frame, language).format(via=via)
    if row.rule.endswith("_at_address"):
        sentence = text(SAME_ADDRESS, language).format(sentence=sentence)
    return sentence
