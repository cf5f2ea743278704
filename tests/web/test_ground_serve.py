"""`familymap serve` on a real machine: links for everybody, an end by Ctrl-C, a database that goes away."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import postgres_server as postgres

pytestmark = pytest.mark.slow
PATIENCE = 90
"""Seconds; two cores may be busy with other tests."""


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def store(country: Path, tmp_path: Path) -> Path:
    """A store of its own."""
    return Path(shutil.copytree(country, tmp_path / "store"))


def begin(command: list[str], out: Path, **settings: str) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FAMILYMAP_")}
    with out.open("wb") as file:
        return subprocess.Popen(
            command,
            stdout=file,
            stderr=subprocess.STDOUT,
            env={**environment, **settings},
            start_new_session=True,
        )


def end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def get(port: int, path: str, **headers: str) -> tuple[int, str]:
    """Status and page; 0 where nobody answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Accept-Language": "ru", **headers})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except OSError:
        return 0, ""
    finally:
        connection.close()


def answers(port: int, process: subprocess.Popen[bytes], out: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if get(port, "/account/login/")[0] == 200:
            return
        assert process.poll() is None, out.read_text(encoding="utf-8")
        time.sleep(0.2)
    pytest.fail(out.read_text(encoding="utf-8"))


def gunicorn(port: int, out: Path, **settings: str) -> subprocess.Popen[bytes]:
    """The drop-in server, after the two steps that `familymap serve` does by itself."""
    django = {**os.environ, **settings, "DJANGO_SETTINGS_MODULE": "familymap.web.settings"}
    for step in (["migrate"], ["collectstatic", "--no-input"]):
        subprocess.run([sys.executable, "-m", "django", *step, "--verbosity", "0"], env=django, check=True)
    address = f"127.0.0.1:{port}"
    return begin(
        [sys.executable, "-m", "gunicorn", "--bind", address, "familymap.web.wsgi:application"],
        out,
        **settings,
    )


@pytest.fixture
def serving(store: Path, port: int, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    out = tmp_path / "printed.txt"
    program = Path(sys.executable).parent / "familymap"
    process = begin(
        [str(program), "serve", "--store", str(store), "--port", str(port), "--workers", "1"], out
    )
    try:
        answers(port, process, out)
        yield process, out
    finally:
        end(process)


def test_everybody_gets_a_link_and_ctrl_c_ends_it(
    serving: tuple[subprocess.Popen[bytes], Path], port: int, store: Path
) -> None:
    process, out = serving
    links = re.findall(r"http://127\.0\.0\.1:\d+/link/\S+", out.read_text(encoding="utf-8"))
    assert len(links) == len(set(links)) == 6
    for link in links:
        status, page = get(port, urlsplit(link).path)
        assert status == 200 and "Войти" in page
    assert get(port, re.search(r"/static/\S+?\.css", page)[0])[0] == 200  # type: ignore[index]
    assert oct((store / "web" / "secret_key").stat().st_mode)[-3:] == "600"
    os.kill(process.pid, signal.SIGINT)
    assert process.wait(timeout=30) == 0
    assert get(port, "/account/login/") == (0, "")


def test_gunicorn_serves_the_same(store: Path, port: int, tmp_path: Path) -> None:
    process = gunicorn(port, tmp_path / "printed.txt", FAMILYMAP_STORE=str(store))
    try:
        answers(port, process, tmp_path / "printed.txt")
    finally:
        end(process)


@pytest.mark.postgres
def test_a_database_that_goes_away_is_told_and_comes_back(store: Path, port: int, tmp_path: Path) -> None:
    (folder := tmp_path / "postgres").mkdir()
    with postgres.postgres_server(folder) as address:
        settings = {"FAMILYMAP_STORE": str(store), "FAMILYMAP_DATABASE": address}
        process = gunicorn(port, tmp_path / "printed.txt", **settings)
        try:
            answers(port, process, tmp_path / "printed.txt")
            cookie = f"session={'a' * 32}"
            assert get(port, "/people", Cookie=cookie)[0] == 302
            postgres.stop(folder)
            status, page = get(port, "/people", Cookie=cookie)
            assert status == 503 and "База данных не отвечает" in page and "psycopg" not in page
            postgres.start(folder, urlsplit(address).port or 0)
            assert get(port, "/people", Cookie=cookie)[0] == 302
        finally:
            end(process)
