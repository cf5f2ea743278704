"""Published figures for pages: what there is, tables by area, classes for a legend, shapes, files.

Everything comes from `figures.parquet` and `areas.parquet` of a publication, read through DuckDB. What is
held back there is held back everywhere; shares, sums and hexagons are made of shown numbers only.
"""

from familymap.web.figures.catalogue import Figure, catalogue
from familymap.web.figures.classes import classes
from familymap.web.figures.exports import export
from familymap.web.figures.shapes import geojson
from familymap.web.figures.tables import Row, table
from familymap.web.figures.writing import write_figures

__all__ = ["Figure", "Row", "catalogue", "classes", "export", "geojson", "table", "write_figures"]
