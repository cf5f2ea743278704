"""What has changed for a family since the publication before."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_noop

from familymap.web.families.dues import amount_words, own_answers
from familymap.web.families.texts import text
from familymap.web.families.words import Speaker
from familymap.web.serving.cards import Answer, FamilyCard, Previous

Key = tuple[str, int | None]

BECAME = {
    True: gettext_noop("Now due: {what}."),
    None: gettext_noop("Can no longer be told: {what}."),
    False: gettext_noop("No longer due: {what}."),
}
"""The answer of today, where it is another than last time."""
JOINED = gettext_noop("New in the family: {who}.")
GONE = gettext_noop("No longer in the family, persons: {number}.")
NOW_RECEIVED = gettext_noop("Now received: {what}.")
NO_LONGER_RECEIVED = gettext_noop("No longer received: {what}.")
ANOTHER_AMOUNT = gettext_noop("Another amount: {what}, {before} → {after}.")


def changes(speaker: Speaker, card: FamilyCard, names: Mapping[int, str]) -> Sequence[str] | None:
    """A sentence for each change; none were found: empty. None: there is nothing to compare with."""
    if card.previous is None:
        return None
    return [
        *_people(speaker, card, card.previous, names),
        *_answers(speaker, card, card.previous, names),
    ]


def _people(speaker: Speaker, card: FamilyCard, before: Previous, names: Mapping[int, str]) -> Sequence[str]:
    now, then = {one.person_id for one in card.members}, set(before.person_ids)
    joined = [names[number] for number in sorted(now - then)]
    found = [text(JOINED, speaker.language, who=", ".join(joined))] if joined else []
    if gone := len(then - now):
        found.append(text(GONE, speaker.language, number=gone))
    return found


def _answers(speaker: Speaker, card: FamilyCard, before: Previous, names: Mapping[int, str]) -> Sequence[str]:
    then = {_key(one): one for one in before.answers if one.household_id in (None, card.household_id)}
    sentences = [_sentence(speaker, one, then.get(_key(one)), names) for one in own_answers(speaker, card)]
    return [one for one in sentences if one]


def _key(answer: Answer) -> Key:
    return answer.measure, answer.person_id


def _sentence(speaker: Speaker, now: Answer, then: Answer | None, names: Mapping[int, str]) -> str:
    """What changed of one answer; empty for nothing. What was not asked before counts as not due."""
    what = _what(speaker, now, names)
    was = then.due if then else False
    if now.due is not was:
        return text(BECAME[now.due], speaker.language, what=what)
    if now.due and then and now.received and not then.received:
        return text(NOW_RECEIVED, speaker.language, what=what)
    if now.due and then and then.received and now.received is False:
        return text(NO_LONGER_RECEIVED, speaker.language, what=what)
    if now.due and then and now.amount != then.amount:
        return text(
            ANOTHER_AMOUNT,
            speaker.language,
            what=what,
            before=_sum(speaker, then),
            after=_sum(speaker, now),
        )
    return ""


def _what(speaker: Speaker, answer: Answer, names: Mapping[int, str]) -> str:
    whom = names.get(answer.person_id, "") if answer.person_id is not None else ""
    title = speaker.measure(answer.measure)
    return f"{title} – {whom}" if whom else title


def _sum(speaker: Speaker, answer: Answer) -> str:
    period = speaker.reference.measures[answer.measure].period
    return amount_words(speaker.language, period, answer.amount, answer.at_least, answer.at_most)
