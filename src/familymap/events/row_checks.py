"""New rows held against their contract, by the conditions that receiving a delivery applies."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from familymap.engine.handful import Handful, days, handful_text
from familymap.events.event import Refused
from familymap.registers.casting import as_number, given
from familymap.registers.checks import BITS, Check, masks_sql, row_checks
from familymap.registers.contract import RECEIVED_ON, Contract
from familymap.registers.sources import column_sql

BROKEN = "The register would not accept this row ({column}): {text}"
NUMBERS = ("iin", "bin")


class RowChecks:
    """The conditions of some registers for which a row is not accepted."""

    def __init__(self, contracts: Mapping[str, Contract], registers: Sequence[str]) -> None:
        self._contracts = contracts
        self._engine = Handful()
        self._checks: dict[str, list[Check]] = {}
        self._texts: dict[str, str] = {}
        for register in registers:
            contract = contracts[register]
            columns = [RECEIVED_ON]
            for name, column in contract.columns.items():
                columns += [column_sql(name), given(name)]
                columns += [as_number(name)] if column.type in NUMBERS else []
            self._engine.table(register, columns)
            checks = [one for one in row_checks(contract, contract.sql_types) if one.level != "warn"]
            self._checks[register] = checks
            self._texts[register] = handful_text(f"select {masks_sql(checks)} from {register}")

    def check(
        self, register: str, row: Mapping[str, Any], received_on: date, only: str | None = None
    ) -> None:
        """Raises Refused for a row that would be quarantined; `only` looks at conditions on one column."""
        cells: list[object] = [days(received_on)]
        for name, column in self._contracts[register].columns.items():
            value = _plain(row.get(name))
            cells += [value, value]
            if column.type in NUMBERS:
                cells.append(int(str(value)) if value is not None and str(value).isdecimal() else None)
        self._engine.fill(register, [cells])
        [masks] = self._engine.rows(self._texts[register])
        for place, check in enumerate(self._checks[register]):
            broken = masks[place // BITS] >> place % BITS & 1
            if broken and (only is None or only in self._looked_at(register, check)):
                raise Refused(BROKEN, column=check.column, text=check.text.model_dump())

    def _looked_at(self, register: str, check: Check) -> list[str]:
        """The columns a condition looks at."""
        rules = {rule.id: rule for rule in self._contracts[register].rules}
        return rules[check.id].named if check.id in rules else [check.column]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return days(value)
    return float(value) if isinstance(value, Decimal) else value
