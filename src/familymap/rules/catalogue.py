"""All rules of a country on one day, checked and settled: the graph everything else is worked out from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from graphlib import CycleError, TopologicalSorter
from types import ModuleType

from familymap.rules.declare import Level, Measure, Rule, family, household, person
from familymap.rules.node import Node
from familymap.rules.parameters import Parameter
from familymap.rules.typing import BadRule, settle
from familymap.rules.values import COUNT, DATE, MONEY, PERSON, TYPES, YES_NO, Type

PERIODS = ("month", "once", "year", "in_kind")
"""How often a measure is given."""

Rows = Mapping[str, Type]
"""The columns of a register's rows with their types."""


@dataclass(frozen=True)
class Register:
    """What the rules need to know of a register: its key and columns, its roles, what its silence means."""

    name: str
    key: str
    columns: Rows
    roles: Sequence[str]
    absence_is_none: bool


@dataclass(frozen=True)
class SettledRule:
    """A rule with its typed tree; `needs` are the facts it asks for, nearest first."""

    rule: Rule
    node: Node
    type: Type

    @property
    def needs(self) -> list[str]:
        return [] if self.rule.register else self.node.names


@dataclass(frozen=True)
class Catalogue:
    """Rules in force on `as_of` in an order in which each comes after what it needs.

    `base` are the facts given by tables, by level. Measures in force keep the order of their names.
    """

    as_of: date
    rules: Mapping[str, SettledRule]
    base: Mapping[Level, Mapping[str, Type]]
    parameters: Mapping[str, Parameter]
    registers: Mapping[str, Register]
    measures: Mapping[str, Measure] = field(default_factory=dict)

    def level_of(self, name: str) -> Level:
        """The level a fact belongs to."""
        if name in self.rules:
            return self.rules[name].rule.level
        return next(level for level, facts in self.base.items() if name in facts)

    def type_of(self, name: str) -> Type:
        """The type of a fact."""
        return self.rules[name].type if name in self.rules else self.base[self.level_of(name)][name]

    def stands_on(self, names: Iterable[str]) -> list[str]:
        """These rules and all they need, in working order."""
        wanted: set[str] = set()
        waiting = [name for name in names if name in self.rules]
        while waiting:
            name = waiting.pop()
            if name not in wanted:
                wanted.add(name)
                waiting += [need for need in self.rules[name].needs if need in self.rules]
        return [name for name in self.rules if name in wanted]

    def sources(self, name: str) -> list[str]:
        """The registers a fact comes from in the end, in name order."""
        return sorted(
            {
                self.rules[part].rule.register
                for part in self.stands_on([name])
                if self.rules[part].rule.register
            }
        )


def dates_of(as_of: date) -> dict[str, date]:
    """The dates of a run that rules may ask for by name."""
    month = as_of.year * 12 + as_of.month - 1
    quarter = month - month % 3
    return {
        "as_of": as_of,
        "month_begin": _first(month),
        "last_month": _first(month - 1),
        "quarter_begin": _first(quarter - 3),
        "quarter_end": _first(quarter),
    }


def _first(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def declared_in(modules: Iterable[ModuleType]) -> tuple[list[Rule], list[Measure]]:
    """Every rule and measure that stands in the modules, in the order of writing."""
    rules: list[Rule] = []
    measures: list[Measure] = []
    for module in modules:
        for thing in vars(module).values():
            if isinstance(thing, Rule) and thing not in rules:
                rules.append(thing)
            elif isinstance(thing, Measure) and thing not in measures:
                measures.append(thing)
    return rules, measures


def catalogue(
    rules: Iterable[Rule],
    measures: Iterable[Measure],
    parameters: Mapping[str, Parameter],
    registers: Mapping[str, Register],
    base: Mapping[Level, Mapping[str, Type]],
    as_of: date,
) -> Catalogue:
    """The rules in force on a day, checked. Raises BadRule, one line for each fault: file, line, mend."""
    faults: list[str] = []
    chosen = _in_force(rules, as_of, faults)
    given = {name for facts in base.values() for name in facts}
    dates = dates_of(as_of)
    faults += [
        f"{rule.place}: «{name}» is also the name of a base fact, a parameter or a date: rename it"
        for name, rule in chosen.items()
        if name in given or name in parameters or name in dates
    ]
    faults += [
        f"{parameter.place}: «{name}» is also the name of a base fact or a date: rename it"
        for name, parameter in parameters.items()
        if name in given or name in dates
    ]
    _stop(faults)
    order = _order(chosen, faults)
    _stop(faults)
    made = Catalogue(as_of, {}, base, parameters, registers, {})
    settled: dict[str, SettledRule] = {}
    doubtful: set[str] = set()
    for name in order:
        if doubtful.isdisjoint(chosen[name].arguments):
            try:
                settled[name] = _settled(chosen[name], settled, made, dates)
                continue
            except BadRule as trouble:
                faults.append(f"{chosen[name].place}: «{name}»: {trouble}")
        doubtful.add(name)
    _stop(faults)
    in_force = _measures_in_force(list(measures), as_of, faults)
    for measure in in_force.values():
        faults += _faults_of_measure(measure, settled, base)
    _stop(faults)
    return Catalogue(as_of, settled, base, parameters, registers, in_force)


def _stop(faults: Sequence[str]) -> None:
    if faults:
        raise BadRule("\n".join(faults))


def _in_force(rules: Iterable[Rule], as_of: date, faults: list[str]) -> dict[str, Rule]:
    """For each name the version in force; two on one day are a fault."""
    chosen: dict[str, Rule] = {}
    for rule in rules:
        if not rule.in_force(as_of):
            continue
        if rule.kind in ("condition", "amount") and not rule.law:
            faults.append(f"{rule.place}: «{rule.name}» has no legal reference: add law=…")
        if rule.name in chosen:
            faults.append(
                f"{rule.place}: «{rule.name}» is also in force at {chosen[rule.name].place}: "
                "rename it, or bound one by since= or until="
            )
        chosen[rule.name] = rule
    return chosen


def _measures_in_force(measures: Sequence[Measure], as_of: date, faults: list[str]) -> dict[str, Measure]:
    """The measures in force, by name; two of one name, or an exclusion of what is no measure, are faults."""
    names = {measure.name for measure in measures}
    chosen: dict[str, Measure] = {}
    for measure in sorted(measures, key=lambda one: one.name):
        if not measure.in_force(as_of):
            continue
        if measure.name in chosen:
            faults.append(
                f"{measure.place}: «{measure.name}» is also in force at {chosen[measure.name].place}: "
                "rename it, or bound one by since= or until="
            )
        faults += [
            f"{measure.place}: «{measure.name}» excludes «{other}», which is no measure: correct the name"
            for other in measure.excludes
            if other not in names
        ]
        chosen[measure.name] = measure
    return chosen


def _order(chosen: Mapping[str, Rule], faults: list[str]) -> list[str]:
    """Dependencies first, otherwise as declared."""
    rank = {name: position for position, name in enumerate(chosen)}
    asks = {
        name: sorted(
            {argument for argument in rule.arguments if argument in chosen and not rule.register},
            key=rank.__getitem__,
        )
        for name, rule in chosen.items()
    }
    try:
        return list(TopologicalSorter(asks).static_order())
    except CycleError as circle:
        names = circle.args[1]
        faults.append(f"{chosen[names[0]].place}: these rules wait for each other: {' → '.join(names)}")
        return []


def _settled(
    rule: Rule, settled: Mapping[str, SettledRule], known: Catalogue, dates: Mapping[str, date]
) -> SettledRule:
    if rule.expression is None:
        assert rule.type is not None
        return SettledRule(rule, Node("literal", rule.type), rule.type)
    if rule.register:
        _check_register(rule, known, dates)

    def resolve(name: str, inside: bool) -> Node:
        if name in dates:
            return Node("literal", DATE, name=name, value=dates[name])
        if name in known.parameters:
            return _parameter_node(known.parameters[name], known.as_of)
        if rule.register:
            return _column_node(rule, name, inside, known.registers)
        return _fact_node(rule, name, inside, settled, known)

    node = settle(rule.expression, resolve)
    if unused := [name for name in rule.arguments if name not in {part.name for part in node.walk()}]:
        raise BadRule(f"asks for «{unused[0]}» and does not use it: take it out of the brackets")
    if rule.kind in ("condition", "deprivation") and node.type != YES_NO:
        raise BadRule(f"a {rule.kind} answers yes or no, this is {node.type.name}")
    if rule.kind == "amount" and node.type != MONEY:
        raise BadRule(f"an amount is money, this is {node.type.name}")
    if rule.level == person and not rule.register and node.aggregates:
        raise BadRule(
            "an aggregate over members is a fact of a family or household: declare it there, "
            "persons may ask for it by name"
        )
    return SettledRule(rule, node, node.type)


def _parameter_node(parameter: Parameter, as_of: date) -> Node:
    dated = parameter.on(as_of)
    if dated is None:
        raise BadRule(
            f"the parameter «{parameter.name}» ({parameter.place}) has no value on {as_of}: "
            "give it an earlier date, or bound the rule by since="
        )
    table = dated.table or {entry: None for other in parameter.values for entry in other.table}
    return Node(
        "parameter", parameter.type, name=parameter.name, value=dated.value, table=table, key=parameter.key
    )


def _check_register(rule: Rule, known: Catalogue, dates: Mapping[str, date]) -> None:
    if rule.level != person:
        raise BadRule("a fact over a register's rows is a fact of a person")
    if rule.register not in known.registers:
        raise BadRule(f"there is no register «{rule.register}»: it is one of {', '.join(known.registers)}")
    roles, columns = known.registers[rule.register].roles, known.registers[rule.register].columns
    for name in rule.arguments:
        if name in columns and (name in known.parameters or name in dates):
            raise BadRule(
                f"«{name}» is a column of «{rule.register}» and also a parameter or a date: "
                "rename the parameter"
            )
    if rule.role not in roles:
        raise BadRule(f"the register «{rule.register}» has no role «{rule.role}»: it has {', '.join(roles)}")


def _column_node(rule: Rule, name: str, inside: bool, registers: Mapping[str, Register]) -> Node:
    columns = registers[rule.register].columns
    if name not in columns:
        raise BadRule(f"the register «{rule.register}» has no column «{name}»: it has {', '.join(columns)}")
    if not inside:
        raise BadRule(f"«{name}» is a column of many rows: put it into total(…), count_where(…) or the like")
    return Node("name", columns[name], name=name)


def _fact_node(
    rule: Rule, name: str, inside: bool, settled: Mapping[str, SettledRule], known: Catalogue
) -> Node:
    if name in settled:
        level, type_ = settled[name].rule.level, settled[name].type
    else:
        found = next(((level, facts) for level, facts in known.base.items() if name in facts), None)
        if found is None:
            raise BadRule(
                f"asks for «{name}», which is no fact and no parameter: correct the name or declare it"
            )
        level, type_ = found[0], found[1][name]
    if inside and level != person:
        raise BadRule(f"«{name}» is a fact of a {level.name}: an aggregate is over facts of persons")
    if not inside and not _passed_down(level, rule.level):
        raise BadRule(
            f"asks for «{name}», a fact of a {level.name}, where a fact of a {rule.level.name} is due: "
            "put it into total(…), any_of(…) or another aggregate"
        )
    return Node("name", type_, name=name)


def _passed_down(given: Level, to: Level) -> bool:
    """A person has the facts of the family and household, a family those of its head's household."""
    return given == to or to == person or (to == family and given == household)


def _faults_of_measure(
    measure: Measure, settled: Mapping[str, SettledRule], base: Mapping[Level, Mapping[str, Type]]
) -> list[str]:
    """What is wrong with the names a measure gives."""
    faults = []

    def expect(name: str, wanted: Type, kind: str) -> None:
        if name in settled:
            level, type_ = settled[name].rule.level, settled[name].type
        else:
            found = next(((level, facts[name]) for level, facts in base.items() if name in facts), None)
            if found is None:
                faults.append(
                    f"{measure.place}: the {kind} «{name}» of «{measure.name}» is not declared: "
                    "correct the name or declare it"
                )
                return
            level, type_ = found
        if type_ != wanted:
            faults.append(
                f"{measure.place}: the {kind} «{name}» of «{measure.name}» is {type_.name}, not {wanted.name}"
            )
        if not _passed_down(level, measure.unit):
            faults.append(
                f"{measure.place}: the {kind} «{name}» of «{measure.name}» speaks of a {level.name}, "
                f"the measure of a {measure.unit.name}"
            )

    if not measure.law:
        faults.append(f"{measure.place}: «{measure.name}» has no legal reference: add law=…")
    if not measure.conditions:
        faults.append(f"{measure.place}: «{measure.name}» has no conditions: name them in conditions=(…)")
    if measure.period not in PERIODS:
        faults.append(
            f"{measure.place}: «{measure.name}» has the period «{measure.period}»: "
            f"write one of {', '.join(PERIODS)}"
        )
    for name in measure.conditions:
        expect(name, YES_NO, "condition")
    for money in (measure.amount, measure.at_least, measure.at_most):
        if money:
            expect(money, MONEY, "amount")
    for side, bound in (("at_least", measure.at_least), ("at_most", measure.at_most)):
        if bound and not measure.amount:
            faults.append(
                f"{measure.place}: «{measure.name}» bounds an amount it does not have: "
                f"name the amount, or take {side} out"
            )
    if measure.payee:
        expect(measure.payee, PERSON, "payee")
    if measure.received_fact:
        expect(measure.received_fact, YES_NO, "sign of receipt")
    return faults


def register_columns(columns: Mapping[str, str]) -> dict[str, Type]:
    """Types of a contract's columns in the language; columns it cannot use are left out."""
    kinds = {"integer": COUNT, "bigint": PERSON, "money": MONEY, "yes_no": YES_NO, "date": DATE}
    types: dict[str, Type] = {}
    for name, kind in columns.items():
        if kind.startswith("decimal"):
            types[name] = TYPES["share"] if kind.endswith(",4)") else TYPES["area"]
        else:
            types[name] = kinds.get(kind, TYPES["text"])
    return types
