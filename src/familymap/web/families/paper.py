"""The card on paper: a tagged PDF (PDF/UA-1) set by typst, in any of the languages."""

import json
import threading
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext_noop

from familymap.web.families.asking import Asking
from familymap.web.families.dues import Due
from familymap.web.families.members import Member
from familymap.web.families.portrait import Side
from familymap.web.families.story import Story
from familymap.web.families.texts import text
from familymap.web.families.words import Speaker

LABELS = {
    "who": gettext_noop("Who belongs, and how we know"),
    "name": gettext_noop("Name"),
    "born": gettext_noop("Born"),
    "iin": gettext_noop("IIN"),
    "how": gettext_noop("How we know"),
    "not_received": gettext_noop("Due and not received"),
    "nothing_missing": gettext_noop("By what the registers know, nothing that is due is missing."),
    "perhaps_received": gettext_noop("Due; nothing shows whether it is received"),
    "received": gettext_noop("Received"),
    "ask": gettext_noop("What to ask"),
    "nothing_to_ask": gettext_noop("There is nothing to ask the family."),
    "without": gettext_noop("Where asking does not help"),
    "changed": gettext_noop("What changed since the last publication"),
    "portrait": gettext_noop("Portrait"),
    "fact": gettext_noop("Fact"),
    "value": gettext_noop("Value"),
    "source": gettext_noop("From where"),
    "unknown": gettext_noop("unknown"),
    "wrong": gettext_noop("If something here is wrong"),
}
SIGNS = {"lacks": "●", "fine": "○", "unknown": "?"}
FOOTER = gettext_noop("Family No. {number}. Printed by {name} on {day}.")
NOTHING_TO_COMPARE = gettext_noop("There is no earlier publication of this family to compare with.")
NO_CHANGES = gettext_noop("Nothing has changed.")
TEMPLATE = Path(__file__).with_name("card.typ")

_own = threading.local()


def pdf(speaker: Speaker, story: Story, asked: Asking, printed_by: str, printed_on: date) -> bytes:
    """The card as a PDF in the speaker's language."""
    said = json.dumps(_data(speaker, story, asked, printed_by, printed_on), ensure_ascii=False)
    made = _compiler().compile(format="pdf", sys_inputs={"card": said}, pdf_standards=["ua-1"])
    assert isinstance(made, bytes)
    return made


def _compiler() -> Any:
    """One compiler for each thread: reading the fonts takes longer than setting a card."""
    if not hasattr(_own, "compiler"):
        _own.compiler = typst.Compiler(str(TEMPLATE))
    return _own.compiler


def _data(
    speaker: Speaker, story: Story, asked: Asking, printed_by: str, printed_on: date
) -> Mapping[str, Any]:
    def say(english: str, **places: object) -> str:
        return text(english, speaker.language, **places)

    number, day = story.family_id, speaker.day(printed_on)
    return {
        "language": speaker.language,
        "title": story.heading,
        "lead": story.lead,
        "footer": say(FOOTER, number=number, name=printed_by, day=day),
        "labels": {name: say(english) for name, english in LABELS.items()},
        "members": [_member(speaker, one) for one in story.members],
        "not_received": [_due(one) for one in story.dues.not_received],
        "perhaps_received": [_due(one) for one in story.dues.perhaps_received],
        "received": [_due(one) for one in story.dues.received],
        "questions": [asdict(one) for one in asked.questions],
        "without": [_due(one.due, *one.lines) for one in asked.without],
        "changes": list(story.changes or ()),
        "no_changes": say(NOTHING_TO_COMPARE if story.changes is None else NO_CHANGES),
        "sides": [_side(one) for one in story.sides],
        "objection": speaker.of(speaker.explainer.objection.text),
    }


def _member(speaker: Speaker, one: Member) -> Mapping[str, Any]:
    born = speaker.day(one.birth_date, "medium") or None
    return {"name": one.name, "role": one.role, "born": born, "iin": one.iin, "how": one.how}


def _due(one: Due, *more: str) -> Mapping[str, Any]:
    lines = [one.cause, one.evidence, *one.unknown, *more]
    return {
        "title": one.title,
        "whom": one.whom,
        "amount": one.amount,
        "lines": [line for line in lines if line],
    }


def _side(side: Side) -> Mapping[str, Any]:
    return {
        "title": side.title,
        "lacks": [f"{SIGNS[one.stands]} {one.text}" for one in side.lacks],
        "rows": [asdict(one) for one in side.rows],
    }
