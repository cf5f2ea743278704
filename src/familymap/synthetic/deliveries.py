"""Extracts written as offices send them: Parquet, or text in several forms and encodings."""

import codecs
import gzip
from pathlib import Path
from typing import BinaryIO

from familymap.engine.duckdb_engine import DuckDBEngine, quoted
from familymap.synthetic.draws import Draws
from familymap.synthetic.extracts import Extract, delivered_sql, truth_sql
from familymap.synthetic.register_parameters import RegisterParameters

_CHUNK = 4 * 1024 * 1024


def write_delivery(
    engine: DuckDBEngine, extract: Extract, parameters: RegisterParameters, draws: Draws, folder: Path
) -> Path:
    """Write the extract into the delivery's folder in the register's own form; the file's path."""
    form = parameters.formats[extract.register]
    if form["form"] == "parquet":
        target = folder / f"{extract.register}.parquet"
        sql = delivered_sql(extract, parameters, draws, None)
        engine.connection.execute(f"copy ({sql}) to {quoted(target)} (format parquet, compression zstd)")
        return target
    plain = folder / f"{extract.register}.{form['form']}"
    sql = delivered_sql(extract, parameters, draws, form["dates"])
    engine.connection.execute(
        f"copy ({sql}) to {quoted(plain)} "
        f"(format csv, header, delimiter '{form['separator']}', dateformat '{form['dates']}')"
    )
    if form.get("encoding"):
        _transcode(plain, form["encoding"])
    return _compress(plain) if form.get("gzip") else plain


def write_truth(engine: DuckDBEngine, extract: Extract, folder: Path, earlier: Path | None = None) -> None:
    """Write who each row of the extract really is: row_<register>.parquet.

    Of events it also keeps the rows of earlier deliveries, whose truth lies in the folder `earlier`.
    """
    file = f"row_{extract.register}.parquet"
    rows = truth_sql(extract)
    if extract.events and earlier:
        rows = (
            f"select * from ({rows}) union select * from read_parquet({quoted(earlier / file)}) "
            "order by source_key, role"
        )
    engine.connection.execute(f"copy ({rows}) to {quoted(folder / file)} (format parquet, compression zstd)")


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
