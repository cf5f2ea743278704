"""Fixtures for everything that publishes: a store of one's own, on SQLite and on a real PostgreSQL."""

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from familymap import country as countries
from familymap.engine.store import RunStore, SealedRun
from tests.postgres_server import postgres_server


@pytest.fixture(scope="session", autouse=True)
def declared_once() -> Iterator[None]:
    """The declarations are read once: they do not change while the tests run."""
    read: dict[str, countries.Country] = {}
    load = countries.load

    def once(name: str = "kazakhstan") -> countries.Country:
        return read.get(name) or read.setdefault(name, load(name))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(countries, "load", once)
        yield


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server, as its superuser, with a plain role «web»."""
    with postgres_server(tmp_path_factory.mktemp("publishing-postgres")) as address:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("create role web login nosuperuser")
        yield address


def new_database(server: str) -> str:
    """The address of an empty database that the plain role owns."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name} owner web")
    return server.replace("tester@", "web@").replace("/postgres", f"/{name}")


def copied(country: Path, target: Path) -> Path:
    """The runs of a store in a new one, without copying their bytes."""
    shutil.copytree(country / "runs", target / "runs", copy_function=os.link)
    return target


BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture
def database(server: str) -> str:
    return new_database(server)


@pytest.fixture
def store(country: Path, tmp_path: Path, settings: Any) -> Path:
    """A store of one's own with the sealed run of a small country; the web reads it."""
    mine = copied(country, tmp_path / "store")
    settings.FAMILYMAP_STORE = mine
    settings.FAMILYMAP_DATABASE = f"sqlite:///{mine}/web/own.sqlite3"
    return mine


@pytest.fixture(params=BOTH)
def either(request: pytest.FixtureRequest, store: Path, settings: Any) -> str:
    """The test runs on both serving stores: the address of the database, empty for SQLite."""
    if request.param == "sqlite":
        return ""
    settings.FAMILYMAP_DATABASE = new_database(request.getfixturevalue("server"))
    return str(settings.FAMILYMAP_DATABASE)


@pytest.fixture
def run(store: Path) -> SealedRun:
    return RunStore(store).latest()


@pytest.fixture(scope="module", params=BOTH)
def module_store(
    request: pytest.FixtureRequest, country: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A store that the tests of a module share, once on each serving store."""
    from django.conf import settings

    mine = copied(country, tmp_path_factory.mktemp("module") / "store")
    address = f"sqlite:///{mine}/web/own.sqlite3"
    if request.param == "postgresql":
        address = new_database(request.getfixturevalue("server"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "FAMILYMAP_STORE", mine)
        patch.setattr(settings, "FAMILYMAP_DATABASE", address)
        yield mine
