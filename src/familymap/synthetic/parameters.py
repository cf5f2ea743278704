"""The declared figures of the made-up country: value, unit, source and certainty of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

CERTAINTIES = ("A", "B", "C", "D", "R", "X", "assumption")


class ParameterError(ValueError):
    """A declared figure is missing or incomplete; the text names file and parameter."""


@dataclass(frozen=True)
class Parameter:
    """One declared figure (or a small table of them)."""

    name: str
    value: Any
    unit: str
    source: str
    certainty: str


def declared(country_name: str, file: str) -> Any:
    """A declaration file of a country as plain values: `declared("kazakhstan", "places/regions.yaml")`."""
    text = resources.files(f"familymap.{country_name}").joinpath(file).read_text(encoding="utf-8")
    return yaml.safe_load(text)


class Parameters(Mapping[str, Any]):
    """Values by name; `describe(name)` gives unit, source and certainty."""

    def __init__(self, file: str, entries: Mapping[str, Mapping[str, Any]]) -> None:
        self._file = file
        self._entries = {name: _checked(file, name, entry) for name, entry in entries.items()}

    @classmethod
    def load(cls, country_name: str, file: str) -> "Parameters":
        """Read `parameters:` of a declaration file."""
        return cls(file, declared(country_name, file)["parameters"])

    def describe(self, name: str) -> Parameter:
        """The whole declaration of one parameter."""
        return self._entries[name]

    def __getitem__(self, name: str) -> Any:
        if name not in self._entries:
            raise ParameterError(
                f"{self._file} declares no parameter «{name}»: add it with unit, source and certainty."
            )
        return self._entries[name].value

    def __iter__(self) -> Any:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def _checked(file: str, name: str, entry: Mapping[str, Any]) -> Parameter:
    missing = [part for part in ("value", "unit", "source", "certainty") if part not in entry]
    if missing:
        raise ParameterError(f"{file}: parameter «{name}» has no {', '.join(missing)}: add it.")
    if entry["certainty"] not in CERTAINTIES:
        raise ParameterError(
            f"{file}: parameter «{name}» has the certainty «{entry['certainty']}»: "
            f"use one of {', '.join(CERTAINTIES)}."
        )
    return Parameter(name, entry["value"], entry["unit"], entry["source"], entry["certainty"])
