"""Small made-up registers, and a throw-away PostgreSQL server for the tests that need one."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from familymap.registers.contract import Contract, load_contracts

CONTRACTS = load_contracts(Path(__file__).parent / "contracts")
SERVER_USER = "postgres"


@pytest.fixture(scope="session")
def contracts() -> dict[str, Contract]:
    return CONTRACTS


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database on a server that lives as long as the tests."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    if not found:
        pytest.fail("These tests need a PostgreSQL server: run «scripts/debian-packages postgresql» once.")
    programs = found[-1].parent
    folder = tmp_path_factory.mktemp("postgres")
    data = folder / "data"
    if os.geteuid() == 0:  # the server refuses to run as root
        for part in (folder, *folder.parents[:-1]):
            if part.stat().st_uid == 0 and not part.stat().st_mode & 0o001:
                part.chmod(part.stat().st_mode | 0o011)
        shutil.chown(folder, SERVER_USER)
    as_server = ["runuser", "-u", SERVER_USER, "--"] if os.geteuid() == 0 else []
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [*as_server, str(programs / program), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )

    run("initdb", "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
    run("pg_ctl", "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgresql://tester@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
