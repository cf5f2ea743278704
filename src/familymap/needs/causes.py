"""Why something that is due is probably not received: the published list, and the sentence of each evidence.

A cause is likely, not proven. It is the first of the list that the tables speak for, and each row names its
evidence. Who judges a gap sees both.
"""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from familymap.texts import translator

CAUSES = {
    "unanswered_offer": "It was offered, and nobody answered.",
    "accepted_not_paid": "The offer was accepted; the payment has not come yet.",
    "refused_then_changed": "The family refused it before, and since then things have changed.",
    "refused": "The family refused it, and nothing we know of has changed.",
    "conflicting_facts": "Records do not agree about who this is; a human has to look.",
    "payment_late": "It was paid until recently; the payment for last month may only be late.",
    "stopped": "It was paid before and then stopped.",
    "register_late": "The reason for it is new; the registers may not have caught up yet.",
    "unreachable": "The person to be paid cannot be reached.",
    "no_offer_on_record": "No offer is on record.",
}
"""Cause → its sentence, in the order in which causes are tried."""

EVIDENCE = {
    "offer_unanswered": "Offer No. {key} of {day} has no answer.",
    "offer_accepted": "Offer No. {key} was accepted on {day}.",
    "offer_refused": "Offer No. {key} was refused on {day}.",
    "offer_not_delivered": "Offer No. {key} of {day} could not be delivered.",
    "payment_waits_for_human": "A payment that may be theirs waits for a human: {register}, row {key}.",
    "row_waits_for_human": "A record that may be theirs waits for a human: {register}, row {key}.",
    "link_near_the_bar": "A record was only just sure enough to be taken for theirs: {register}, row {key}.",
    "paid_until": "The last payment was for {month}: {register}, row {key}.",
    "due_since": "The reason for it exists since {day}; the last month paid to anybody is not later.",
    "no_payee": "The registers name nobody to whom it could be paid.",
    "no_adult": "There is no adult in the family.",
    "no_address": "The person to be paid has no known address.",
    "no_offer": "Nobody offered it, as far as the records go.",
}
"""Evidence → its sentence."""


@dataclass(frozen=True)
class Evidence:
    """What speaks for a cause; `register`, `key` and `day` where they say anything."""

    code: str
    register: str | None = None
    key: int | None = None
    day: date | None = None


def cause_text(cause: str, language: str) -> str:
    """The sentence of a cause in kk, ru or en."""
    return translator("needs", language)(CAUSES[cause])


def evidence_text(evidence: Evidence, language: str) -> str:
    """The sentence of the evidence in kk, ru or en."""
    day = month = ""
    if evidence.day:
        day = format_date(evidence.day, "long", locale=language)
        month = format_date(evidence.day, "LLLL yyyy", locale=language)
    said = translator("needs", language)(EVIDENCE[evidence.code])
    return said.format(key=evidence.key, day=day, month=month, register=evidence.register)
