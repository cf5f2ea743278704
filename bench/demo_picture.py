"""Draws docs/demo.svg, the end of a demo in a terminal: `python -m bench.demo_picture [FOLDER] [PEOPLE]`."""

import re
import sys
from pathlib import Path

from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text

from familymap.cli import main, summary
from familymap.cli.explain import explain
from familymap.cli.needs import tell_needs
from familymap.cli.screen import heading, say
from familymap.engine.store import RunStore

PICTURE = Path(__file__).parents[1] / "docs" / "demo.svg"
COLUMNS = 92
FETCHED_FONT = re.compile(r"@font-face {.*?}\s*", flags=re.DOTALL)
"""The picture must not make its reader's browser fetch anything; any font of even width will do."""


def picture(folder: Path, people: int, target: Path) -> None:
    """Carry out a demo of so many people in the folder, and draw what its last parts print."""
    if code := main(["demo", "--people", str(people), "--out", str(folder)]):
        sys.exit(code)
    store = folder / f"store-{people}-1"
    run = RunStore(store).latest()
    say.record, say.width = True, COLUMNS
    say.print(Text(f"$ familymap demo --people {people}", style="bold green"))
    say.print(Text("…", style="dim"))
    tell_needs(run)
    if chosen := summary.example_gap(run):
        family_id, measure = chosen
        heading(f"familymap explain {family_id} {measure}")
        explain(family_id, measure, None, store, run.run_id, "en")
    drawn = say.export_svg(title="Family Map", theme=DEFAULT_TERMINAL_THEME)
    target.write_text(FETCHED_FONT.sub("", drawn), encoding="utf-8")


if __name__ == "__main__":
    picture(Path(sys.argv[1] if len(sys.argv) > 1 else "demo"), int((sys.argv[2:] or ["200000"])[0]), PICTURE)
