"""What would have to be different for a condition to be met: the comparisons that stand in its way.

A way is a set of changes that together meet the condition; where «or» stands in the rule there are several.
Who somebody is (sex, role, parents) is nothing to change, so ways through such facts are left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from familymap.measures.answers import Unit
from familymap.rules.catalogue import Catalogue
from familymap.rules.node import Node
from familymap.rules.values import YES_NO, Stored
from familymap.rules.words import formula

UNCHANGEABLE = frozenset(
    {"role", "sex", "self", "mother_id", "father_id", "birth_order", "lost_parent", "lost_both_parents"}
)
MOST_WAYS = 3
"""How many ways are told: the shortest ones."""

OPPOSITE = {
    "less": "at_least",
    "at_least": "less",
    "more": "at_most",
    "at_most": "more",
    "equal": "unequal",
    "unequal": "equal",
    "one_of": "none_of",
}
MIRRORED = {"less": "more", "more": "less", "at_least": "at_most", "at_most": "at_least"}


@dataclass(frozen=True)
class Change:
    """One thing that would have to be different.

    `node` is what is compared: a fact, or an expression over facts. `relation` says how it has to stand to
    what is `needed` («at_least», «less», …, «one_of», or «equal» yes or no). `threshold` is the tree the
    needed value comes from. `distance` is how far a number, a sum of money or a date (in days) is away.
    """

    node: Node
    place: int | None
    now: Stored
    relation: str
    needed: tuple[Stored, ...]
    threshold: Node | None = None

    @property
    def content(self) -> object:
        """What two changes that say the same have in common, though they stand at different places."""
        return formula(self.node), self.place, self.relation, self.needed

    @property
    def distance(self) -> int | None:
        """How far it is from the threshold; unknown where one of the two is, and for yes or no and codes."""
        if len(self.needed) != 1 or self.relation in ("unequal", "none_of"):
            return None
        needed = self.needed[0]
        if isinstance(self.now, date) and isinstance(needed, date):
            return abs((self.now - needed).days)
        if not self.node.type.is_number or self.now is None or needed is None:
            return None
        assert isinstance(self.now, int) and isinstance(needed, int)
        return abs(self.now - needed)


Way = tuple[Change, ...]


def ways(made: Catalogue, unit: Unit, name: str) -> list[Way]:
    """The shortest ways to meet a condition that is not met; none where only who somebody is counts."""
    found: dict[frozenset[object], Way] = {}
    for way in sorted(_name_ways(made, unit, name, True), key=len):
        content = frozenset(change.content for change in way)
        shorter = any(other <= content for other in found)
        if way and not shorter and not any(_fixed(change) for change in way):
            found[content] = way
    return list(found.values())[:MOST_WAYS]


def _fixed(change: Change) -> bool:
    return bool(UNCHANGEABLE & set(change.node.names))


def _name_ways(made: Catalogue, unit: Unit, name: str, wanted: bool) -> list[Way]:
    """Ways to make a yes-or-no fact what is wanted: its own change, or those of the rule it comes from."""
    owner = unit.at(made.level_of(name))
    settled = made.rules.get(name)
    if settled is None or settled.rule.register or settled.rule.kind == "asked":
        node = Node("name", YES_NO, name=name)
        return [(Change(node, owner.place, owner.facts[name], "equal", (wanted,)),)]
    return _ways(made, owner, settled.node, wanted)


def _ways(made: Catalogue, unit: Unit, node: Node, wanted: bool) -> list[Way]:
    if unit.value(node) is wanted:
        return [()]
    match node.operator:
        case "name":
            return _name_ways(made, unit, node.name, wanted)
        case "negate":
            return _ways(made, unit, node.operands[0], not wanted)
        case "both" | "either":
            parts = [_ways(made, unit, operand, wanted) for operand in node.operands]
            return _all_of(parts) if (node.operator == "both") is wanted else _any_of(parts)
        case "choose":
            condition, then, otherwise = node.operands
            met = unit.value(condition)
            return [] if met is None else _ways(made, unit, then if met else otherwise, wanted)
        case "assume" | "first_known":
            known = next((one for one in node.operands if unit.value(one) is not None), None)
            return _ways(made, unit, known, wanted) if known else []
        case "any_of" | "every":
            parts = [_ways(made, other, node.operands[0], wanted) for other in unit.counted]
            return _all_of(parts) if (node.operator == "every") is wanted else _any_of(parts)
        case "one_of":
            value, *codes = node.operands
            relation = "one_of" if wanted else OPPOSITE["one_of"]
            needed = tuple(code.value for code in codes)
            return [(Change(value, unit.place, unit.value(value), relation, needed),)]
    if node.operator in OPPOSITE:
        return [(_comparison(unit, node, wanted),)]
    return []


def _comparison(unit: Unit, node: Node, wanted: bool) -> Change:
    """A comparison with the fact on the left and what it is held against on the right."""
    left, right = node.operands
    relation = node.operator
    if not left.names and right.names:
        left, right, relation = right, left, MIRRORED.get(relation, relation)
    if not wanted:
        relation = OPPOSITE[relation]
    return Change(left, unit.place, unit.value(left), relation, (unit.value(right),), right)


def _any_of(parts: Iterable[list[Way]]) -> list[Way]:
    return [way for part in parts for way in part]


def _all_of(parts: Sequence[list[Way]]) -> list[Way]:
    """One way of each part together, the shortest first; more than a handful nobody would read."""
    together: list[Way] = [()]
    for part in parts:
        joined = [
            tuple({change.content: change for change in (*one, *other)}.values())
            for one in together
            for other in part
        ]
        together = sorted(joined, key=len)[: 4 * MOST_WAYS]
    return together
