"""A country of a few villages with protected figures, published twice; no person is behind any of them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from familymap.web.publishing import Publication
from tests.web.figures import made_up

SEED, MOVED = 2, 25
"""In this country some districts are held back and some are not; so many families came to lack a home."""


def _before(truth: made_up.Truth) -> made_up.Truth:
    """The same country when fewer families lacked a home of their own, in its largest village."""
    cells = truth["lack_home", "yes"]
    area = max((area for area, part in cells if len(area) == 9), key=lambda area: cells[area, "all"])
    part = max(made_up.TYPES, key=lambda part: cells[area[:4], part])
    cells[area, "all"] -= MOVED
    for around in (area[:4], area[:2], "all"):
        cells[around, "all"] -= MOVED
        cells[around, part] -= MOVED
    return truth


@pytest.fixture(scope="session")
def villages(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The second publication of the villages."""
    store = tmp_path_factory.mktemp("villages")
    made_up.published(_before(made_up.drawn(SEED)), store)
    publication, _ = made_up.published(made_up.drawn(SEED), store, 2, before=1)
    (store / "publications" / "current.json").write_text(json.dumps({"number": 2}), encoding="utf-8")
    return publication


@pytest.fixture
def shown(villages: Publication) -> Iterator[Publication]:
    """The villages as what the web of the tests shows."""
    before, settings.FAMILYMAP_STORE = settings.FAMILYMAP_STORE, villages.folder.parents[1]
    yield villages
    settings.FAMILYMAP_STORE = before


@pytest.fixture
def nothing_published(tmp_path: Path) -> Iterator[None]:
    """A store without a publication."""
    before, settings.FAMILYMAP_STORE = settings.FAMILYMAP_STORE, tmp_path
    yield
    settings.FAMILYMAP_STORE = before
