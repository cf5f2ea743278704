"""SQL words that several circumstances are written in."""

from collections.abc import Mapping, Sequence

from familymap.synthetic.draws import Draws
from familymap.synthetic.register_parameters import RegisterParameters

_OUTSIDERS_FROM = 1_000_000_000_000
_FIRST_PASS = tuple(range(1, 12))
_SECOND_PASS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def age(birth_date: str, on: str) -> str:
    """Full years."""
    return (
        f"((year({on}) - year({birth_date})) - case when month({on}) * 100 + day({on}) "
        f"< month({birth_date}) * 100 + day({birth_date}) then 1 else 0 end)::integer"
    )


def alive(as_of: str) -> str:
    """Born and not dead on that day."""
    return f"(birth_date <= {as_of} and (death_date is null or death_date > {as_of}))"


def pension_age(parameters: RegisterParameters) -> str:
    """Full years at which a person of this `sex` retires."""
    ages = parameters["pension_age"]
    return f"(case when sex = 'M' then {ages['M']} else {ages['F']} end)"


def picked(key: str, purpose: str, choices: Sequence[str], draws: Draws) -> str:
    """One of the texts, each equally likely."""
    listed = ", ".join(f"'{choice}'" for choice in choices)
    return f"[{listed}][1 + {draws.whole(key, purpose, len(choices))}]"


def one_of(key: str, purpose: str, shares: Mapping[str, float], draws: Draws) -> str:
    """One of the texts, each with its share; the last one takes what remains."""
    draw = draws.uniform(key, purpose)
    reached, cases = 0.0, []
    for value, share in shares.items():
        reached += share
        cases.append(f"when {draw} < {reached:.6f} then '{value}'")
    return f"case {' '.join(cases[:-1])} else '{list(shares)[-1]}' end"


def some_time_before(begun: str, days: str, birth_date: str = "birth_date", from_age: int = 18) -> str:
    """The date so many days before the country's first delivery, but not before the person had this age.

    It hangs on no later date: what began once does not move when a month passes.
    """
    grown = f"greatest(0, ({begun} - {birth_date})::integer - {from_age * 1461 // 4 + 1})"
    return f"({begun} - 1 - least({days}, {grown}))"


def by_region(kato: str, values: Mapping[str, float]) -> str:
    """The value of the region in which the place lies; `others` for regions without one."""
    cases = " ".join(
        f"when '{region}' then {value}" for region, value in values.items() if region != "others"
    )
    otherwise = f" else {values['others']}" if "others" in values else ""
    return f"(case substr({kato}, 1, 2) {cases}{otherwise} end)"


def numbered(slots: int, slot: str | int = 0, person_no: str = "person_no") -> str:
    """A register's number for the person's row in this slot of so many; foreigners stand after everybody."""
    first = f"case when {person_no} < 0 then {_OUTSIDERS_FROM} - {person_no} else {person_no} end"
    return f"(({first}) * {slots} + {slot})"


def tenge(amount: str, step: int = 1) -> str:
    """The amount as exact money, rounded to so many tenge."""
    return f"(round(({amount}) / {step}) * {step})::decimal(18, 2)"


def with_check_digit(eleven: str) -> str:
    """The twelve digits of an IIN or BIN, or NULL where the check digit cannot be formed."""

    def remainder(weights: Sequence[int]) -> str:
        terms = (
            f"{weight} * substr({eleven}, {place}, 1)::integer" for place, weight in enumerate(weights, 1)
        )
        return f"(({' + '.join(terms)}) % 11)"

    first, second = remainder(_FIRST_PASS), remainder(_SECOND_PASS)
    return (
        f"case when {first} < 10 then {eleven} || {first}::varchar "
        f"when {second} < 10 then {eleven} || {second}::varchar end"
    )
