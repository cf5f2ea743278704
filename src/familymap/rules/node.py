"""A rule's tree once every name is known: each node has its type, each literal its stored value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from familymap.rules.values import Stored, Type

AGGREGATES = frozenset({"total", "count_where", "any_of", "every", "largest", "smallest"})


@dataclass(frozen=True, eq=False)
class Node:
    """An operator, a name, a parameter or a literal.

    `operator` is «name», «parameter», «literal», or one of the operators; `value` is what a literal or scalar
    parameter holds, `table` what a table parameter holds and `key` what its keys are, `note` the reason of an
    assumption.
    """

    operator: str
    type: Type
    operands: tuple["Node", ...] = ()
    name: str = ""
    value: Stored = None
    table: Mapping[int | str, Stored] = field(default_factory=dict)
    key: str = ""
    note: str = ""

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, the outer first."""
        yield self
        for operand in self.operands:
            yield from operand.walk()

    @property
    def names(self) -> list[str]:
        """The facts it asks for, each once, in the order of reading."""
        return list(dict.fromkeys(node.name for node in self.walk() if node.operator == "name"))

    @property
    def parameters(self) -> list[str]:
        """The parameters it asks for, each once, in the order of reading."""
        return list(dict.fromkeys(node.name for node in self.walk() if node.operator == "parameter"))

    @property
    def aggregates(self) -> list["Node"]:
        """The aggregates in it."""
        return [node for node in self.walk() if node.operator in AGGREGATES]
