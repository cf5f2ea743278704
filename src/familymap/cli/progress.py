"""What is being done, how far it is, and how long it will still take."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

say = Console()
complain = Console(stderr=True)


@contextmanager
def following(what: str) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on the error stream, so that standard output stays clean for programs.

    Gives a function that is told the name of what begins, how many parts are done and how many there are.
    """
    columns = (
        TextColumn("{task.description}", style="bold"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[part]}", style="dim"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=complain, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=None, part="")

        def tell(part: str, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, part=part)

        yield tell
