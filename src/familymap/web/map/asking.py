"""From an address to its answer: what is published, which figure, which areas."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language, gettext

from familymap.web import figures, publishing
from familymap.web.accounts.actor import Actor
from familymap.web.area_names import area_name
from familymap.web.errors import NothingPublished
from familymap.web.map import question as questions
from familymap.web.map.answer import Answer, Place
from familymap.web.map.question import Question, area_code
from familymap.web.publishing import Publication


def publication() -> Publication:
    """What people see now. Raises NothingPublished, which has a page of its own."""
    current = publishing.current(settings.FAMILYMAP_STORE)
    if current is None:
        raise NothingPublished
    return current


def language() -> str:
    """The reader's language: kk, ru or en."""
    return get_language() or settings.LANGUAGE_CODE


def home_area(actor: Actor) -> str:
    """The region or district in which somebody works; '' for several places or the whole country."""
    areas = actor.scope()
    return area_code(next(iter(areas))) if len(areas) == 1 else ""


def ask(asked: QueryDict, actor: Actor) -> Answer:
    """The answer to the question in an address."""
    current, speech = publication(), language()
    catalogue = {figure.name: figure for figure in figures.catalogue(speech) if not figure.levels}
    ways = {name: figure.ways for name, figure in catalogue.items()}
    question = questions.read(
        {name: str(value) for name, value in asked.items()}, next(iter(catalogue)), ways, home_area(actor)
    )
    figure = catalogue[question.figure]
    question = questions.fitting(question, figure.groupings)
    return Answer(
        publication=current,
        question=question,
        figure=figure,
        catalogue=tuple(catalogue.values()),
        found=_rows(current, question, question.level, question.within),
        places=_places(current, question),
        complaints=_complaints(asked, catalogue),
    )


def _rows(current: Publication, question: Question, level: str, within: str) -> Sequence[figures.Row]:
    return figures.table(
        current, question.figure, level, within=within, grouping=question.grouping, part=question.part,
        measure_as=question.way, language=language(),
    )  # fmt: skip


def _places(current: Publication, question: Question) -> list[Place]:
    """The country and the areas down to those in which the shown ones lie, with the figure of each."""
    codes = ["", *(question.within[:digits] for digits in (2, 4) if len(question.within) >= digits)]
    found = []
    for code in codes:
        level = {0: "country", 2: "region", 4: "district"}[len(code)]
        row = next(
            (row for row in _rows(current, question, level, code[:-2]) if row.area == code or not code), None
        )
        found.append(Place(code, row.name if row else area_name(code, language()), row))
    return found


def _complaints(asked: QueryDict, catalogue: Any) -> list[str]:
    if (name := asked.get("figure")) and name not in catalogue:
        return [gettext("This publication has no figure «{name}»; the first one is shown.").format(name=name)]
    return []
