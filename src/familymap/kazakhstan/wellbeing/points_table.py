"""What the points table asks of a family.

The table (points.yaml) is a reconstruction that nobody has verified; texts are names of its bands.
"""

from familymap.kazakhstan.wellbeing.bands import band_of_dwellings, band_of_income
from familymap.rules import (
    any_of,
    choose,
    count_where,
    fact,
    family,
    one_of,
    per,
    person,
    total,
)

# Income and loans


@fact(family)
def points_income(income_per_member, subsistence_minimum):
    """Income for each member in subsistence minimums, as a band."""
    return band_of_income(income_per_member, subsistence_minimum)


@fact(family)
def points_income_known(income_known_per_member, subsistence_minimum):
    """Known income for each member in subsistence minimums, as a band: the lowest that is possible."""
    return band_of_income(income_known_per_member, subsistence_minimum)


@fact(family)
def points_loans(family_loans):
    """A member has a loan."""
    return family_loans >= 1


@fact(family)
def points_overdue(adults_overdue_90, adults):
    """How many adults have a loan overdue for more than 90 days: none, one, several, sole_adult or all."""
    return choose(
        adults_overdue_90 == 0,
        "none",
        choose(
            adults_overdue_90 == adults,
            choose(adults == 1, "sole_adult", "all"),
            choose(adults_overdue_90 == 1, "one", "several"),
        ),
    )


# Movable property


@fact(family)
def points_cars(family_cars):
    """Passenger cars of the family."""
    return family_cars


@fact(family)
def points_commercial_vehicles(family_commercial_vehicles):
    """The family has a commercial vehicle."""
    return family_commercial_vehicles >= 1


@fact(family)
def points_machinery(family_farm_machinery):
    """Farm machines of the family."""
    return family_farm_machinery


# Work


@fact(family)
def points_able_bodied(able_bodied_members):
    """A member is able to work."""
    return able_bodied_members >= 1


@fact(family)
def points_working(working_members):
    """Members who work."""
    return working_members


@fact(family)
def points_working_known(working_members_known):
    """Members who work, as far as the registers show it: the fewest that are possible."""
    return working_members_known


@fact(family)
def family_has_sole_trader(is_sole_trader):
    """A member is registered as a sole trader."""
    return any_of(is_sole_trader)


@fact(family)
def family_has_farm_head(is_farm_head):
    """A member is the head of a registered farm."""
    return any_of(is_farm_head)


@fact(family)
def points_business(family_has_sole_trader, family_founds_company, family_has_farm_head):
    """Registered business of the family: none, farm, sole_trader, company or both."""
    return choose(
        family_founds_company,
        choose(family_has_sole_trader, "both", "company"),
        choose(family_has_sole_trader, "sole_trader", choose(family_has_farm_head, "farm", "none")),
    )


# Social protection


@fact(family)
def points_children(children_counted):
    """Minors and full-time students under 23."""
    return children_counted


@fact(family)
def points_children_known(children_under_18):
    """Minors: the fewest children that are possible."""
    return children_under_18


@fact(family)
def points_adult_disability(adults_of_group_1_or_2, adults_of_group_3):
    """Heaviest disability among adults: none, group_3 or group_1_or_2."""
    return choose(
        adults_of_group_1_or_2 >= 1, "group_1_or_2", choose(adults_of_group_3 >= 1, "group_3", "none")
    )


@fact(family)
def points_child_disability(children_with_disability, members_disabled_since_childhood):
    """A child has a disability, or a member is disabled since childhood."""
    return (children_with_disability >= 1) | (members_disabled_since_childhood >= 1)


# Health


@fact(family)
def points_without_clinic(members_without_clinic):
    """A member is attached to no clinic."""
    return members_without_clinic >= 1


@fact(family)
def members_insured(insured):
    """Members who have health insurance; unknown where it is for one."""
    return count_where(insured)


@fact(family)
def points_insurance(members_insured, members):
    """Members who have health insurance: none, some or all."""
    return choose(members_insured == 0, "none", choose(members_insured == members, "all", "some"))


@fact(family)
def points_chronic_illness(on_dispensary_register):
    """A member has a chronic illness under observation."""
    return any_of(on_dispensary_register)


@fact(family)
def points_dispensary(on_dispensary_register):
    """A member stands on the register of a dispensary."""
    return any_of(on_dispensary_register)


# Education


@fact(family)
def points_without_kindergarten(without_kindergarten_place):
    """A child of kindergarten age has no place."""
    return any_of(without_kindergarten_place)


@fact(family)
def points_without_school(school_age_not_attending):
    """A child of school age goes neither to school nor to college."""
    return any_of(school_age_not_attending)


# Housing, place, farming


@fact(person, register="real_estate")
def dwelling_shares(purpose, share):
    """Dwellings of the person, each as much as the person's share."""
    return total(share, where=purpose == "dwelling")


@fact(family)
def family_dwelling_shares(dwelling_shares):
    """Dwellings of the family by its shares in them: a flat that two members own together is one."""
    return total(dwelling_shares)


@fact(family)
def points_dwelling(family_dwelling_shares, family_home_area, members, housing_norm):
    """Dwellings of the family as a band; shares that add up to one or less are taken for one dwelling."""
    return band_of_dwellings(family_dwelling_shares, per(family_home_area, members) >= housing_norm)


@fact(family)
def points_commercial_property(family_commercial_property):
    """A member owns a commercial building or a share of one."""
    return family_commercial_property


@fact(family)
def points_settlement(members_without_address, members, family_region, family_in_village):
    """Kind of the settlement: capital, town or countryside; unknown for a family without a known dwelling."""
    return choose(
        members_without_address == members,
        None,
        choose(
            one_of(family_region, "71", "75", "79"),
            "capital",
            choose(family_in_village, "countryside", "town"),
        ),
    )


@fact(family)
def points_farm(family_keeps_livestock, family_plot_area):
    """Plot and animals in the household books: none or some; their value is not known."""
    return choose(family_keeps_livestock | (family_plot_area > 0), "some", "none")


@fact(family)
def points_land(family_land_plot):
    """A member owns a plot of land or a share of one."""
    return family_land_plot
