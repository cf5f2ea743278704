"""What is still lacking if everything due were received."""

from typing import Any

import pytest

from tests.needs.country import ASTANA, Row, assessed, worked_out

FAMILY, MOTHER, CHILD, HOME = 1, 11, 12, 21


def family(
    portrait: Row, *, of_family: Row | None = None, of_child: Row | None = None, **changed: Any
) -> Row:
    tables = {
        "family": [{"family_id": FAMILY, "kato": ASTANA, "members": 2, "adults": 1}],
        "family_membership": [{"person_id": MOTHER, "family_id": FAMILY}],
        "portrait_family": [
            {"family_id": FAMILY, "household_id": HOME, "members": 2, "family_type": "together", **portrait}
        ],
        "assessment_family": [{"family_id": FAMILY, "household_id": HOME, **(of_family or {})}],
        "assessment_person": [{"person_id": CHILD, "family_id": FAMILY, **(of_child or {})}],
        **changed,
    }
    [row] = worked_out("need_family", tables)
    return row


def nobody_due() -> Row:
    return {**assessed("large", False), **assessed("aid", False)}


def not_due_person() -> Row:
    return {f"{name}_due": False for name in ("child", "adult", "grant", "place")}


@pytest.mark.parametrize(
    ("answer", "received", "place"),
    [
        (True, False, "gap"),
        (True, None, "gap"),
        (True, True, "received_and_still"),
        (None, False, "cannot_tell"),
        (False, False, "not_due"),
    ],
)
def test_where_a_family_without_a_home_stands(answer: bool | None, received: bool | None, place: str) -> None:
    child = not_due_person() | assessed("place", answer, received=received)
    row = family({"deprived_home": True}, of_family=nobody_due(), of_child=child)
    assert row["home"] == place


def test_what_no_measure_relieves_and_what_nobody_knows() -> None:
    row = family({"deprived_company": True, "deprived_income": None, "deprived_home": False})
    assert (row["company"], row["income"], row["home"]) == ("no_measure", "unknown", None)


def income(known: int, exact: int | None, line: int = 100) -> Row:
    return {"income_known": known, "income_exact": exact, "line": line}


def large(answer: bool | None, received: bool | None, amount: int | None, at_most: int | None = None) -> Row:
    bound = {} if at_most is None else {"at_most": at_most}
    return assessed("large", answer, received=received, amount=amount, payee=MOTHER, **bound)


def aid(answer: bool | None, amount: int | None) -> Row:
    return assessed("aid", answer, received=False, amount=amount, payee=MOTHER)


CASES = {
    "known income, everything due lifts it": (
        income(60, 60), large(True, False, 50) | aid(False, None), (110, 110, False)),
    "known income, still below": (income(60, 60), large(True, False, 30) | aid(False, None), (90, 90, True)),
    "already received: not added again": (
        income(60, 60), large(True, True, 50) | aid(False, None), (60, 60, True)),
    "income not known": (income(60, None), large(True, False, 30) | aid(False, None), (90, None, None)),
    "income not known, but the least is enough": (
        income(60, None), large(True, False, 40) | aid(False, None), (100, None, False)),
    "what may be due counts at the upper end": (
        income(60, 60), large(None, False, 50) | aid(False, None), (60, 110, None)),
    "an amount without a bound leaves the upper end open": (
        income(60, 60), large(True, False, None) | aid(False, None), (60, None, None)),
    "an amount with a bound": (
        income(60, 60), large(True, False, None, 30) | aid(False, None), (60, 90, True)),
    "assistance shrinks when other money comes: at least the larger of both": (
        income(20, 20), large(True, False, 50) | aid(True, 70), (90, 140, None)),
    "a receipt nobody knows may come on top": (
        income(60, 60), large(True, None, 50) | aid(False, None), (60, 110, None)),
}  # fmt: skip


@pytest.mark.parametrize("told", CASES)
def test_income_after_everything_due(told: str) -> None:
    portrait, answers, expected = CASES[told]
    row = family(portrait, of_family=answers, of_child=not_due_person())
    assert (row["income_after_lower"], row["income_after_upper"], row["under_after"]) == expected


def test_money_of_a_household_goes_to_the_family_of_who_is_paid() -> None:
    care = assessed("care", True, received=False, amount=45, at_most=45, payee=MOTHER)
    row = family(
        income(60, 60),
        of_family=nobody_due(),
        of_child=not_due_person(),
        assessment_household=[{"household_id": HOME, **care}],
    )
    assert (row["income_after_lower"], row["under_before"], row["under_after"]) == (105, True, False)


def test_what_is_paid_once_is_no_monthly_income() -> None:
    child = not_due_person() | assessed("grant", True, received=False, amount=500, at_most=500)
    row = family(income(60, 60), of_family=nobody_due(), of_child=child)
    assert row["income_after_upper"] == 60


def test_totals_tell_before_and_after() -> None:
    tables = {
        "family": [{"family_id": number, "kato": ASTANA, "members": 2, "adults": 1} for number in (1, 2, 3)],
        "family_membership": [],
        "portrait_family": [
            {"family_id": number, "members": 2, "family_type": "together", "deprived_company": True, **money}
            for number, money in enumerate((income(60, 60), income(10, 10), income(80, None)), 1)
        ],
        "assessment_family": [
            {"family_id": number, **large(True, False, 50), **aid(False, None)} for number in (1, 2, 3)
        ],
    }
    [row] = [
        row
        for row in worked_out("income_after_total", tables)
        if (row["area_level"], row["family_type"]) == ("country", "all")
    ]
    names = ("families", "under_before_lower", "under_before_upper", "under_after_lower", "under_after_upper",
             "under_after_due", "shortfall_lower", "shortfall_upper")  # fmt: skip
    assert [row[name] for name in names] == [3, 2, 3, 1, 1, 1, 40, 40]
    lonely = [
        (row["place"], row["families"], row["people"])
        for row in worked_out("unmet_total", tables)
        if (row["indicator"], row["area_level"], row["family_type"]) == ("company", "region", "all")
    ]
    assert lonely == [("no_measure", 3, 6)]
