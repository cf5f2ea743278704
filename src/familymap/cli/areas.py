"""`familymap areas import`: boundaries and settlements from a user's file."""

from pathlib import Path
from typing import Annotated

import duckdb
import typer

from familymap import country
from familymap.cli import options
from familymap.cli.screen import say
from familymap.cli.wording import number, text
from familymap.engine.store import RunStore
from familymap.places.loading import Loaded, load_boundaries
from familymap.places.sketch import load_regions

FEW = 10

app = typer.Typer(no_args_is_help=True)


@app.callback()
def areas(lang: options.Language = "en") -> None:
    """Boundaries of regions and districts, and where settlements are."""


@app.command("import")
def import_areas(
    file: Annotated[
        Path,
        typer.Argument(
            help="GeoJSON, shapefile or GeoPackage in EPSG:4326; settlements also as CSV or Parquet."
        ),
    ],
    store: options.Store = options.DEFAULT_STORE,
    lang: options.Language = "en",
) -> None:
    """Load boundaries keyed by KATO or COD-AB codes. A file with a fault is refused whole."""
    declared = country.load()
    loaded = load_boundaries(file, store, load_regions(declared.folder), _codes(store))
    _tell(loaded)


def keep_made_up_areas(truth: Path, store: Path) -> None:
    """Load districts and settlements of a made-up country: they have names and a place."""
    regions = load_regions(country.load().folder)
    for name in ("boundaries.geojson", "settlement.parquet"):
        load_boundaries(truth / name, store, regions)


def _codes(store: Path) -> set[str]:
    """Regions and districts in the newest run; none where there is no run yet."""
    runs = RunStore(store).runs() if (store / "runs").is_dir() else []
    if not runs:
        return set()
    rows = duckdb.connect().execute(
        "select distinct kato from read_parquet(?) where kato is not null", [str(runs[-1].table("family"))]
    )
    return {code[:width] for (code,) in rows.fetchall() for width in (2, 4)}


def _tell(loaded: Loaded) -> None:
    words = {"region": text("regions"), "district": text("districts"), "settlement": text("settlements")}
    for level, word in words.items():
        if count := loaded.counts[level]:
            say.print(f"✓ {word}: {number(count)}")
    if gone := loaded.without_shape:
        say.print(
            text(
                "{count} areas of the newest run have no shape yet and are sketched: {listed}",
                count=number(len(gone)),
                listed=", ".join(gone[:FEW]) + (" …" if len(gone) > FEW else ""),
            )
        )
