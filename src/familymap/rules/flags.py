"""Whether something is so in any row of a group: many such questions in one number.

An aggregate of its own for each would make up most of the work where a rule asks of every member.
"""

BITS = 62


class Flags:
    """The questions asked of one group, a bit each; `columns` work the bits out."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def any_row(self, condition: str) -> str:
        """SQL: whether the condition is true of any row, read from the columns. No row: unknown."""
        number, bit = divmod(self._places.setdefault(condition, len(self._places)), BITS)
        return f"((flags_{number} & {1 << bit}) <> 0)"

    @property
    def columns(self) -> list[str]:
        """SQL: the numbers, for the SELECT list in which their bits are read."""
        numbers: dict[int, list[str]] = {}
        for condition, place in self._places.items():
            number, bit = divmod(place, BITS)
            numbers.setdefault(number, []).append(f"case when {condition} then {1 << bit} else 0 end")
        return [
            f"bit_or(cast({' + '.join(bits)} as bigint)) as flags_{number}"
            for number, bits in numbers.items()
        ]
