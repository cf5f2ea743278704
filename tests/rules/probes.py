"""Every operator of the language at least once, over columns of every type, and rows to ask them about."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pyarrow as pa
from hypothesis import strategies as st

from familymap.rules import (
    add_months,
    any_of,
    assume,
    choose,
    count_where,
    every,
    first_known,
    full_months,
    full_years,
    known,
    largest,
    largest_of,
    lookup,
    one_of,
    per,
    ratio,
    round_nearest,
    round_up,
    smallest,
    smallest_of,
    total,
)
from familymap.rules.direct import compiled
from familymap.rules.expression import Expression, Name
from familymap.rules.flags import Flags
from familymap.rules.node import Node
from familymap.rules.sql import aggregate_sql, sql
from familymap.rules.typing import BadRule, settle
from familymap.rules.values import (
    AREA,
    COUNT,
    DATE,
    MONEY,
    MULTIPLE,
    PERSON,
    SHARE,
    TEXT,
    YES_NO,
    Stored,
    Type,
)

COLUMNS: Mapping[str, Type] = {
    "yes": YES_NO,
    "also": YES_NO,
    "count": COUNT,
    "heads": COUNT,
    "money": MONEY,
    "other_money": MONEY,
    "share": SHARE,
    "multiple": MULTIPLE,
    "area": AREA,
    "begin": DATE,
    "finish": DATE,
    "code": TEXT,
    "other_code": TEXT,
    "payee": PERSON,
    "other_payee": PERSON,
}
"""What a row holds."""

PARAMETERS: Mapping[str, Node] = {
    "month_index": Node("parameter", MONEY, name="month_index", value=432_500),
    "not_found": Node("parameter", MONEY, name="not_found"),
    "multiples": Node(
        "parameter", MULTIPLE, name="multiples", key="children", table={4: 160_300, 5: 200_400, 6: None}
    ),
    "by_region": Node(
        "parameter", MONEY, name="by_region", key="region", table={"10": 100, "o'k": 250, "Қала": -3}
    ),
    "empty_table": Node("parameter", SHARE, name="empty_table", key="group"),
}
"""Parameters of every shape, as they stand in a settled tree."""

ARROW = {"boolean": pa.bool_(), "bigint": pa.int64(), "date": pa.date32(), "varchar": pa.string()}

yes, also, count, heads, money, other_money, share, multiple, area, begin, finish, code, other_code, payee = (
    Name(name) for name in list(COLUMNS)[:14]
)
other_payee, month_index, not_found = Name("other_payee"), Name("month_index"), Name("not_found")
multiples, by_region, empty_table = Name("multiples"), Name("by_region"), Name("empty_table")

PROBES: Mapping[str, Expression] = {
    "counts added": count + heads,
    "money and tenge": money + 1,
    "area less area": area - Decimal("0.5"),
    "less from a literal": 18 - count,
    "count times count": count * heads,
    "money times share": money * share,
    "money times multiple": multiple * money,
    "money times count": count * money,
    "count times multiple": count * multiple,
    "area times share": area * share,
    "money times literal": money * Decimal("1.25"),
    "parameter times entry": month_index * lookup(count, multiples),
    "less": count < heads,
    "at most": money <= other_money,
    "more": begin > finish,
    "at least": area >= 18,
    "equal codes": code == other_code,
    "equal payees": payee == other_payee,
    "equal answers": yes == also,
    "unequal": share != Decimal("0.35"),
    "unequal dates": begin != date(2024, 2, 29),
    "not": ~yes,
    "and": yes & also,
    "or": yes | also,
    "choose": choose(yes, money, other_money),
    "choose unknown": choose(yes, code, None),
    "choose literals": choose(yes, Decimal("1.25"), 1),
    "chosen by a comparison": choose(money > other_money, begin, finish),
    "known": known(money),
    "known of a computation": known(money + other_money),
    "first known": first_known(money, other_money, not_found),
    "first known code": first_known(code, other_code),
    "assume": assume(count, 3, because="a probe"),
    "assume a share": assume(share, Decimal("0.5"), because="a probe"),
    "smallest of": smallest_of(money, other_money, 0),
    "largest of": largest_of(begin, finish),
    "largest of four": largest_of(count, heads, 7, count - heads),
    "smallest of codes": smallest_of(code, other_code),
    "one of codes": one_of(code, "car", "o'k"),
    "one of counts": one_of(count, 9, 11),
    "entry by count": lookup(count, multiples),
    "entry by code": lookup(code, by_region),
    "entry of nothing": lookup(code, empty_table),
    "full years": full_years(begin, finish),
    "full months": full_months(begin, finish),
    "add months": add_months(begin, count),
    "add to a date": add_months(date(2024, 1, 31), heads),
    "age at a date": full_years(begin, date(2026, 2, 28)),
    "per": per(money, heads),
    "area per": per(area, count),
    "ratio": ratio(money, other_money),
    "ratio of counts": ratio(count, heads),
    "round up": round_up(money),
    "round nearest": round_nearest(money),
    "not found": money > not_found,
    "parameter as it is": assume(month_index, 0, because="a probe"),
}
"""Expressions over one row."""

AGGREGATES: Mapping[str, Expression] = {
    "total of money": total(money),
    "total where": total(money, where=yes),
    "total of counts where": total(count * 2, where=(heads > 0) & also),
    "total of ones": total(1, where=yes),
    "count where": count_where(yes),
    "count all": count_where(True),
    "count compared": count_where(begin <= finish),
    "any of": any_of(yes & also),
    "every": every(yes | also),
    "largest": largest(money, where=yes),
    "largest date": largest(finish),
    "largest answer": largest(yes),
    "largest code": largest(code, where=yes),
    "smallest": smallest(share, where=also),
    "smallest date": smallest(begin, where=known(begin)),
    "put together": choose(any_of(yes), per(total(money), count_where(True)), total(other_money)),
}
"""Expressions over a group of rows."""

Row = Mapping[str, Stored]

dates = st.one_of(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sampled_from([date(2004, 2, 29), date(2024, 2, 29), date(2023, 2, 28), date(2024, 3, 1)]),
    st.sampled_from([date(2024, 1, 31), date(2024, 4, 30), date(2024, 12, 31), date(2025, 1, 1)]),
)
BY_TYPE: Mapping[Type, st.SearchStrategy[Stored]] = {
    YES_NO: st.booleans(),
    COUNT: st.integers(-20, 20) | st.integers(-500, 500),
    MONEY: st.integers(-1_000, 1_000) | st.integers(-5 * 10**10, 5 * 10**10),
    SHARE: st.integers(0, 10_000) | st.integers(-20_000, 20_000),
    MULTIPLE: st.integers(0, 2_000_000) | st.integers(-50_000, 50_000),
    AREA: st.integers(0, 30_000) | st.integers(-100, 100),
    DATE: dates,
    TEXT: st.sampled_from(["car", "o'k", "Қала", "10", ""]),
    PERSON: st.integers(1, 4),
}
"""Values of a type in stored form; where an edge is, they crowd."""

rows: st.SearchStrategy[Row] = st.fixed_dictionaries(
    {name: st.none() | BY_TYPE[of] for name, of in COLUMNS.items()}
)

UNKNOWN: Row = dict.fromkeys(COLUMNS)
_PLAIN: Row = {
    "yes": True,
    "also": False,
    "count": 4,
    "heads": 3,
    "money": 100_050,
    "other_money": 99,
    "share": 3_500,
    "multiple": 12_500,
    "area": 1_800,
    "begin": date(2004, 2, 29),
    "finish": date(2026, 2, 28),
    "code": "car",
    "other_code": "car",
    "payee": 1,
    "other_payee": 2,
}
BOUNDARIES: Sequence[Row] = (
    UNKNOWN,
    _PLAIN,
    {**_PLAIN, "money": -100_050, "other_money": -99, "yes": False, "also": True},
    {**_PLAIN, "money": -1, "other_money": 0, "heads": 0, "count": 0, "share": 5_000},
    {**_PLAIN, "money": 1, "heads": -2, "count": -1, "share": -5_000, "multiple": -1},
    {**_PLAIN, "money": 149, "other_money": 150, "count": 5, "share": 3_333},
    {**_PLAIN, "money": 50, "other_money": -50, "count": 6, "code": "o'k"},
    {**_PLAIN, "money": 10**11, "other_money": 1, "multiple": 1_000_000, "share": 10_000},
    {**_PLAIN, "money": -(10**11), "other_money": -1, "multiple": 1_000_000, "share": 1},
    {**_PLAIN, "begin": date(2024, 1, 31), "finish": date(2024, 2, 29), "count": 1},
    {**_PLAIN, "begin": date(2023, 1, 31), "finish": date(2023, 2, 28), "count": 1},
    {**_PLAIN, "begin": date(2024, 2, 29), "finish": date(2025, 2, 28), "count": 12},
    {**_PLAIN, "begin": date(2024, 2, 29), "finish": date(2025, 3, 1), "count": -12},
    {**_PLAIN, "begin": date(2024, 3, 31), "finish": date(2024, 3, 31), "count": -1},
    {**_PLAIN, "begin": date(2024, 12, 31), "finish": date(2025, 1, 1), "count": 2},
    {**_PLAIN, "begin": date(2026, 1, 1), "finish": date(2025, 12, 31), "count": 24},
    {**_PLAIN, "code": "", "other_code": "Қала", "area": 1_799, "payee": 2},
    {**_PLAIN, "yes": None, "also": True, "money": None},
    {**_PLAIN, "yes": None, "also": False, "other_money": None},
)
"""Rows on which engines like to differ."""


def resolve(name: str, inside: bool) -> Node:
    """The node of a column or parameter of the probes."""
    if name in PARAMETERS:
        return PARAMETERS[name]
    if name not in COLUMNS:
        raise BadRule(f"no column {name}")
    return Node("name", COLUMNS[name], name=name)


def settled(expressions: Mapping[str, Expression]) -> dict[str, Node]:
    """Each expression's typed tree."""
    return {name: settle(expression, resolve) for name, expression in expressions.items()}


def selected(nodes: Mapping[str, Node], matched_none: str = "") -> str:
    """The trees as a list of SQL columns, cast as the stages cast them; before them the flags they read."""
    columns, flags = [], Flags()
    for number, node in enumerate(nodes.values()):
        places = {inner: aggregate_sql(inner, flags, matched_none) for inner in node.aggregates}
        columns.append(f"cast({sql(node, places)} as {node.type.sql}) as c{number}")
    return ", ".join([*flags.columns, *columns])


def directly(nodes: Mapping[str, Node], row: Row) -> tuple[Stored, ...]:
    """The trees worked out for one row."""
    return tuple(compiled(node)(row, ()) for node in nodes.values())


def directly_of_group(
    nodes: Mapping[str, Node], group: Sequence[Row], matched_none: Stored = 0
) -> tuple[Stored, ...]:
    """The trees worked out for a group of rows."""
    return tuple(compiled(node, matched_none)({}, group) for node in nodes.values())


def table_of(given: Sequence[Row], groups: Sequence[int] | None = None) -> pa.Table:
    """The rows as a table, numbered, each with its group."""
    columns = {name: pa.array([row[name] for row in given], ARROW[of.sql]) for name, of in COLUMNS.items()}
    numbers = pa.array(range(len(given)), pa.int64())
    return pa.table({"number": numbers, "unit": pa.array(groups or [0] * len(given), pa.int64()), **columns})


def disagreement(
    nodes: Mapping[str, Node], told: Sequence[Stored], worked_out: Sequence[Stored], about: object
) -> str:
    """Which probes differ and on what; empty where none does. `told` may begin with flags."""
    answers = told[-len(nodes) :]
    return "\n".join(
        f"{name}: SQL {one!r}, directly {other!r}, for {about}\n  {selected({name: node})}"
        for (name, node), one, other in zip(nodes.items(), answers, worked_out, strict=True)
        if (type(one), one) != (type(other), other)
    )
