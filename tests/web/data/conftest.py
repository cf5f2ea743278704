"""A store of the steward's own: the small country, with its deliveries and its review list."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation


@pytest.fixture(scope="session")
def copied(country: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("steward") / "store"
    shutil.copytree(country, store)
    return store


@pytest.fixture
def store(copied: Path) -> Iterator[Path]:
    """The store the web reads, without decisions."""
    shutil.rmtree(copied / "decisions", ignore_errors=True)
    before, settings.FAMILYMAP_STORE = settings.FAMILYMAP_STORE, copied
    with translation.override("en"):
        yield copied
    settings.FAMILYMAP_STORE = before
