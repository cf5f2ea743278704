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


def number_sql(text: str) -> str:
    """SQL: the text as BIGINT where it consists of twelve digits, else NULL."""
    return f"case when regexp_full_match({text}, '[0-9]{{12}}') then {text}::bigint end"


def check_digit_sql(number: str) -> str:
    """SQL: the BIGINT `number` ends in its check digit (division and remainder: the fastest way measured)."""
    first, second = (_remainder_sql(number, weights) for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS))
    return f"({number} % 10 = case when {first} < 10 then {first} else {second} end)"


def looks_like_bin_sql(number: str) -> str:
    """SQL: the fifth digit is 4, 5 or 6, as in numbers of legal entities (in an IIN it begins the day)."""
    return f"({_digit_sql(number, 5)} between 4 and 6)"


def agrees_with_birth_date_sql(number: str, birth_date: str) -> str:
    """SQL: digits 1-6 repeat the birth date, and digit 7, where it names a century, names the right one."""
    day = f"year({birth_date}) % 100 * 10000 + month({birth_date}) * 100 + day({birth_date})"
    seventh = _digit_sql(number, 7)
    century = f"(year({birth_date}) // 100 = 18 + ({seventh} - 1) // 2 or {seventh} not between 1 and 6)"
    return f"({number} // 1000000 = {day} and {century})"


def agrees_with_sex_sql(number: str, sex: str) -> str:
    """SQL: digit 7 is odd for men (M) and even for women (F); 0 and 9 say nothing."""
    seventh = _digit_sql(number, 7)
    return f"({seventh} in (0, 9) or {sex} = case when {seventh} % 2 = 1 then 'M' else 'F' end)"


def _digit_sql(number: str, place: int) -> str:
    return f"({number} // {10 ** (12 - place)} % 10)"


def _remainder_sql(number: str, weights: tuple[int, ...]) -> str:
    terms = (
        f"{weight % 11} * ({number} // {10 ** (11 - place)} % 10)"
        for place, weight in enumerate(weights)
        if weight % 11
    )
    return f"(({' + '.join(terms)}) % 11)"
