"""`familymap audit` as a person types it."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

WRITE = """
import os, sys, django
os.environ["FAMILYMAP_STORE"] = sys.argv[1]
os.environ["DJANGO_SETTINGS_MODULE"] = "familymap.web.settings"
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from familymap.web.accounts.actor import NOBODY
from familymap.web.audit.actions import Action
from familymap.web.audit.log import record
for number in range(100):
    record(NOBODY, Action.opened_card, subject="family", subject_id=number)
"""


def typed(*words: str) -> subprocess.CompletedProcess[str]:
    known = {"PATH", "HOME", "LANG"}
    environment = {name: value for name, value in os.environ.items() if name in known}
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, env=environment)


def audit(*words: str) -> subprocess.CompletedProcess[str]:
    return typed("-c", "import sys; from familymap.cli import main; sys.exit(main())", "audit", *words)


def test_seal_verify_and_find(tmp_path: Path) -> None:
    store = ("--store", str(tmp_path))
    early = audit("verify", *store)
    assert early.returncode == 2
    assert "There is no log" in early.stderr
    assert typed("-c", WRITE, str(tmp_path)).returncode == 0

    sealed = audit("seal", *store)
    assert sealed.returncode == 0, sealed.stderr
    assert "Sealed: 100 entries." in sealed.stdout

    whole = audit("verify", *store)
    assert whole.returncode == 0, whole.stderr
    assert "The log is whole up to" in whole.stdout

    with sqlite3.connect(tmp_path / "web" / "own.sqlite3") as database:
        database.execute("DROP TRIGGER audit_entry_no_update")
        database.execute("UPDATE audit_entry SET actor_name = 'Somebody' WHERE id = 42")
    found = audit("verify", *store)
    assert found.returncode == 1
    assert "Entry 42 was changed after it was sealed (seal 1)." in found.stderr
    told = json.loads(audit("verify", "--json", *store).stdout)
    assert told["whole"] is False
    assert [finding["entry"] for finding in told["findings"]] == [42]
