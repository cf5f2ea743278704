"""The check of this machine's log, with what the last one found kept for the auditor's page."""

import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.utils import timezone

from familymap.web.audit import head
from familymap.web.audit.findings import Finding, Kind
from familymap.web.audit.keys import public_key
from familymap.web.audit.places import Places
from familymap.web.audit.verifying import OnProgress, Report, verify

KEPT_FINDINGS = 200
"""So many are kept for the page; `familymap audit verify` tells all of them."""


@dataclass(frozen=True)
class Check:
    """What the last check found: up to which entry and moment the log was looked at, and what is wrong."""

    checked_at: datetime
    entries: int
    last_id: int
    sealed_at: datetime | None
    wrong: int
    findings: tuple[Finding, ...]


def check(files: Places, on_progress: OnProgress = lambda *_: None) -> Report:
    """Check the log against the head kept here, and remember the outcome. Raises BadKey.

    Sealing waits meanwhile, so the head must know every seal but the newest: it is added after it.
    """
    with head.alone(files.head):
        written = head.lines(files.head)
        report = verify(written or [], public_key(files.public_key), on_progress)
    if written is None and report.last:
        report = replace(report, findings=(*report.findings, Finding(Kind.head_missing)))
    elif report.beyond_head > 1:
        cut = Finding(Kind.head_cut, seal=len(written or ()) + 1)
        report = replace(report, findings=(*report.findings, cut))
    _remember(files, report)
    return report


def last_check(files: Places) -> Check | None:
    """What the last check found; None when there was none or its file cannot be read."""
    try:
        told = json.loads(files.last_check.read_text(encoding="utf-8"))
        told["findings"] = tuple(Finding(**{**one, "kind": Kind(one["kind"])}) for one in told["findings"])
        told["checked_at"] = datetime.fromisoformat(told["checked_at"])
        told["sealed_at"] = told["sealed_at"] and datetime.fromisoformat(told["sealed_at"])
        return Check(**told)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remember(files: Places, report: Report) -> None:
    last = report.last
    done = Check(
        checked_at=timezone.now(),
        entries=report.entries,
        last_id=last.last_id if last else 0,
        sealed_at=last.sealed_at if last else None,
        wrong=len(report.findings),
        findings=report.findings[:KEPT_FINDINGS],
    )
    beside = files.last_check.with_name(f"{files.last_check.name}.{os.getpid()}")
    beside.write_text(json.dumps(asdict(done), default=lambda when: when.isoformat()), encoding="utf-8")
    beside.replace(files.last_check)
