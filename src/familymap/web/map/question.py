"""The question a map answers. It stands whole in the address, so a link to it is lasting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

LEVELS = ("region", "district", "settlement", "hex")
WAYS = ("number", "share", "per_head", "change")
METHODS = ("quantile", "jenks", "equal")
SIDES = ("lower", "upper")
FEWEST, MOST = 3, 7
ALL = "all"
NUMBER, CHANGE = "number", "change"
HEX = "hex"
"""What can be said of a sum of villages."""
UNGROUPED = ("settlement", HEX)
"""Levels too small to be split by group."""
BELOW = {"": "region", "region": "district", "district": "settlement"}
"""Where one gets from a level by going down."""
WITHIN_DIGITS = {"region": (0,), "district": (0, 2), "settlement": (2, 4), "hex": (0, 2, 4)}
"""Which areas a level can be shown within, by the length of their code: not all settlements at once."""


@dataclass(frozen=True)
class Question:
    """Figure, way of saying it, group of families or people, areas, and how to colour them."""

    figure: str
    way: str = "number"
    grouping: str = ALL
    part: str = ALL
    level: str = "region"
    within: str = ""
    method: str = "quantile"
    classes: int = 5
    side: str = "lower"

    def query(self, **changes: Any) -> str:
        """The address's part after «?», with changes.

        Figure, way and areas always stand in it, the rest where it is not as by default: a link asks the same
        of everybody, wherever they work.
        """
        asked = replace(self, **changes)
        said = {"figure": asked.figure, "as": asked.way, "level": asked.level}
        if asked.grouping != ALL:
            said["group"] = f"{asked.grouping}:{asked.part}"
        for name in ("within", "method", "classes", "side"):
            if (value := getattr(asked, name)) != getattr(Question, name):
                said[name] = str(value)
        return urlencode(said)

    def down(self, area: str) -> str | None:
        """The address's query one level below an area of this answer; None at the bottom."""
        below = BELOW.get(self.level)
        return self.query(level=below, within=area) if below else None


def read(
    asked: Mapping[str, str], figure: str, ways: Mapping[str, tuple[str, ...]], area: str = ""
) -> Question:
    """The question in an address. What is missing or unknown is as by default.

    `figure` is the one shown first, `ways` the ways each figure can be said, `area` where the reader works.
    """
    name = asked.get("figure", figure)
    name = name if name in ways else figure
    way = _one_of(asked.get("as"), ways[name])
    grouping, _, part = asked.get("group", ALL).partition(":")
    within = area_code(asked.get("within", area if "level" not in asked else ""))
    level = _one_of(asked.get("level"), LEVELS, BELOW[_level_of(within)])
    if len(within) not in WITHIN_DIGITS[level]:
        within = within[: max((n for n in WITHIN_DIGITS[level] if n < len(within)), default=0)]
        level = level if len(within) in WITHIN_DIGITS[level] else BELOW[_level_of(within)]
    number = asked.get("classes", "")
    return Question(
        figure=name,
        way=way,
        grouping=grouping,
        part=part or ALL,
        level=level,
        within=within,
        method=_one_of(asked.get("method"), METHODS),
        classes=min(MOST, max(FEWEST, int(number))) if number.isdecimal() and len(number) == 1 else 5,
        side=_one_of(asked.get("side"), SIDES),
    )


def _one_of(said: str | None, known: tuple[str, ...], default: str | None = None) -> str:
    return said if said in known else default or known[0]


def area_code(said: str) -> str:
    """The region or district of a code; '' where it is none."""
    digits = said if said.isdecimal() and said.isascii() else ""
    return digits[:4] if len(digits) >= 4 else digits[:2] if len(digits) >= 2 else ""


def _level_of(within: str) -> str:
    return {0: "", 2: "region", 4: "district"}[len(within)]


def fitting(question: Question, groupings: Sequence[tuple[str, str, Sequence[tuple[str, str]]]]) -> Question:
    """The question with a group and a way that there are numbers of; else with everybody, as a number."""
    parts = {(grouping, part) for grouping, _, listed in groupings for part, _ in listed}
    grouped = question.level not in UNGROUPED and question.way != CHANGE
    if not grouped or (question.grouping, question.part) not in parts:
        question = replace(question, grouping=ALL, part=ALL)
    if question.level == HEX and question.way == CHANGE:
        question = replace(question, way=NUMBER)
    return question
