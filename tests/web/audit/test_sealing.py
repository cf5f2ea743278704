"""Sealing while others write, and the key that signs."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from familymap.web.audit import checking, keys, sealing
from familymap.web.audit.actions import Action
from familymap.web.audit.errors import BadKey
from familymap.web.audit.log import record
from familymap.web.audit.models import Batch, Entry
from familymap.web.audit.places import Places

from .conftest import AIGUL, Log, execute, unguard


@pytest.mark.django_db
def test_nothing_new_makes_no_seal(log: Log) -> None:
    assert [new.entries for new in sealing.seal(log.files)] == [5]
    assert sealing.seal(log.files) == []


@pytest.mark.django_db
def test_an_empty_log_is_whole(empty: None, files: Places) -> None:
    assert sealing.seal(files) == []
    report = checking.check(files)
    assert report.whole
    assert report.last is None


@pytest.mark.django_db
def test_the_key_is_for_its_owner_alone(log: Log) -> None:
    assert log.files.signing_key.stat().st_mode & 0o777 == 0o600
    log.files.signing_key.chmod(0o640)
    with pytest.raises(BadKey, match="chmod 600"):
        sealing.seal(log.files)


@pytest.mark.django_db
def test_a_file_that_is_no_key_is_told(log: Log) -> None:
    log.files.public_key.write_text("nothing", encoding="utf-8")
    with pytest.raises(BadKey, match="not an Ed25519 key"):
        checking.check(log.files)
    log.files.public_key.unlink()
    with pytest.raises(BadKey, match="There is no key"):
        checking.check(log.files)


def test_a_key_is_made_once(files: Places) -> None:
    first = keys.signing_key(files.signing_key).private_bytes_raw()
    assert keys.signing_key(files.signing_key).private_bytes_raw() == first


class OpenWork:
    """Another connection that has written an entry and not ended its transaction."""

    def __init__(self) -> None:
        self.written, self.may_end, self.ended = threading.Event(), threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._work)
        self.thread.start()
        assert self.written.wait(10)

    def _work(self) -> None:
        try:
            with transaction.atomic():
                record(AIGUL, Action.opened_card, subject="family", subject_id=1, detail={"slow": True})
                self.written.set()
                self.may_end.wait(20)
        finally:
            connection.close()
            self.ended.set()

    def end(self) -> None:
        self.may_end.set()
        self.thread.join(20)


@pytest.fixture
def clean_afterwards(transactional_db: None) -> "Callable[[], None]":
    """Empties the log before; what is committed here must not stay for other tests."""

    def clean() -> None:
        with transaction.atomic():
            _emptied()

    return clean


def _emptied() -> None:
    from .conftest import _guard, _guards

    guards = _guards()
    unguard()
    execute("DELETE FROM audit_batch", "DELETE FROM audit_entry")
    _guard(guards)


@pytest.mark.django_db(transaction=True)
def test_the_sealer_waits_for_open_transactions(files: Places, clean_afterwards: Callable[[], None]) -> None:
    """A lower number that is committed after a higher one must end under the same seal."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time: numbers and commits are in one order.")
    clean_afterwards()
    work = OpenWork()
    try:
        later = record(AIGUL, Action.searched)
        with pytest.raises(sealing.NotSealed, match="has been open for more than"):
            sealing.seal(files, patience=0.2)
        assert Batch.objects.count() == 0
        threading.Timer(0.3, work.end).start()
        [sealed] = sealing.seal(files, patience=10)
        assert sealed.entries == 2
        assert Entry.objects.get(subject_id="1").pk < later == sealed.last_id
        assert checking.check(files).whole
    finally:
        work.end()
        clean_afterwards()


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_no_false_alarm_while_many_write_and_two_seal(
    files: Places, clean_afterwards: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "BATCH", 50)
    clean_afterwards()
    stop, troubles = threading.Event(), list[BaseException]()

    def worker(deed: Callable[[], object]) -> None:
        try:
            while not stop.is_set():
                deed()
        except BaseException as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    def write() -> None:
        with transaction.atomic():
            for number in range(3):
                record(AIGUL, Action.opened_card, subject="family", subject_id=number)

    deeds = [write] * 4 + [lambda: sealing.seal(files)] * 2
    threads = [threading.Thread(target=worker, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    stop.wait(3)
    stop.set()
    for thread in threads:
        thread.join()
    try:
        assert not troubles
        sealing.seal(files)
        report = checking.check(files)
        assert report.whole
        assert report.entries == Entry.objects.count() > 50
        assert report.waiting == 0
    finally:
        clean_afterwards()
