"""Rows of the made-up register of people, as a register's owner would write them."""

import csv
import io
from datetime import date, timedelta

from familymap.registers.iin import check_digit

RECEIVED_ON = date(2026, 1, 2)


def iin_for(birth: date, male: bool, serial: int) -> str:
    """A valid number from the range that no real person has (digit 7 is 7 or 8)."""
    first = f"{birth:%y%m%d}{7 if male else 8}{serial % 10000:04d}"
    digit = check_digit(first)
    return iin_for(birth, male, serial + 1) if digit is None else f"{first}{digit}"


def person(number: int, **changed: str) -> dict[str, str]:
    """One sound row; `changed` replaces fields."""
    birth, male = date(1960, 1, 1) + timedelta(days=37 * number % 15000), number % 2 == 1
    row = {
        "record_no": str(number),
        "iin": iin_for(birth, male, number),
        "surname": "Әбілов" if male else "Әбілова",
        "given_name": "Ерлан" if male else "Айгүл",
        "patronymic": "" if number % 5 == 0 else "Серікұлы",
        "birth_date": birth.isoformat(),
        "sex": "M" if male else "F",
        "kato": "711210000",
        "children": str(number % 4),
        "wage": f"{150000 + number}.50",
        "insured": "true",
    }
    return row | changed


def as_csv(rows: list[dict[str, str]], separator: str = ",", end: str = "\n") -> str:
    """The rows as CSV with a header."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=separator, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def people(count: int, **changed: str) -> list[dict[str, str]]:
    """Sound rows; `changed` replaces fields of the third."""
    return [person(n, **(changed if n == 3 else {})) for n in range(1, count + 1)]
