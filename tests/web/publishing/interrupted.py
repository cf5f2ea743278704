"""Publishes a run and dies at a chosen moment: `python -m tests.web.publishing.interrupted STORE RUN MOMENT`.

A moment is the name of a part that begins (empty: everything is loaded), or `sealed`: the folder is in its
place and nobody has been pointed to it yet. `full`: no file may grow beyond 64 kB. `random`: after some
tenths of a second.
"""

import importlib
import os
import random
import resource
import signal
import sys
import threading
from pathlib import Path
from typing import NoReturn

from familymap.engine.store import StoreError

publishing = importlib.import_module("familymap.web.publishing.publish")
SMALL = 64 * 1024


def die(*_: object) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def main(store: str, run: str, moment: str) -> None:
    if moment == "sealed":
        publishing.make_current = die
    if moment == "full":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, SMALL))

    def tell(part: str, done: int, total: int) -> None:
        if moment == "random" and not done:
            threading.Timer(random.uniform(0, 1.5), die).start()
        if part == moment:
            die()

    try:
        publishing.publish(Path(store), run, "me", "test", tell)
    except StoreError as trouble:
        print(trouble)


main(*sys.argv[1:])
