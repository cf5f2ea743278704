"""Entries as a CSV file, for whoever looks at them elsewhere."""

import csv
from collections.abc import Iterable, Iterator

from familymap.web.audit.entries import FIELDS, Row
from familymap.web.audit.seal import moment

MOST = 100_000
"""Entries in one file."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """What the CSV writer writes to: it hands each line on."""

    def write(self, line: str) -> str:
        return line


def lines(rows: Iterable[Row]) -> Iterator[str]:
    """The file line by line, the FIELDS as they are sealed; by the mark at its start Excel reads Cyrillic."""
    writer = csv.writer(_Line())
    yield "\ufeff" + str(writer.writerow(FIELDS))
    for number, at, *others in rows:
        yield str(writer.writerow([number, moment(at), *map(_harmless, others)]))


def _harmless(value: object) -> object:
    """A text that a spreadsheet would take for a formula is kept from being one."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
