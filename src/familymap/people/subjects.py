"""The people a register speaks of: which columns of its rows describe whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from familymap.people.linkage import Linkage

SOLE_ROLE = "person"


class Described(Protocol):
    """The columns that describe one subject of a register."""

    @property
    def iin(self) -> str: ...
    @property
    def surname(self) -> str: ...
    @property
    def given_name(self) -> str: ...
    @property
    def patronymic(self) -> str: ...
    @property
    def birth_date(self) -> str: ...
    @property
    def sex(self) -> str | None: ...


class RegisterContract(Protocol):
    """What this room reads of a register's contract: its key and, by role, the columns of each subject."""

    @property
    def key(self) -> str: ...

    @property
    def subjects(self) -> Mapping[str, Described]: ...


@dataclass(frozen=True)
class Subject:
    """One role in one register; the fields are names of columns, None where the register has none."""

    register: str
    role: str
    key: str
    iin: str
    surname: str
    given_name: str
    patronymic: str
    birth_date: str
    sex: str | None
    place: str | None
    spouse_surname: str | None = None

    @property
    def name(self) -> str:
        """`register` or `register_role`, as in the names of the link tables."""
        return self.register if self.role == SOLE_ROLE else f"{self.register}_{self.role}"

    @property
    def link_table(self) -> str:
        return f"link_{self.name}"

    def column(self, field: str, kind: str) -> str:
        """SQL: the column of a field under the field's name, or an unknown of that type."""
        column = getattr(self, field)
        return f"s.{column} as {field}" if column else f"cast(null as {kind}) as {field}"

    def description(self) -> str:
        """SQL: the columns that describe the person, under their field names (source alias s)."""
        texts = ("iin", "surname", "given_name", "patronymic")
        fields = [self.column(field, "varchar") for field in texts]
        fields.append(self.column("birth_date", "date"))
        return ", ".join([*fields, *(self.column(field, "varchar") for field in ("place", "spouse_surname"))])


def subjects_of(contracts: Mapping[str, RegisterContract], linkage: Linkage) -> list[Subject]:
    """Every subject of every register, in the order of the contracts."""
    return [
        Subject(
            register=register,
            role=role,
            key=contract.key,
            iin=columns.iin,
            surname=columns.surname,
            given_name=columns.given_name,
            patronymic=columns.patronymic,
            birth_date=columns.birth_date,
            sex=columns.sex,
            place=linkage.places.get(register),
            spouse_surname=_spouse_surname(contract, linkage.spouses.get(register, {}).get(role)),
        )
        for register, contract in contracts.items()
        for role, columns in contract.subjects.items()
    ]


def _spouse_surname(contract: RegisterContract, spouse: str | None) -> str | None:
    return contract.subjects[spouse].surname if spouse else None
