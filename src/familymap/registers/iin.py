"""The 12-digit numbers of people (IIN) and legal entities (BIN): check digit and form.

Form and weights: government resolution 565 of 11.06.2003 as cited by public validators; both numbers share
them. The digits' tie to birth date and sex was cut by resolution 853 of 26.08.2013, so a mismatch there is
a warning and never an error.
"""

FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def check_digit(first_eleven: str) -> int | None:
    """The twelfth digit that belongs to eleven digits; None when such a number is never issued."""
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        remainder = sum(w * int(d) for w, d in zip(weights, first_eleven, strict=True)) % 11
        if remainder < 10:
            return remainder
    return None


def is_valid(number: str) -> bool:
    """Whether a number has twelve digits and the right check digit."""
    return len(number) == 12 and number.isdecimal() and check_digit(number[:11]) == int(number[11])


def form_sql(text: str) -> str:
    """SQL: the text consists of twelve digits."""
    return f"regexp_full_match({text}, '[0-9]{{12}}')"


def check_digit_sql(number: str) -> str:
    """SQL: the BIGINT `number` ends in its check digit (division and remainder: the fastest way measured)."""
    first, second = (_remainder_sql(number, weights) for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS))
    return f"({number} % 10 = case when {first} < 10 then {first} else {second} end)"


def looks_like_bin_sql(text: str) -> str:
    """SQL: the fifth digit is 4, 5 or 6, as in numbers of legal entities (in an IIN it begins the day)."""
    return f"substr({text}, 5, 1) in ('4', '5', '6')"


def agrees_with_birth_date_sql(text: str, birth_date: str) -> str:
    """SQL: digits 1-6 repeat the birth date, and digit 7, where it names a century, names the right one."""
    century = (
        f"case when substr({text}, 7, 1) between '1' and '6' "
        f"then year({birth_date}) // 100 = 18 + (ascii(substr({text}, 7, 1)) - 49) // 2 else true end"
    )
    return f"(substr({text}, 1, 6) = strftime({birth_date}, '%y%m%d') and {century})"


def agrees_with_sex_sql(text: str, sex: str) -> str:
    """SQL: digit 7 is odd for men (M) and even for women (F); 0 and 9 say nothing."""
    digit = f"substr({text}, 7, 1)"
    return (
        f"case when {digit} in ('1', '3', '5', '7') then {sex} = 'M' "
        f"when {digit} in ('2', '4', '6', '8') then {sex} = 'F' end"
    )


def _remainder_sql(number: str, weights: tuple[int, ...]) -> str:
    terms = (
        f"{weight % 11} * ({number} // {10 ** (11 - place)} % 10)"
        for place, weight in enumerate(weights)
        if weight % 11
    )
    return f"(({' + '.join(terms)}) % 11)"
