"""The overview as a page, and the numbers behind each of its charts as a file."""

import csv
import io

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from familymap.web.accounts.actor import Request
from familymap.web.audit import log
from familymap.web.audit.actions import Action
from familymap.web.map import asking
from familymap.web.overview import charts, telling
from familymap.web.overview.telling import Story


@never_cache
@require_safe
def page(request: Request) -> HttpResponse:
    """How families are in the country, a region or a district."""
    return render(request, "overview/overview.html", {"story": _story(request), "most": charts.MOST})


@never_cache
@require_safe
def export(request: Request, chart: str, kind: str) -> HttpResponse:
    """The table behind a chart, as the page shows it. It is written in the log."""
    story = _story(request)
    found = next((one for one in story.charts if one.key == chart), None)
    if found is None or kind != "csv":
        raise Http404
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([*found.heads, telling.LOWER, telling.UPPER])
    for row in found.rows:
        lines.writerow([row.label, *map(strip_tags, row.cells), _bare(row.lower), _bare(row.upper)])
    lines.writerow([found.definition])
    lines.writerow([story.source])
    log.record(
        request.actor,
        Action.exported,
        subject="chart",
        subject_id=chart,
        area=story.area,
        detail={"kind": kind},
    )
    reply = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    reply["Content-Disposition"] = f'attachment; filename="{chart}_{story.as_of}.csv"'
    return reply


def _bare(number: float | None) -> str:
    return "" if number is None else repr(number)


def _story(request: Request) -> Story:
    area = request.GET.get("area", asking.home_area(request.actor))
    return telling.story(asking.publication(), area, asking.language())
