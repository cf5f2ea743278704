"""A question stands whole in the address, and whatever stands in an address is some question."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familymap.web.map.question import (
    ALL,
    LEVELS,
    METHODS,
    SIDES,
    WITHIN_DIGITS,
    Question,
    fitting,
    read,
)

WAYS = {"families": ("number", "change"), "lack_home": ("share", "number", "change")}
GROUPS = (("family_type", "By type of family", (("one_parent", "One parent"), ("three_children", "Three"))),)

questions = st.builds(
    Question,
    figure=st.just("lack_home"),
    way=st.sampled_from(WAYS["lack_home"]),
    level=st.sampled_from(LEVELS),
    within=st.sampled_from(["", "10", "1031"]),
    method=st.sampled_from(METHODS),
    classes=st.integers(3, 7),
    side=st.sampled_from(SIDES),
).filter(lambda asked: len(asked.within) in WITHIN_DIGITS[asked.level])


@given(questions)
def test_a_link_asks_the_same_question_again(asked: Question) -> None:
    for works_in in ("", "10", "59"):
        assert read(dict(parse_qsl(asked.query())), "families", WAYS, area=works_in) == asked


@given(
    st.dictionaries(
        st.sampled_from(["figure", "as", "group", "level", "within", "method", "classes", "side"]),
        st.text(max_size=12)
        | st.sampled_from(["hex", "settlement", "10", "103", "1031201", "²", "٣", "9" * 5000]),
    )
)
def test_any_address_is_a_question_that_can_be_answered(asked: dict[str, str]) -> None:
    question = read(asked, "families", WAYS)
    assert question.figure in WAYS
    assert question.way in WAYS[question.figure]
    assert len(question.within) in WITHIN_DIGITS[question.level]
    assert 3 <= question.classes <= 7


def test_who_works_in_a_region_begins_there() -> None:
    assert read({}, "families", WAYS, area="10") == Question("families", level="district", within="10")
    assert read({"level": "region"}, "families", WAYS, area="10").within == ""


def test_one_goes_down_from_region_to_village() -> None:
    assert Question("families").down("10") == "figure=families&as=number&level=district&within=10"
    assert Question("families", level="district", within="10").down("1031") == (
        "figure=families&as=number&level=settlement&within=1031"
    )
    assert Question("families", level="settlement", within="1031").down("103120100") is None


@pytest.mark.parametrize(
    ("group", "level", "kept"),
    [
        ("family_type:one_parent", "district", "one_parent"),
        ("family_type:nobody", "district", ALL),
        ("age_sex:F_0", "district", ALL),
        ("family_type:one_parent", "settlement", ALL),
    ],
)
def test_a_group_stays_only_where_there_are_numbers_of_it(group: str, level: str, kept: str) -> None:
    asked = {"figure": "lack_home", "group": group, "level": level, "within": "10"}
    assert fitting(read(asked, "families", WAYS), GROUPS).part == kept


def test_of_changes_and_hexagons_only_what_there_is_can_be_asked() -> None:
    asked = Question("lack_home", "change", "family_type", "one_parent", level="district", within="10")
    assert fitting(asked, GROUPS).part == ALL
    assert fitting(Question("lack_home", "change", level="hex"), GROUPS).way == "number"
