"""Why a measure is due, is not, or cannot be told: the explanation of one family out of the published run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from familymap.explanations.explain import Case
from familymap.explanations.explanation import Explanation
from familymap.explanations.telling import tell
from familymap.measures.answers import Unit, answer, units
from familymap.measures.one_family import SealedFamily, as_given
from familymap.rules.declare import Measure
from familymap.rules.unit import OneFamily
from familymap.web.families.hurting import unhurting
from familymap.web.families.reference import Reference


class NothingToExplain(LookupError):
    """The run knows no such family, measure or member; or the measure is none that a card may name."""


class NotAsSealed(RuntimeError):
    """Worked out anew the family is not what the run sealed: the rules have changed since."""


@dataclass(frozen=True)
class Line:
    """A line of the explanation with what stands below it. `sign` is «✓», «✗» or «?» before a condition."""

    text: str
    sign: str = ""
    below: list["Line"] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """A part of the explanation: its heading and lines; the first part has none."""

    heading: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class WorkedOut:
    """One family of the run, its facts worked out anew from what the registers said."""

    reference: Reference
    sealed: SealedFamily
    one: OneFamily

    def explain(self, measure: str, person_id: int | None, names: Mapping[int, str]) -> Explanation:
        """The explanation, without what hurts. `names` are those of members.

        Raises NothingToExplain, or NotAsSealed where the answer is not the one that was sealed.
        """
        wanted = self.reference.measures.get(measure)
        unit = self._unit(wanted, person_id) if wanted else None
        if wanted is None or unit is None:
            raise NothingToExplain(measure)
        was = self.sealed.sealed(wanted, unit.place)
        if was is not None and was != answer(wanted, unit.facts):
            raise NotAsSealed(measure)
        case = Case(
            self.reference.run.run_id,
            self.reference.known_at,
            self.sealed.family_id,
            self.sealed.household_id,
            self.reference.received,
            names,
        )
        told = self.reference.explainer.explain(self.one, unit, wanted, case)
        return unhurting(told, self.reference.card, self.reference.hidden)

    def _unit(self, measure: Measure, person_id: int | None) -> Unit | None:
        """The unit of the measure that is this person, or the family or household for no person."""
        numbers = self.sealed.person_ids
        return next(
            (
                unit
                for unit in units(measure, self.one)
                if (None if unit.place is None else numbers[unit.place]) == person_id
            ),
            None,
        )


def work_out(reference: Reference, family_id: int) -> WorkedOut:
    """A family of the published run; whoever asks has gone through the door. Raises NothingToExplain."""
    sealed = reference.sealed(family_id)
    if sealed is None:
        raise NothingToExplain(str(family_id))
    explainer = reference.explainer
    return WorkedOut(reference, sealed, explainer.evaluation.complete(as_given(explainer.made, sealed)))


def outline(explanation: Explanation, language: str) -> list[Part]:
    """The explanation in plain words, part by part; what is indented stands below the line before it."""
    parts: list[Part] = []
    block: list[str] = []
    for line in [*tell(explanation, language), ""]:
        if line:
            block.append(line)
            continue
        parts.append(_part(block, first=not parts))
        block = []
    return parts


def _part(block: Sequence[str], first: bool) -> Part:
    """The first block begins with the measure's title, which stands above it on the page already."""
    if first:
        return Part("", [Line(line) for line in block[1:]])
    if len(block) == 1:
        return Part("", [Line(block[0])])
    return Part(block[0], _lines(block[1:]))


def _lines(block: Sequence[str]) -> list[Line]:
    top: list[Line] = []
    open_lines: list[tuple[int, Line]] = []
    for raw in block:
        text = raw.lstrip()
        depth = len(raw) - len(text)
        sign = text[0] if text[:2] in ("✓ ", "✗ ", "? ") else ""
        line = Line(text[2:] if sign else text.removeprefix("– "), sign)
        while open_lines and open_lines[-1][0] >= depth:
            open_lines.pop()
        (open_lines[-1][1].below if open_lines else top).append(line)
        open_lines.append((depth, line))
    return top
