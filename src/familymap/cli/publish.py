"""`familymap publish`: making a run the one that people see, and going back."""

import getpass
import json
from pathlib import Path
from typing import Annotated

import typer

from familymap.cli import options
from familymap.cli.progress import following
from familymap.cli.reading import found_run
from familymap.cli.screen import complain, path_line, refuse, say
from familymap.cli.wording import language, number, text
from familymap.web import publishing
from familymap.web.publishing.publish import Progress
from familymap.web.ready import make_tables


def publish(
    run: Annotated[
        str | None, typer.Argument(help="The run (the beginning of its id); the newest if not given.")
    ] = None,
    store: options.Store = options.DEFAULT_STORE,
    by: Annotated[str | None, typer.Option(help="Who publishes; who is signed in on this machine.")] = None,
    consent: Annotated[
        str | None, typer.Option(help="Why it is published although limits are broken; needs --by.")
    ] = None,
    back: Annotated[
        bool, typer.Option("--back", help="Show the publication before the current one.")
    ] = False,
    memory: options.Memory = options.DEFAULT_MEMORY,
    lang: options.Language = "en",
    as_json: options.AsJson = False,
) -> None:
    """Let people see a run; a run that breaks limits is not published without a named person's consent."""
    if consent and not by:
        raise options.wrong("A consent needs the name of who gives it: add --by.")
    if back and run:
        raise options.wrong("Going back takes no run: give one or the other.")
    who = by or getpass.getuser()
    if back:
        _tell(go_back_and_log(store, who), as_json)
        return
    chosen = found_run(store, run).run_id
    try:
        with following(text("Publishing")) as tell:
            done = publish_and_log(store, chosen, who, consent, tell, memory)
    except publishing.NotPublished as trouble:
        refuse(text("The run {run} was not published:", run=chosen))
        for breach in trouble.breaches:
            complain.print(f"  – {breach.text(language())}", soft_wrap=True)
        complain.print(text("Mend the cause, or publish with --by NAME --consent REASON."), soft_wrap=True)
        raise typer.Exit(1) from None
    _tell(done, as_json)


def publish_and_log(
    store: Path,
    run_id: str,
    who: str,
    consent: str | None,
    tell: Progress,
    memory: float = options.DEFAULT_MEMORY,
) -> publishing.Publication:
    """Publish, and leave the trace for the auditor. Nothing is published where the log cannot be written."""
    make_tables(store)
    before = publishing.current(store)
    done = publishing.publish(store, run_id, who, consent, tell, memory_gb=memory)
    if before is None or before.number != done.number:
        _log("published", done, who, consent)
    return done


def go_back_and_log(store: Path, who: str) -> publishing.Publication:
    """Go back, and leave the trace for the auditor. Nothing changes where the log cannot be written."""
    make_tables(store)
    done = publishing.go_back(store, who)
    _log("went_back", done, who, None)
    return done


def _log(deed: str, publication: publishing.Publication, who: str, consent: str | None) -> None:
    from familymap.web.accounts.actor import Actor
    from familymap.web.audit.actions import Action
    from familymap.web.audit.log import record

    record(
        Actor(name=who),
        Action(deed),
        subject="publication",
        subject_id=publication.number,
        purpose=consent or "",
        detail={"run": publication.manifest["run_id"], "as_of": publication.manifest["as_of"]},
    )


def _tell(publication: publishing.Publication, as_json: bool) -> None:
    manifest = publication.manifest
    if as_json:
        typer.echo(json.dumps(manifest, indent=2, ensure_ascii=False))
        return
    rows = {name: facts["totals"]["rows"][0] for name, facts in manifest["tables"].items()}
    say.print(
        text(
            "Published: No. {number}, families as of {day}.", number=publication.number, day=manifest["as_of"]
        ),
        soft_wrap=True,
    )
    say.print(
        text(
            "{families} families, {people} people.",
            families=number(rows["family"]),
            people=number(rows["person"]),
        )
    )
    path_line(text("Folder"), publication.folder)
