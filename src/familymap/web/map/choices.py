"""What a person can choose on the map, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from familymap.web import figures
from familymap.web.map import wording
from familymap.web.map.answer import Answer
from familymap.web.map.question import (
    ALL,
    CHANGE,
    FEWEST,
    HEX,
    METHODS,
    MOST,
    SIDES,
    UNGROUPED,
    WITHIN_DIGITS,
    Question,
)

Choice = tuple[str, str]


@dataclass(frozen=True)
class Choices:
    """The lists of the form, each as (value, words)."""

    figures: Sequence[tuple[str, Sequence[figures.Figure]]]
    ways: Sequence[Choice]
    groups: Sequence[tuple[str, Sequence[Choice]]]
    group: str
    levels: Sequence[Choice]
    methods: Sequence[Choice]
    classes: Sequence[int]
    sides: Sequence[Choice]
    coloured: bool


def of(answer: Answer) -> Choices:
    """The lists for an answer: only what this figure and these areas have."""
    question = answer.question
    return Choices(
        figures=_by_theme(answer.catalogue),
        ways=[(way, str(wording.WAYS[way])) for way in _ways(answer)],
        groups=_groups(answer),
        group=ALL if question.grouping == ALL else f"{question.grouping}:{question.part}",
        levels=[
            (level, str(name))
            for level, name in wording.LEVELS.items()
            if len(question.within) in WITHIN_DIGITS[level]
        ],
        methods=[(method, str(wording.METHODS[method])) for method in METHODS],
        classes=range(FEWEST, MOST + 1),
        sides=[(side, str(wording.SIDES[side])) for side in SIDES],
        coloured=_coloured(question),
    )


def _by_theme(catalogue: Sequence[figures.Figure]) -> list[tuple[str, list[figures.Figure]]]:
    themes: dict[str, list[figures.Figure]] = {}
    for figure in catalogue:
        themes.setdefault(figure.theme, []).append(figure)
    return list(themes.items())


def _ways(answer: Answer) -> list[str]:
    hexagons = answer.question.level == HEX
    return [way for way in answer.figure.ways if not (hexagons and way == CHANGE)] or [answer.question.way]


def _groups(answer: Answer) -> list[tuple[str, list[Choice]]]:
    everybody = (gettext("Everybody"), [(ALL, gettext("all together"))])
    if answer.question.level in UNGROUPED or answer.question.way == CHANGE:
        return [everybody]
    return [
        everybody,
        *(
            (title, [(f"{grouping}:{part}", words) for part, words in parts])
            for grouping, title, parts in answer.figure.groupings
        ),
    ]


def _coloured(question: Question) -> bool:
    """Whether somebody chose colours: then that part of the form stands open."""
    plain = Question(figure=question.figure)
    return (question.method, question.classes, question.side) != (plain.method, plain.classes, plain.side)
