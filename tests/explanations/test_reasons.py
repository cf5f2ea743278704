"""What is missing, what would have to be different, what was assumed: on families of one or two persons."""

import pytest

from familymap import country
from familymap.explanations.assumptions import Assumed, assumed
from familymap.explanations.changes import ways
from familymap.explanations.reads import Read, reads
from familymap.measures.missing import Leaf, missing
from familymap.measures.sources import BASE_SOURCES, unknown_because
from familymap.rulebook import BASE
from tests.measures.small import MADE, unit

RICH, POOR = {"wage": 150_00}, {"wage": 10_00}


def changed(*members: dict, of: str, size: int | None = None) -> list[list[tuple]]:
    """Ways as lists of (fact, whose, now, relation, needed, distance)."""
    return [
        [
            (one.node.name or one.node.operator, one.place, one.now, one.relation, one.needed, one.distance)
            for one in way
        ]
        for way in ways(MADE, unit(*members, size=size), of)
    ]


def test_missing_is_the_register_fact_and_the_question_of_the_person() -> None:
    assert missing(MADE, unit(RICH, {}), ["poor"]) == [Leaf("wage", 1), Leaf("wage_told", 1)]


def test_nothing_is_missing_of_what_is_known() -> None:
    assert missing(MADE, unit(RICH, POOR), ["poor", "has_car"]) == []


def test_what_decides_nothing_is_not_missing() -> None:
    assert missing(MADE, unit({}, {}, size=5), ["poor_or_many"]) == []
    assert missing(MADE, unit({}, size=1), ["by_size"]) == []
    assert missing(MADE, unit({"cars": None}, size=5), ["by_size"]) == [Leaf("wage", 0), Leaf("wage_told", 0)]


def test_a_parameter_without_a_value_is_missing() -> None:
    assert missing(MADE, unit({}), ["not_found"]) == [Leaf("open_line")]


def test_a_fact_told_to_be_unknown_is_missing_itself() -> None:
    one = unit(RICH)
    one.one.family["poor"] = None
    assert missing(MADE, one, ["poor"]) == [Leaf("poor")]


def test_the_distance_to_a_threshold() -> None:
    assert changed(RICH, of="poor") == [[("income", None, 150_00, "less", (100_00,), 50_00)]]


def test_of_or_there_are_several_ways_the_shortest_first() -> None:
    assert changed(RICH, of="poor_or_many") == [
        [("income", None, 150_00, "less", (100_00,), 50_00)],
        [("size", None, 1, "at_least", (4,), 3)],
    ]


def test_of_and_everything_has_to_change() -> None:
    assert changed({**RICH, "cars": 2}, of="poor_without_car") == [
        [
            ("income", None, 150_00, "less", (100_00,), 50_00),
            ("cars", 0, 2, "less", (1,), 1),
        ]
    ]
    assert changed({**POOR, "cars": 2}, of="poor_without_car") == [[("cars", 0, 2, "less", (1,), 1)]]


def test_anybody_could_have_it_but_everybody_must_not() -> None:
    assert changed({}, {}, of="has_car", size=1) == [
        [("cars", 0, 0, "at_least", (1,), 1)],
        [("cars", 1, 0, "at_least", (1,), 1)],
    ]
    assert changed({**POOR, "cars": 1}, {**POOR, "cars": 1}, of="poor_without_car") == [
        [("cars", 0, 1, "less", (1,), 0), ("cars", 1, 1, "less", (1,), 0)]
    ]


def test_who_somebody_is_is_nothing_to_change() -> None:
    assert changed({"role": "head", "sex": "F"}, of="led_by_man") == []


def test_an_unknown_part_of_a_way_has_no_distance() -> None:
    assert changed({"cars": 1}, of="poor_without_car") == [
        [("income", None, None, "less", (100_00,), None), ("cars", 0, 1, "less", (1,), 0)]
    ]


def test_an_assumption_that_took_effect_is_told_with_the_person() -> None:
    assert assumed(MADE, unit(RICH, {}), ["poor_by_what_is_known"]) == [
        Assumed("earned_known", "a lower bound", 1)
    ]
    assert assumed(MADE, unit(RICH, POOR), ["poor_by_what_is_known"]) == []


def test_reading_stops_at_facts_with_a_title() -> None:
    one = unit(RICH, POOR)
    assert reads(MADE, one, ["poor"], {"income"}) == [Read("income"), Read("line")]
    assert reads(MADE, one, ["poor"], {"earned"}) == [Read("earned", 0), Read("earned", 1), Read("line")]
    assert Read("wage", 1) in reads(MADE, one, ["poor"], set())


@pytest.mark.parametrize(
    ("name", "doubts"),
    [
        ("wage", ["wages"]),
        ("cars", []),
        ("wage_told", ["wage_told"]),
        ("earned", ["wage_told", "wages"]),
        ("earned_known", []),
        ("income_known", []),
        ("not_found", ["open_line"]),
    ],
)
def test_what_can_leave_a_fact_unknown(name: str, doubts: list[str]) -> None:
    assert unknown_because(MADE, name) == doubts


def test_the_registers_behind_every_base_fact_are_known() -> None:
    assert set(BASE_SOURCES) == {name for facts in BASE.values() for name in facts}
    assert set().union(*BASE_SOURCES.values()) <= set(country.load().contracts)
