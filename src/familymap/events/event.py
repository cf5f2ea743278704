"""Events as they arrive: a file of JSON lines or YAML, one mapping for each event."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from familymap.texts import translator

LINES = (".jsonl", ".ndjson", ".json")
"""Files with one JSON object a line; any other file is read as a YAML list."""


class BadEvents(ValueError):
    """The file cannot be read as events; the text names file, line and mend."""


class Refused(Exception):
    """Why an event is not worked out by itself; `left` says that the next run will take it up as it is."""

    def __init__(self, english: str, *, left: bool = False, **places: object) -> None:
        super().__init__(english.format(**places))
        self.english, self.left, self.places = english, left, places

    def told(self, language: str) -> str:
        """The reason in Kazakh, Russian or English."""
        places = {
            name: value[language] if isinstance(value, Mapping) else value
            for name, value in self.places.items()
        }
        return translator("events", language)(self.english).format(**places)


@dataclass(frozen=True)
class Event:
    """What happened, as somebody told it: kind, day and what the kind asks for. `place` is file and line."""

    kind: str
    day: date
    fields: Mapping[str, Any]
    place: str = ""


def read_events(path: Path) -> list[Event]:
    """The events of a file. Raises BadEvents."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as trouble:
        raise BadEvents(f"{path}: {trouble.strerror}. Give the path of the file.") from None
    except UnicodeDecodeError:
        raise BadEvents(f"{path}: is not UTF-8 text. Save it as UTF-8.") from None
    told = _json_lines(path, text) if path.suffix in LINES else _yaml_list(path, text)
    return [event(fields, place) for fields, place in told]


def event(told: Any, place: str = "") -> Event:
    """One event as it was told. Raises BadEvents where kind or day are missing."""
    if not isinstance(told, dict):
        raise BadEvents(f"{place}: an event is a mapping with «kind», «day» and what the kind asks for.")
    fields = {str(name): value for name, value in told.items()}
    kind, day = fields.pop("kind", None), fields.pop("day", None)
    if not isinstance(kind, str):
        raise BadEvents(f"{place}: «kind» is missing: say what happened.")
    try:
        day = day if isinstance(day, date) else date.fromisoformat(str(day))
    except ValueError:
        raise BadEvents(f"{place}: «day» must be a date like 2026-01-31.") from None
    return Event(kind, day, fields, place)


def _json_lines(path: Path, text: str) -> Iterator[tuple[Any, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield json.loads(line), f"{path}:{number}"
        except json.JSONDecodeError as trouble:
            raise BadEvents(f"{path}:{number}: is not a line of JSON: {trouble.msg}.") from None


def _yaml_list(path: Path, text: str) -> Iterator[tuple[Any, str]]:
    try:
        tree = yaml.compose(text, Loader=yaml.CSafeLoader)
        content = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as trouble:
        mark = getattr(trouble, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise BadEvents(f"{path}:{line}: is not YAML: mend the indentation or quotes.") from None
    if not isinstance(content, list):
        raise BadEvents(f"{path}:1: must be a list of events, each beginning with «- kind: …».")
    for node, fields in zip(tree.value if tree else [], content, strict=True):
        yield fields, f"{path}:{node.start_mark.line + 1}"
