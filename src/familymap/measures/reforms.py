"""A law and its reforms as one catalogue, so that one pass over the country works out all of them.

A rule has a version of its own for a reform only where the reform changes it or something it stands on; all
else is worked out once and shared.
"""

from collections.abc import Mapping
from dataclasses import replace

from familymap.measures.receipt import receipt_name
from familymap.rules.catalogue import Catalogue, SettledRule
from familymap.rules.declare import Measure
from familymap.rules.node import Node

Names = Mapping[str, str]
"""Name of a rule or measure → name of its version; those without a version keep their own."""


def with_reforms(law: Catalogue, reforms: Mapping[str, Catalogue]) -> tuple[Catalogue, dict[str, Names]]:
    """One catalogue of the law and all versions, and for each reform the names of its versions.

    A version is called after its rule or measure and its reform, so the names of reforms are of letters and
    digits. Law and reforms begin with the same tables on the same day.
    """
    rules, measures = dict(law.rules), dict(law.measures)
    versions: dict[str, Names] = {}
    for reform, reformed in reforms.items():
        names: dict[str, str] = {}
        for name, settled in reformed.rules.items():
            there = law.rules.get(name)
            if there is None or not _alike(settled.node, there.node) or names.keys() & settled.needs:
                names[name] = f"{name}__{reform}"
                rules[names[name]] = _version(settled, names)
        for name, measure in reformed.measures.items():
            if measure != law.measures.get(name) or names.keys() & _rules_of(measure):
                names[name] = f"{name}__{reform}"
                measures[names[name]] = _version_of_measure(measure, names)
        versions[reform] = names
    return replace(law, rules=rules, measures=measures), versions


def _alike(one: Node, other: Node) -> bool:
    """Whether two trees say the same."""
    return (
        (one.operator, one.type, one.name, one.value, one.table)
        == (other.operator, other.type, other.name, other.value, other.table)
        and len(one.operands) == len(other.operands)
        and all(_alike(*pair) for pair in zip(one.operands, other.operands, strict=True))
    )


def _version(settled: SettledRule, names: Names) -> SettledRule:
    rule = replace(settled.rule, name=names[settled.rule.name])
    return SettledRule(rule, settled.node if rule.register else _asking(settled.node, names), settled.type)


def _asking(node: Node, names: Names) -> Node:
    """The tree over versions where there are some."""
    name = names.get(node.name, node.name) if node.operator == "name" else node.name
    return replace(node, name=name, operands=tuple(_asking(operand, names) for operand in node.operands))


def _rules_of(measure: Measure) -> set[str]:
    single = (measure.amount, measure.at_least, measure.at_most, measure.payee, receipt_name(measure))
    return {*measure.conditions, *(name for name in single if name)}


def _version_of_measure(measure: Measure, names: Names) -> Measure:
    def version(name: str | None) -> str | None:
        return names.get(name, name) if name else name

    return replace(
        measure,
        name=names[measure.name],
        conditions=tuple(names.get(name, name) for name in measure.conditions),
        amount=version(measure.amount),
        at_least=version(measure.at_least),
        at_most=version(measure.at_most),
        payee=version(measure.payee),
        received_fact=version(receipt_name(measure)),
    )
