"""The legend: which numbers share a colour, and what stands beside each colour.

A colour is a token that the style sheet turns into a colour of the theme: r1–r7 from little to much;
for changes d3–d1 (less than before), same, u1–u3 (more); held (held back) and unknown are hatched.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from familymap.web.figures import classes

HELD, UNKNOWN, SAME = "held", "unknown", "same"
RAMPS = {
    1: ("r4",),
    2: ("r2", "r6"),
    3: ("r1", "r4", "r7"),
    4: ("r1", "r3", "r5", "r7"),
    5: ("r1", "r2", "r4", "r6", "r7"),
    6: ("r1", "r2", "r3", "r5", "r6", "r7"),
    7: ("r1", "r2", "r3", "r4", "r5", "r6", "r7"),
}
"""Colours far apart, by the number of classes."""
DOWN, UP = ("d3", "d2", "d1"), ("u1", "u2", "u3")


@dataclass(frozen=True)
class Step:
    """One class: its colour, the least and the greatest number in it, how many areas have one."""

    colour: str
    least: float
    most: float
    areas: int


def steps(values: Sequence[float], method: str, number: int, change: bool) -> list[Step]:
    """The classes of the numbers shown, from the least to the greatest; none of them is empty.

    A change never shares a colour with a change the other way, nor with «as before».
    """
    if not change:
        return _steps(values, method, number, None)
    lost = _steps([value for value in values if value < 0], method, len(DOWN), DOWN)
    kept = [value for value in values if value == 0]
    won = _steps([value for value in values if value > 0], method, len(UP), UP)
    return lost + ([Step(SAME, 0, 0, len(kept))] if kept else []) + won


def _steps(values: Sequence[float], method: str, number: int, ramp: Sequence[str] | None) -> list[Step]:
    if not values:
        return []
    tops = classes(values, method, number)
    members: list[list[float]] = [[] for _ in tops]
    for value in values:
        members[next((place for place, top in enumerate(tops) if value <= top), len(tops) - 1)].append(value)
    filled = [group for group in members if group]
    colours = _colours(len(filled), ramp)
    return [
        Step(colour, min(group), max(group), len(group))
        for colour, group in zip(colours, filled, strict=True)
    ]


def _colours(number: int, ramp: Sequence[str] | None) -> Sequence[str]:
    if ramp is None:
        return RAMPS[number]
    # The strongest changes keep the strongest colours: the outer end of the ramp.
    return ramp[:number] if ramp is DOWN else ramp[len(ramp) - number :]


def colour(value: float, legend: Sequence[Step]) -> str:
    """The colour of a number that is in the legend."""
    return next((step.colour for step in legend if step.least <= value <= step.most), UNKNOWN)
