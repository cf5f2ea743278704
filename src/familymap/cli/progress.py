"""What is being done, how far it is, and how long it will still take."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Column

from familymap.cli.screen import complain
from familymap.cli.wording import text


@contextmanager
def following(what: str) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on the error stream of a terminal; on a pipe nothing.

    Gives a function that is told the name of what begins, how many parts are done and how many there are.
    """
    columns = (
        TextColumn("{task.description}", style="bold", markup=False),
        BarColumn(bar_width=20),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn(text("left:"), style="dim"),
        TimeRemainingColumn(),
        TextColumn(
            "{task.fields[part]}",
            style="dim",
            markup=False,
            table_column=Column(no_wrap=True, overflow="ellipsis"),
        ),
    )
    with Progress(*columns, console=complain, transient=True, disable=not complain.is_terminal) as bar:
        task = bar.add_task(what, total=None, part="")

        def tell(part: str, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, part=part)

        yield tell
