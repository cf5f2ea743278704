"""What several tests of this room stand on."""

import pytest

from tests.measures.drawn import Drawn, draw, received_country

PEOPLE = 3_000


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """A made-up country, drawn and assessed on the embedded engine."""
    folder = tmp_path_factory.mktemp("drawn")
    return draw(received_country(folder, PEOPLE, seed=5), folder / "tables")
