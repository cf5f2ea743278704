"""From a contract to the conditions that its rows must fulfil: one SQL text each, packed into bit masks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from familymap.declarations import Words
from familymap.registers import iin
from familymap.registers.casting import as_number, given, same_type
from familymap.registers.contract import Column, Contract, Level
from familymap.registers.sources import column_sql, text_sql
from familymap.texts import LANGUAGES, translator

BITS = 60
"""Conditions in one BIGINT mask."""

LARGEST_SUM = 10**12
"""In whole units of money: about what a whole state spends in a month, so a slip of the keyboard. Sums stay
exact in 64 bits up to tens of thousands of such rows for one person."""

TEXTS = {
    "type": "The value is not of the type «%(type)s».",
    "type.whole": "The value is not a whole number.",
    "type.decimal": "The value is not a number with at most %(places)s decimals.",
    "type.date": "The value is not a date, or not written like the other dates of the column.",
    "type.yes_no": "The value is neither yes nor no.",
    "required": "The value is missing.",
    "length": "The text is longer than %(limit)s characters.",
    "codes": "The code is not in the list (%(codes)s).",
    "sum": "The sum is beyond any that a register can hold (%(limit)s).",
    "form": "The number must have %(digits)s digits.",
    "check_digit": "The check digit is wrong: at least one digit is mistyped.",
    "bin_in_iin": "This is a number of a legal entity (BIN), not of a person (IIN).",
    "iin_birth_date": "The first seven digits of the IIN differ from the birth date.",
    "iin_sex": "The seventh digit of the IIN differs from the sex.",
    "key.duplicate": "Another row with this key came first.",
    "row.duplicate": "The same row came before.",
    "row.unreadable": "The line cannot be split into columns: check its quotes and separators.",
}


@dataclass(frozen=True)
class Check:
    """One condition. `bad` is SQL over the typed rows: TRUE for rows that break it, else FALSE or NULL."""

    id: str
    column: str
    level: Level
    text: Words
    bad: str = "false"
    limit: float = 1.0


def texts(message: str, **values: object) -> Words:
    """A sentence of this room in the three languages."""
    return Words(**{language: translator("registers", language)(message) % values for language in LANGUAGES})


def row_checks(contract: Contract, source_types: Mapping[str, str]) -> list[Check]:
    """Every condition that looks at one row: first those of the columns, then the contract's rules."""
    checks = [
        check
        for name, column in contract.columns.items()
        for check in _column_checks(name, column, source_types[name])
    ]
    for subject in contract.subjects.values():
        checks.extend(_subject_checks(subject.iin, subject.birth_date, subject.sex))
    for rule in contract.rules:
        checks.append(Check(rule.id, rule.at_fault, rule.level, rule.text, f"not ({rule.check})", rule.limit))
    return checks


def key_checks(contract: Contract) -> list[Check]:
    """The conditions that look at more than one row, and the row that could not be read at all."""
    return [
        Check(id, contract.key if id == "key.duplicate" else "", "quarantine", texts(TEXTS[id]))
        for id in ("key.duplicate", "row.duplicate", "row.unreadable")
    ]


def masks_sql(checks: list[Check]) -> str:
    """SQL: the masks `mask_0`, `mask_1` … in which a set bit is a broken condition."""
    columns = []
    for first in range(0, len(checks), BITS):
        bits = [
            f"case when {check.bad} then {1 << place}::bigint else 0 end"
            for place, check in enumerate(checks[first : first + BITS])
        ]
        columns.append(f"{' + '.join(bits)} as mask_{first // BITS}")
    return ", ".join(columns)


def broken_sql(place: int) -> str:
    """SQL over the masks: the condition at this place of the list is broken."""
    return f"(mask_{place // BITS} & {1 << place % BITS} <> 0)"


def any_broken_sql(checks: list[Check], wanted: list[Check]) -> str:
    """SQL over the masks: one of the wanted conditions is broken."""
    masks = [0] * (len(checks) // BITS + 1)
    for place, check in enumerate(checks):
        if check in wanted:
            masks[place // BITS] |= 1 << place % BITS
    parts = [f"mask_{number} & {mask} <> 0" for number, mask in enumerate(masks) if mask]
    return f"({' or '.join(parts) or 'false'})"


def _column_checks(name: str, column: Column, source_type: str) -> Iterator[Check]:
    x = column_sql(name)

    def check(kind: str, bad: str, level: Level = "quarantine", **values: object) -> Check:
        return Check(f"{name}.{kind}", name, level, texts(TEXTS[kind], **values), bad)

    if not same_type(source_type, column.type, column.sql_type):
        bad = f"{given(name)} is not null and {x} is null"
        yield Check(f"{name}.type", name, "quarantine", _type_text(column), bad)
    if column.required:
        yield check("required", f"{given(name)} is null")
    if column.type == "text":
        yield check("length", f"length({x}) > {column.max_length}", limit=column.max_length)
    if column.codes is not None:
        listed = ", ".join(map(text_sql, column.codes) if column.type == "text" else column.codes)
        yield check("codes", f"{x} not in ({listed})", codes=", ".join(column.codes))
    if column.type == "money":
        yield check("sum", f"abs({x}) > {LARGEST_SUM}", limit=f"{LARGEST_SUM:,}".replace(",", " "))
    if column.type == "kato":
        yield check("form", f"not regexp_full_match({x}, '[0-9]{{9}}')", digits=9)
    if column.type in ("iin", "bin"):
        number = as_number(name)
        yield check("form", f"{x} is not null and {number} is null", digits=12)
        if column.type == "iin":
            yield check("bin_in_iin", f"({iin.looks_like_bin_sql(number)} and {iin.check_digit_sql(number)})")
        yield check("check_digit", f"not {iin.check_digit_sql(number)}", column.check_digit)


def _type_text(column: Column) -> Words:
    if column.type in ("integer", "bigint"):
        return texts(TEXTS["type.whole"])
    if column.sql_type.startswith("DECIMAL"):
        return texts(TEXTS["type.decimal"], places=column.sql_type.rstrip(")").split(",")[1].strip())
    return texts(TEXTS.get(f"type.{column.type}", TEXTS["type"]), type=column.type)


def _subject_checks(number: str, birth_date: str, sex: str | None) -> Iterator[Check]:
    """Digits against birth date and sex: the law cut that tie in 2013, so only warnings."""
    agrees = iin.agrees_with_birth_date_sql(as_number(number), column_sql(birth_date))
    yield Check(
        f"{number}.iin_birth_date",
        number,
        "warn",
        texts(TEXTS["iin_birth_date"]),
        f"not {agrees}",
    )
    if sex is not None:
        agrees = iin.agrees_with_sex_sql(as_number(number), column_sql(sex))
        yield Check(
            f"{number}.iin_sex",
            number,
            "warn",
            texts(TEXTS["iin_sex"]),
            f"not {agrees}",
        )
