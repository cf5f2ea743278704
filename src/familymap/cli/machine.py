"""`familymap check` and `familymap doctor`: is what is here sound, and will the machine do."""

import platform
import shutil

import duckdb
import psutil
import typer

from familymap import __version__, country
from familymap.cli import options
from familymap.cli.progress import following
from familymap.cli.screen import listing, say
from familymap.cli.wording import number, text
from familymap.engine.store import RunStore

GOOD, BAD, MISSED = "✓", "✗", "–"
MEMORY_NEEDED_GB = 4
DISK_NEEDED_GB = 5
ENOUGH = "enough for 200,000 people; {gb} GB for 20 million"
TOO_LITTLE = "at least {gb} GB are needed"


def check(store: options.Store = options.DEFAULT_STORE, lang: options.Language = "en") -> None:
    """Check the declarations, and that every sealed run still has the bytes that were sealed."""
    declared = country.load()
    sealed = RunStore(store).runs()
    damage = {}
    with following(text("Checking runs")) as tell:
        for done, run in enumerate(sealed):
            tell(run.run_id, done, len(sealed))
            damage[run.run_id] = run.damage()
    made = listing()
    made.add_row(
        GOOD,
        text("declarations of {country}", country=declared.name),
        text("sound: {count} registers, linkage, family rules", count=len(declared.contracts)),
    )
    made.add_row(GOOD, text("rules version"), declared.rules_version)
    for run_id, harmed in damage.items():
        changed = text("changed since sealing: {tables}", tables=", ".join(harmed))
        made.add_row(BAD if harmed else GOOD, run_id, changed if harmed else text("as sealed"))
    if not sealed:
        made.add_row(MISSED, text("runs"), text("none in {store} yet", store=store))
    say.print(made)
    if any(damage.values()):
        raise typer.Exit(1)


def doctor(store: options.Store = options.DEFAULT_STORE, lang: options.Language = "en") -> None:
    """Tell whether this machine can do the work, and what to do where it cannot."""
    memory = psutil.virtual_memory().total / 1e9
    where = next(folder for folder in (store, *store.absolute().parents) if folder.exists())
    free = shutil.disk_usage(where).free / 1e9
    roomy, spacious = memory >= MEMORY_NEEDED_GB, free >= DISK_NEEDED_GB
    made = listing()
    made.add_row(GOOD, "Family Map", __version__, "")
    made.add_row(GOOD, "Python, DuckDB", f"{platform.python_version()}, {duckdb.__version__}", "")
    made.add_row(GOOD, text("processor cores"), number(psutil.cpu_count()), "")
    made.add_row(
        GOOD if roomy else BAD,
        text("memory"),
        f"{number(memory)} GB",
        text(ENOUGH, gb=12) if roomy else text(TOO_LITTLE, gb=MEMORY_NEEDED_GB),
    )
    made.add_row(
        GOOD if spacious else BAD,
        text("free on the disk of the store"),
        f"{number(free)} GB",
        text(ENOUGH, gb=60) if spacious else text(TOO_LITTLE, gb=DISK_NEEDED_GB),
    )
    java = shutil.which("java")
    made.add_row(
        GOOD if java else MISSED,
        text("Java, only for --engine spark"),
        text("there") if java else text("not there"),
        "" if java else text("install default-jre-headless if you want Spark"),
    )
    say.print(made)
    if not (roomy and spacious):
        raise typer.Exit(1)
