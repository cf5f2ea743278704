"""Parameters of law: dated values, each with unit, legal reference and certainty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from familymap.rules.declare import Place
from familymap.rules.values import Stored, Type


@dataclass(frozen=True)
class DatedValue:
    """What a parameter is from a day on. `value` None: the value was not found; a table holds its entries."""

    since: date
    value: Stored
    table: Mapping[int | str, Stored]
    reference: str
    certainty: str


@dataclass(frozen=True)
class Parameter:
    """A named value of law over time, oldest first."""

    name: str
    type: Type
    unit: str
    title: Mapping[str, str]
    key: str
    values: Sequence[DatedValue]
    place: Place
    note: str = ""

    def on(self, day: date) -> DatedValue | None:
        """What it is on that day; None before its first date."""
        return next((dated for dated in reversed(self.values) if dated.since <= day), None)


@dataclass(frozen=True)
class Parameters:
    """All parameters by name."""

    by_name: Mapping[str, Parameter] = field(default_factory=dict)
