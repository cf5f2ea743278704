"""The steps of this room in a full run: every method a country declares for it."""

from collections.abc import Iterable

from familymap.engine.steps import Step
from familymap.wellbeing import counting, points
from familymap.wellbeing.method import CountingMethod, Method, PointsMethod

GROUPINGS = ("family_region", "family_type")
"""The family facts by which the methods' figures are given beside those of the whole country."""


def wellbeing_steps(methods: Iterable[Method]) -> list[Step]:
    """The tables of each method; a variant of another method is only for comparing."""
    steps: list[Step] = []
    for method in methods:
        if isinstance(method, CountingMethod):
            steps += counting.steps(method, GROUPINGS)
        elif isinstance(method, PointsMethod):
            steps += points.steps(method, GROUPINGS)
    return steps
