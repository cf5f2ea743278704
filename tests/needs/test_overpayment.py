"""Received and certainly not due: only for a human, and never what cannot be told."""

from typing import Any

from tests.needs.country import ASTANA, Row, assessed, conditions, worked_out

FAMILY, FATHER, CHILD = 1, 11, 12


def town(persons: dict[int, Row], **changed: Any) -> dict[str, list[Row]]:
    return {
        "family": [{"family_id": FAMILY, "kato": ASTANA, "members": 2, "adults": 1}],
        "portrait_family": [{"family_id": FAMILY, "family_type": "together"}],
        "assessment_person": [
            {"person_id": person, "family_id": FAMILY, **answers} for person, answers in persons.items()
        ],
        **changed,
    }


def child(answer: bool | None, *answers: bool | None) -> Row:
    return assessed("child", answer, received=True, conditions=conditions(*answers))


def adult(answer: bool | None, received: bool | None, *answers: bool | None) -> Row:
    return assessed("adult", answer, received=received, conditions=conditions(*answers))


def test_a_family_paid_and_certainly_not_due_is_listed_with_the_conditions_that_failed() -> None:
    large = assessed("large", False, received=True, conditions=conditions(False))
    [row] = worked_out("possible_overpayment", town({}, assessment_family=[{"family_id": FAMILY, **large}]))
    assert row == {
        "measure": "large", "unit_id": FAMILY, "level": "family", "family_id": FAMILY, "person_id": None,
        "household_id": None, "area": ASTANA, "family_type": "together", "failed_conditions": "large_enough",
        "only_for_a_human": True,
    }  # fmt: skip


def test_what_cannot_be_told_is_never_listed() -> None:
    for answer, received in ((None, True), (True, True), (False, None), (False, False)):
        large = assessed("large", answer, received=received, conditions=conditions(answer))
        assert not worked_out(
            "possible_overpayment", town({}, assessment_family=[{"family_id": FAMILY, **large}])
        )


def test_a_payment_of_the_family_is_doubted_only_when_nobody_in_it_may_be_due_any_such_measure() -> None:
    not_child = child(False, False, True)
    grown = adult(False, True, False, True)
    doubted = town(
        {
            FATHER: {**child(False, False, False), **grown},
            CHILD: {**not_child, **adult(False, False, False, False)},
        }
    )
    [row] = worked_out("possible_overpayment", doubted)
    assert (row["measure"], row["unit_id"]) == ("adult", FATHER), "he comes nearest: one condition fails"
    assert row["failed_conditions"] == "has_certificate"
    for rightful in (
        {FATHER: {**child(False, True, False), **adult(True, True, True, True)}, CHILD: not_child},
        {FATHER: grown | not_child, CHILD: child(None, None, True)},
    ):
        assert not worked_out("possible_overpayment", town(rightful))


def test_what_is_paid_once_is_not_judged_by_todays_facts() -> None:
    grant = assessed("grant", False, received=True, conditions=conditions(False))
    assert not worked_out("possible_overpayment", town({CHILD: grant}))
