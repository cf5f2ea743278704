"""A place in a kindergarten for a child below school age whose parents want one.

A child in the queue or already attending shows what the parents want; others are asked. Some children go
first: the rule names them but does not order the queue.
"""

from datetime import date

from familymap.rules import Measure, any_of, asked, condition, fact, family, one_of, person

LAW = "Order 254 of 19 June 2020 (rules of services in pre-school education)"

wanted = asked(
    "kindergarten_place_wanted",
    person,
    title={
        "kk": "Ата-анасы балабақшаға бергісі келеді",
        "ru": "Родители хотят место в детском саду",
        "en": "The parents want a place in a kindergarten",
    },
    question={
        "kk": "Балаңызды балабақшаға бергіңіз келе ме?",
        "ru": "Хотите ли вы отдать ребёнка в детский сад?",
        "en": "Do you want a place in a kindergarten for your child?",
    },
)


@condition(person, law=LAW)
def kindergarten_place_of_age(
    age,
    attends_school,
    kindergarten_place_age_from,
    kindergarten_place_age_below,
    kindergarten_place_six_stay,
):
    """Is of kindergarten age; who turns six may stay until school begins, if that became law."""
    return (age >= kindergarten_place_age_from) & (
        (age < kindergarten_place_age_below)
        | ((age == kindergarten_place_age_below) & ~attends_school & kindergarten_place_six_stay)
    )


@condition(person, law=LAW)
def kindergarten_place_is_wanted(attends_kindergarten, kindergarten_queued, kindergarten_place_wanted):
    """Attends already, waits in the queue, or the parents say they want a place."""
    return attends_kindergarten | kindergarten_queued | kindergarten_place_wanted


@fact(family)
def kindergarten_place_disabled_carer(role, disabled):
    """The head of the family or the spouse is disabled."""
    return any_of(one_of(role, "head", "spouse") & disabled)


@fact(person, law=LAW)
def kindergarten_place_first(
    is_orphan, is_child_with_disability, four_or_more_children, kindergarten_place_disabled_carer
):
    """Goes before others in the queue: no parents, a disability, a large family or a disabled parent."""
    return is_orphan | is_child_with_disability | four_or_more_children | kindergarten_place_disabled_carer


MEASURE = Measure(
    name="kindergarten_place",
    unit=person,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("kindergarten_place_of_age", "kindergarten_place_is_wanted"),
    amount=None,
    period="in_kind",
    payee="parent_payee",
    received_fact="attends_kindergarten",
    relieves=("kindergarten",),
    proactive=True,
)
