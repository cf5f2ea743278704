"""Settling a tree: each name gets its type, each literal that of what it meets, each mismatch a sentence."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from familymap.rules.expression import Call, Expression, Literal, Name
from familymap.rules.node import AGGREGATES, Node
from familymap.rules.values import (
    AREA,
    COUNT,
    DATE,
    MONEY,
    MULTIPLE,
    SHARE,
    TEXT,
    YES_NO,
    BadValue,
    Type,
    stored,
)


class BadRule(ValueError):
    """A rule that cannot be used; the text says what is wrong and how to mend it."""


Resolve = Callable[[str, bool], Node]
"""The node of a name; the second argument says whether it stands inside an aggregate. Raises BadRule."""

_NATURAL: Mapping[type, Type] = {bool: YES_NO, int: COUNT, str: TEXT, Decimal: MULTIPLE}
_SCALED = (SHARE, MULTIPLE)


def settle(expression: Expression, resolve: Resolve) -> Node:
    """The typed tree of a rule's expression. Raises BadRule."""
    node = _settle(expression, resolve, False)
    _no_table(node)
    return _as(node, isinstance(expression, Literal), node.type)


def _settle(expression: Expression, resolve: Resolve, inside: bool) -> Node:
    if isinstance(expression, Name):
        return resolve(expression.name, inside)
    if isinstance(expression, Literal):
        return Node("literal", _NATURAL.get(type(expression.value), DATE), value=expression.value)  # type: ignore[arg-type]
    assert isinstance(expression, Call)
    operator = expression.operator
    if operator in AGGREGATES and inside:
        raise BadRule("an aggregate stands inside an aggregate: give the inner one a name of its own")
    deeper = inside or operator in AGGREGATES
    operands = [_settle(operand, resolve, deeper) for operand in expression.operands]
    literal = [isinstance(operand, Literal) for operand in expression.operands]
    for operand in operands[:1] if operator == "lookup" else operands:
        _no_table(operand)
    settled, type_ = _SETTLERS[operator](operator, operands, literal)
    return Node(operator, type_, tuple(settled), note=expression.note)


Settled = tuple[list[Node], Type]


def _no_table(node: Node) -> None:
    if node.key:
        raise BadRule(
            f"«{node.name}» is a table by {node.key}: take an entry of it by lookup(…, {node.name})"
        )


def _as(node: Node, literal: bool, wanted: Type) -> Node:
    """A literal takes the wanted type; anything else must have it."""
    if literal:
        try:
            return replace(node, type=wanted, value=stored(node.value, wanted))
        except BadValue as trouble:
            raise BadRule(str(trouble)) from None
    if node.type != wanted:
        raise BadRule(f"{_told(node)} is {node.type.name}, where {wanted.name} is due")
    return node


def _told(node: Node) -> str:
    return f"«{node.name}»" if node.name else f"what {node.operator}(…) gives"


def _alike(operands: list[Node], literal: list[bool]) -> Settled:
    """All of one type: that of the first which is not a literal, else of the first literal that is known."""
    lead = next((node.type for node, plain in zip(operands, literal, strict=True) if not plain), None)
    type_ = lead or next((node.type for node in operands if node.value is not None), operands[0].type)
    return [_as(node, plain, type_) for node, plain in zip(operands, literal, strict=True)], type_


def _sum(operator: str, operands: list[Node], literal: list[bool]) -> Settled:
    settled, type_ = _alike(operands, literal)
    if not type_.is_number:
        raise BadRule(f"{operator} needs numbers of one type, not {type_.name}")
    return settled, type_


def _product(operator: str, operands: list[Node], literal: list[bool]) -> Settled:
    """Money, area or count times a count, share or multiple; the amount comes first in the settled tree."""
    left, right = operands
    if literal[0] and not literal[1]:
        left, right, literal = right, left, literal[::-1]
    if left.type in (COUNT, *_SCALED) and right.type in (MONEY, AREA):
        left, right, literal = right, left, literal[::-1]
    if literal[1]:
        whole = isinstance(right.value, int) and not isinstance(right.value, bool)
        right = _as(right, True, COUNT if whole else MULTIPLE)
    if left.type in _SCALED and right.type == COUNT:
        return [left, right], left.type
    if left.type == COUNT and right.type in _SCALED:
        return [right, left], right.type
    if left.type in (MONEY, AREA, COUNT) and right.type in (COUNT, *_SCALED):
        return [left, right], left.type
    raise BadRule(f"{left.type.name} cannot be multiplied by {right.type.name}")


def _comparison(operator: str, operands: list[Node], literal: list[bool]) -> Settled:
    if any(plain and node.value is None for node, plain in zip(operands, literal, strict=True)):
        raise BadRule("a comparison with None is always unknown: ask with known(…)")
    settled, type_ = _alike(operands, literal)
    if operator not in ("equal", "unequal") and not (type_.is_number or type_ == DATE):
        raise BadRule(f"{type_.name} has no order: compare with == or one_of(…)")
    return settled, YES_NO


def _logic(operator: str, operands: list[Node], literal: list[bool]) -> Settled:
    return [_as(node, plain, YES_NO) for node, plain in zip(operands, literal, strict=True)], YES_NO


def _choose(operator: str, operands: list[Node], literal: list[bool]) -> Settled:
    condition = _as(operands[0], literal[0], YES_NO)
    branches, type_ = _alike(operands[1:], literal[1:])
    return [condition, *branches], type_


def _known(operator: str, operands: list[Node], literal: list[bool]) -> Settled:
    return [_as(operands[0], literal[0], operands[0].type)], YES_NO


def _assume(operator: str, operands: list[Node], literal: list[bool]) -> Settled:
    return _alike(operands, literal)


def _extreme(operator: str, operands: list[Node], literal: list[bool]) -> Settled:
    if len(operands) < 2:
        raise BadRule(f"{operator}(…) compares two or more values; over members write {operator[:-3]}(…)")
    return _alike(operands, literal)


def _first_known(operator: str, operands: list[Node], literal: list[bool]) -> Settled:
    if len(operands) < 2:
        raise BadRule("first_known(…) chooses between two or more facts")
    if any(literal):
        raise BadRule(
            "first_known takes facts; to put a value in place of unknown write assume(…, because=…)"
        )
    return _alike(operands, literal)


def _one_of(operator: str, operands: list[Node], literal: list[bool]) -> Settled:
    if not literal[1:] or not all(literal[1:]) or any(node.value is None for node in operands[1:]):
        raise BadRule("one_of(…) takes a value and the codes it may be, each written out")
    settled, _ = _alike(operands, literal)
    return settled, YES_NO


def _lookup(operator: str, operands: list[Node], literal: list[bool]) -> Settled:
    key, table = operands
    if not table.key:
        raise BadRule(f"lookup takes a key and a table parameter, and {_told(table)} is no table")
    if not table.table:
        return [_as(key, literal[0], key.type), table], table.type
    wanted = TEXT if any(isinstance(entry, str) for entry in table.table) else COUNT
    return [_as(key, literal[0], wanted), table], table.type


def _dates(operator: str, operands: list[Node], literal: list[bool]) -> Settled:
    return [_as(node, plain, DATE) for node, plain in zip(operands, literal, strict=True)], COUNT


def _add_months(operator: str, operands: list[Node], literal: list[bool]) -> Settled:
    return [_as(operands[0], literal[0], DATE), _as(operands[1], literal[1], COUNT)], DATE


def _per(operator: str, operands: list[Node], literal: list[bool]) -> Settled:
    if operands[0].type not in (MONEY, AREA):
        raise BadRule(f"per(…) divides money or area, not {operands[0].type.name}")
    return [operands[0], _as(operands[1], literal[1], COUNT)], operands[0].type


def _ratio(operator: str, operands: list[Node], literal: list[bool]) -> Settled:
    settled, type_ = _alike(operands, literal)
    if not type_.is_number:
        raise BadRule(f"ratio(…) needs two numbers of one type, not {type_.name}")
    return settled, SHARE


def _rounding(operator: str, operands: list[Node], literal: list[bool]) -> Settled:
    return [_as(operands[0], literal[0], MONEY)], MONEY


def _aggregate(operator: str, operands: list[Node], literal: list[bool]) -> Settled:
    value = _as(operands[0], literal[0], COUNT if literal[0] and operator == "total" else operands[0].type)
    where = _as(operands[1], literal[1], YES_NO)
    if operator == "total" and not value.type.is_number:
        raise BadRule(f"total(…) needs a number, not {value.type.name}; count_where(…) counts")
    return [value, where], value.type


def _aggregate_of_condition(operator: str, operands: list[Node], literal: list[bool]) -> Settled:
    return [_as(operands[0], literal[0], YES_NO)], COUNT if operator == "count_where" else YES_NO


_SETTLERS: Mapping[str, Callable[[str, list[Node], list[bool]], Settled]] = {
    "add": _sum,
    "subtract": _sum,
    "multiply": _product,
    "less": _comparison,
    "at_most": _comparison,
    "more": _comparison,
    "at_least": _comparison,
    "equal": _comparison,
    "unequal": _comparison,
    "both": _logic,
    "either": _logic,
    "negate": _logic,
    "choose": _choose,
    "known": _known,
    "first_known": _first_known,
    "assume": _assume,
    "smallest_of": _extreme,
    "largest_of": _extreme,
    "one_of": _one_of,
    "lookup": _lookup,
    "full_years": _dates,
    "full_months": _dates,
    "add_months": _add_months,
    "per": _per,
    "ratio": _ratio,
    "round_up": _rounding,
    "round_nearest": _rounding,
    "total": _aggregate,
    "largest": _aggregate,
    "smallest": _aggregate,
    "count_where": _aggregate_of_condition,
    "any_of": _aggregate_of_condition,
    "every": _aggregate_of_condition,
}
