"""Bad deliveries, one small function each: what a register's owner might really send."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from familymap.registers.iin import check_digit
from tests.registers.made_up import as_csv, people

SOUND = 9
"""Rows in the files before they are spoiled."""


@dataclass(frozen=True)
class BadFile:
    """One case: how the file is made and what must come of it.

    `refused` is a part of the message when the whole file is refused; `quarantined` maps data rows to the
    condition they break when the rest is accepted. `where` is the row and the column told.
    """

    name: str
    write: Callable[[Path], Path]
    refused: str | None = None
    where: tuple[int | None, str | None] = (None, None)
    quarantined: dict[int, str] | None = None


def text(content: str, encoding: str = "utf-8", name: str = "people.csv") -> Callable[[Path], Path]:
    return binary(content.encode(encoding), name)


def binary(content: bytes, name: str = "people.csv") -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return write


def one_field(column: str, value: str) -> Callable[[Path], Path]:
    return text(as_csv(people(SOUND, **{column: value})))


def lines_changed(change: Callable[[list[str]], None]) -> Callable[[Path], Path]:
    lines = as_csv(people(SOUND)).splitlines()
    change(lines)
    return text("\n".join(lines) + "\n")


def parquet(query: str = "select * from sound", cut: float = 1.0) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / "people.parquet"
        sound = folder / "sound.csv"
        sound.write_text(as_csv(people(SOUND)), encoding="utf-8")
        with duckdb.connect() as db:
            db.execute(f"create view sound as select * from read_csv('{sound}', all_varchar = true)")
            db.execute(f"copy ({query}) to '{path}' (format parquet)")
        path.write_bytes(path.read_bytes()[: int(cut * path.stat().st_size)])
        return path

    return write


def three_forms_of_dates() -> str:
    rows = people(SOUND)
    rows[3]["birth_date"] = "17.05.1971"
    rows[4]["birth_date"] = "18/05/1971"
    return as_csv(rows)


def never_closed() -> str:
    """A quote opened in row 4 and never closed; the rest is longer than any row may be."""
    rows = as_csv(people(4)).splitlines()
    rows[4] = rows[4].replace("Айгүл", '"Айгүл')
    tail = as_csv(people(2)).splitlines()[1:]
    return "\n".join(rows + tail * 90_000) + "\n"


def set_line(place: int, line: str) -> Callable[[list[str]], None]:
    def change(lines: list[str]) -> None:
        lines[place] = line

    return change


def quotes_in_lines_3_and_5(lines: list[str]) -> None:
    for place in (3, 5):
        lines[place] = lines[place].replace("Әбілов", '"Әбілов')


BROKEN_UTF8 = as_csv(people(SOUND)).encode().replace("Айгүл".encode(), "Айгүл".encode()[:-1], 1)
RENAMED = as_csv(people(SOUND)).replace("birth_date", "birthdate", 1)
WITHOUT_WAGE = as_csv([{k: v for k, v in row.items() if k != "wage"} for row in people(SOUND)])
CARS = "car_no,iin,made_year,company_bin\n1,,2004,\n2,,2011,\n"
DOUBLE_HEADER = as_csv(people(SOUND)).replace("children", "kato", 1)
NO_HEADER = as_csv(people(SOUND)).split("\n", 1)[1]
PACKED = gzip.compress(as_csv(people(SOUND)).encode())

CASES = [
    BadFile("empty file", binary(b""), refused="file is empty"),
    BadFile("UTF-16", text(as_csv(people(SOUND)), "utf-16"), refused="UTF-16"),
    BadFile("KOI8-R", text(as_csv(people(SOUND)).replace("Ә", "А").replace("ұ", "у").replace("ү", "у")
        .replace("і", "и"), "koi8-r"), refused="neither UTF-8 nor CP1251", where=(1, "3")),
    BadFile("broken UTF-8", binary(BROKEN_UTF8), refused="neither UTF-8 nor CP1251", where=(2, "4")),
    BadFile("NUL bytes", text(as_csv(people(SOUND, surname="Аб\0ов"))), refused="NUL byte", where=(3, "3")),
    BadFile("truncated gzip", binary(PACKED[:-40], "people.csv.gz"), refused="gzip"),
    BadFile("truncated Parquet", parquet(cut=0.7), refused="Parquet file is cut short"),
    BadFile("empty Parquet file", binary(b"", "people.parquet"), refused="file is empty"),
    BadFile("missing column", text(WITHOUT_WAGE), refused="column is missing", where=(None, "wage")),
    BadFile("renamed column", text(RENAMED), refused="«birthdate» looks like it", where=(None, "birth_date")),
    BadFile("column twice", text(DOUBLE_HEADER), refused="stands twice", where=(None, "kato")),
    BadFile("no header", text(NO_HEADER), refused="first line names no column"),
    BadFile("another register's file", text(CARS), refused="register «cars», not of «people»"),
    BadFile("three forms of dates", text(three_forms_of_dates()), refused="three forms of dates",
        where=(4, "birth_date")),
    BadFile("quote never closed", text(never_closed()), refused="cannot be told apart", where=(4, None)),
    BadFile("stop rule", text(as_csv([row | {"sex": ""} for row in people(SOUND)])),
        refused="The sex is not given. This is so in 9 of 9 rows", where=(1, "sex")),
    BadFile("mostly bad rows", text(as_csv([row | {"iin": "123"} for row in people(120)])),
        refused="120 of 120 rows are bad", where=(1, "iin")),
    BadFile("two forms of dates", one_field("birth_date", "17.05.1971"), quarantined={3: "birth_date.type"}),
    BadFile("impossible date", one_field("birth_date", "1971-02-30"), quarantined={3: "birth_date.type"}),
    BadFile("date in the future", one_field("birth_date", "2071-02-03"),
        quarantined={3: "born_before_received"}),
    BadFile("number like 1e999", one_field("wage", "1e999"), quarantined={3: "wage.type"}),
    BadFile("NaN", one_field("wage", "NaN"), quarantined={3: "wage.type"}),
    BadFile("half a child", one_field("children", "1.5"), quarantined={3: "children.type"}),
    BadFile("a third of a tiyn", one_field("wage", "100.333"), quarantined={3: "wage.type"}),
    BadFile("ninety trillion a month", one_field("wage", "90000000000000.00"), quarantined={3: "wage.sum"}),
    BadFile("a million letters", one_field("surname", "Ә" * 1_000_000), quarantined={3: "surname.length"}),
    BadFile("BIN in an IIN column", one_field("iin", f"99044000123{check_digit('99044000123')}"),
        quarantined={3: "iin.bin_in_iin"}),
    BadFile("mistyped IIN", one_field("iin", "600421700015"), quarantined={3: "iin.check_digit"}),
    BadFile("IIN of eleven digits", one_field("iin", "60042170001"), quarantined={3: "iin.form"}),
    BadFile("unknown code", one_field("sex", "муж"), quarantined={3: "sex.codes"}),
    BadFile("missing name", one_field("surname", "  "), quarantined={3: "surname.required"}),
    BadFile("neither yes nor no", one_field("insured", "maybe"), quarantined={3: "insured.type"}),
    BadFile("duplicate row", lines_changed(lambda lines: lines.append(lines[2])),
        quarantined={10: "row.duplicate"}),
    BadFile("duplicate key", one_field("record_no", "2"), quarantined={3: "key.duplicate"}),
    BadFile("too few columns", lines_changed(set_line(3, "3,,Әбілов")), quarantined={3: "row.unreadable"}),
    BadFile("too many columns", lines_changed(lambda lines: set_line(3, lines[3] + ",extra")(lines)),
        quarantined={3: "row.unreadable"}),
    BadFile("quote closed two rows later",
        lines_changed(quotes_in_lines_3_and_5),
        quarantined={3: "row.unreadable", 4: "row.unreadable", 5: "row.unreadable"}),
    BadFile("Parquet with fractions for keys",
        parquet("select * replace (if(record_no = '3', 3.5, record_no::double) as record_no) from sound"),
        quarantined={3: "record_no.type"}),
    BadFile("Parquet with NaN for money",
        parquet("select * replace (if(record_no = '3', 'nan', wage)::double as wage) from sound"),
        quarantined={3: "wage.type"}),
]  # fmt: skip
