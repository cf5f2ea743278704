"""The review list as pages: the cases, one case covered, and the decision."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from familymap.people.decisions import DecisionError
from familymap.web.accounts.actor import Request
from familymap.web.accounts.roles import Role
from familymap.web.data import reviewing, services, side_by_side
from familymap.web.data.forms import DecisionForm, ReasonForm
from familymap.web.data.side_by_side import Case
from familymap.web.data.views import store


@never_cache
@require_safe
def review(request: Request) -> HttpResponse:
    """Rows that only a human can place; nobody's name stands in the list."""
    done = request.GET.get("show") == "decided"
    page = int(asked) if (asked := request.GET.get("page", "0")).isdecimal() and len(asked) < 9 else 0
    cases, count = reviewing.cases(store(), request.actor.scope(Role.steward), done, page)
    told = {
        "cases": cases,
        "count": count,
        "done": done,
        "before": page - 1 if page else None,
        "after": page + 1 if (page + 1) * reviewing.PAGE < count else None,
    }
    return render(request, "data/review.html", told)


@never_cache
@require_safe
def case(request: Request, register: str, role: str, source_key: int) -> HttpResponse:
    """A row and the persons it may speak of, side by side and covered."""
    found = _case(request, register, role, source_key)
    services.opened(request.actor, found)
    return _page(request, found)


@never_cache
@require_POST
def uncover_case(request: Request, register: str, role: str, source_key: int) -> HttpResponse:
    """The same, uncovered, when the covered one does not suffice for a decision."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        covered = _case(request, register, role, source_key)
        services.opened(request.actor, covered)
        return _page(request, covered, reason=form)
    found = _case(request, register, role, source_key, uncovered=True)
    services.uncover(request.actor, found, form.cleaned_data["reason"])
    return _page(request, found, uncovered=True)


@never_cache
@require_POST
def decide(request: Request, register: str, role: str, source_key: int) -> HttpResponse:
    """Keep the decision, or take it back."""
    found = _case(request, register, role, source_key)
    if request.POST.get("do") == "take_back":
        try:
            services.take_back(store(), request.actor, found)
        except DecisionError:
            messages.warning(request, _("No decision is in force on this row any more."))
        else:
            messages.success(request, _("Taken back. The row is open again."))
        return redirect("data:case", register, role, source_key)
    form = DecisionForm(_choices(found), request.POST)
    if not form.is_valid():
        return _page(request, found, decision=form)
    services.decide(store(), request.actor, found, form.person_id)
    messages.success(request, _("Kept. It holds from the next run on, and can be taken back."))
    return redirect("data:case", register, role, source_key)


def _case(request: Request, register: str, role: str, source_key: int, uncovered: bool = False) -> Case:
    scope = request.actor.scope(Role.steward)
    found = side_by_side.case(store(), scope, (register, role, source_key), uncovered)
    if found is None:
        raise Http404
    return found


def _page(
    request: Request,
    found: Case,
    uncovered: bool = False,
    reason: ReasonForm | None = None,
    decision: DecisionForm | None = None,
) -> HttpResponse:
    decided = found.decision
    chosen = next((one for one in found.candidates if decided and one.person_id == decided.person_id), None)
    told: dict[str, Any] = {"case": found, "uncovered": uncovered, "chosen": chosen}
    told["reason"] = reason or ReasonForm()
    told["decision"] = decision or DecisionForm(_choices(found))
    return render(request, "data/case.html", told)


def _choices(found: Case) -> list[tuple[int, str]]:
    said = _("Person {letter}")
    return [(one.person_id, said.format(letter=one.letter)) for one in found.candidates]
