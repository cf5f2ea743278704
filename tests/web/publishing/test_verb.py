"""`familymap publish` as a person types it."""

import json
from pathlib import Path

import pytest

from familymap.cli import main
from familymap.engine.store import SealedRun
from familymap.web import publishing
from familymap.web.audit.models import Entry
from tests.web.publishing.runs import changed


def typed(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main([str(word) for word in words])
    return code, *capsys.readouterr()


@pytest.mark.django_db
def test_publishing_refusing_consenting_and_going_back(
    store: Path, run: SealedRun, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAMILYMAP_STORE", str(store))
    at = ("--store", store, "--lang", "ru")
    code, out, err = typed(capsys, "publish", run.run_id, *at)
    assert (code, err) == (0, "")
    assert out.startswith("Опубликовано: № 1, семьи по состоянию на 2026-01-01.")
    few = changed(store, run, "few", {"gap": "from {table} limit 1"})
    code, out, err = typed(capsys, "publish", few.run_id, *at)
    assert (code, out) == (1, "")
    assert "не опубликован" in err and "Число положенных, но не полученных мер изменилось" in err
    code, _, err = typed(capsys, "publish", few.run_id, *at, "--consent", "Проверено")
    assert code == 2 and "--by" in err
    consented = ("--by", "А. Ответственный", "--consent", "Проверено", "--json")
    code, out, err = typed(capsys, "publish", few.run_id, *at, *consented)
    assert code == 0 and json.loads(out)["consent"]["reason"] == "Проверено"
    code, out, err = typed(capsys, "publish", "--back", *at)
    assert code == 0 and "№ 1" in out
    assert (current := publishing.current(store)) and current.run.run_id == run.run_id
    assert typed(capsys, "publish", few.run_id, "--back", *at)[0] == 2
    assert typed(capsys, "publish", run.run_id, *at)[0] == 0, "what is current already leaves no trace"
    entries = list(Entry.objects.filter(subject="publication").order_by("id"))
    assert [(one.action, one.subject_id, one.purpose) for one in entries] == [
        ("published", "1", ""),
        ("published", "2", "Проверено"),
        ("went_back", "1", ""),
    ]
    assert entries[1].actor_name == "А. Ответственный"
    assert json.loads(entries[1].detail) == {"run": few.run_id, "as_of": few.manifest["as_of"]}
