"""The steward's pages about deliveries: what came, what is in quarantine, what is stale."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from familymap.registers.contract import Contract
from familymap.registers.deliveries import Delivery, deliveries
from familymap.registers.quarantine import export_quarantine
from familymap.web.accounts.actor import Request
from familymap.web.accounts.roles import Role
from familymap.web.audit.actions import Action
from familymap.web.audit.log import record
from familymap.web.data import quarantine as set_aside
from familymap.web.data import selectors
from familymap.web.data.declared import contract_of
from familymap.web.data.forms import ReasonForm


def store() -> Path:
    """The folder of registers and runs."""
    return Path(settings.FAMILYMAP_STORE)


@never_cache
@require_safe
def registers(request: Request) -> HttpResponse:
    """Every register: when it last came, whether it is stale, how much of it is in quarantine."""
    found = selectors.registers(store(), date.today())
    told = {
        "registers": found,
        "missing": sum(one.newest is None for one in found),
        "stale": sum(one.days_late > 0 for one in found),
        "set_aside": sum(one.receipt.quarantined for one in found if one.receipt),
    }
    return render(request, "data/registers.html", told)


@never_cache
@require_safe
def register(request: Request, register: str) -> HttpResponse:
    """One register: what it is, and every delivery of it."""
    contract = _contract(register)
    told = {
        "register": selectors.register(store(), contract, date.today()),
        "deliveries": deliveries(store(), register)[::-1],
    }
    return render(request, "data/register.html", told)


@never_cache
@require_safe
def delivery(request: Request, register: str, delivery: str) -> HttpResponse:
    """The receipt of a delivery: rows, broken conditions, and what changed since the one before."""
    contract = _contract(register)
    told = selectors.told(store(), contract, delivery)
    if told is None:
        raise Http404
    this = selectors.register(store(), contract, date.today())
    shown = {
        "register": this,
        "told": told,
        "receipt": told.delivery.receipt,
        "rows_open": _sees_rows(request),
    }
    return render(request, "data/delivery.html", shown)


@never_cache
@require_safe
def quarantine(request: Request, register: str, delivery: str) -> HttpResponse:
    """Rows in quarantine, covered, ten at a time, of all rules or of one."""
    contract, found = _rows_of(request, register, delivery)
    rules = set_aside.rules(found)
    rule = request.GET.get("rule", "")
    if rule and rule not in {one.rule for one in rules}:
        raise Http404
    page = int(asked) if (asked := request.GET.get("page", "0")).isdecimal() and len(asked) < 9 else 0
    matching = sum(one.rows for one in rules if rule in ("", one.rule))
    _record(request, Action.opened_quarantine, found, {"rule": rule, "page": page})
    told = {
        "register": selectors.register(store(), contract, date.today()),
        "receipt": found.receipt,
        "rules": rules,
        "rule": rule,
        "rows": set_aside.rows(contract, found, rule, page),
        "matching": matching,
        "page": page,
        "before": page - 1 if page else None,
        "after": page + 1 if (page + 1) * set_aside.PAGE < matching else None,
    }
    return render(request, "data/quarantine.html", told)


@never_cache
def uncover_row(request: Request, register: str, delivery: str, row_number: int) -> HttpResponse:
    """One row: the question why, then the row as it came."""
    contract, found = _rows_of(request, register, delivery)
    row = set_aside.row(contract, found, row_number)
    if row is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    shown = request.method == "POST" and form.is_valid()
    if shown:
        reason = form.cleaned_data["reason"]
        _record(request, Action.revealed_row, found, {"row": row_number, "reason": reason})
    told = {"register": selectors.register(store(), contract, date.today()), "receipt": found.receipt}
    told |= {"row_number": row_number, "row": row if shown else None, "form": form}
    return render(request, "data/row.html", told)


@never_cache
@require_POST
def repair_file(request: Request, register: str, delivery: str) -> HttpResponse:
    """The rows in quarantine as CSV: to be mended and received again."""
    contract, found = _rows_of(request, register, delivery)
    _record(request, Action.exported, found, {"rows": found.receipt.quarantined})
    with TemporaryDirectory() as folder:
        target = Path(folder) / "rows.csv"
        export_quarantine(contract, found, target, get_language() or "kk")
        answer = HttpResponse(target.read_bytes(), content_type="text/csv; charset=utf-8")
    name = f"{register}_{found.receipt.delivery_id}_quarantine.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _contract(register: str) -> Contract:
    contract = contract_of(register)
    if contract is None:
        raise Http404
    return contract


def _rows_of(request: Request, register: str, delivery: str) -> tuple[Contract, Delivery]:
    """A delivery whose rows the steward may see."""
    contract = _contract(register)
    there = {one.receipt.delivery_id: one for one in deliveries(store(), register)}
    if delivery not in there or not _sees_rows(request):
        raise Http404
    return contract, there[delivery]


def _sees_rows(request: Request) -> bool:
    """A row in quarantine lies in no area yet: only a steward of the whole country sees it."""
    return "" in request.actor.scope(Role.steward)


def _record(request: Request, action: Action, found: Delivery, detail: dict[str, object]) -> None:
    told = {"register": found.receipt.register_name, **detail}
    record(request.actor, action, subject="delivery", subject_id=found.receipt.delivery_id, detail=told)
