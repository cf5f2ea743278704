"""Kinds of events as a country declares them: which rows of which registers each one adds or ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from familymap.declarations import BadDeclaration, Words, read_tree, validated
from familymap.registers.contract import Contract

DAY = "day"
"""The field that every event has: the day on which it happened."""


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Add(_Declared):
    """A new row: whom it names by role, and what stands in its columns.

    `people` and `columns` give the field of the event for each role and column; `constants` fixed values.
    """

    add: str
    people: dict[str, str] = Field(min_length=1)
    columns: dict[str, str] = Field(min_length=1)
    constants: dict[str, str] = Field(default_factory=dict)

    @property
    def register_name(self) -> str:
        """The register of the row."""
        return self.add


class End(_Declared):
    """Rows of a person that still count get the day of the event into `column`.

    `where` keeps to rows with these values, `key` to the row whose key stands in that field of the event,
    where it is given. Finding no row is a fault of the event unless it `may_be_none`.
    """

    end: str
    of: str
    column: str
    where: dict[str, str] = Field(default_factory=dict)
    key: str | None = None
    may_be_none: bool = False

    @property
    def register_name(self) -> str:
        """The register of the rows."""
        return self.end


def _which(change: Any) -> str:
    return "end" if isinstance(change, dict) and "end" in change else "add"


Change = Annotated[Annotated[Add, Tag("add")] | Annotated[End, Tag("end")], Discriminator(_which)]


class Kind(_Declared):
    """A kind of event: its title and what it changes, in order."""

    title: Words
    changes: list[Change] = Field(min_length=1)

    @property
    def fields(self) -> list[str]:
        """Everything an event of this kind may say beside its kind and day."""
        named: dict[str, None] = {}
        for change in self.changes:
            if isinstance(change, Add):
                named |= dict.fromkeys((*change.people.values(), *change.columns.values()))
            else:
                named |= dict.fromkeys((change.of, *([change.key] if change.key else [])))
        return [name for name in named if name != DAY]


@dataclass(frozen=True)
class Kinds:
    """The kinds of events of a country, checked against its contracts."""

    by_name: Mapping[str, Kind]

    @cached_property
    def registers(self) -> list[str]:
        """Every register that an event can change."""
        return sorted({change.register_name for kind in self.by_name.values() for change in kind.changes})

    @cached_property
    def adding(self) -> list[str]:
        """Every register to which an event can add a row."""
        return sorted({change.add for change in self._changes if isinstance(change, Add)})

    def read(self, register: str) -> list[str]:
        """Columns of a register that ending its rows has to look at."""
        return sorted(
            {
                column
                for change in self._changes
                if isinstance(change, End) and change.end == register
                for column in (change.column, *change.where)
            }
        )

    @property
    def _changes(self) -> list[Add | End]:
        return [change for kind in self.by_name.values() for change in kind.changes]


def load_kinds(path: Path, contracts: Mapping[str, Contract]) -> Kinds:
    """The kinds of that YAML file. Raises BadDeclaration."""
    content, tree = read_tree(path)
    if not isinstance(content, dict):
        raise BadDeclaration(f"{path}:1: holds no kinds of events: begin with a name and its changes.")
    kinds = {name: validated(Kind, declared, path, tree, name) for name, declared in content.items()}
    for name, kind in kinds.items():
        for change in kind.changes:
            if fault := _fault(change, contracts):
                raise BadDeclaration(f"{path}: «{name}»: {fault}.")
    return Kinds(kinds)


def _fault(change: Add | End, contracts: Mapping[str, Contract]) -> str | None:
    contract = contracts.get(change.register_name)
    if contract is None:
        return f"there is no register «{change.register_name}»"
    named = (
        [*change.columns, *change.constants] if isinstance(change, Add) else [change.column, *change.where]
    )
    if unknown := [column for column in named if column not in contract.columns]:
        return f"the register «{contract.name}» has no column «{unknown[0]}»"
    if isinstance(change, End):
        return None
    if unknown := [role for role in change.people if role not in contract.subjects]:
        return f"the register «{contract.name}» has no role «{unknown[0]}»"
    if contract.key not in change.columns:
        return f"a row of «{contract.name}» needs its key «{contract.key}»"
    described = {
        column
        for role in change.people
        for column in contract.subjects[role].model_dump(exclude_none=True).values()
    }
    missing = [
        name
        for name, column in contract.columns.items()
        if column.required and name not in {*named, *described}
    ]
    return f"a row of «{contract.name}» needs «{missing[0]}»" if missing else None
