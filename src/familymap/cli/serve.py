"""`familymap serve`: the pages in a browser, on this machine."""

import getpass
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from familymap.cli import options
from familymap.cli.audit import sealing
from familymap.cli.progress import following
from familymap.cli.publish import publish_and_log
from familymap.cli.screen import complain, heading, say
from familymap.cli.wording import language, text
from familymap.engine.store import RunStore, SealedRun
from familymap.web.made_up import is_made_up
from familymap.web.ready import make_ready

if TYPE_CHECKING:
    from familymap.web.accounts.demonstration import Invited

APPLICATION = "familymap.web.wsgi:application"
KILL_AFTER_SECONDS = 10
"""A worker that does not end by then is ended: one that was busy once did not end by itself."""
THREADS = 4
"""Requests that one worker answers at a time."""
ROLES = {
    "analyst": "analyst",
    "social_worker": "social worker",
    "supervisor": "supervisor",
    "steward": "data steward",
    "auditor": "auditor",
    "administrator": "administrator",
}
"""The roles by what they are called here."""


def serve(
    store: options.Store = options.DEFAULT_STORE,
    host: Annotated[
        str, typer.Option(help="Address to listen at; only this machine unless you change it.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen at.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer.")] = options.DEFAULT_THREADS,
    lang: options.Language = "en",
) -> None:
    """Show what was found in a browser: maps, family cards, the log. Ends with Ctrl-C."""
    newest = RunStore(store).latest()
    _refuse_taken(host, port)
    make_ready(store)
    made_up = is_made_up(newest)
    _publish(store, newest, made_up)
    _tell(_invited(newest, made_up), f"http://{host}:{port}")
    with sealing(store):
        _listen(host, port, workers)


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as trouble:
            raise options.wrong(
                "Nothing can listen at {host}:{port} ({why}). Choose another with --port.",
                host=host,
                port=port,
                why=trouble.strerror,
            ) from None


def _publish(store: Path, newest: SealedRun, made_up: bool) -> None:
    """Something must be there to see. What real people see changes by «familymap publish» alone."""
    from familymap.web import publishing

    now = publishing.current(store)
    if now and (now.run.run_id == newest.run_id or not made_up):
        return
    try:
        with following(text("Publishing")) as tell:
            publish_and_log(store, newest.run_id, getpass.getuser(), None, tell)
    except publishing.NotPublished as trouble:
        if now is None:
            raise
        complain.print(str(trouble), soft_wrap=True)
        complain.print(text("The publication before it is shown."))


def _invited(newest: SealedRun, made_up: bool) -> "list[Invited]":
    from familymap.web.accounts import demonstration

    if made_up:
        return demonstration.invite_everybody(newest)
    first = demonstration.invite_first_administrator()
    return [first] if first else []


def _tell(invited: "list[Invited]", address: str) -> None:
    from familymap.web.area_names import area_name

    heading(text("Family Map answers at {address}", address=address))
    if invited:
        say.print(text("Each link signs one person in, once, within a day:"))
    for one in invited:
        area = area_name(one.area, language()) if one.area else text("whole country")
        say.print()
        say.print(f"{text(ROLES[one.role.value])}, {area}")
        say.print(f"  {address}{one.path}", soft_wrap=True)
    say.print()
    say.print(text("Ctrl-C ends it."))


def _listen(host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_AFTER_SECONDS,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()
