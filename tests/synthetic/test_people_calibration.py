"""The made-up country against published statistics."""

from datetime import date
from pathlib import Path

import pytest

from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.synthetic.calibration import Comparison, compare
from familymap.synthetic.making import make_country
from familymap.synthetic.people import country_order


def comparisons(folder: Path, people: int, seed: int) -> list[Comparison]:
    as_of = date(2026, 1, 1)
    make_country(folder, people, seed, as_of, 3, 2, lambda *_: None)
    engine = DuckDBEngine(folder / ".spill", memory_gb=3, threads=2)
    order = country_order(people, seed, as_of, "kazakhstan")
    figures = compare(engine, folder / "truth", folder / ".count", order, "kazakhstan")
    engine.close()
    return figures


def test_every_published_figure_is_counted_with_its_source(tmp_path: Path) -> None:
    figures = comparisons(tmp_path, 3_000, 1)
    assert len([figure for figure in figures if figure.group == "region"]) == 20
    groups = {
        "age",
        "household size",
        "large families",
        "one-parent families",
        "marital status of 15+",
        "births",
        "wages",
        "poverty",
    }
    assert groups <= {figure.group for figure in figures}
    assert all(figure.got is not None and figure.source and figure.certainty for figure in figures)


@pytest.mark.slow
def test_differences_stay_within_the_stated_bounds(tmp_path: Path) -> None:
    outside = [
        (figure.group, figure.name, figure.target, figure.got)
        for figure in comparisons(tmp_path, 200_000, 20)
        if figure.within is False
    ]
    assert outside == []
