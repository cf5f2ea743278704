"""Small made-up registers, and a throw-away PostgreSQL server for the tests that need one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from familymap.registers.contract import Contract, load_contracts
from tests.postgres_server import postgres_server

CONTRACTS = load_contracts(Path(__file__).parent / "contracts")


@pytest.fixture(scope="session")
def contracts() -> dict[str, Contract]:
    return CONTRACTS


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database on a server that lives as long as the tests."""
    with postgres_server(tmp_path_factory.mktemp("postgres")) as address:
        yield address
