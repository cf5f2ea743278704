"""What an answer is read from, as a person can follow it: facts that have a title, and values of law."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from familymap.measures.answers import Unit
from familymap.rules.catalogue import Catalogue
from familymap.rules.node import AGGREGATES, Node


@dataclass(frozen=True)
class Read:
    """A fact or parameter that was read; `place` is that of the person, `key` the entry of a table."""

    name: str
    place: int | None = None
    key: int | str | None = None


def reads(
    made: Catalogue, unit: Unit, names: Iterable[str], titled: Container[str], own: Container[str] = ()
) -> list[Read]:
    """The facts with a title that stand nearest below these rules, and the parameters on the way, each once.

    `titled` are the facts of the portrait; what comes straight from a register or is asked is a fact too.
    `own` are the measure's own facts with a title: they are read, and what stands below them as well.
    """
    found: dict[Read, None] = {}
    for name in names:
        settled = made.rules[name]
        found |= dict.fromkeys(_nearest(made, unit.at(settled.rule.level), settled.node, titled, own))
    return list(found)


def _nearest(
    made: Catalogue, unit: Unit, node: Node, titled: Container[str], own: Container[str]
) -> Iterator[Read]:
    if node.operator == "parameter":
        yield Read(node.name)
    elif node.operator == "lookup":
        key, table = node.operands
        yield from _nearest(made, unit, key, titled, own)
        entry = unit.value(key)
        yield Read(table.name, key=entry if isinstance(entry, int | str) else None)
        return
    elif node.operator == "name":
        owner = unit.at(made.level_of(node.name))
        settled = made.rules.get(node.name)
        if settled is None or settled.rule.register or settled.rule.title or node.name in titled:
            yield Read(node.name, owner.place)
        else:
            if node.name in own:
                yield Read(node.name, owner.place)
            yield from _nearest(made, owner, settled.node, titled, own)
    for other in unit.counted if node.operator in AGGREGATES else [unit]:
        for operand in node.operands:
            yield from _nearest(made, other, operand, titled, own)
