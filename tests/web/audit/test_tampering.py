"""Somebody with the whole database in hand changes the log: every change is found, and told which it is."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from familymap.web.audit import checking, head, keys, sealing
from familymap.web.audit.models import Batch, Entry
from familymap.web.audit.places import Places

from .conftest import Log, execute, unguard

pytestmark = pytest.mark.django_db


def test_an_untouched_log_is_whole(log: Log) -> None:
    report = checking.check(log.files)
    assert report.whole
    assert (report.entries, report.waiting, report.beyond_head) == (60, 5, 0)


def edit(log: Log) -> str:
    execute(f"UPDATE audit_entry SET actor_name = 'Somebody' WHERE id = {log.ids[25]}")
    return f"Entry {log.ids[25]} was changed after it was sealed (seal 2)."


def shift_time(log: Log) -> str:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET at = %s WHERE id = %s", ["2020-01-01 00:00:00+00", log.ids[3]])
    return f"Entry {log.ids[3]} was changed after it was sealed (seal 1)."


def remove(log: Log) -> str:
    execute(f"DELETE FROM audit_entry WHERE id = {log.ids[30]}")
    return f"Entry {log.ids[30]} was removed after it was sealed (seal 2)."


def copied(log: Log, number: int) -> str:
    """A statement that puts in a copy of the first entry under a number."""
    return (
        f"INSERT INTO audit_entry (id, {COPIED}) SELECT {number}, {COPIED} FROM audit_entry "
        f"WHERE id = {log.ids[0]}"
    )


COPIED = "at, actor_id, actor_name, roles, action, subject, subject_id, area, purpose, detail"


def forge(log: Log) -> str:
    """An entry is taken out, and another put in its place."""
    execute(f"DELETE FROM audit_entry WHERE id = {log.ids[30]}", copied(log, log.ids[30]))
    return f"Entry {log.ids[30]} was changed after it was sealed (seal 2)."


def forge_below(log: Log) -> str:
    execute(copied(log, -5))
    return "Entry -5 was put in below the first seal."


def swap_places(log: Log) -> str:
    first, second = log.ids[5], log.ids[9]
    execute(
        f"UPDATE audit_entry SET id = -1 WHERE id = {first}",
        f"UPDATE audit_entry SET id = {first} WHERE id = {second}",
        f"UPDATE audit_entry SET id = {second} WHERE id = -1",
    )
    return f"In the place of entry {first} stands what was sealed as entry {second} (seal 1)."


def cut_off_the_newest(log: Log) -> str:
    execute("DELETE FROM audit_batch WHERE number = 3", f"DELETE FROM audit_entry WHERE id > {log.ids[39]}")
    return f"The head knows seal 3 (up to entry {log.ids[59]}); the log no longer has it."


def empty_the_log(log: Log) -> str:
    execute("DELETE FROM audit_batch", "DELETE FROM audit_entry")
    return f"The head knows seal 1 (up to entry {log.ids[19]}); the log no longer has it."


def remove_a_seal(log: Log) -> str:
    execute("DELETE FROM audit_batch WHERE number = 2")
    return "Seal 2 was removed."


def change_a_seal(log: Log) -> str:
    execute("UPDATE audit_batch SET entries = 19 WHERE number = 2")
    return "Seal 2 was changed, or made without the key: its signature is not valid."


def swap_seals(log: Log) -> str:
    for number, other in ((2, -2), (3, 2), (-2, 3)):
        execute(f"UPDATE audit_batch SET number = {other} WHERE number = {number}")
    return "Seal 2 was changed, or made without the key: its signature is not valid."


def seal_anew_with_another_key(log: Log) -> str:
    """Edit, then seal everything anew: the chain is right, the key is not."""
    _rewritten(
        log,
        Places(
            log.files.head.with_name("k"), log.files.head.with_name("k.public"), log.files.head.with_name("h")
        ),
    )
    return "Seal 1 was changed, or made without the key: its signature is not valid."


def seal_anew_with_the_key(log: Log) -> str:
    """Even who has stolen the key cannot make the head forget."""
    _rewritten(log, Places(log.files.signing_key, log.files.public_key, log.files.head.with_name("h")))
    return "Seal 1 is not the one that the head knows."


def _rewritten(log: Log, files: Places) -> None:
    execute(f"UPDATE audit_entry SET purpose = 'other' WHERE id = {log.ids[2]}", "DELETE FROM audit_batch")
    sealing.seal(files)


def hide_which(log: Log) -> str:
    """The list that finds a changed entry is changed with it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_batch SET leaves = %s WHERE number = 1", [b"\0" * 800])
    execute(f"DELETE FROM audit_entry WHERE id = {log.ids[2]}")
    return (
        f"Entries 1 to {log.ids[19]} are not as they were sealed; "
        "the list that tells which was changed too (seal 1)."
    )


def change_the_list(log: Log) -> str:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_batch SET leaves = %s WHERE number = 1", [b"\0" * 800])
    return "The list by which entries are found was changed in seal 1."


def change_the_head(log: Log) -> str:
    text = log.files.head.read_text(encoding="utf-8").splitlines(keepends=True)
    log.files.head.write_text("".join([*text[:2], "2 x\n", *text[3:]]), encoding="utf-8")
    return "Line 2 of the head was changed."


def cut_the_head(log: Log) -> str:
    text = log.files.head.read_text(encoding="utf-8").splitlines(keepends=True)
    log.files.head.write_text("".join(text[:2]), encoding="utf-8")
    return "The head ends before seal 2: lines were removed from it."


def remove_the_head(log: Log) -> str:
    log.files.head.unlink()
    return "The head is missing. Without it nobody can tell whether seals were cut off."


TAMPERINGS = (
    edit, shift_time, remove, forge, forge_below, swap_places, cut_off_the_newest, empty_the_log,
    remove_a_seal, change_a_seal, swap_seals, seal_anew_with_another_key, seal_anew_with_the_key,
    hide_which, change_the_list, change_the_head, cut_the_head, remove_the_head,
)  # fmt: skip


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_every_tampering_is_found_and_told(log: Log, tamper: Callable[[Log], str]) -> None:
    unguard()
    expected = tamper(log)
    assert expected in log.findings()


def test_an_entry_put_in_later_is_found(log: Log, write: Callable[[int], list[int]]) -> None:
    """A number that a broken-off transaction left free within a sealed range gets a forged entry."""
    unguard()
    execute(f"DELETE FROM audit_entry WHERE id > {log.ids[59]}")
    left_free, _ = write(2)
    execute(f"DELETE FROM audit_entry WHERE id = {left_free}")
    sealing.seal(log.files)
    assert log.findings() == []
    execute(copied(log, left_free))
    assert log.findings() == [f"Entry {left_free} was put in later: seal 4 does not know it."]


def test_an_older_copy_of_the_head_is_no_finding(log: Log, tmp_path: Path) -> None:
    from familymap.web.audit.verifying import verify

    copy = head.lines(log.files.head)
    assert copy is not None
    report = verify(copy[:1], keys.public_key(log.files.public_key))
    assert report.whole
    assert report.beyond_head == 2


def test_a_sealing_that_stopped_before_the_head_is_mended(
    log: Log, write: Callable[[int], list[int]]
) -> None:
    text = log.files.head.read_text(encoding="utf-8").splitlines(keepends=True)
    log.files.head.write_text("".join(text[:-1]), encoding="utf-8")
    assert log.findings() == []
    sealing.seal(log.files)
    assert re.findall(r"^\d+", log.files.head.read_text(encoding="utf-8"), re.M) == ["1", "2", "3", "4"]
    assert log.findings() == []


def test_nothing_is_sealed_over_a_log_that_is_wrong(log: Log) -> None:
    unguard()
    execute("DELETE FROM audit_batch WHERE number = 3")
    with pytest.raises(sealing.NotSealed, match="do not agree"):
        sealing.seal(log.files)
    assert Batch.objects.count() == 2


def test_what_the_last_check_found_is_remembered(log: Log) -> None:
    unguard()
    expected = edit(log)
    checking.check(log.files)
    last = checking.last_check(log.files)
    assert last is not None
    assert (last.wrong, last.entries, last.last_id) == (1, 60, log.ids[59])
    assert [str(finding) for finding in last.findings] == [expected]
    log.files.last_check.write_text("{}", encoding="utf-8")
    assert checking.last_check(log.files) is None


def test_the_guards_refuse_change_and_removal(log: Log) -> None:
    from django.db import DatabaseError, transaction

    entry, batch = Entry.objects.filter(id=log.ids[0]), Batch.objects.filter(number=1)
    for deed in (lambda: entry.update(area="x"), entry.delete, lambda: batch.update(root="x"), batch.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    replaced = (
        "INSERT OR REPLACE INTO audit_entry" if connection.vendor == "sqlite" else "INSERT INTO audit_entry"
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        execute(f"{replaced} (id, {COPIED}) SELECT id, {COPIED} FROM audit_entry WHERE id = {log.ids[1]}")
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError), transaction.atomic():
            execute("TRUNCATE audit_entry")
    assert log.findings() == []
