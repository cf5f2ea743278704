"""Pages as Markdown: tables, lists, and the notice that a page is written by the rules."""

from collections.abc import Iterable, Sequence

NOTICE = "<!-- Written by «make docs» from the rules: change those, not this page. -->"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; what stands in a cell may hold bars and line ends."""
    lines = [heads, ["---"] * len(heads), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def listed(items: Iterable[str]) -> str:
    """A list with a dash before each."""
    return "\n".join(f"- {item}" for item in items)


def page(blocks: Iterable[str]) -> str:
    """A whole page: blocks with a line between them; empty ones are left out."""
    return "\n\n".join([NOTICE, *(block for block in blocks if block)]) + "\n"
