"""What one made-up country is drawn from: how many people, which seed, which date, which figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from familymap.synthetic.draws import Draws
from familymap.synthetic.parameters import Parameters

YEAR = 365.25
"""Days in a year: ages are drawn in years and kept as dates."""

PLACES = 32
"""Numbers a unit has for its people: 0 the man, 1 the woman, 2… her children by order of birth."""

CHILD = f"unit_no * {PLACES} + child_no"
"""SQL for the number of a child within the unit it was born into."""


@dataclass(frozen=True)
class Country:
    """The order for a made-up country."""

    people: int
    seed: int
    as_of: date
    parameters: Parameters
    regions: Sequence[Mapping[str, Any]]

    @property
    def today(self) -> str:
        """The as-of date as SQL."""
        return f"date '{self.as_of.isoformat()}'"

    @property
    def horizon(self) -> str:
        """The day before which a dead person is no longer kept, as SQL."""
        years = int(self.parameters["dead_kept_years"])
        return f"date '{self.as_of.replace(year=self.as_of.year - years).isoformat()}'"

    def uniform(self, purpose: str, key: str) -> str:
        """SQL for an even random number in [0, 1): always the same for equal key, purpose and seed."""
        return Draws(self.seed).uniform(key, f"people {purpose}")

    def bits(self, purpose: str, key: str) -> str:
        """SQL for 64 random bits, to shuffle by."""
        return Draws(self.seed).bits(key, f"people {purpose}")

    @property
    def by_region(self) -> bool:
        """Whether partners are looked for region by region (a small country has too few people for it)."""
        return self.people >= 100_000


def choice(number: str, shares: Sequence[tuple[str, float]], otherwise: str) -> str:
    """SQL that picks a value by an even random number: shares one after another, then `otherwise`."""
    reached = 0.0
    cases = []
    for value, share in shares:
        reached += share
        cases.append(f"when {number} < {reached:.6f} then {value}")
    return f"case {' '.join(cases)} else {otherwise} end"


def by_key(column: str, values: Mapping[str, Any]) -> str:
    """SQL that looks a declared value up by a text column."""
    return f"case {column} {' '.join(f'when {key!r} then {value}' for key, value in values.items())} end"


def by_number(column: str, values: Mapping[int, Any]) -> str:
    """SQL that looks a declared value up by a column of small numbers."""
    return f"case {column} {' '.join(f'when {key} then {value}' for key, value in values.items())} end"


def since(column: str, values: Mapping[int, Any], part: int | None = None) -> str:
    """SQL for a value declared «from this number on»: of the last key not above the column, else NULL."""
    cases = [
        f"when {column} >= {key} then {values[key] if part is None else values[key][part]}"
        for key in sorted(values, reverse=True)
    ]
    return f"case {' '.join(cases)} end"
