"""From what a source gives to the types of the contract: SQL that is NULL where a value does not fit."""

from collections.abc import Mapping

import duckdb

from familymap.registers import iin
from familymap.registers.bad_delivery import BadDelivery
from familymap.registers.contract import Contract
from familymap.registers.sources import Landed, column_sql

DAY_FIRST = "try_cast(substr({x}, 7) || '-' || substr({x}, 4, 2) || '-' || {x}[:2] as date)"
DATE_FORMS = {
    "yyyy-mm-dd": ("{x} like '____-__-__'", "try_cast({x} as date)"),
    "dd.mm.yyyy": ("{x} like '__.__.____'", DAY_FIRST),
    "dd/mm/yyyy": ("{x} like '__/__/____'", DAY_FIRST),
}
MIXED_DATES = 0.01
"""Above this share of dates in a second and a third form nobody can tell which form the rest is in."""

YES = ("true", "t", "1", "yes", "y", "да", "иә", "ия")
NO = ("false", "f", "0", "no", "n", "нет", "жоқ")
WHOLE_TYPES = {
    f"{sign}{size}" for sign in ("", "U") for size in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
}
BLANKS = ("' '", "chr(160)", "chr(8239)")
DIGITS_OF = {"iin": 12, "bin": 12, "kato": 9}


def given(name: str) -> str:
    """The column of what the source gave, beside the typed column of the same name."""
    return f'"given {name}"'


def as_number(name: str) -> str:
    """The column that holds an IIN or BIN as BIGINT (NULL unless it has twelve digits)."""
    return f'"number {name}"'


def typed_rows(contract: Contract, landed: Landed, date_forms: Mapping[str, str], received_on: str) -> str:
    """SQL: each source row as given (blanks cut, empty = NULL) and as typed.

    Beside them `row_number`, `received_on`, and each IIN or BIN as a number.
    """
    cleaned, typed, numbers = [], [], ["*"]
    for name, column in contract.columns.items():
        source_type = landed.types[name]
        x = column_sql(name)
        cut = _without_blanks(x) if source_type == "VARCHAR" else x
        cleaned.append(f"{cut} as {given(name)}")
        cast = _cast(given(name), source_type, column.type, column.sql_type, date_forms.get(name))
        typed.append(f"{given(name)}, {cast} as {x}")
        if column.type in ("iin", "bin"):
            numbers.append(f"{iin.number_sql(x)} as {as_number(name)}")
    return (
        f"(select {', '.join(numbers)} from (select row_number, date '{received_on}' as received_on, "
        f"{', '.join(typed)} "
        f"from (select row_number, {', '.join(cleaned)} from {landed.rows})))"
    )


def same_type(source_type: str, kind: str, sql_type: str) -> bool:
    """Whether a source column already is what the contract asks for, so that every value fits."""
    return source_type == sql_type and kind != "date"


def find_date_forms(db: duckdb.DuckDBPyConnection, contract: Contract, landed: Landed) -> dict[str, str]:
    """The form in which each text column of dates is written: the one that most of its values have.

    Raises BadDelivery when a column mixes three forms.
    """
    names = [n for n, c in contract.columns.items() if c.type == "date" and landed.types[n] == "VARCHAR"]
    if not names:
        return {}
    counted = [
        f"count(*) filter ({seen.format(x=f'trim({column_sql(name)})')})"
        for name in names
        for seen, _ in DATE_FORMS.values()
    ]
    counts = db.execute(f"select {', '.join(counted)} from {landed.rows}").fetchall()[0]
    forms = {}
    for place, name in enumerate(names):
        by_form = dict(zip(DATE_FORMS, counts[3 * place : 3 * place + 3], strict=True))
        forms[name] = max(by_form, key=lambda form: by_form[form])
        others = sum(by_form.values()) - by_form[forms[name]]
        if all(by_form.values()) and others > MIXED_DATES * sum(by_form.values()):
            raise _mixed_dates(db, landed, name, forms[name], by_form)
    return forms


def _mixed_dates(
    db: duckdb.DuckDBPyConnection, landed: Landed, name: str, form: str, by_form: Mapping[str, int]
) -> BadDelivery:
    x = f"trim({column_sql(name)})"
    others = " or ".join(seen.format(x=x) for other, (seen, _) in DATE_FORMS.items() if other != form)
    [(row,)] = db.execute(f"select min(row_number) from {landed.rows} where {others}").fetchall()
    return BadDelivery(
        "The column mixes three forms of dates (%(forms)s).",
        "Write every date of a column in one form, best yyyy-mm-dd.",
        landed.name,
        row=row,
        column=name,
        values={"forms": ", ".join(f"{shown}: {count}" for shown, count in by_form.items())},
    )


def _without_blanks(x: str) -> str:
    """SQL: blanks at the ends cut, an empty text NULL. Only texts that need it go through the dear `trim`."""
    return (
        f"case when starts_with({x}, ' ') or ends_with({x}, ' ') then nullif(trim({x}, ' '), '') "
        f"when {x} <> '' then {x} end"
    )


def _cast(x: str, source_type: str, kind: str, sql_type: str, date_form: str | None) -> str:
    """SQL: the value as the contract's type, NULL where it does not fit."""
    if same_type(source_type, kind, sql_type):
        return x
    if kind in ("integer", "bigint"):
        return _whole(x, source_type, sql_type)
    if kind == "money" or kind.startswith("decimal"):
        return _decimal(x, source_type, sql_type)
    if kind == "date":
        return _date(x, source_type, date_form)
    if kind == "yes_no":
        return _yes_no(x)
    if kind in DIGITS_OF and source_type in WHOLE_TYPES:
        return f"case when {x} >= 0 then lpad({x}::varchar, {DIGITS_OF[kind]}, '0') end"
    return f"{x}::varchar"


def _whole(x: str, source_type: str, sql_type: str) -> str:
    if source_type in WHOLE_TYPES:
        return f"try_cast({x} as {sql_type})"
    if source_type != "VARCHAR":
        return f"case when isfinite({x}::double) and {x} = floor({x}) then try_cast({x} as {sql_type}) end"
    tidy = _tidy(x)
    return (
        f"case when try_cast({x} as {sql_type})::varchar = {x} then try_cast({x} as {sql_type}) "
        f"when regexp_full_match({tidy}, '[+-]?[0-9]+([.]0+)?') then try_cast({tidy} as {sql_type}) end"
    )


def _decimal(x: str, source_type: str, sql_type: str) -> str:
    if source_type in ("FLOAT", "DOUBLE"):
        return f"try_cast({x} as {sql_type})"
    tidy = _tidy(x) if source_type == "VARCHAR" else x
    fits = "try_cast({v} as decimal(38, 10)) = try_cast({v} as {t})"
    return (
        f"case when {fits.format(v=x, t=sql_type)} then try_cast({x} as {sql_type}) "
        f"when {fits.format(v=tidy, t=sql_type)} then try_cast({tidy} as {sql_type}) end"
    )


def _tidy(x: str) -> str:
    """A number without blanks between thousands and with a decimal point."""
    tidy = f"replace({x}, ',', '.')"
    for blank in BLANKS:
        tidy = f"replace({tidy}, {blank}, '')"
    return tidy


def _date(x: str, source_type: str, date_form: str | None) -> str:
    if source_type != "VARCHAR" or date_form is None:
        day = f"try_cast({x} as date)"
        return f"case when {day} between date '0001-01-01' and date '9999-12-31' then {day} end"
    day = f"(case when {x} like '% 00:00:00' or {x} like '%T00:00:00' then {x}[:-10] else {x} end)"
    seen, cast = (template.format(x=day) for template in DATE_FORMS[date_form])
    return f"case when {seen} then {cast} end"


def _yes_no(x: str) -> str:
    said = f"lower({x}::varchar)"
    yes, no = (", ".join(f"'{word}'" for word in words) for words in (YES, NO))
    return f"case when {said} in ({yes}) then true when {said} in ({no}) then false end"
