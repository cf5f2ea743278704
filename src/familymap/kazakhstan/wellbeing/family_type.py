"""The type of family by which people are counted; its codes and titles stand in needs/family_types.yaml."""

from familymap.rules import choose, fact, family


@fact(family)
def family_type(members_with_disability, children_under_18, parents, members_of_pension_age, members):
    """Type of family, the first that fits: disability, one parent, number of children, pensioners, others."""
    return choose(
        members_with_disability >= 1,
        "with_disability",
        choose(
            children_under_18 >= 1,
            choose(
                parents == 1,
                "one_parent",
                choose(
                    children_under_18 >= 4,
                    "four_or_more_children",
                    choose(children_under_18 == 3, "three_children", "one_or_two_children"),
                ),
            ),
            choose(members_of_pension_age == members, "pensioners_alone", "no_children"),
        ),
    )
