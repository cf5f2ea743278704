"""The words of the map that stand in several of its parts."""

from functools import lru_cache
from pathlib import Path

from django.utils.html import strip_tags
from django.utils.translation import gettext, gettext_lazy

from familymap.web.figures import reading
from familymap.web.publishing import Publication
from familymap.web.templatetags import ui

WAYS = {
    "number": gettext_lazy("number"),
    "share": gettext_lazy("share"),
    "per_head": gettext_lazy("per head"),
    "change": gettext_lazy("change since the publication before"),
}
KINDS = {"people": gettext_lazy("people"), "money": gettext_lazy("money"), "days": gettext_lazy("days")}
LEVELS = {
    "region": gettext_lazy("regions"),
    "district": gettext_lazy("districts"),
    "settlement": gettext_lazy("towns and villages"),
    "hex": gettext_lazy("hexagons"),
}
METHODS = {
    "quantile": gettext_lazy("as many areas in each"),
    "jenks": gettext_lazy("natural breaks (Jenks)"),
    "equal": gettext_lazy("equal steps"),
}
SIDES = {
    "lower": gettext_lazy("coloured by what is certain (lower bound)"),
    "upper": gettext_lazy("coloured by what is possible (upper bound)"),
}


def source(publication: Publication) -> str:
    """The run behind a number and its day: «As of 1 January 2026 · run … · publication 3»."""
    return gettext("As of {day} · run {run} · publication {number}").format(
        day=strip_tags(ui.day(publication.as_of)),
        run=str(publication.manifest["run_id"]).rpartition("_")[2],
        number=publication.number,
    )


def head(way: str, kind: str) -> str:
    """What stands over a column of numbers: how they are said, or what is counted."""
    if way == "change":
        return gettext("difference")
    return str(KINDS[kind]) if way == "number" and kind in KINDS else str(WAYS[way])


@lru_cache(maxsize=32)
def is_sketch(publication_folder: Path, level: str) -> bool:
    """Whether shapes of a level are only a sketch of where areas are, not their boundaries."""
    areas = str(publication_folder / reading.AREAS)
    found = reading.rows("select bool_or(schematic) from read_parquet(?) where level = ?", [areas, level])
    return bool(found[0][0])
