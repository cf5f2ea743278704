"""The questions that would settle what cannot be told: each once, whom to ask, what it is good for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop

from familymap.explanations.explanation import Missing
from familymap.web.families.dues import Due
from familymap.web.families.texts import text
from familymap.web.families.why import NotAsSealed, WorkedOut
from familymap.web.families.words import Speaker

CONCERNS = gettext_noop("Whom it concerns: {what}")
SETTLES = gettext_noop("May settle: {what}")
BEARS_ON = gettext_noop("Helps, though a value of law was not found either: {what}")
NO_LAW = gettext_noop("Not found in published sources: {what}")
IN_REGISTERS = gettext_noop("Would stand in: {what}")


@dataclass(frozen=True)
class Question:
    """What to ask; below it whom it concerns, and the measures it is good for.

    `settles`: it may settle some measure. If not, a value of law is missing everywhere too, and the answer
    alone settles nothing.
    """

    text: str
    settles: bool
    lines: Sequence[str]


@dataclass(frozen=True)
class WithoutQuestion:
    """A measure for which there is nothing to ask, and what is missing instead."""

    due: Due
    lines: Sequence[str]


@dataclass(frozen=True)
class Asking:
    """Questions, those that settle most first, and the measures for which nobody need be asked."""

    questions: Sequence[Question]
    without: Sequence[WithoutQuestion]

    @property
    def settling(self) -> list[Question]:
        """Questions that may settle something."""
        return [one for one in self.questions if one.settles]

    @property
    def helping(self) -> list[Question]:
        """Questions that settle nothing alone."""
        return [one for one in self.questions if not one.settles]


@dataclass
class _Collected:
    whom: dict[str, None] = field(default_factory=dict)
    settles: list[Due] = field(default_factory=list)
    bears_on: list[Due] = field(default_factory=list)

    @property
    def rank(self) -> tuple[int, int]:
        """What settles most comes first."""
        return -len(self.settles), -len(self.bears_on)

    def lines(self, language: str) -> list[str]:
        """Whom to ask, and what for."""
        told = {
            CONCERNS: ", ".join(self.whom),
            SETTLES: _listed(self.settles),
            BEARS_ON: _listed(self.bears_on),
        }
        return [text(frame, language, what=what) for frame, what in told.items() if what]


def asking(
    speaker: Speaker, family: WorkedOut, cannot_tell: Iterable[Due], names: Mapping[int, str]
) -> Asking:
    """What to ask the family so that the answers which cannot be told can be."""
    collected: dict[str, _Collected] = {}
    without = []
    for due in cannot_tell:
        try:
            missing = family.explain(due.measure, due.person_id, names).missing
        except NotAsSealed:
            continue
        law = [one for one in missing if one.kind == "parameter"]
        asked = [(said, one) for one in missing if (said := _question(speaker, one))]
        for said, one in asked:
            kept = collected.setdefault(said, _Collected())
            kept.whom |= dict.fromkeys(names[number] for number in one.persons if number in names)
            (kept.bears_on if law else kept.settles).append(due)
        if not asked:
            without.append(_without(speaker, due, law, missing))
    order = sorted(collected, key=lambda said: collected[said].rank)
    return Asking(
        [
            Question(said, bool(collected[said].settles), collected[said].lines(speaker.language))
            for said in order
        ],
        without,
    )


def _question(speaker: Speaker, missing: Missing) -> str:
    """The question for a missing fact: its own, or one the card declares; empty where there is none."""
    declared = missing.question or speaker.reference.card.questions.get(missing.name)
    return speaker.of(declared) if declared else ""


def _without(
    speaker: Speaker, due: Due, law: Sequence[Missing], missing: Sequence[Missing]
) -> WithoutQuestion:
    registers = {name: None for one in missing for name in one.sources}
    told = {
        NO_LAW: "; ".join(speaker.of(one.title) for one in law),
        IN_REGISTERS: ", ".join(speaker.register(name) for name in registers),
    }
    return WithoutQuestion(
        due, [text(frame, speaker.language, what=what) for frame, what in told.items() if what]
    )


def _listed(dues: Iterable[Due]) -> str:
    return "; ".join(f"{one.title} ({one.whom})" if one.whom else one.title for one in dues)
