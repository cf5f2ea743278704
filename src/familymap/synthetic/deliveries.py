"""Extracts written as offices send them: Parquet, or text in several forms and encodings."""

import codecs
import gzip
import shutil
from pathlib import Path
from typing import BinaryIO

from familymap.engine.duckdb_engine import DuckDBEngine, quoted
from familymap.synthetic.draws import Draws
from familymap.synthetic.extracts import Extract, delivered_sql, truth_sql
from familymap.synthetic.register_parameters import RegisterParameters

_CHUNK = 4 * 1024 * 1024
_STRETCH_ROWS = 4_000_000


def write_clean(engine: DuckDBEngine, extract: Extract, work: Path) -> Path:
    """The extract's clean rows in the order of their key, as a file: delivery and truth start from it."""
    target = work / f"clean_{extract.register}.parquet"
    engine.connection.execute(
        f"copy (select * from ({extract.rows}) order by source_key) to {quoted(target)} "
        "(format parquet, compression lz4)"
    )
    return target


def write_delivery(
    engine: DuckDBEngine,
    extract: Extract,
    clean: Path,
    parameters: RegisterParameters,
    draws: Draws,
    folder: Path,
) -> Path:
    """Write the extract into the delivery's folder in the register's own form; the file's path."""
    form = parameters.formats[extract.register]
    as_parquet = form["form"] == "parquet"
    target = folder / f"{extract.register}.{form['form']}"
    options = (
        "format parquet, compression zstd"
        if as_parquet
        else f"format csv, header, delimiter '{form['separator']}', dateformat '{form['dates']}'"
    )
    parts = []
    for number, stretch in enumerate(_stretches(engine, clean)):
        sql = delivered_sql(extract, stretch, parameters, draws, None if as_parquet else form["dates"])
        parts.append(clean.with_name(f"{extract.register}.{number}"))
        engine.connection.execute(f"copy ({sql}) to {quoted(parts[-1])} ({options})")
    if as_parquet:
        _join_parquet(engine, parts, target)
        return target
    _join_text(parts, target)
    if form.get("encoding"):
        _transcode(target, form["encoding"])
    return _compress(target) if form.get("gzip") else target


def write_truth(
    engine: DuckDBEngine, extract: Extract, clean: Path, folder: Path, earlier: Path | None = None
) -> None:
    """Write who each row of the extract really is: row_<register>.parquet.

    Of events it also keeps the rows of earlier deliveries, whose truth lies in the folder `earlier`.
    """
    file = f"row_{extract.register}.parquet"
    rows = truth_sql(extract, f"read_parquet({quoted(clean)})")
    if extract.events and earlier:
        rows = (
            f"select * from ({rows}) union select * from read_parquet({quoted(earlier / file)}) "
            "order by source_key, role"
        )
    engine.connection.execute(f"copy ({rows}) to {quoted(folder / file)} (format parquet, compression zstd)")


def _stretches(engine: DuckDBEngine, clean: Path) -> list[str]:
    """SELECTs of the clean rows in stretches of keys: identities are joined to a bounded number of rows."""
    source = f"read_parquet({quoted(clean)}, file_row_number = true)"
    begins = [
        key
        for (key,) in engine.rows(
            f"select distinct source_key from {source} "
            f"where file_row_number > 0 and file_row_number % {_STRETCH_ROWS} = 0 order by source_key"
        )
    ]
    rows = f"select * from read_parquet({quoted(clean)})"
    bounds = zip([None, *begins], [*begins, None], strict=True)
    conditions = (
        " and ".join(
            [f"source_key >= {first}"] * (first is not None) + [f"source_key < {after}"] * (after is not None)
        )
        for first, after in bounds
    )
    return [f"({rows} where {condition or 'true'})" for condition in conditions]


def _join_parquet(engine: DuckDBEngine, parts: list[Path], target: Path) -> None:
    if len(parts) == 1:
        parts[0].rename(target)
        return
    listed = ", ".join(quoted(part) for part in parts)
    engine.connection.execute(
        f"copy (from read_parquet([{listed}])) to {quoted(target)} (format parquet, compression zstd)"
    )
    for part in parts:
        part.unlink()


def _join_text(parts: list[Path], target: Path) -> None:
    """The first part keeps its header line."""
    with target.open("wb") as whole:
        for number, part in enumerate(parts):
            with part.open("rb") as source:
                if number:
                    source.readline()
                shutil.copyfileobj(source, whole, _CHUNK)
            part.unlink()


def _transcode(file: Path, encoding: str) -> None:
    """Change the encoding piece by piece. Raises UnicodeEncodeError for a letter the encoding lacks."""
    decode = codecs.getincrementaldecoder("utf-8")()
    changed = file.with_suffix(".changed")
    with file.open("rb") as source, changed.open("wb") as target:
        while piece := source.read(_CHUNK):
            target.write(decode.decode(piece).encode(encoding))
        target.write(decode.decode(b"", final=True).encode(encoding))
    changed.replace(file)


def _compress(file: Path) -> Path:
    """Compress without name and time, so that equal rows give equal bytes."""
    packed = file.with_name(file.name + ".gz")
    with file.open("rb") as source, packed.open("wb") as raw, _packer(raw) as target:
        while piece := source.read(_CHUNK):
            target.write(piece)
    file.unlink()
    return packed


def _packer(raw: BinaryIO) -> gzip.GzipFile:
    return gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=1)
