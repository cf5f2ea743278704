"""The supervisor's page: families that were opened outside the area, to be looked at by a human."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from familymap.web.accounts.actor import Request
from familymap.web.audit import log
from familymap.web.audit.actions import Action
from familymap.web.families import openings
from familymap.web.families.forms import ReviewForm
from familymap.web.families.models import Opening
from familymap.web.families.views import published


@never_cache
@require_http_methods(["GET", "POST"])
def review(request: Request) -> HttpResponse:
    """Openings that wait, with their reasons, and those that were looked at."""
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _keep(request, form)
        return redirect("families:openings")
    shown = {
        "waiting": openings.to_review(request.actor),
        "done": openings.to_review(request.actor, done=True)[:50],
        "purposes": published().card.purposes,
        "form": form,
        "wrong": form.data.get("opening") if form.is_bound else None,
    }
    answer = render(request, "families/openings.html", shown)
    answer["Cache-Control"] = "no-store"
    return answer


def _keep(request: Request, form: ReviewForm) -> None:
    said = form.cleaned_data
    try:
        found = openings.review(request.actor, said["opening"], said["finding"], said["note"])
    except Opening.DoesNotExist:
        raise Http404 from None
    log.record(
        request.actor,
        Action.reviewed_opening,
        subject="family",
        subject_id=found.family_id,
        area=found.area,
        detail={"opening": found.pk, "finding": found.finding, "note": found.note},
    )
