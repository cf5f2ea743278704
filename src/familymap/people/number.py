"""Is a personal number well formed? As SQL and for one number, with the country's weights."""

from familymap.people.linkage import PersonalNumber


def valid(column: str, number: PersonalNumber) -> str:
    """SQL: the text has the right length, only digits, and its check digit agrees; never NULL.

    A valid number alone proves nothing: it may be a relative's, or a mistyped one that happens to agree.
    """
    as_number = f"try_cast({column} as bigint)"

    def digit(position: int) -> str:
        return f"({as_number} // {10 ** (number.length - 1 - position)} % 10)"

    cases = []
    for weights in number.weights:
        weighted = " + ".join(f"{weight} * {digit(position)}" for position, weight in enumerate(weights))
        total = f"(({weighted}) % {number.modulus})"
        cases.append(f"when {total} < 10 then {total} = {digit(number.length - 1)}")
    agrees = f"case {' '.join(cases)} else false end"
    # A number of the right length with a blank or a sign in it is no number.
    digits_only = f"lpad(cast({as_number} as varchar), {number.length}, '0') = {column}"
    return f"coalesce(length({column}) = {number.length} and {digits_only} and {agrees}, false)"


def is_valid(text: str, number: PersonalNumber) -> bool:
    """The same for one text."""
    if len(text) != number.length or not (text.isascii() and text.isdecimal()):
        return False
    for weights in number.weights:
        total = (
            sum(weight * int(digit) for weight, digit in zip(weights, text, strict=False)) % number.modulus
        )
        if total < 10:
            return total == int(text[-1])
    return False
