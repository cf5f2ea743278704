"""The map as pages: the page itself, the shapes it draws, the files one takes along."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from familymap.web import figures
from familymap.web.accounts.actor import Request
from familymap.web.audit import log
from familymap.web.audit.actions import Action
from familymap.web.map import asking, choices
from familymap.web.map.answer import FILES
from familymap.web.map.question import LEVELS

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}


@never_cache
@require_safe
def page(request: Request) -> HttpResponse:
    """A figure by area: map, legend and table, with the question in the address."""
    answer = asking.ask(request.GET, request.actor)
    return render(
        request,
        "map/map.html",
        {"answer": answer, "question": answer.question, "choices": choices.of(answer)},
    )


@require_safe
@cache_control(private=True, max_age=365 * 24 * 3600, immutable=True)
def shapes(request: HttpRequest, number: int, level: str) -> HttpResponse:
    """The shapes of the areas of a publication. They never change, so a browser keeps them."""
    publication = asking.publication()
    within = request.GET.get("within", "")
    if number != publication.number or level not in LEVELS or not (within.isdecimal() or not within):
        raise Http404
    return HttpResponse(figures.geojson(publication, level, within), content_type="application/geo+json")


@never_cache
@require_safe
def export(request: Request, kind: str) -> HttpResponse:
    """The answer as a file: the same numbers, the same ones held back. It is written in the log."""
    if kind not in FILES:
        raise Http404
    answer = asking.ask(request.GET, request.actor)
    body = figures.export(
        answer.publication, answer.question.figure, answer.question.level, kind,
        within=answer.question.within,
        grouping=answer.question.grouping, part=answer.question.part, measure_as=answer.question.way,
        language=asking.language(),
    )  # fmt: skip
    log.record(
        request.actor, Action.exported, subject="figure", subject_id=answer.question.figure,
        area=answer.question.within, detail={"asked": answer.question.query(), "kind": kind},
    )  # fmt: skip
    reply = HttpResponse(body, content_type=CONTENT_TYPES[kind])
    reply["Content-Disposition"] = f'attachment; filename="{answer.file}.{kind}"'
    return reply
