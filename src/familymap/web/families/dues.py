"""What is due to a family: received or not, with the likely cause; what cannot be told, with the question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from familymap.measures.answer_sql import UNKNOWN
from familymap.needs.causes import Evidence, cause_text, evidence_text
from familymap.rules.declare import Measure
from familymap.rules.values import MONEY
from familymap.rules.words import value_words
from familymap.texts import translator
from familymap.web.families.words import Speaker
from familymap.web.serving.cards import Answer, FamilyCard, Gap

AMOUNTS = {"month": "{amount} a month", "year": "{amount} a year", "once": "{amount} once"}


@dataclass(frozen=True)
class Due:
    """A measure for somebody of the family (`whom` is empty for the family itself).

    `amount` is empty where the measure gives no money. `cause`, `evidence` and `since` are told of what is
    not received; `received` is None where no register lists payments.
    """

    measure: str
    title: str
    person_id: int | None
    whom: str
    amount: str
    received: bool | None
    cause: str = ""
    evidence: str = ""
    since: str = ""
    unknown: Sequence[str] = ()


@dataclass(frozen=True)
class Dues:
    """Everything due to a family, what is open, and what is not due."""

    not_received: Sequence[Due]
    perhaps_received: Sequence[Due]
    received: Sequence[Due]
    cannot_tell: Sequence[Due]
    not_due: Sequence[Due]


def dues(speaker: Speaker, card: FamilyCard, names: Mapping[int, str]) -> Dues:
    """The answers of a card in words; measures that a card may not name are left out."""
    told = [(answer, _due(speaker, answer, card, names)) for answer in own_answers(speaker, card)]
    due = [one for answer, one in told if answer.due is True]
    return Dues(
        [one for one in due if one.received is False],
        [one for one in due if one.received is None],
        [one for one in due if one.received],
        [one for answer, one in told if answer.due is None],
        [one for answer, one in told if answer.due is False],
    )


def own_answers(speaker: Speaker, card: FamilyCard) -> list[Answer]:
    """The answers a card tells: of measures it may name, for the family, its members and the head's home."""
    return [
        one
        for one in card.answers
        if one.measure in speaker.reference.measures
        and (one.level != "household" or one.household_id == card.household_id)
    ]


def amount_words(
    language: str, period: str, amount: int | None, at_least: int | None, at_most: int | None
) -> str:
    """An amount in tiyn, or its bounds, in words: «12 000 ₸ a month», «at least …»; empty for none."""
    say = translator("measures", language)

    def money(tiyn: int) -> str:
        return value_words(tiyn, MONEY, language)

    if amount is not None:
        told = money(amount)
    elif at_least is not None and at_most is not None:
        told = say("between {least} and {most}").format(least=money(at_least), most=money(at_most))
    elif at_least is not None:
        told = say("at least {amount}").format(amount=money(at_least))
    elif at_most is not None:
        told = say("at most {amount}").format(amount=money(at_most))
    else:
        return say("amount not known")
    return say(AMOUNTS[period]).format(amount=told)


def _due(speaker: Speaker, answer: Answer, card: FamilyCard, names: Mapping[int, str]) -> Due:
    measure = speaker.reference.measures[answer.measure]
    gap = next((one for one in card.gaps if _same(one, answer)), None)
    sums = (answer.amount, answer.at_least, answer.at_most)
    return Due(
        answer.measure,
        speaker.measure(answer.measure),
        answer.person_id,
        names.get(answer.person_id, "") if answer.person_id is not None else "",
        amount_words(speaker.language, measure.period, *sums) if _gives_money(measure, answer) else "",
        answer.received,
        cause_text(gap.cause, speaker.language) if gap and gap.cause else "",
        _evidence(speaker, gap) if gap else "",
        speaker.day(gap.due_since) if gap else "",
        _unknown(speaker, measure, answer) if answer.due is None else (),
    )


def _gives_money(measure: Measure, answer: Answer) -> bool:
    return measure.amount is not None and answer.due is not False


def _same(gap: Gap, answer: Answer) -> bool:
    return (gap.measure, gap.level) == (answer.measure, answer.level) and (
        gap.person_id == answer.person_id if gap.level == "person" else True
    )


def _evidence(speaker: Speaker, gap: Gap) -> str:
    """The evidence of a cause; none where it lies in a register of which nothing is told."""
    register = gap.evidence_register
    if not gap.evidence or register in speaker.reference.card.never.registers:
        return ""
    title = speaker.register(register) if register else None
    return evidence_text(Evidence(gap.evidence, title, gap.evidence_key, gap.evidence_day), speaker.language)


def _unknown(speaker: Speaker, measure: Measure, answer: Answer) -> Sequence[str]:
    """What is said of the conditions whose answer is unknown: two bits for each condition, in their order."""
    texts = speaker.explainer.texts[measure.name].conditions
    packed = answer.conditions or 0
    names = [name for place, name in enumerate(measure.conditions) if packed >> 2 * place & 3 == UNKNOWN]
    return [str(getattr(texts[name].unknown, speaker.language)) for name in names]
