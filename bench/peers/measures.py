"""The measures of the made-up law, alone and in ten chapters: both sides read them."""

from collections.abc import Mapping, Sequence

from bench.peers.values import CHAPTERS

Measures = Mapping[str, tuple[Sequence[str], str]]
"""Name of a measure → names of its conditions and of its amount."""

MEASURES: Measures = {
    "many_children_aid": (("has_many_children",), "children_amount"),
    "poverty_aid": (("has_a_child", "is_below_the_line", "all_are_busy"), "lacking_amount"),
    "infant_aid": (("has_an_infant", "is_poor_for_infants"), "infant_amount"),
    "home_aid": (("has_a_child", "is_crowded", "is_poor_for_home"), "home_amount"),
}

CHAPTER_MEASURES: Measures = {
    "many_children_aid": (
        ("has_many_children", "has_an_able_member", "has_some_income", "is_crowded", "is_poor_for_home"),
        "children_amount",
    ),
    "poverty_aid": (
        ("has_a_child", "has_an_able_member", "all_are_busy", "has_some_income", "is_below_the_line"),
        "lacking_amount",
    ),
    "infant_aid": (
        ("has_a_child", "has_an_infant", "has_an_able_member", "keeps_many", "is_poor_for_infants"),
        "infant_amount",
    ),
    "home_aid": (
        ("has_a_child", "has_a_disabled_member", "keeps_many", "is_crowded", "is_poor_for_home"),
        "home_amount",
    ),
}
"""The four measures of each chapter, with five conditions each."""


def of_chapter(name: str, chapter: str) -> str:
    """What a rule or measure is called in a chapter; the same as `with_reforms` calls it."""
    return f"{name}__{chapter}"


FULL_CATALOGUE: Measures = {
    of_chapter(measure, chapter): (
        [of_chapter(condition, chapter) for condition in conditions],
        of_chapter(amount, chapter),
    )
    for chapter in CHAPTERS
    for measure, (conditions, amount) in CHAPTER_MEASURES.items()
}
"""Forty measures with two hundred answers of conditions, over a hundred facts."""
