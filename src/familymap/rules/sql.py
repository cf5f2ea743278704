"""A settled tree as SQL for both engines.

Only common ground: what DuckDB and Spark (through sqlglot) answer alike. Divisions are of whole numbers moved
above 0, so that both cut in the same direction; unknown is NULL and stays it.
"""

from collections.abc import Callable, Mapping

from familymap.rules.flags import Flags
from familymap.rules.node import Node
from familymap.rules.values import COUNT, TEXT, literal_sql

LIFT = 10_000_000_000_000
"""Added before a division and taken away after it: no amount is as far below zero."""


def sql(node: Node, aggregates: Mapping[Node, str] | None = None) -> str:
    """The text of a tree; `aggregates` gives the columns or texts of the aggregates in it."""
    if aggregates and node in aggregates:
        return aggregates[node]
    if node.operator == "name":
        return node.name
    if node.operator == "literal" or (node.operator == "parameter" and not node.table):
        return literal_sql(node.value, node.type)
    if node.operator == "lookup":
        key, table = node.operands
        if not table.table:
            return literal_sql(None, table.type)
        entries = " ".join(
            f"when {_key_sql(entry)} then {literal_sql(value, table.type)}"
            for entry, value in table.table.items()
        )
        return f"case {sql(key, aggregates)} {entries} else {literal_sql(None, table.type)} end"
    return _TEXTS[node.operator](node, [sql(operand, aggregates) for operand in node.operands])


def _key_sql(entry: int | str) -> str:
    return literal_sql(entry, TEXT if isinstance(entry, str) else COUNT)


def aggregate_sql(node: Node, flags: Flags, matched_none: str = "") -> str:
    """An aggregate over the rows of a group; what it asks of `flags` stands beside it in the SELECT list.

    `matched_none` is what it gives where no row matches: by default 0 or no (for largest and smallest
    always unknown).
    """
    first = sql(node.operands[0])
    if node.operator in ("count_where", "any_of", "every"):
        return _of_condition(node.operator, first, flags, matched_none)
    where = sql(node.operands[1])
    doubtful, matching = f"({first}) is null", first
    if where != "true":
        doubtful = f"({where}) is null or (({where}) and {doubtful})"
        matching = f"case when {where} then {first} end"
    function = {"total": "sum", "largest": "max", "smallest": "min"}[node.operator]
    taken = f"{function}({matching})"
    if node.operator == "total":
        taken = f"cast(coalesce({taken}, {matched_none or '0'}) as {node.type.sql})"
    return f"case when {flags.any_row(doubtful)} then null else {taken} end"


def _of_condition(operator: str, condition: str, flags: Flags, matched_none: str) -> str:
    doubtful = flags.any_row(f"({condition}) is null")
    if operator == "count_where":
        count = f"count(case when {condition} then 1 end)"
        count = f"nullif({count}, 0)" if matched_none == "null" else count
        return f"case when {doubtful} then null else {count} end"
    if operator == "any_of":
        met, otherwise = flags.any_row(condition), matched_none or "false"
        return f"case when {met} then true when {doubtful} then null else {otherwise} end"
    missed = flags.any_row(f"not ({condition})")
    of_all = "nullif(count(*) > 0, false)" if matched_none == "null" else "true"
    return f"case when {missed} then false when {doubtful} then null else {of_all} end"


Texts = Callable[[Node, list[str]], str]


def _infix(symbol: str) -> Texts:
    return lambda node, parts: f"({f' {symbol} '.join(parts)})"


def _divided(dividend: str, divisor: str) -> str:
    """The nearest whole number, half up."""
    return f"((2 * {dividend} + {divisor} + {2 * LIFT} * {divisor}) // (2 * {divisor}) - {LIFT})"


def _multiply(node: Node, parts: list[str]) -> str:
    scale = node.operands[1].type.scale
    product = f"({parts[0]} * {parts[1]})"
    return product if scale == 1 else _divided(product, str(scale))


def _per(node: Node, parts: list[str]) -> str:
    return _divided(parts[0], f"nullif({parts[1]}, 0)")


def _ratio(node: Node, parts: list[str]) -> str:
    part, whole = parts
    return (
        f"case when {part} >= 0 and {whole} > 0 "
        f"then ({2 * node.type.scale} * {part} + {whole}) // (2 * {whole}) end"
    )


def _rounded(extra: int) -> Texts:
    return lambda node, parts: f"(({parts[0]} + {extra} + {LIFT} * 100) // 100 * 100 - {LIFT} * 100)"


def _strict_extreme(function: str) -> Texts:
    """The engines' own least and greatest leave unknown values out, so all must be known first."""

    def text(node: Node, parts: list[str]) -> str:
        all_known = " and ".join(f"{part} is not null" for part in parts)
        return f"(case when {all_known} then {function}({', '.join(parts)}) end)"

    return text


def _full_years(node: Node, parts: list[str]) -> str:
    earlier, later = parts
    return (
        f"(cast(year({later}) - year({earlier}) as bigint) - case when month({later}) * 100 + day({later}) "
        f"< month({earlier}) * 100 + day({earlier}) then 1 else 0 end)"
    )


def _full_months(node: Node, parts: list[str]) -> str:
    earlier, later = parts
    return (
        f"(cast((year({later}) - year({earlier})) * 12 + month({later}) - month({earlier}) as bigint) "
        f"- case when day({later}) < day({earlier}) then 1 else 0 end)"
    )


_TEXTS: Mapping[str, Texts] = {
    "add": _infix("+"),
    "subtract": _infix("-"),
    "multiply": _multiply,
    "less": _infix("<"),
    "at_most": _infix("<="),
    "more": _infix(">"),
    "at_least": _infix(">="),
    "equal": _infix("="),
    "unequal": _infix("<>"),
    "both": _infix("and"),
    "either": _infix("or"),
    "negate": lambda node, parts: f"(not {parts[0]})",
    "choose": lambda node, parts: (
        f"(case when {parts[0]} then {parts[1]} when not {parts[0]} then {parts[2]} end)"
    ),
    "known": lambda node, parts: f"({parts[0]} is not null)",
    "first_known": lambda node, parts: f"coalesce({', '.join(parts)})",
    "assume": lambda node, parts: f"coalesce({', '.join(parts)})",
    "smallest_of": _strict_extreme("least"),
    "largest_of": _strict_extreme("greatest"),
    "one_of": lambda node, parts: f"({parts[0]} in ({', '.join(parts[1:])}))",
    "full_years": _full_years,
    "full_months": _full_months,
    "add_months": lambda node, parts: (
        f"cast({parts[0]} + cast({parts[1]} as integer) * interval '1' month as date)"
    ),
    "per": _per,
    "ratio": _ratio,
    "round_up": _rounded(99),
    "round_nearest": _rounded(50),
}
