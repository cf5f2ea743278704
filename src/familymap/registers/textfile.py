"""CSV files as delivered: encoding, separator and header found, bytes checked before parsing."""

import codecs
import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from familymap.registers.bad_delivery import BadDelivery

CHUNK = 4 << 20
SAMPLE = 1 << 20
SEPARATORS = (",", ";", "\t")
LETTERS = re.compile(rb"[\xc0-\xff\xa8\xb8\xb2\xb3]")
HIGH = re.compile(rb"[\x80-\xff]")
UTF8_PAIRS = re.compile(rb"[\xd0-\xd3][\x80-\xbf]")
KOI8_WORDS = re.compile(rb"[\xe0-\xff][\xc0-\xdf]")
CP1251_WORDS = re.compile(rb"[\xc0-\xdf][\xe0-\xff]")
BLANK_LINES = re.compile(rb"\n(?=\r?\n)|\r(?=\r)")


@dataclass(frozen=True)
class TextFile:
    """A CSV file whose bytes are known to be sound.

    `path` is UTF-8 without compression (the delivered file itself where that already is so).
    """

    path: Path
    separator: str
    header: list[str]
    lines: int
    blank_lines: int
    quoted: bool
    newline: str


@dataclass
class _Seen:
    """What one walk over the bytes learns."""

    lines: int = 0
    carriage_returns: int = 0
    pairs: int = 0
    blank_lines: int = 0
    quoted: bool = False
    ends_open: bool = False


class _WrongByte(Exception):
    """A byte that the supposed encoding does not know: the bytes around it, its data row and field number."""

    def __init__(self, near: bytes, row: int, field: int) -> None:
        self.near, self.row, self.field = near, row, field


def read_text_file(source: Path, copy: Path, wanted: set[str]) -> TextFile:
    """Check the bytes of `source` and find how it is written; `copy` is used when it must be rewritten.

    `wanted` are the column names by which the separator is recognised. Raises BadDelivery.
    """
    sample = _sample(source)
    encoding, plain = "utf-8", not _is_gzip(source)
    try:
        seen = _walk(source, encoding, None if plain else copy)
    except _WrongByte as wrong:
        encoding, plain = "cp1251", False
        seen = _walk_cp1251(source, copy, wrong)
    newline = "\r" if seen.carriage_returns and not seen.lines else "\n"
    if newline == "\n" and seen.carriage_returns and not seen.pairs == seen.lines == seen.carriage_returns:
        plain = False
        seen = _walk(source, encoding, copy, one_newline=True)
    separator, header = _header(sample.decode(encoding, errors="ignore"), wanted)
    return TextFile(
        path=source if plain else copy,
        separator=separator,
        header=header,
        lines=(seen.carriage_returns if newline == "\r" else seen.lines) + seen.ends_open,
        blank_lines=seen.blank_lines,
        quoted=seen.quoted,
        newline=newline,
    )


def _is_gzip(source: Path) -> bool:
    with source.open("rb") as content:
        return content.read(2) == b"\x1f\x8b"


def _chunks(source: Path) -> Iterator[bytes]:
    """The file's bytes, unpacked. Raises BadDelivery when a packed file is cut short or damaged."""
    try:
        with gzip.open(source, "rb") if _is_gzip(source) else source.open("rb") as content:
            while chunk := content.read(CHUNK):
                yield chunk
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise BadDelivery(
            "The packed file (gzip) is cut short or damaged.",
            "Ask for the file again; compare its size with the sender's.",
            source.name,
        ) from None


def _sample(source: Path) -> bytes:
    sample = next(_chunks(source), b"")[:SAMPLE]
    if not sample.removeprefix(codecs.BOM_UTF8).strip():
        raise BadDelivery(
            "The file is empty.", "Ask the register's owner for the delivery again.", source.name
        )
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise BadDelivery(
            "The file is written in UTF-16.", "Save it as «CSV UTF-8» and deliver it again.", source.name
        )
    return sample


def _walk_cp1251(source: Path, copy: Path, wrong: _WrongByte) -> _Seen:
    """Rewrite a CP1251 file as UTF-8, unless the bytes around the first wrong one speak against CP1251."""
    high = len(HIGH.findall(wrong.near))
    broken_utf8 = 2 * len(UTF8_PAIRS.findall(wrong.near)) > 0.7 * high
    koi8 = len(KOI8_WORDS.findall(wrong.near)) > len(CP1251_WORDS.findall(wrong.near))
    try:
        if not broken_utf8 and not koi8 and len(LETTERS.findall(wrong.near)) >= 0.9 * high:
            return _walk(source, "cp1251", copy)
    except _WrongByte as second:
        wrong = second
    raise BadDelivery(
        "The bytes are neither UTF-8 nor CP1251.",
        "Save the file as «CSV UTF-8» and deliver it again.",
        source.name,
        row=wrong.row,
        column=str(wrong.field),
    ) from None


def _walk(source: Path, encoding: str, copy: Path | None, one_newline: bool = False) -> _Seen:
    """One walk over the bytes: counts for the later accounting, a stop at NUL, the UTF-8 copy if asked.

    With `one_newline` every kind of line end is written as \\n, inside quoted values too.
    """
    seen = _Seen()
    bytes_decoder = codecs.getincrementaldecoder(encoding)()
    decoder = io.IncrementalNewlineDecoder(bytes_decoder, translate=True) if one_newline else bytes_decoder
    before = b""
    with copy.open("wb") if copy else nullcontext() as out:
        for chunk in _chunks(source):
            if b"\0" in chunk:
                raise _nul(source, *_place(chunk, chunk.index(b"\0"), before, seen))
            try:
                text = decoder.decode(chunk)
            except UnicodeDecodeError as trouble:
                at = trouble.start - (len(trouble.object) - len(chunk))
                near = (before + chunk)[max(0, len(before) + at - SAMPLE) : len(before) + at + SAMPLE]
                raise _WrongByte(near, *_place(chunk, at, before, seen)) from None
            if out:
                chunk = text.encode()
                out.write(chunk)
            _count(seen, chunk, before)
            before = chunk[-SAMPLE:]
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            raise _WrongByte(before, seen.lines, 1) from None
    seen.ends_open = not before.endswith((b"\n", b"\r"))
    return seen


def _place(chunk: bytes, at: int, before: bytes, seen: _Seen) -> tuple[int, int]:
    """Data row (the header is row 0) and field number of a byte."""
    line = (before + chunk[: max(0, at)]).rsplit(b"\n", 1)[-1]
    field = 1 + max(line.count(separator.encode()) for separator in SEPARATORS)
    return seen.lines + chunk[: max(0, at)].count(b"\n"), field


def _count(seen: _Seen, chunk: bytes, before: bytes) -> None:
    seen.lines += chunk.count(b"\n")
    if returns := chunk.count(b"\r"):
        seen.carriage_returns += returns
        seen.pairs += chunk.count(b"\r\n")
    seen.pairs += before.endswith(b"\r") and chunk.startswith(b"\n")
    if b"\n\n" in chunk or returns or before.endswith(b"\n"):
        seen.blank_lines += len(BLANK_LINES.findall(before[-2:] + chunk))
    seen.quoted = seen.quoted or b'"' in chunk


def _nul(source: Path, row: int, field: int) -> BadDelivery:
    return BadDelivery(
        "There is a NUL byte in the file: it was damaged on its way, or it is not a text file.",
        "Ask for the file again; export it as CSV.",
        source.name,
        row=row,
        column=str(field),
    )


def _header(text: str, wanted: set[str]) -> tuple[str, list[str]]:
    """The separator under which the first line shows most of the wanted names, and the names."""
    text = text.removeprefix("\ufeff").lstrip("\r\n")
    read = {}
    for separator in SEPARATORS:
        try:
            first = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
        except csv.Error:
            first = []
        read[separator] = [name.strip().lower() for name in first]
    separator = max(SEPARATORS, key=lambda s: (len(wanted & set(read[s])), len(read[s])))
    header = read[separator]
    return separator, header
