"""`familymap audit`: sealing the log of who looked at what, and checking that nobody changed it."""

import ctypes
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from familymap.cli import options
from familymap.cli.progress import following
from familymap.cli.screen import refuse, say
from familymap.cli.wording import language, number, text

if TYPE_CHECKING:
    from familymap.web.audit.places import Places
    from familymap.web.audit.verifying import OnProgress, Report

app = typer.Typer(no_args_is_help=True)
EVERY = 60
"""Seconds between two sealings: as long may an entry stand without a seal."""
PR_SET_PDEATHSIG = 1
TOLD_FINDINGS = 100
"""So many findings are told on the screen; --json tells all."""


@app.callback()
def audit(lang: options.Language = "en") -> None:
    """The log of who looked at what: seal it, and check that nobody changed it."""


@app.command()
def seal(
    store: options.Store = options.DEFAULT_STORE,
    every: Annotated[
        float | None, typer.Option(min=1, help="Go on, sealing every so many seconds, until Ctrl-C.")
    ] = None,
    lang: options.Language = "en",
) -> None:
    """Seal what was written to the log since the last time."""
    with _log(store) as files:
        from familymap.web.audit import sealing

        if every:
            sealing.keep_sealing(files, every, _ended())
            return
        entries = number(sum(new.entries for new in sealing.seal(files)))
        say.print(text("Sealed: {entries} entries. The head is in {head}", entries=entries, head=files.head))


@app.command()
def verify(
    store: options.Store = options.DEFAULT_STORE,
    head: Annotated[
        Path | None, typer.Option(exists=True, help="A copy of the head kept elsewhere; it may be older.")
    ] = None,
    public_key: Annotated[
        Path | None, typer.Option(exists=True, help="The public key, if it is not beside the signing one.")
    ] = None,
    lang: options.Language = "en",
    as_json: options.AsJson = False,
) -> None:
    """Check every entry and every seal: find what was edited, removed, put in or moved, and say which."""
    with _log(store) as files, following(text("Checking")) as tell:
        report = _checked(files, head, public_key, lambda done, total: tell("", done, total))
        if as_json:
            typer.echo(json.dumps(_plain(report), indent=2, ensure_ascii=False, default=str))
        else:
            _tell(report)
    if not report.whole:
        raise typer.Exit(1)


@contextmanager
def sealing(store: Path) -> Iterator[None]:
    """While the block runs, a process beside this one seals the log every minute; it ends when we end."""
    words = ["audit", "seal", "--store", str(store), "--every", str(EVERY)]
    command = [sys.executable, "-c", "import sys; from familymap.cli import main; sys.exit(main())", *words]
    with subprocess.Popen(command, preexec_fn=_end_with_parent) as sealer:
        try:
            yield
        finally:
            sealer.terminate()


def _end_with_parent() -> None:
    """Linux ends this process when the one that started it is gone, however it went."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _checked(files: "Places", head: Path | None, public_key: Path | None, tell: "OnProgress") -> "Report":
    from familymap.web.audit import checking, keys
    from familymap.web.audit.head import lines
    from familymap.web.audit.verifying import verify as against

    files = replace(files, public_key=public_key or files.public_key)
    if head is None:
        return checking.check(files, tell)
    return against(lines(head) or [], keys.public_key(files.public_key), tell)


def _tell(report: "Report") -> None:
    for finding in report.findings[:TOLD_FINDINGS]:
        refuse(str(finding))
    if (more := len(report.findings) - TOLD_FINDINGS) > 0:
        refuse(text("… and {more} more; --json tells them all.", more=number(more)))
    if not report.last:
        say.print(text("The log has no seal yet."))
    elif report.whole:
        told = {"moment": _moment(report), "entries": number(report.entries), "last": report.last.last_id}
        say.print(text("The log is whole up to {moment}: {entries} entries, the last {last}.", **told))
    if report.waiting:
        say.print(text("Not sealed yet: {entries} newer entries.", entries=number(report.waiting)))
    if report.beyond_head > 1:
        say.print(text("Seals newer than this head: {seals}.", seals=number(report.beyond_head)))


def _moment(report: "Report") -> str:
    from babel.dates import format_datetime
    from django.utils import timezone

    assert report.last
    return str(format_datetime(timezone.localtime(report.last.sealed_at), "long", locale=language()))


def _plain(report: "Report") -> dict[str, object]:
    told = [{**asdict(finding), "says": str(finding)} for finding in report.findings]
    return {**asdict(report), "whole": report.whole, "findings": told}


@contextmanager
def _log(store: Path) -> "Iterator[Places]":
    """Django on the log of a store, in the language spoken; what it refuses, refused in one sentence."""
    from familymap.web.ready import set_up

    set_up(store)
    from django.db import connection
    from django.utils import translation

    from familymap.web.audit.errors import AuditError
    from familymap.web.audit.models import Entry
    from familymap.web.audit.places import places

    if Entry._meta.db_table not in connection.introspection.table_names():
        raise options.wrong(
            "There is no log in {store} yet. It begins with: familymap serve --store {store}", store=store
        )
    try:
        with translation.override(language()):
            yield places()
    except AuditError as trouble:
        refuse(str(trouble))
        raise typer.Exit(1) from None


def _ended() -> threading.Event:
    """Set when somebody ends the program, so that a sealing in progress is finished first."""
    ended = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: ended.set())
    return ended
