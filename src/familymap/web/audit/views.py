"""The auditor's pages: who looked at what, and whether the log is whole. Looking at it stands in it too."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from familymap.web.accounts.actor import Request
from familymap.web.audit import checking, entries, export, selectors
from familymap.web.audit.actions import Action
from familymap.web.audit.errors import AuditError
from familymap.web.audit.forms import Filters
from familymap.web.audit.keys import public_key
from familymap.web.audit.log import record
from familymap.web.audit.places import places
from familymap.web.audit.shown import shown


@never_cache
@require_safe
def log(request: Request) -> HttpResponse:
    """The entries asked for, newest first, fifty at a time."""
    form, state = Filters(request.GET), selectors.state()
    told: dict[str, Any] = {"form": form, "state": state, "entries": [], "most": export.MOST}
    if form.is_valid():
        before = request.GET.get("before", "")
        start = int(before) if before.isdecimal() and len(before) < 19 else None
        record(request.actor, Action.read_log, detail=_plain(form) | ({"before": start} if start else {}))
        found, older = selectors.page(selectors.entries(request.actor, form.asked), start)
        told["entries"] = [shown(entry, state.sealed_up_to) for entry in found]
        told["asked"] = urlencode(_plain(form))
        told["older"] = urlencode({**_plain(form), "before": older}) if older else ""
        told["first_page"] = start is None
    return render(request, "audit/log.html", told)


@never_cache
@require_POST
def download(request: Request) -> HttpResponse | StreamingHttpResponse:
    """The entries asked for as CSV; that they were taken along stands in the log."""
    form = Filters(request.POST)
    if not form.is_valid():
        return redirect("audit:log")
    record(request.actor, Action.exported_log, detail=_plain(form))
    found = selectors.entries(request.actor, form.asked)[: export.MOST]
    rows = found.values_list(*entries.FIELDS).iterator(chunk_size=2000)
    answer = StreamingHttpResponse(export.lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="log_{timezone.localdate()}.csv"'
    return answer


@never_cache
@require_safe
def seals(request: Request) -> HttpResponse:
    """How far the log is sealed, what the last check found, the newest seals."""
    told = {"state": selectors.state(), "seals": selectors.newest_seals(), "key": _fingerprint()}
    return render(request, "audit/seals.html", told)


@never_cache
@require_POST
def check(request: Request) -> HttpResponse:
    """Check every entry now."""
    record(request.actor, Action.checked_log)
    try:
        report = checking.check(places())
    except AuditError as trouble:
        messages.error(request, str(trouble))
    else:
        if report.whole:
            messages.success(request, _("Every entry is as it was sealed."))
        else:
            messages.error(request, _("The log is not as it was sealed. What is wrong stands below."))
    return redirect("audit:seals")


def _plain(form: Filters) -> dict[str, str]:
    return {name: str(value) for name, value in form.asked.items()}


def _fingerprint() -> str:
    """The public key in hex, to be held against the copy kept elsewhere; empty where there is none yet."""
    try:
        return public_key(places().public_key).public_bytes_raw().hex()
    except AuditError:
        return ""
