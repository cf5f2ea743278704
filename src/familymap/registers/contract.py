"""Register contracts: what a register delivers, who answers for it and what its silence means."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import duckdb
import sqlglot
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from sqlglot import exp

from familymap.declarations import BadDeclaration, Words, line_of, read_tree

DEFAULT_TEXT_LIMIT = 1000
RECEIVED_ON = "received_on"
BOOKKEEPING = ("row_number", RECEIVED_ON, "sequence")
"""Columns of an accepted table beside the contract's: place in the source, date and order of receipt."""

SQL_TYPES = {
    "text": "VARCHAR",
    "integer": "INTEGER",
    "bigint": "BIGINT",
    "date": "DATE",
    "money": "DECIMAL(18,2)",
    "yes_no": "BOOLEAN",
    "iin": "VARCHAR",
    "bin": "VARCHAR",
    "kato": "VARCHAR",
}
DECIMAL = re.compile(r"decimal\((\d{1,2}),\s*(\d{1,2})\)")
NAME = re.compile(r"[a-z][a-z0-9_]*")

Level = Literal["stop", "quarantine", "warn"]


class BadContract(ValueError):
    """A contract cannot be used; the text names file, line, trouble and mend."""


def _name(value: str) -> str:
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise ValueError(f"«{value}» is not a name: write small Latin letters, digits and _, a letter first")
    return value


def _strings(codes: Any) -> Any:
    if isinstance(codes, list) and any(isinstance(code, bool) for code in codes):
        raise ValueError("YAML reads a bare yes/no/on/off as true or false: put such codes in quotes")
    return [str(code) for code in codes] if isinstance(codes, list) else codes


def _type(value: str) -> str:
    if not isinstance(value, str) or not (value in SQL_TYPES or DECIMAL.fullmatch(value)):
        raise ValueError(f"«{value}» is not a column type: use {', '.join(SQL_TYPES)} or decimal(p,s)")
    return value


Name = Annotated[str, BeforeValidator(_name)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Part):
    """One column: its type, its unit where it has one, and how careful one must be with it."""

    type: Annotated[str, BeforeValidator(_type)]
    sensitivity: Literal["public", "personal", "sensitive"]
    meaning: str = Field(min_length=1)
    required: bool = False
    unit: str | None = None
    codes: Annotated[list[str] | None, BeforeValidator(_strings)] = None
    max_length: int = Field(DEFAULT_TEXT_LIMIT, ge=1)
    check_digit: Literal["quarantine", "warn"] = "quarantine"

    @property
    def sql_type(self) -> str:
        """The column's type in the accepted table."""
        return SQL_TYPES.get(self.type, self.type.upper())

    @model_validator(mode="after")
    def _whole(self) -> "Column":
        if (self.type == "money" or self.type.startswith("decimal")) and not self.unit:
            raise ValueError("a column of money or decimals needs a unit: add «unit: KZT», «unit: m2» …")
        if self.codes is not None and self.type not in ("text", "integer"):
            raise ValueError("only text and integer columns have codes")
        return self


class Absence(_Part):
    """What it means when the register says nothing about somebody."""

    means: Literal["none", "unknown"]
    why: str = Field(min_length=1)


class Subject(_Part):
    """The columns that tell who a row speaks of in one role."""

    iin: str
    surname: str
    given_name: str
    patronymic: str
    birth_date: str
    sex: str | None = None


class Rule(_Part):
    """A condition that good rows fulfil: SQL over the typed columns; NULL means «not checked»."""

    id: Name
    level: Level
    check: str
    text: Words
    column: str | None = None
    limit: float = Field(0.0, ge=0, le=1)

    @property
    def named(self) -> list[str]:
        """The columns that the check reads, in order of appearance."""
        tree = sqlglot.parse_one(self.check, dialect="duckdb")
        if tree.find(exp.Select, exp.AggFunc, exp.Window):
            raise ValueError(f"rule «{self.id}»: a check looks at one row, without select or aggregates")
        return [column.name for column in tree.find_all(exp.Column, bfs=False)]

    @property
    def at_fault(self) -> str:
        """The column shown to whoever repairs the row."""
        return self.column or next(name for name in self.named if name != RECEIVED_ON)


class Contract(_Part):
    """What one register delivers and how it is checked."""

    name: Name
    version: int = Field(ge=1)
    title: Words
    owner: Words
    legal_basis: str = Field(min_length=1)
    purpose: str = Field(min_length=1)
    delivery: Literal["snapshot", "events"]
    absence: Absence
    freshness_days: int = Field(ge=1)
    key: str
    subjects: dict[Name, Subject] = Field(default_factory=dict)
    columns: dict[Name, Column] = Field(min_length=1)
    rules: list[Rule] = Field(default_factory=list)

    @property
    def checksum(self) -> str:
        """SHA-256 over everything the contract says."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    @property
    def sql_types(self) -> dict[str, str]:
        """Columns of the register's table with their SQL types."""
        return {name: column.sql_type for name, column in self.columns.items()}

    @property
    def accepted_types(self) -> dict[str, str]:
        """Columns of `accepted.parquet`: the contract's, then place in the source and order of receipt."""
        return {**self.sql_types, "row_number": "BIGINT", RECEIVED_ON: "DATE", "sequence": "INTEGER"}

    @property
    def table(self) -> str:
        """The name under which a run offers the accepted files."""
        return self.name if self.delivery == "snapshot" else f"{self.name}_delivered"

    @model_validator(mode="after")
    def _consistent(self) -> "Contract":
        key = self.columns.get(self.key)
        if key is None or key.type != "bigint" or not key.required:
            raise ValueError(f"key: «{self.key}» must be a required column of type bigint")
        if taken := set(BOOKKEEPING) & set(self.columns):
            raise ValueError(f"columns: {', '.join(sorted(taken))} is a name the store needs: rename it")
        for role, subject in self.subjects.items():
            for column in subject.model_dump(exclude_none=True).values():
                self._must_have(column, f"subjects.{role}")
        for rule in self.rules:
            self._check_rule(rule)
        self._try_checks()
        ids = [rule.id for rule in self.rules]
        if repeated := {name for name in ids if ids.count(name) > 1}:
            raise ValueError(f"rules: the id {', '.join(sorted(repeated))} is given twice")
        return self

    def _check_rule(self, rule: Rule) -> None:
        try:
            named = rule.named
        except sqlglot.errors.SqlglotError as trouble:
            raise ValueError(f"rules.{rule.id}: the check is not SQL ({trouble})") from None
        for column in [*named, *([rule.column] if rule.column else [])]:
            if column != RECEIVED_ON:
                self._must_have(column, f"rules.{rule.id}")
        if not set(named) - {RECEIVED_ON}:
            raise ValueError(f"rules.{rule.id}: the check reads no column of the register")

    def _try_checks(self) -> None:
        """Every check must be a condition that the engine understands."""
        if trouble := _trouble_with_checks(self.rules, self.sql_types):
            raise ValueError(trouble)

    def _must_have(self, column: str, place: str) -> None:
        if column not in self.columns:
            raise ValueError(f"{place}: there is no column «{column}»; columns are {', '.join(self.columns)}")


def _trouble_with_checks(rules: Sequence[Rule], sql_types: Mapping[str, str]) -> str | None:
    """What is wrong with the first check that cannot be carried out; tried on no rows."""
    listed = ", ".join(f'null::{kind} as "{name}"' for name, kind in sql_types.items())
    with duckdb.connect() as db:
        for rule in rules:
            tried = f"select {rule.check} from (select {listed}, current_date as {RECEIVED_ON})"
            try:
                [(_, kind, *_)] = db.execute(f"describe {tried}").fetchall()
            except duckdb.Error as trouble:
                return f"rules.{rule.id}: the check is not SQL ({str(trouble).splitlines()[0]})"
            if kind != "BOOLEAN":
                return f"rules.{rule.id}: the check must be true or false, not {kind}"
    return None


def load_contract(path: Path) -> Contract:
    """Read one contract. Raises BadContract with file, line and mend."""
    try:
        content, tree = read_tree(path)
    except BadDeclaration as trouble:
        raise BadContract(str(trouble)) from None
    if not isinstance(content, dict):
        raise BadContract(f"{path}:1: a contract is a list of «name: value» lines.")
    try:
        contract = Contract.model_validate(content)
    except ValidationError as trouble:
        lines = [_sentence(path, tree, error) for error in trouble.errors()]
        raise BadContract("\n".join(lines)) from None
    if contract.name != path.stem:
        raise BadContract(f"{path}:1: the name «{contract.name}» must equal the file's name «{path.stem}».")
    return contract


def load_contracts(folder: Path) -> dict[str, Contract]:
    """Every contract of a folder by register name, in name order. Raises BadContract."""
    return {path.stem: load_contract(path) for path in sorted(folder.glob("*.yaml"))}


def _sentence(path: Path, tree: Any, error: Any) -> str:
    place = list(error["loc"])
    said = str(error.get("ctx", {}).get("error") or error["msg"])
    match error["type"]:
        case "missing":
            said = f"«{place[-1]}» is missing: add it"
        case "extra_forbidden":
            said = f"«{place[-1]}» is not a field of a contract: remove it or correct its spelling"
    if not place and re.match(r"[a-z_.0-9]+: ", said):
        place = _named_place(tree, said.split(": ")[0].split("."))
    shown = ".".join(str(part) for part in error["loc"])
    return f"{path}:{line_of(tree, place)}: {shown + ': ' if shown else ''}{said}."


def _named_place(tree: Any, parts: list[str]) -> list[str | int]:
    """A place told by a rule's id becomes a place told by its position."""
    if parts[0] != "rules" or len(parts) < 2:
        return list(parts)
    rules = next(value for name, value in tree.value if name.value == "rules").value
    for position, rule in enumerate(rules):
        if any(name.value == "id" and value.value == parts[1] for name, value in rule.value):
            return ["rules", position, "check"]
    return ["rules"]
