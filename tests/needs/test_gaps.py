"""What is due and not received, and the first cause that the tables speak for."""

from datetime import date
from typing import Any

import pytest

from tests.needs.country import ASTANA, VILLAGE, Row, assessed, worked_out

FAMILY, MOTHER, CHILD, HOME, CARER = 1, 11, 12, 21, 31
LAST_MONTH, BEFORE, LONG_AGO = date(2025, 12, 1), date(2025, 11, 1), date(2025, 8, 1)


def family(*answers: Row, adults: int = 1, **changed: Any) -> dict[str, list[Row]]:
    """A mother and her child in Astana, with these answers for the family; payments go on elsewhere."""
    answer = {name: value for one in answers for name, value in one.items()}
    tables: dict[str, list[Row]] = {
        "family": [{"family_id": FAMILY, "kato": ASTANA, "members": 2, "adults": adults}],
        "portrait_family": [{"family_id": FAMILY, "household_id": HOME, "family_type": "together"}],
        "family_membership": [{"person_id": person, "family_id": FAMILY} for person in (MOTHER, CHILD)],
        "portrait_person": [
            {"person_id": person, "family_id": FAMILY, "address_known": True} for person in (MOTHER, CHILD)
        ],
        "assessment_family": [{"family_id": FAMILY, "household_id": HOME, **answer}],
        "benefits": [{"payment_no": 900, "benefit_code": "large", "month": LAST_MONTH}],
        "person": [{"person_id": person} for person in (MOTHER, CHILD)],
    }
    return tables | changed


def large(received: bool | None = False, **more: Any) -> Row:
    return assessed("large", True, **{"amount": 6_933_000, "payee": MOTHER, "received": received, **more})


def gap(tables: dict[str, list[Row]]) -> Row:
    [row] = worked_out("gap", tables)
    return row


def paid(code: str, month: date, person: int = MOTHER, number: int = 500) -> dict[str, list[Row]]:
    return {
        "benefits": [{"payment_no": number, "benefit_code": code, "month": month},
                     {"payment_no": 900, "benefit_code": "large", "month": LAST_MONTH}],
        "link_benefits": [{"source_key": number, "person_id": person, "rule": "iin"}],
    }  # fmt: skip


def offer(**more: Any) -> dict[str, list[Row]]:
    one = {"offer_id": 7, "measure": "large", "unit_id": FAMILY, "offered_on": BEFORE}
    return {"offer_history": [one | more]}


def link(register: str, score: int, margin: int | None) -> dict[str, list[Row]]:
    row = {"source_key": 77, "person_id": MOTHER, "rule": "likeness", "score": score, "margin": margin}
    return {f"link_{register}": [row]}


def review(register: str, candidate: int = 1) -> dict[str, list[Row]]:
    row = {"register": register, "role": "person", "source_key": 88, "candidate": candidate}
    return {"link_review": [row | {"person_id": MOTHER}]}


def test_a_gap_is_told_with_amount_place_and_type() -> None:
    row = gap(family(large()))
    assert row == {
        "measure": "large", "unit_id": FAMILY, "level": "family", "family_id": FAMILY, "person_id": None,
        "household_id": HOME, "payee_id": MOTHER, "received_known": True, "period": "month",
        "amount": 6_933_000, "at_least": 6_933_000, "at_most": 6_933_000, "area": ASTANA,
        "family_type": "together", "due_since": None, "cause": "no_offer_on_record", "evidence": "no_offer",
        "evidence_register": None,
        "evidence_key": None, "evidence_day": None,
    }  # fmt: skip


def test_what_is_received_is_no_gap_and_what_may_be_received_is_kept_apart() -> None:
    assert worked_out("gap", family(large(received=True))) == []
    assert gap(family(large(received=None)))["received_known"] is False
    assert worked_out("gap", family(assessed("large", None, received=False))) == [], "not certainly due"
    assert worked_out("gap", family(assessed("large", False, received=False))) == []


def test_an_amount_that_is_not_known_has_its_bounds() -> None:
    bounds = {"amount": None, "at_least": 1_000_000, "at_most": 9_000_000}
    row = gap(family(assessed("aid", True, payee=MOTHER, received=False, **bounds)))
    assert {name: row[name] for name in bounds} == bounds


def test_what_is_due_to_a_household_counts_where_it_lives_and_goes_to_the_payees_family() -> None:
    care = assessed("care", True, amount=5_000_000, payee=MOTHER, received=False)
    tables = family(
        assessment_household=[{"household_id": HOME, **care}],
        household=[{"household_id": HOME, "kato": VILLAGE, "members": 2}],
    )
    row = gap(tables)
    assert (row["level"], row["unit_id"], row["family_id"]) == ("household", HOME, FAMILY)
    assert (row["area"], row["family_type"]) == (VILLAGE, "together")


CAUSES = {
    "no answer to the offer": (offer(), "unanswered_offer", "offer_unanswered", None, 7, BEFORE),
    "accepted and still not paid": (
        offer(reply="accepted", replied_on=LAST_MONTH), "accepted_not_paid", "offer_accepted", None, 7,
        LAST_MONTH,
    ),
    "refused": (
        offer(reply="refused", replied_on=LAST_MONTH), "refused", "offer_refused", None, 7, LAST_MONTH,
    ),
    "the offer came back": (
        offer(delivered=False), "unreachable", "offer_not_delivered", None, 7, BEFORE,
    ),
    "a payment that may be theirs waits": (
        review("benefits"), "conflicting_facts", "payment_waits_for_human", "benefits", 88, None,
    ),
    "a record only just sure": (
        link("benefits", 100 + 480 + 200, 900), "conflicting_facts", "link_near_the_bar", "benefits", 77,
        None,
    ),
    "paid until November": (paid("large", BEFORE), "payment_late", "paid_until", "benefits", 500, BEFORE),
    "paid until August": (paid("large", LONG_AGO), "stopped", "paid_until", "benefits", 500, LONG_AGO),
}  # fmt: skip


@pytest.mark.parametrize("told", CAUSES)
def test_the_cause_and_its_evidence(told: str) -> None:
    changed, *expected = CAUSES[told]
    row = gap(family(large(), **changed))
    names = ("cause", "evidence", "evidence_register", "evidence_key", "evidence_day")
    assert [row[name] for name in names] == expected


def test_nobody_to_be_paid_no_adult_and_no_address() -> None:
    homeless = [{"person_id": MOTHER, "family_id": FAMILY, "address_known": False}]
    for tables, evidence in (
        (family(large(payee=None)), "no_payee"),
        (family(large(), adults=0), "no_adult"),
        (family(large(), portrait_person=homeless), "no_address"),
    ):
        assert (gap(tables)["cause"], gap(tables)["evidence"]) == ("unreachable", evidence)


def test_a_reason_from_the_newest_month_paid_or_later_is_new() -> None:
    for born, cause in ((date(2025, 12, 1), "register_late"), (date(2025, 11, 30), "no_offer_on_record")):
        portrait = {"family_id": FAMILY, "household_id": HOME, "family_type": "together"}
        row = gap(family(large(), portrait_family=[portrait | {"youngest_since": born}]))
        assert (row["cause"], row["due_since"]) == (cause, born)


def test_after_a_refusal_a_new_child_changes_things() -> None:
    portrait = {"family_id": FAMILY, "household_id": HOME, "family_type": "together"}
    row = gap(
        family(
            large(),
            portrait_family=[portrait | {"youngest_since": date(2025, 12, 20)}],
            **offer(reply="refused", replied_on=LAST_MONTH),
        )
    )
    assert (row["cause"], row["evidence"]) == ("refused_then_changed", "offer_refused")


def test_the_last_offer_counts() -> None:
    first = {"offer_id": 6, "measure": "large", "unit_id": FAMILY, "offered_on": LONG_AGO}
    history = [first | {"reply": "refused", "replied_on": LONG_AGO}, *offer()["offer_history"]]
    assert gap(family(large(), offer_history=history))["evidence_key"] == 7


def test_what_says_nothing_about_this_measure_is_no_cause() -> None:
    sure = {"source_key": 5, "person_id": MOTHER, "rule": "likeness", "score": 100 + 480 + 300, "margin": 700}
    for changed in (
        paid("large", BEFORE, person=CHILD + 100),
        paid("aid", BEFORE),
        review("benefits", candidate=2),
        review("certificates"),
        link("certificates", 1, 1),
        {"link_benefits": [sure]},
        {"link_benefits": [sure | {"rule": "iin", "score": None, "margin": None}]},
        {"offer_history": [{"offer_id": 1, "measure": "aid", "unit_id": FAMILY, "offered_on": BEFORE}]},
    ):
        assert gap(family(large(), **changed))["cause"] == "no_offer_on_record", changed


def test_a_persons_own_benefit_asks_for_the_persons_own_payments() -> None:
    adult = assessed("adult", True, amount=100, payee=MOTHER, received=False)
    tables = family(assessment_person=[{"person_id": MOTHER, "family_id": FAMILY, **adult}])
    assert gap(tables | paid("disability", BEFORE, person=CHILD))["cause"] == "no_offer_on_record"
    assert gap(tables | paid("disability", BEFORE, person=MOTHER))["cause"] == "payment_late"
    child = assessed("child", True, amount=100, payee=MOTHER, received=False)
    tables = family(assessment_person=[{"person_id": CHILD, "family_id": FAMILY, **child}])
    assert gap(tables | paid("disability", BEFORE, person=MOTHER))["cause"] == "payment_late"
    assert gap(tables | review("certificates"))["cause"] == "conflicting_facts"
