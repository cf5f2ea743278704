"""A figure by area as a file: CSV, XLSX or GeoJSON; definition, run and day stand beside the numbers."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence

import xlsxwriter

from familymap.needs.cells import ALL
from familymap.texts import translator
from familymap.web.figures.catalogue import MONEY, NUMBER, Figure, by_name
from familymap.web.figures.shapes import features
from familymap.web.figures.tables import Row, table
from familymap.web.publishing.publication import Publication

KINDS = ("csv", "xlsx", "geojson")
TIYN = 100
Said = Callable[[str], str]


def export(
    publication: Publication,
    figure: str,
    level: str,
    kind: str,
    *,
    within: str = "",
    grouping: str = ALL,
    part: str = ALL,
    measure_as: str = NUMBER,
    language: str = "kk",
) -> bytes:
    """The same rows as `table` as a file. Money is in tenge. Raises ValueError for another kind or figure."""
    chosen = by_name(language).get(figure)
    if chosen is None or kind not in KINDS:
        raise ValueError(
            f"No file «{kind}» of «{figure}»: choose one of {', '.join(KINDS)} of a figure there is."
        )
    found = table(publication, figure, level, within, grouping, part, measure_as, language)
    rows = _in_tenge(found) if chosen.said_as(measure_as) == MONEY else list(found)
    said = translator("web_figures", language)
    about = _about(publication, chosen, measure_as, _part(chosen, grouping, part), said)
    if kind == "csv":
        return _csv(rows, about, said)
    if kind == "xlsx":
        return _xlsx(rows, about, said, chosen.said_as(measure_as))
    return _geojson(publication, level, within, rows, about)


def _in_tenge(rows: Sequence[Row]) -> list[Row]:
    def tenge(tiyn: float | None) -> float | None:
        return None if tiyn is None else round(tiyn / TIYN, 2)

    return [
        Row(row.area, row.name, tenge(row.lower), tenge(row.upper), row.held_back, row.partial)
        for row in rows
    ]


def _part(figure: Figure, grouping: str, part: str) -> str:
    parts = {(name, code): words for name, _, listed in figure.groupings for code, words in listed}
    return parts.get((grouping, part), "")


def _about(
    publication: Publication, figure: Figure, way: str, part: str, said: Said
) -> list[tuple[str, str]]:
    """What makes the numbers quotable."""
    words = {"number": said("number"), "share": said("share, of one"), "per_head": said("per person"),
             "change": said("change since the publication before")}  # fmt: skip
    unit = f"{words[way]}, {said('tenge')}" if figure.said_as(way) == MONEY else words[way]
    of = [(said("Of whom"), part)] if part else []
    return [
        (said("Figure"), figure.title),
        *of,
        (said("Said as"), unit),
        (said("Definition"), figure.plain),
        (said("As of"), str(publication.manifest["as_of"])),
        (said("Run"), str(publication.manifest["run_id"])),
        (said("Publication"), str(publication.number)),
        (said("Held back"), said("Numbers that could tell something about a few families are not shown.")),
    ]


def _heads(said: Said) -> list[str]:
    return [said("Code"), said("Area"), said("At least"), said("At most"), said("Held back")]


def _cells(rows: Sequence[Row], said: Said) -> Iterator[list[str | float | None]]:
    for row in rows:
        yield [row.area, row.name, row.lower, row.upper, said("yes") if row.held_back else said("no")]


def _csv(rows: Sequence[Row], about: Sequence[tuple[str, str]], said: Said) -> bytes:
    """Numbers first, then what they mean; begins with a mark so that spreadsheets read it as UTF-8."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(_heads(said))
    for cells in _cells(rows, said):
        lines.writerow(["" if cell is None else _plain(cell) for cell in cells])
    lines.writerow([])
    lines.writerows(about)
    return ("\ufeff" + text.getvalue()).encode()


def _plain(cell: str | float) -> str | int | float:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _xlsx(rows: Sequence[Row], about: Sequence[tuple[str, str]], said: Said, unit: str) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        shown = book.add_format({"num_format": "0.0%" if unit == "share" else "#,##0"})
        sheet = book.add_worksheet(said("Numbers"))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 0, 12)
        sheet.set_column(1, 1, 40)
        sheet.set_column(2, 4, 16)
        sheet.write_row(0, 0, _heads(said), bold)
        for number, (code, name, lower, upper, held) in enumerate(_cells(rows, said), 1):
            sheet.write_string(number, 0, str(code))
            sheet.write_string(number, 1, str(name))
            for column, value in ((2, lower), (3, upper)):
                if value is not None:
                    sheet.write_number(number, column, float(value), shown)
            sheet.write_string(number, 4, str(held))
        notes = book.add_worksheet(said("About"))
        notes.set_column(0, 0, 20)
        notes.set_column(1, 1, 100)
        for number, (name, text) in enumerate(about):
            notes.write_string(number, 0, name, bold)
            notes.write_string(number, 1, text)
    return target.getvalue()


def _geojson(
    publication: Publication, level: str, within: str, rows: Sequence[Row], about: Sequence[tuple[str, str]]
) -> bytes:
    found = {row.area: row for row in rows}
    drawn = features(publication.folder, level, within) if level != "country" else []
    made = [
        {
            **one,
            "properties": {
                "area": row.area,
                "name": row.name,
                "lower": row.lower,
                "upper": row.upper,
                "held_back": row.held_back,
            },
        }
        for one in drawn
        if (row := found.get(one["properties"]["area"]))
    ]
    whole = {"type": "FeatureCollection", "about": dict(about), "features": made}
    return json.dumps(whole, ensure_ascii=False).encode()
