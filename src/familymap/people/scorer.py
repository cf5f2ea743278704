"""How alike a description and a person are: labelled levels per field, each with its learned weight in bits.

A level is a small whole number in the link tables: its place in the comparison, from 1; 0 = cannot be
compared because one side says nothing. Equal names and places have four levels by how rare they are among
the people, so that rarity needs no arithmetic that two engines might do differently. Scores are whole
hundredths of a bit, for the same reason.
"""

from dataclasses import dataclass

from familymap.people.linkage import Weights
from familymap.people.names import neighbours_swapped, one_apart

RARITIES = ("common", "usual", "rare", "very_rare")
SCALE = 100


@dataclass(frozen=True)
class Level:
    """A labelled degree of agreement; `condition` is SQL over {left} and {right}, tried in order."""

    name: str
    condition: str


@dataclass(frozen=True)
class Comparison:
    """One compared field and its levels, best agreement first."""

    field: str
    levels: tuple[Level, ...]

    @property
    def column(self) -> str:
        return f"{self.field}_level"

    def code(self, level: str) -> int:
        """The number of a level in the link tables."""
        return [known.name for known in self.levels].index(level) + 1

    def sql(self, left: str, right: str) -> str:
        """SQL: the code of the level that two records reach; `left`, `right` stand before the field names."""
        one, other = f"{left}{self.field}", f"{right}{self.field}"
        band = f"{left}{self.field}_band"
        cases = " ".join(
            f"when {level.condition.format(left=one, right=other, band=band)} then {code}"
            for code, level in enumerate(self.levels, start=1)
        )
        return f"cast(case when {one} is null or {other} is null then 0 {cases} end as smallint)"


def _same() -> tuple[Level, ...]:
    bands = range(len(RARITIES))
    return tuple(Level(f"same_{RARITIES[b]}", f"{{left}} = {{right}} and {{band}} = {b}") for b in bands)


LONG_ENOUGH = "length({left}) + length({right}) >= 7"


def _name_levels(*between: Level) -> tuple[Level, ...]:
    return (
        *_same(),
        Level("one_apart", f"{one_apart('{left}', '{right}')} and {LONG_ENOUGH}"),
        Level("two_apart", f"levenshtein({{left}}, {{right}}) <= 2 and {LONG_ENOUGH}"),
        *between,
        OTHER,
    )


OTHER = Level("other", "true")

_PARTS = {"day": "day", "month": "month", "year": "year"}


def _differs_only(part: str) -> str:
    return " and ".join(f"{p}({{left}}) = {p}({{right}})" for p in _PARTS if p != part)


def _day_number(date: str) -> str:
    """A count of days with months of 31: near dates have near numbers on both engines."""
    return f"(year({date}) * 372 + month({date}) * 31 + day({date}))"


BIRTH_DATE = Comparison(
    "birth_date",
    (
        Level("same", "{left} = {right}"),
        Level(
            "day_month_swapped",
            "day({left}) = month({right}) and month({left}) = day({right}) and year({left}) = year({right})",
        ),
        Level("days_apart", f"abs({_day_number('{left}')} - {_day_number('{right}')}) <= 4"),
        *(Level(f"{part}_differs", _differs_only(part)) for part in _PARTS),
        OTHER,
    ),
)
# An error in an ending hides it from the stem; of given names the start says little (Aigul, Aigerim).
SAME_START = Level("same_start", "length({left}) >= 3 and substr({left}, 1, 3) = substr({right}, 1, 3)")
SURNAME = Comparison("surname", _name_levels(SAME_START))
GIVEN_NAME = Comparison(
    "given_name",
    _name_levels(Level("initial", "length({left}) = 1 and {left} = substr({right}, 1, 1)")),
)
PATRONYMIC = Comparison("patronymic", _name_levels(SAME_START))


def comparisons(number_length: int, district_prefix: int) -> tuple[Comparison, ...]:
    """All compared fields; the number and the code of places have the country's lengths."""
    district = f"substr({{left}}, 1, {district_prefix}) = substr({{right}}, 1, {district_prefix})"
    return (
        BIRTH_DATE,
        SURNAME,
        GIVEN_NAME,
        PATRONYMIC,
        Comparison("place", (*_same(), Level("same_district", district), OTHER)),
        Comparison(
            "iin",
            (
                Level("same", "{left} = {right}"),
                # Numbers that are right and near belong to two people born on one day.
                Level("one_digit", "{band} = 1 and levenshtein({left}, {right}) = 1"),
                Level(
                    "neighbours_swapped",
                    f"{{band}} = 1 and {neighbours_swapped('{left}', '{right}', number_length)}",
                ),
                Level("wrong_number", "{band} = 1"),
                Level("nobodys_number", "{band} = 2"),
                OTHER,
            ),
        ),
    )


def score(compared: tuple[Comparison, ...], weights: Weights) -> str:
    """SQL: the sum of the weights of the level columns, in hundredths of a bit."""
    parts = []
    for comparison in compared:
        bits = weights.bits[comparison.field]
        cases = " ".join(
            f"when {code} then {round(bits[level.name] * SCALE)}"
            for code, level in enumerate(comparison.levels, start=1)
        )
        parts.append(f"case {comparison.column} {cases} else 0 end")
    return " + ".join(parts)


def bands(table: str, column: str, rarity: tuple[int, ...]) -> str:
    """SELECT: value, band (0 = common …) of every value of a column, by its share of the table's rows."""
    cases = " ".join(
        f"when n * cast({one_in} as bigint) > total then {band}" for band, one_in in enumerate(rarity)
    )
    return f"""
        select value, cast(case {cases} else {len(rarity)} end as smallint) as band
        from (
            select {column} as value, count(*) as n from {table} where {column} is not null group by {column}
        ) as counted
        cross join (select count(*) as total from {table}) as everybody"""


def missing_weights(compared: tuple[Comparison, ...], weights: Weights) -> list[str]:
    """Levels without a weight, as «field.level»."""
    return [
        f"{comparison.field}.{level.name}"
        for comparison in compared
        for level in comparison.levels
        if level.name not in weights.bits.get(comparison.field, {})
    ]
