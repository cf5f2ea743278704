"""What would have to be known: the facts and parameters without which a value stays unknown.

Only what matters here is named: of `a & b` with a known yes, only b; of `choose`, only the branch taken.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from familymap.measures.answers import Unit
from familymap.rules.catalogue import Catalogue
from familymap.rules.node import AGGREGATES, Node

OF_CONDITION = frozenset({"count_where", "any_of", "every"})


@dataclass(frozen=True)
class Leaf:
    """A fact or parameter that is not known; `place` is that of the person whose fact it is."""

    name: str
    place: int | None = None


def missing(made: Catalogue, unit: Unit, names: Iterable[str]) -> list[Leaf]:
    """The deepest unknown facts and parameters under these facts of a unit, each once."""
    return list(dict.fromkeys(leaf for name in names for leaf in _under_name(made, unit, name)))


def _under_name(made: Catalogue, unit: Unit, name: str) -> Iterator[Leaf]:
    if unit.facts[name] is not None:
        return
    settled = made.rules.get(name)
    owner = unit.at(made.level_of(name))
    if settled is None or settled.rule.register or settled.rule.kind == "asked":
        yield Leaf(name, owner.place)
        return
    # A value handed down from another household, or told to be unknown, has nothing under it.
    below = list(_under(made, owner, settled.node))
    yield from below or [Leaf(name, owner.place)]


def _under(made: Catalogue, unit: Unit, node: Node) -> Iterator[Leaf]:
    if node.operator == "parameter":
        if not node.table and node.value is None:
            yield Leaf(node.name)
        return
    if node.operator == "literal" or unit.value(node) is not None:
        return
    if node.operator == "name":
        yield from _under_name(made, unit, node.name)
    elif node.operator in AGGREGATES:
        for other in unit.counted:
            yield from _under_member(made, other, node)
    elif node.operator == "lookup":
        key, table = node.operands
        below = list(_under(made, unit, key))
        yield from below or [Leaf(table.name)]
    elif node.operator == "choose":
        condition, then, otherwise = node.operands
        met = unit.value(condition)
        yield from _under(made, unit, condition if met is None else then if met else otherwise)
    else:
        for operand in node.operands:
            yield from _under(made, unit, operand)


def _under_member(made: Catalogue, member: Unit, node: Node) -> Iterator[Leaf]:
    """What is missing of one person for an aggregate."""
    value, *where = node.operands
    if node.operator in OF_CONDITION:
        yield from _under(made, member, value)
        return
    counts = member.value(where[0])
    if counts is None:
        yield from _under(made, member, where[0])
    elif counts:
        yield from _under(made, member, value)
