"""Options that several verbs share, so that they mean the same everywhere."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import psutil
import typer

from familymap.cli.wording import LANGUAGE_SETTING, number, speak, text
from familymap.texts import LANGUAGES

DAY = "%Y-%m-%d"
FEWEST_PEOPLE, MOST_PEOPLE = 1_000, 20_000_000


class WrongUse(typer.BadParameter):
    """What was typed cannot be meant; the sentence says why. Exit code 2."""


def wrong(english: str, /, **places: object) -> WrongUse:
    """Wrong use, said in the language of the person who typed."""
    return WrongUse(text(english, **places))


def _spoken(language: str) -> str:
    if language not in LANGUAGES:
        raise wrong("There are no texts in «{language}»: choose kk, ru or en.", language=language)
    speak(language)
    return language


def _peopled(people: int) -> int:
    if not FEWEST_PEOPLE <= people <= MOST_PEOPLE:
        raise wrong(
            "A made-up country has {fewest} to {most} people, not {people}.",
            fewest=number(FEWEST_PEOPLE),
            most=number(MOST_PEOPLE),
            people=number(people),
        )
    return people


Store = Annotated[
    Path, typer.Option("--store", envvar="FAMILYMAP_STORE", help="Folder of deliveries and runs.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON, for a program.")]
Language = Annotated[
    str,
    typer.Option(
        "--lang",
        envvar=LANGUAGE_SETTING,
        callback=_spoken,
        is_eager=True,
        help="Language of the answer: kk, ru or en.",
    ),
]
Memory = Annotated[
    float, typer.Option("--memory", min=0.1, help="Gigabytes the engine may hold; the rest goes to disk.")
]
Threads = Annotated[int, typer.Option("--threads", min=1, help="Processor cores to use.")]
People = Annotated[int, typer.Option(callback=_peopled, help="How many people live in the country.")]
Seed = Annotated[
    int, typer.Option(min=0, help="Another number gives another country; the same gives the same.")
]
Run = Annotated[str | None, typer.Option(help="A run (the beginning of its id); the newest if not given.")]

DEFAULT_STORE = Path("data")
DEFAULT_THREADS = 2
DEFAULT_MEMORY = round(min(6.0, psutil.virtual_memory().total / 3e9), 1)
"""A third of the machine, at most 6 GB: the same work, with room for everything else."""


def chosen_day(day: datetime | None) -> date:
    """The day that was typed, or today."""
    return day.date() if day else date.today()
