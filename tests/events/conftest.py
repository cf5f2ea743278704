"""A small country with one sealed run, and its desk."""

from pathlib import Path

import pytest

from familymap import country
from familymap.engine.store import RunStore, SealedRun
from familymap.events.desk import Desk, open_desk
from tests.events.full_run import LATER, make_store

PEOPLE, SEED = 2_500, 7


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one run."""
    return make_store(tmp_path_factory.mktemp("events"), PEOPLE, SEED)


@pytest.fixture(scope="session")
def run(store: Path) -> SealedRun:
    return RunStore(store).latest()


@pytest.fixture(scope="session")
def desk(store: Path, run: SealedRun) -> Desk:
    """A desk that works out and keeps every fact."""
    return open_desk(store, run, country.load(), LATER, every_rule=True)
