"""How fast pages come while so many readers a second ask, client and server on this machine.

    python -m bench.pages STORE
    FAMILYMAP_DATABASE=postgresql://web@127.0.0.1/web python -m bench.pages STORE --rate 50

STORE is a store with a publication of made-up people (`familymap publish`, or `bench.publishing`). The server
is `familymap serve` itself; the one who asks is a social worker and analyst for the whole country, so that
every search goes through everybody. Each page is asked for at a steady rate, whether or not the ones before
have come, and a time counts from the moment the page was due; then by a few who ask again as soon as they
have their answer, which tells how many a second are possible.
"""

import argparse
import asyncio
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

import httpx
from rich.console import Console
from rich.table import Table

from bench.publishing import misspelt, sample
from familymap.web.ready import make_ready

LANGUAGES = ("kk", "ru", "en")
WARM = 60
"""Answers of each page that come before it is measured."""
EAGER = 4
"""Readers who ask again at once."""
PATIENCE = 30.0
show = Console(width=120)

Asked = Callable[[], httpx.Request]


@dataclass(frozen=True)
class Answered:
    """Milliseconds of each answer, the seconds it took to have all, the mean size, and what was no 200."""

    milliseconds: Sequence[float]
    seconds: float
    kilobytes: float
    failed: int

    @property
    def a_second(self) -> float:
        """Answers a second."""
        return len(self.milliseconds) / self.seconds


async def ask(client: httpx.AsyncClient, request: httpx.Request, due: float) -> tuple[float, int, bool]:
    """Milliseconds since it was due, bytes on the line, whether it was answered well."""
    try:
        answer = await client.send(request)
        size, good = answer.num_bytes_downloaded, answer.status_code == httpx.codes.OK
    except httpx.HTTPError:
        size, good = 0, False
    return (time.perf_counter() - due) * 1000, size, good


async def at_rate(client: httpx.AsyncClient, wanted: Sequence[Asked], rate: float) -> Answered:
    """Ask for each, one every 1/rate seconds."""
    begun, running = time.perf_counter(), []
    for place, one in enumerate(wanted):
        due = begun + place / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        running.append(asyncio.create_task(ask(client, one(), due)))
    return _answered(await asyncio.gather(*running), time.perf_counter() - begun)


async def eagerly(client: httpx.AsyncClient, wanted: Iterable[Asked]) -> Answered:
    """A few ask for the next as soon as they have an answer."""
    begun, left, found = time.perf_counter(), iter(wanted), []

    async def reader() -> None:
        for one in left:
            found.append(await ask(client, one(), time.perf_counter()))

    await asyncio.gather(*(reader() for _ in range(EAGER)))
    return _answered(found, time.perf_counter() - begun)


def _answered(found: Sequence[tuple[float, int, bool]], seconds: float) -> Answered:
    kilobytes = sum(size for _, size, _ in found) / len(found) / 1000
    return Answered([ms for ms, *_ in found], seconds, kilobytes, sum(not good for *_, good in found))


@contextmanager
def served(store: Path) -> Iterator[str]:
    """`familymap serve` on this store, in a process of its own; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("familymap")), "serve", "--store", str(store)]
    with subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(address, server)
            yield address
        finally:
            server.terminate()


def _wait(address: str, server: "subprocess.Popen[bytes]") -> None:
    while server.poll() is None:
        try:
            httpx.get(address, timeout=PATIENCE)
        except httpx.TransportError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("The server ended before it answered; start «familymap serve» to see why.")


def reader_link(families: Sequence[int]) -> str:
    """The path of a link for somebody who may read cards everywhere and has said why they open these."""
    from familymap import country
    from familymap.web.accounts import links, services
    from familymap.web.accounts.actor import Actor
    from familymap.web.accounts.models import User
    from familymap.web.accounts.roles import Role
    from familymap.web.families import door
    from familymap.web.families.declaration import card_of

    user = User.objects.filter(username="bench").first() or services.take_on("bench", "Bench")
    roles = (Role.social_worker, Role.analyst)
    for role in roles:
        services.give_duty(user, role)
    actor = Actor(user.pk, "Bench", {role: frozenset({""}) for role in roles})
    declared = card_of(country.load())
    purpose = next(iter(declared.purposes))
    for family in families:
        door.state_purpose(actor, family, purpose, declared)
    return links.make(user)


def questions(client: httpx.AsyncClient, store: Path, people: Sequence[tuple]) -> dict[str, list[Asked]]:
    """Each page with what is asked of it."""
    from familymap.web import figures, publishing
    from familymap.web.map.question import CHANGE, Question

    published = publishing.current(store)
    assert published
    drawn = random.Random(1)
    token = {"X-CSRFToken": client.cookies.get("csrf", "")}

    def get(path: str) -> Asked:
        said = {"Accept-Language": drawn.choice(LANGUAGES)}
        return lambda: client.build_request("GET", path, headers=said)

    def search(name: str) -> Asked:
        asked = {"way": "name", "asked": name}
        return lambda: client.build_request("POST", "/families/", data=asked, headers=token)

    known = [
        (one.name, way)
        for one in figures.catalogue("en")
        for way in one.ways
        if not one.levels and way != CHANGE
    ]
    areas = sorted({row[5][:length] for row in people if row[5] for length in (2, 4)} | {""})

    def on_map() -> Asked:
        (name, way), within = drawn.choice(known), drawn.choice(areas)
        level = {0: "region", 2: "district", 4: "settlement"}[len(within)]
        return get("/map/?" + Question(name, way, level=level, within=within).query())

    return {
        "family card": [get(f"/families/{row[0]}") for row in people],
        "search by name": [search(f"{row[2]} {row[3]}") for row in people],
        "search, a typo in each": [
            search(f"{misspelt(row[2], drawn)} {misspelt(row[3], drawn)}") for row in people
        ],
        "overview": [get(f"/overview/?area={drawn.choice(areas)}") for _ in people],
        "map with its table": [on_map() for _ in people],
        "map layer": [
            get(f"/map/shapes/{published.number}/{drawn.choice(('region', 'district', 'hex'))}.geojson")
            for _ in people
        ],
    }


async def measure(address: str, link: str, store: Path, people: Sequence[tuple], rate: float) -> None:
    """Sign in, ask, and print."""
    table = Table(title=f"{rate:g} pages a second, then {EAGER} readers without pause", box=None)
    for column in ("page", "asked", "kB", "p50 ms", "p95 ms", "p99 ms", "longest", "failed", "most a second"):
        table.add_column(column, justify="left" if column == "page" else "right")
    many = httpx.Limits(max_connections=200, max_keepalive_connections=200)
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, limits=many) as client:
        await sign_in(client, link)
        asked = questions(client, store, people)
        mixed = [one for together in zip(*asked.values(), strict=True) for one in together]
        random.Random(2).shuffle(mixed)
        asked["all of these, mixed"] = mixed[: len(people)]
        for name, wanted in asked.items():
            await eagerly(client, wanted[:WARM])
            steady = await at_rate(client, wanted, rate)
            most = await eagerly(client, wanted)
            cuts = quantiles(steady.milliseconds, n=100)
            figures = (cuts[49], cuts[94], cuts[98], max(steady.milliseconds))
            table.add_row(
                name,
                f"{len(wanted):,}",
                f"{steady.kilobytes:.0f}",
                *(f"{one:.1f}" for one in figures),
                str(steady.failed + most.failed),
                f"{most.a_second:.0f}",
            )
            show.print(f"… {name}")
    show.print(table)


async def sign_in(client: httpx.AsyncClient, link: str) -> None:
    """Use the link up, as a person who clicks does."""
    await client.get(link)
    token = {"X-CSRFToken": client.cookies.get("csrf", "")}
    answer = await client.post(link, headers=token)
    if answer.status_code >= httpx.codes.BAD_REQUEST:
        raise SystemExit(f"Signing in by the link was refused ({answer.status_code}).")
    await client.get("/families/")


def main() -> None:
    """Serve the store that was typed, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store", type=Path, help="a store with a publication")
    parser.add_argument("--rate", type=float, default=50.0, help="pages a second")
    parser.add_argument("--pages", type=int, default=1000, help="how many of each")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "familymap.web.settings")
    make_ready(given.store)
    from familymap.web import publishing

    published = publishing.current(given.store)
    if published is None:
        raise SystemExit(f"Nothing is published in {given.store}.")
    people = [row for row in sample(published.run, given.pages) if row[0] is not None]
    link = reader_link([row[0] for row in people])
    with served(given.store) as address:
        asyncio.run(measure(address, link, given.store, people, given.rate))


if __name__ == "__main__":
    main()
