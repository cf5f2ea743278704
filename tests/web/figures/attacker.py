"""Whoever knows everything that is shown, in tables, on the map, in hexagons and files, and can do sums.

One linear program over all topics at once: what is shown is known, every sum over areas, parts and states is
known, and nothing is negative. `least` and `most` are between what a group can then lie.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from familymap.web import figures
from familymap.web.figures.reading import places
from familymap.web.publishing.publication import Publication
from tests.web.figures.made_up import POOR, SIDES

KINDS = ("count", "people", "score")
"""Kinds of figures that are read; there are three people in every family of the made-up country."""

NOT_SURELY, NOT_EVEN_PERHAPS = "not_surely", "not_even_perhaps"
"""Of those who lack much, surely (or perhaps), who does not lack something on a side surely (or perhaps)."""

Group = tuple[str, str, str, str]
"""Topic, state (`rest`: in none; of a side also the two above), area, part."""


class Attacker:
    """Collects equations, then asks how small and how large a group can be."""

    def __init__(
        self, topics: Mapping[str, tuple[str, tuple[str, ...]]], cells: Iterable[tuple[str, str, str]]
    ) -> None:
        """`topics` say of whom a topic is a part and its states; `cells` are base, area, part."""
        self.number: dict[Group, int] = {}
        self.rows: list[tuple[dict[int, float], float]] = []
        self.topics = topics
        self.cells = list(cells)
        for topic, (of, states) in topics.items():
            for base, area, part in self.cells:
                if base != of.partition(".")[0]:
                    continue
                if topic == base:
                    self._known(topic, "all", area, part)
                    continue
                if topic in SIDES:
                    continue
                path = of.split(".")
                whole = (of, "all", area, part) if len(path) == 1 else (path[1], path[2], area, part)
                mine = [(topic, state, area, part) for state in (*states, "rest")]
                self.equation({**dict.fromkeys(mine, 1.0), whole: -1.0}, 0)
        if POOR in topics:
            for base, area, part in self.cells:
                if (base, part) == ("families", "all"):
                    self._sides(area)
        self._sums()

    def _sides(self, area: str) -> None:
        """Whoever lacks something on a side lacks much, and whoever lacks much does so on some side."""
        sure, unknown = (POOR, "yes", area, "all"), (POOR, "unknown", area, "all")
        for side in SIDES:
            mine = {(side, "yes", area, "all"): 1.0, (side, NOT_SURELY, area, "all"): 1.0}
            self.equation({**mine, sure: -1.0}, 0)
            mine = dict.fromkeys(((side, s, area, "all") for s in ("yes", "unknown", NOT_EVEN_PERHAPS)), 1.0)
            self.equation({**mine, sure: -1.0, unknown: -1.0}, 0)
        for state in ("yes", "unknown"):
            on_sides = dict.fromkeys(((side, state, area, "all") for side in SIDES), 1.0)
            self.equation(
                {**on_sides, (POOR, state, area, "all"): -1.0, ("more", state, area, "all"): -1.0}, 0
            )

    def _known(self, *group: str) -> int:
        return self.number.setdefault(group, len(self.number))  # type: ignore[arg-type]

    def _sums(self) -> None:
        parts: dict[tuple[str, str], list[str]] = {}
        inside: dict[tuple[str, str, str], list[str]] = {}
        for base, area, part in self.cells:
            if part != "all":
                parts.setdefault((base, area), []).append(part)
            around = "all" if len(area) == 2 else area[:2] if len(area) == 4 else area[:4]
            if area != "all":
                inside.setdefault((base, around, part), []).append(area)
        for topic, (of, states) in self.topics.items():
            base = of.partition(".")[0]
            rest = () if topic in SIDES else ("rest",)
            for state in ("all",) if topic == base else (*states, *rest):
                for (owner, area), listed in parts.items():
                    if owner == base and topic not in SIDES:
                        whole = {(topic, state, area, "all"): -1.0}
                        self.equation(whole | {(topic, state, area, part): 1.0 for part in listed}, 0)
                for (owner, around, part), listed in inside.items():
                    if owner == base and (topic not in SIDES or part == "all"):
                        whole = {(topic, state, around, part): -1.0}
                        self.equation(whole | {(topic, state, area, part): 1.0 for area in listed}, 0)

    def equation(self, terms: Mapping[Group, float], value: float) -> None:
        self.rows.append(({self._known(*group): factor for group, factor in terms.items()}, value))

    def read(self, publication: Publication, groupings: Mapping[str, Iterable[str]]) -> int:
        """Everything the pages answer, each as an equation; how many numbers that is."""
        shown = 0
        hexes = {near: {} for near in (True, False)}  # type: ignore[var-annotated]
        for place in places(publication.folder, "settlement"):
            for near in (True, False):
                hexes[near].setdefault(place.hex_near if near else place.hex_wide, []).append(place.area)
        for figure in figures.catalogue("en"):
            if not figure.topics <= set(self.topics) or figure.kind not in KINDS:
                continue
            base = self.topics[figure.sure[0][0]][0].partition(".")[0]
            grouping = "age_sex" if base == "people" else "family_type"
            for part in ("all", *groupings[base]):
                for level in ("country", "region", "district", "settlement", "hex"):
                    for way in ("number", "share"):
                        if way not in figure.ways:
                            continue
                        for within in ("", "10", "59", "61") if level == "hex" else ("",):
                            rows = figures.table(
                                publication, figure.name, level, within,
                                "all" if part == "all" else grouping, part, way, "en",
                            )  # fmt: skip
                            for row in rows:
                                areas = hexes[bool(within)][row.area] if level == "hex" else [row.area]
                                shown += self._row(figure, row, areas, part, way)
        return shown

    def _row(self, figure: figures.Figure, row: figures.Row, areas: list[str], part: str, way: str) -> int:
        if row.held_back or row.lower is None or row.upper is None:
            return 0
        times = 3.0 if figure.kind == "people" and way == "number" else 1.0  # three in every family
        sides = SIDES if figure.kind == "score" and figure.topics & {POOR} else ()
        times = 1 / len(SIDES) if figure.kind == "score" else times
        for value, states in ((row.lower, figure.sure), (row.upper, (*figure.sure, *figure.maybe))):
            terms: dict[Group, float] = {}
            for area in areas:
                for added, state in [(side, one) for topic, one in states for side in sides or (topic,)]:
                    terms[added, state, area, part] = terms.get((added, state, area, part), 0) + times
                if way == "share":
                    for topic, state in figure.of:
                        terms[topic, state, area, part] = terms.get((topic, state, area, part), 0) - value
            self.equation(terms, 0 if way == "share" else value)
        return 2

    def most(self, group: Group) -> float:
        """The most that a group can have."""
        return self._end(group, -1)

    def least(self, group: Group) -> float:
        """The least that a group can have."""
        return self._end(group, 1)

    def _end(self, group: Group, sign: int) -> float:
        matrix, values = self._equations
        goal = np.zeros(matrix.shape[1])
        goal[self.number[group]] = sign
        answer = linprog(goal, A_eq=matrix, b_eq=values, bounds=(0, None), method="highs")
        if answer.status == 3:
            return float("inf")
        assert answer.status == 0, answer.message
        return float(sign * answer.fun)

    @cached_property
    def _equations(self) -> tuple[csr_matrix, list[float]]:
        """All that is known, once everything has been read; equal equations once."""
        known = {(tuple(sorted(terms.items())), value) for terms, value in self.rows}
        listed = sorted(known)
        places = [(row, *term) for row, (terms, _) in enumerate(listed) for term in terms]
        rows, columns, factors = zip(*places, strict=True)
        shape = (len(listed), len(self.number))
        return csr_matrix((factors, (rows, columns)), shape=shape), [value for _, value in listed]
