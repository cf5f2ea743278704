"""A throw-away PostgreSQL server from Debian's packages, for the tests that need a real one."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER_USER = "postgres"


@contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """The address of an empty database on a server that lives in `folder` as long as the block.

    Raises LookupError where no server is installed.
    """
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, SERVER_USER)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = str(folder / "data")
    _run(folder, "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
    start(folder, port)
    try:
        yield f"postgresql://tester@127.0.0.1:{port}/postgres"
    finally:
        stop(folder)


def start(folder: Path, port: int) -> None:
    """Start the server of that folder, and wait until it answers."""
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
    _run(
        folder,
        "pg_ctl",
        "-D",
        str(folder / "data"),
        "-o",
        options,
        "-l",
        str(folder / "log"),
        "-w",
        "-t",
        "180",
        "start",
    )


def stop(folder: Path) -> None:
    """Stop it at once, as if its machine had failed; nothing happens where it has stopped already."""
    if (folder / "data" / "postmaster.pid").exists():
        _run(folder, "pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop")


def _run(folder: Path, program: str, *arguments: str) -> None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    if not found:
        raise LookupError(
            "These tests need a PostgreSQL server: run «scripts/debian-packages postgresql» once."
        )
    as_server = []
    if os.geteuid() == 0:
        as_server = ["runuser", "-u", SERVER_USER, "--"]
        _open_the_way(folder)
    command = [*as_server, str(found[-1].parent / program), *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)


def _open_the_way(folder: Path) -> None:
    """Let the server's user pass through root's folders; pytest closes its own whenever a session begins."""
    for part in (folder, *folder.parents[:-1]):
        if part.stat().st_uid == 0 and not part.stat().st_mode & 0o001:
            part.chmod(part.stat().st_mode | 0o011)
