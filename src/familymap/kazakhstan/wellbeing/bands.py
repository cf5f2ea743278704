"""Bands of the points table that several facts are written in."""

from familymap.rules.expression import Expression, choose


def band_of_income(per_member, minimum) -> Expression:
    """Income for each member against whole and quarter subsistence minimums."""
    return choose(
        per_member == 0,
        "none",
        choose(
            per_member * 4 < minimum,
            "under_a_quarter",
            choose(
                per_member < minimum,
                "quarter_to_one",
                choose(
                    per_member < minimum * 2,
                    "one_to_two",
                    choose(
                        per_member < minimum * 3,
                        "two_to_three",
                        choose(per_member < minimum * 4, "three_to_four", "four_or_more"),
                    ),
                ),
            ),
        ),
    )


def band_of_dwellings(shares, has_room) -> Expression:
    """How many dwellings the shares add up to; of one dwelling, whether it has room enough."""
    return choose(
        shares == 0,
        "none",
        choose(
            shares <= 1,
            choose(has_room, "one", "one_below_norm"),
            choose(
                shares <= 2,
                "two",
                choose(
                    shares <= 3,
                    "three",
                    choose(
                        shares <= 5,
                        "four_or_five",
                        choose(
                            shares <= 6,
                            "six",
                            choose(shares <= 11, "seven_to_eleven", "twelve_or_more"),
                        ),
                    ),
                ),
            ),
        ),
    )
