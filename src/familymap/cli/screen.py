"""How things stand on the screen: answers, headings, tables, and sentences of refusal."""

from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from familymap.cli.wording import text

say = Console(markup=False, highlight=False, emoji=False)
"""Answers. What registers deliver is never read as markup."""
complain = Console(stderr=True, markup=False, highlight=False, emoji=False)
"""What went wrong, and progress; apart from the answers, so that a program can read those."""


def heading(title: str) -> None:
    """Begin a part of the answer."""
    say.print()
    say.print(Text(title, style="bold cyan"))


def table(*headings: str) -> Table:
    """A table without lines. A heading that begins with «>» stands over numbers; a place is never cut off."""
    made = Table(box=None, header_style="bold", pad_edge=False)
    for name in headings:
        is_number = name.startswith(">")
        title = text(name.removeprefix(">")) if name.strip(">") else ""
        made.add_column(title, justify="right" if is_number else "left", no_wrap=is_number, overflow="fold")
    return made


def listing() -> Table:
    """Lines without a heading, the second column in one piece."""
    made = table("", "", "", "")
    made.show_header, made.columns[1].no_wrap = False, True
    return made


def path_line(label: str, path: Path) -> None:
    """A path in one piece, so that it can be copied."""
    say.print(Text.assemble((f"{label}: ", "dim"), str(path)), soft_wrap=True)


def refuse(sentence: str) -> None:
    """Say why something was not done."""
    complain.print(Text.assemble(("✗ ", "bold red"), sentence), soft_wrap=True)
