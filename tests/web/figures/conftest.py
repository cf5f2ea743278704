"""A made-up country published twice: the second time some families more lack something."""

from pathlib import Path

import pytest

from familymap.web.publishing.publication import Publication
from tests.web.figures.made_up import Truth, drawn, published

SEED = 0


@pytest.fixture(scope="session")
def truth() -> Truth:
    return drawn(SEED)


@pytest.fixture(scope="session")
def store(truth: Truth, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store with one publication."""
    folder = tmp_path_factory.mktemp("figures")
    published(truth, folder)
    return folder


@pytest.fixture(scope="session")
def publication(store: Path) -> Publication:
    folder = store / "publications" / "000001"
    return Publication(folder, {"number": 1, "run_id": "made-up", "as_of": "2026-01-01", "previous": None})
