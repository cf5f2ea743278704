"""What a rule stands on: as a tree for a screen, and as text that Mermaid draws in a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text
from rich.tree import Tree

from familymap.rules.catalogue import Catalogue

BASE, PARAMETER, REGISTER = "base", "parameter", "register"
"""Kinds of what is no rule: a fact that the rooms before know, a value of law, a register."""

STYLES = {"condition": "bold", "amount": "bold", "asked": "yellow", REGISTER: "cyan", PARAMETER: "green"}

SHAPES = {
    "condition": ("{{", "}}"),
    "amount": ("([", "])"),
    "asked": (">", "]"),
    BASE: ("(", ")"),
    PARAMETER: ("[/", "/]"),
    REGISTER: ("[(", ")]"),
}
"""How Mermaid draws a kind; any other is a rectangle."""


@dataclass(frozen=True)
class Standing:
    """A name with all it stands on. `repeated`: it stands above already, with what is below it."""

    name: str
    kind: str
    level: str = ""
    below: tuple["Standing", ...] = ()
    repeated: bool = False

    def walk(self) -> Iterator["Standing"]:
        """This name and all below it, the outer first."""
        yield self
        for part in self.below:
            yield from part.walk()

    def __rich__(self) -> Tree:
        drawn = Tree(self._label())
        for part in self.below:
            drawn.add(part.__rich__())
        return drawn

    def _label(self) -> Text:
        about = " · ".join(filter(None, [self.kind, self.level]))
        more = " ↑" if self.repeated else ""
        return Text.assemble((self.name, STYLES.get(self.kind, "")), (f"  {about}{more}", "dim"))


def tree(made: Catalogue, name: str) -> Standing:
    """What a rule stands on, down to base facts, registers, parameters and questions; rich draws it."""
    return _standing(made, name, set())


def _standing(made: Catalogue, name: str, seen: set[str]) -> Standing:
    if name in made.parameters:
        return Standing(name, PARAMETER)
    if name not in made.rules:
        return Standing(name, BASE, made.level_of(name).name)
    settled = made.rules[name]
    kind, level = settled.rule.kind, settled.rule.level.name
    needs = [*settled.needs, *settled.node.parameters]
    if name in seen and (needs or settled.rule.register):
        return Standing(name, kind, level, repeated=True)
    seen.add(name)
    below = [Standing(settled.rule.register, REGISTER)] if settled.rule.register else []
    below += [_standing(made, need, seen) for need in needs]
    return Standing(name, kind, level, tuple(below))


def mermaid(made: Catalogue, names: str | Sequence[str]) -> str:
    """What one or several rules stand on as a Mermaid flowchart; an arrow leads to the one who asks."""
    numbers: dict[tuple[str, str], str] = {}
    arrows: dict[str, None] = {}
    seen: set[str] = set()
    for name in [names] if isinstance(names, str) else names:
        top = _standing(made, name, seen)
        _number(top, numbers)
        for part in top.walk():
            for below in part.below:
                arrows[f"{_number(below, numbers)} --> {_number(part, numbers)}"] = None
    boxes = [f"{number}{_box(name, kind)}" for (name, kind), number in numbers.items()]
    return "\n".join(["flowchart RL", *(f"    {line}" for line in [*boxes, *arrows])])


def _number(part: Standing, numbers: dict[tuple[str, str], str]) -> str:
    """The node's identifier. A register and a fact may share a name, so the kind belongs to it."""
    return numbers.setdefault((part.name, part.kind), f"n{len(numbers)}")


def _box(name: str, kind: str) -> str:
    opened, closed = SHAPES.get(kind, ("[", "]"))
    return f'{opened}"{name}"{closed}'
