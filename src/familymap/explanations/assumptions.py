"""Where a rule put a value in place of an unknown one and that decided something: for whom, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from familymap.measures.answers import Unit
from familymap.rules.catalogue import Catalogue
from familymap.rules.node import AGGREGATES, Node


@dataclass(frozen=True)
class Assumed:
    """An assumption that took effect in the rule of this name; `place` is that of the person it is about."""

    name: str
    reason: str
    place: int | None


def assumed(made: Catalogue, unit: Unit, names: Iterable[str]) -> list[Assumed]:
    """The assumptions that these facts of a unit rest on, each once."""
    seen: set[tuple[str, int | None]] = set()
    return list(dict.fromkeys(one for name in names for one in _below(made, unit, name, seen)))


def _below(made: Catalogue, unit: Unit, name: str, seen: set[tuple[str, int | None]]) -> Iterator[Assumed]:
    settled = made.rules.get(name)
    if settled is None or settled.rule.register:
        return
    owner = unit.at(settled.rule.level)
    if (name, owner.place) in seen:
        return
    seen.add((name, owner.place))
    for there, node in _that_matter(owner, settled.node):
        if node.operator == "assume":
            yield Assumed(name, node.note, there.place)
        else:
            yield from _below(made, there, node.name, seen)


def _that_matter(unit: Unit, node: Node) -> Iterator[tuple[Unit, Node]]:
    """The names and the assumptions in effect of a tree, without the branches that decide nothing."""
    operands: Iterable[Node] = node.operands
    match node.operator:
        case "name":
            yield unit, node
        case "both" | "either":
            deciding = node.operator == "either"
            operands = [one for one in node.operands if unit.value(one) is deciding][:1] or node.operands
        case "choose":
            condition, then, otherwise = node.operands
            met = unit.value(condition)
            operands = [condition, *([] if met is None else [then if met else otherwise])]
        case "first_known":
            operands = [one for one in node.operands if unit.value(one) is not None][:1] or node.operands
        case "assume":
            value, instead = node.operands
            operands = [value]
            if unit.value(value) is None:
                operands = [instead]
                yield unit, node
    for other in unit.counted if node.operator in AGGREGATES else [unit]:
        for operand in operands:
            yield from _that_matter(other, operand)
