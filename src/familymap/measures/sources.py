"""Which registers a fact comes from in the end, those behind the base facts included."""

from collections.abc import Iterable, Mapping

from familymap.registers.contract import Contract
from familymap.rules.catalogue import Catalogue
from familymap.rules.node import Node

KINSHIP = (
    "addresses",
    "births",
    "deaths",
    "disability",
    "divorces",
    "guardianship",
    "marriages",
    "school",
    "students",
)
"""What families are drawn from."""
PLACE = ("addresses", "population")

BASE_SOURCES: Mapping[str, tuple[str, ...]] = {
    "birth_date": ("population",),
    "sex": ("population",),
    "citizenship": ("population",),
    "area": PLACE,
    "region": PLACE,
    "rural": PLACE,
    "role": KINSHIP,
    "married": ("marriages", "divorces"),
    "mother_id": ("births",),
    "father_id": ("births",),
    "self": (),
    "birth_order": ("births",),
    "children_born": ("births",),
    "youngest_child_birth_date": ("births", "deaths"),
    "youngest_child_order": ("births", "deaths"),
    "lost_parent": ("births", "deaths"),
    "lost_both_parents": ("births", "deaths"),
    "address_known": ("addresses",),
    "registered_since": PLACE,
    "guardian_kind": ("guardianship",),
    "under_guardianship": ("guardianship",),
    "members": KINSHIP,
    "bereaved": KINSHIP,
    "bereaved_on": KINSHIP,
    "household_members": ("addresses",),
    "families_in_household": KINSHIP,
}
"""Base fact → the registers the rooms before the rules take it from (see portrait/base.py)."""


def sources_of(made: Catalogue, names: Iterable[str]) -> list[str]:
    """The registers these facts come from in the end, in name order."""
    asked = list(names)
    below = made.stands_on(asked)
    base = {need for rule in below for need in made.rules[rule].needs} | set(asked)
    found = {register for name in base for register in BASE_SOURCES.get(name, ())}
    found |= {register for rule in below if (register := made.rules[rule].rule.register)}
    return sorted(found & set(made.registers))


def is_sensitive(made: Catalogue, name: str, contracts: Mapping[str, Contract]) -> bool:
    """Whether a fact rests on a column that its contract calls sensitive."""
    return any(
        contracts[settled.rule.register].columns[column].sensitivity == "sensitive"
        for rule in made.stands_on([name])
        if (settled := made.rules[rule]).rule.register
        for column in settled.node.names
    )


SURE = frozenset(
    {
        "self",
        "role",
        "members",
        "bereaved",
        "bereaved_on",
        "address_known",
        "household_members",
        "families_in_household",
    }
)
"""Base facts that are known of everybody; children_born too, where births were received."""


def unknown_because(made: Catalogue, name: str) -> list[str]:
    """What can leave a fact unknown though every register sent its delivery.

    Registers whose silence means unknown, questions only the family can answer, and values of law that were
    not found; in name order.
    """
    return sorted(_doubts(made, name, {}))


def _doubts(made: Catalogue, name: str, known: dict[str, frozenset[str]]) -> frozenset[str]:
    if name not in known:
        settled = made.rules.get(name)
        if settled is None:
            known[name] = frozenset() if name in SURE else frozenset(BASE_SOURCES.get(name, ()))
        elif settled.rule.kind == "asked":
            known[name] = frozenset({name})
        elif settled.rule.register:
            silent = not made.registers[settled.rule.register].absence_is_none
            known[name] = frozenset({settled.rule.register} if silent else ())
        else:
            known[name] = _doubts_of(made, settled.node, known)
    return known[name]


def _doubts_of(made: Catalogue, node: Node, known: dict[str, frozenset[str]]) -> frozenset[str]:
    if node.operator == "name":
        return _doubts(made, node.name, known)
    if node.operator == "parameter":
        found = node.value is not None or any(value is not None for value in node.table.values())
        return frozenset() if found else frozenset({node.name})
    if node.operator == "known":
        return frozenset()
    parts = [_doubts_of(made, operand, known) for operand in node.operands]
    if node.operator == "assume":
        return parts[1]
    if node.operator == "first_known" and not all(parts):
        return frozenset()
    return frozenset().union(*parts)
