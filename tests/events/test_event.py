"""Files of events: read as they are meant, and every complaint names file and line."""

from datetime import date
from pathlib import Path

import pytest

from familymap.events.event import BadEvents, Refused, read_events
from familymap.texts import LANGUAGES


def written(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_json_lines(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "events.jsonl",
        '{"kind": "death", "day": "2025-12-31", "person": 7}\n\n{"kind": "move", "day": "2026-01-01"}\n',
    )
    first, second = read_events(path)
    assert (first.kind, first.day, first.fields) == ("death", date(2025, 12, 31), {"person": 7})
    assert second.place == f"{path}:3"


def test_yaml(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "events.yaml",
        "# today\n- kind: birth\n  day: 2026-01-01\n  child: {iin: '0123'}\n- {kind: x, day: 2026-01-02}\n",
    )
    first, second = read_events(path)
    assert first.day == date(2026, 1, 1)
    assert first.fields == {"child": {"iin": "0123"}}
    assert (first.place, second.place) == (f"{path}:2", f"{path}:5")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.jsonl", '{"kind": "death",\n', "a.jsonl:1: is not a line of JSON"),
        ("a.jsonl", '{"day": "2026-01-01"}', "a.jsonl:1: «kind» is missing"),
        ("a.jsonl", '{"kind": "death", "day": "1.1.2026"}', "a.jsonl:1: «day» must be a date"),
        ("a.jsonl", "[]", "a.jsonl:1: an event is a mapping"),
        ("a.yaml", "kind: death\n", "a.yaml:1: must be a list of events"),
        ("a.yaml", "- kind: [\n", "a.yaml:2: is not YAML"),
        ("a.yaml", "- {kind: death}\n", "a.yaml:1: «day» must be a date"),
        ("a.yaml", "", "a.yaml:1: must be a list of events"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(BadEvents) as trouble:
        read_events(written(tmp_path, name, text))
    assert said in str(trouble.value)


def test_a_file_that_is_not_there_or_not_utf8(tmp_path: Path) -> None:
    with pytest.raises(BadEvents, match="Give the path"):
        read_events(tmp_path / "nothing.yaml")
    path = tmp_path / "old.yaml"
    path.write_bytes("- kind: рождение".encode("cp1251"))
    with pytest.raises(BadEvents, match="UTF-8"):
        read_events(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_is_told_in_every_language(language: str) -> None:
    reason = Refused("The register would not accept this row ({column}): {text}", column="iin", text={
        "kk": "үш", "ru": "три", "en": "three"})  # fmt: skip
    assert {"kk": "үш", "ru": "три", "en": "three"}[language] in reason.told(language)
    assert (language == "en") is ("would not accept" in reason.told(language))
