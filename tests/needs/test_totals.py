"""How many are due, get it and miss it, with bounds that some turn of the unknown reaches."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from tests.needs.country import ASTANA, TOWN, VILLAGE, Row, assessed, conditions, worked_out


def country(*families: tuple[str, str, Row]) -> dict[str, list[Row]]:
    """Families by settlement, type and answers."""
    numbered = list(enumerate(families, 1))
    return {
        "family": [
            {"family_id": number, "kato": area, "members": 2, "adults": 1}
            for number, (area, _, _) in numbered
        ],
        "portrait_family": [
            {"family_id": number, "family_type": group} for number, (_, group, _) in numbered
        ],
        "assessment_family": [{"family_id": number, **answers} for number, (_, _, answers) in numbered],
    }


def large(answer: bool | None, received: bool | None, amount: int | None = 100, **bounds: Any) -> Row:
    return assessed(
        "large", answer, received=received, amount=amount, conditions=conditions(answer), **bounds
    )


def totals(tables: dict[str, list[Row]], measure: str = "large") -> dict[tuple[str, str, str], Row]:
    return {
        (row["area_level"], row["area"], row["family_type"]): row
        for row in worked_out("need_total", tables)
        if row["measure"] == measure
    }


ALL = ("country", "all", "all")


def test_counts_add_up_over_settlements_districts_regions_and_types() -> None:
    found = totals(
        country(
            (VILLAGE, "alone", large(True, False)),
            (VILLAGE, "together", large(True, True)),
            (TOWN, "together", large(None, False)),
            (ASTANA, "together", large(True, None)),
            (ASTANA, "together", large(False, False)),
        )
    )
    states = ("families_gap", "families_receipt_unknown", "families_received", "families_cannot_tell")
    assert {place: tuple(row[state] for state in states) for place, row in found.items()} == {
        ("settlement", VILLAGE, "alone"): (1, 0, 0, 0),
        ("settlement", VILLAGE, "together"): (0, 0, 1, 0),
        ("settlement", VILLAGE, "all"): (1, 0, 1, 0),
        ("settlement", TOWN, "together"): (0, 0, 0, 1),
        ("settlement", TOWN, "all"): (0, 0, 0, 1),
        ("settlement", ASTANA, "together"): (0, 1, 0, 0),
        ("settlement", ASTANA, "all"): (0, 1, 0, 0),
        ("district", "5936", "alone"): (1, 0, 0, 0),
        ("district", "5936", "together"): (0, 0, 1, 1),
        ("district", "5936", "all"): (1, 0, 1, 1),
        ("district", "7111", "together"): (0, 1, 0, 0),
        ("district", "7111", "all"): (0, 1, 0, 0),
        ("region", "59", "alone"): (1, 0, 0, 0),
        ("region", "59", "together"): (0, 0, 1, 1),
        ("region", "59", "all"): (1, 0, 1, 1),
        ("region", "71", "together"): (0, 1, 0, 0),
        ("region", "71", "all"): (0, 1, 0, 0),
        ("country", "all", "alone"): (1, 0, 0, 0),
        ("country", "all", "together"): (0, 1, 1, 1),
        ALL: (1, 1, 1, 1),
    }


def turns(answer: bool | None) -> tuple[bool, ...]:
    return (True, False) if answer is None else (answer,)


def outcomes(units: list[tuple[bool | None, bool | None]]) -> Iterator[tuple[int, int, int]]:
    """Every way the unknown may turn out: due, due and received, due and not received."""
    for dues in product(*(turns(due) for due, _ in units)):
        for gots in product(*(turns(got) for _, got in units)):
            both = sum(due and got for due, got in zip(dues, gots, strict=True))
            yield sum(dues), both, sum(dues) - both


def test_every_bound_is_reached_by_some_turn_of_the_unknown() -> None:
    answers = [(due, got) for due in (True, None) for got in (True, False, None)]
    villages = {
        f"{number:09}": [*chosen, (True, False)] for number, chosen in enumerate(product(answers, repeat=3))
    }
    found = totals(
        country(*((place, "alone", large(*unit)) for place, units in villages.items() for unit in units))
    )
    for place, units in villages.items():
        row = found["settlement", place, "all"]
        possible = list(outcomes(units))
        dues, gaps = [due for due, _, _ in possible], [gap for _, _, gap in possible]
        take_up = [got / due for due, got, _ in possible]
        assert (row["units_due_lower"], row["units_due_upper"]) == (min(dues), max(dues)), units
        assert (row["gap_units_lower"], row["gap_units_upper"]) == (min(gaps), max(gaps)), units
        assert (row["take_up_lower"], row["take_up_upper"]) == (min(take_up), max(take_up)), units


def test_money_has_bounds_and_says_where_there_is_none() -> None:
    row = totals(
        country(
            (ASTANA, "alone", large(True, False, 100)),
            (ASTANA, "alone", large(True, True, 100)),
            (ASTANA, "alone", large(True, False, None, at_least=30, at_most=700)),
            (ASTANA, "alone", large(None, False, 50)),
            (ASTANA, "alone", large(True, None, None)),
        )
    )[ALL]
    money = ("due_lower", "due_upper", "gap_lower", "gap_upper")
    assert [row[name] for name in money] == [230, 950, 130, 850]
    assert (row["amount_unknown"], row["due_unbounded"], row["gap_unbounded"]) == (2, 1, 1)


def test_the_condition_that_is_missing_most_often_is_named() -> None:
    def child(answer: bool | None, *answers: bool | None) -> Row:
        return assessed("child", answer, received=False, conditions=conditions(*answers))

    people = [
        child(None, True, None),
        child(None, None, None),
        child(None, True, None),
        child(False, None, False),
    ]
    tables = country((ASTANA, "together", {}))
    tables["assessment_person"] = [
        {"person_id": number, "family_id": 1, **answers} for number, answers in enumerate(people, 10)
    ]
    row = totals(tables, "child")[ALL]
    assert (row["missing_condition"], row["missing_units"]) == ("is_child", 3)
    assert (row["units_due_lower"], row["units_due_upper"], row["families_cannot_tell"]) == (0, 3, 1)


def test_a_household_counts_in_its_settlement_with_its_largest_family() -> None:
    tables = country((ASTANA, "alone", {}), (ASTANA, "together", {}))
    for family, home in zip(tables["portrait_family"], (7, 7), strict=True):
        family["household_id"] = home
    tables["family"][0]["members"] = 1
    care = assessed("care", True, received=False, amount=500, at_most=500, conditions=conditions(True))
    found = totals(
        tables
        | {
            "household": [{"household_id": 7, "kato": TOWN, "members": 3}],
            "assessment_household": [{"household_id": 7, **care}],
        },
        "care",
    )
    assert found["settlement", TOWN, "together"]["families_gap"] == 1
    assert ("settlement", ASTANA, "all") not in found


def test_where_nobody_knows_place_or_type_there_is_a_place_for_them() -> None:
    tables = country((ASTANA, "alone", large(True, False)))
    tables["family"][0]["kato"] = None
    tables["portrait_family"][0]["family_type"] = None
    found = totals(tables)
    assert ("district", "unknown", "unknown") in found
    assert found[ALL]["families_gap"] == 1
