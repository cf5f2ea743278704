"""Options that several verbs share, so that they mean the same everywhere."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import psutil
import typer

DAY = "%Y-%m-%d"

Store = Annotated[
    Path, typer.Option("--store", envvar="FAMILYMAP_STORE", help="Folder of deliveries and runs.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON, for a program.")]
Language = Annotated[
    str, typer.Option("--lang", envvar="FAMILYMAP_LANG", help="Language of the answer: kk, ru or en.")
]
Memory = Annotated[
    float, typer.Option("--memory", help="Gigabytes the engine may hold; the rest goes to disk.")
]
Threads = Annotated[int, typer.Option("--threads", help="Processor cores to use.")]

DEFAULT_STORE = Path("data")
DEFAULT_THREADS = 2
DEFAULT_MEMORY = round(min(6.0, psutil.virtual_memory().total / 3e9), 1)
"""A third of the machine, at most 6 GB: the same work, with room for everything else."""


def chosen_day(day: datetime | None) -> date:
    """The day that was typed, or today."""
    return day.date() if day else date.today()


def wrong(sentence: str) -> typer.BadParameter:
    """Wrong use: the sentence on the error stream, exit code 2."""
    return typer.BadParameter(sentence)


def checked_language(language: str) -> str:
    """The language, if there are texts in it."""
    if language not in ("kk", "ru", "en"):
        raise wrong(f"There are no texts in «{language}»: choose kk, ru or en.")
    return language
