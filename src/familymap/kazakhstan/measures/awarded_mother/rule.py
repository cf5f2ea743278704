"""The monthly allowance of mothers with a state award for many children.

No register of awards exists. The births register can only say who may hold one: six births and more for
Kümis alqa, seven and more for Altyn alqa. So a mother of six is never told «due» by the births alone: she
is asked for her award, and where she has none, she can be put forward for it. Acts of birth are electronic
since about 1990; whoever was still a girl then is known with all her births, and fewer than six are a
certain «no». The tables round to the nearest tenge.
"""

from datetime import date

from familymap.rules import (
    Measure,
    amount,
    asked,
    choose,
    condition,
    person,
    round_nearest,
)

AWARDS = "Law on state awards of 12 December 1995"
LAW = f"Social Code, art. 72; rules approved by Order 169 of 24 May 2023; {AWARDS}"

silver = asked(
    "awarded_mother_silver",
    person,
    title={
        "kk": "«Күміс алқа» алқасы",
        "ru": "Подвеска «Күміс алқа»",
        "en": "The pendant Kümis alqa",
    },
    question={
        "kk": "Сізде «Күміс алқа» алқасы бар ма?",
        "ru": "Есть ли у вас подвеска «Күміс алқа»?",
        "en": "Do you hold the pendant Kümis alqa?",
    },
)

gold = asked(
    "awarded_mother_gold",
    person,
    title={
        "kk": "«Алтын алқа», «Батыр ана» атағы немесе «Ана даңқы» ордені",
        "ru": "«Алтын алқа», звание «Мать-героиня» или орден «Материнская слава»",
        "en": "Altyn alqa, the title Mother Heroine or the order Maternal Glory",
    },
    question={
        "kk": "Сізде «Алтын алқа» алқасы, «Батыр ана» атағы немесе «Ана даңқы» ордені бар ма?",
        "ru": "Есть ли у вас подвеска «Алтын алқа», звание «Мать-героиня» или орден «Материнская слава»?",
        "en": "Do you hold the pendant Altyn alqa, the title Mother Heroine or the order Maternal Glory?",
    },
)


@condition(person, law=AWARDS)
def awarded_mother_of_six(
    sex,
    children_born,
    receives_awarded_mother,
    births_fully_recorded,
    awarded_mother_silver,
    awarded_mother_gold,
    awarded_mother_children,
):
    """Is a woman who gave birth to six children or more.

    An award or its allowance proves it. Fewer births in the register say «no» only where it knows all of
    them.
    """
    return (sex == "F") & (
        receives_awarded_mother
        | (children_born >= awarded_mother_children)
        | (~births_fully_recorded & (awarded_mother_silver | awarded_mother_gold))
    )


@condition(person, law=LAW)
def awarded_mother_holds_award(receives_awarded_mother, awarded_mother_silver, awarded_mother_gold):
    """Holds Kümis alqa or Altyn alqa, the title Mother Heroine or the order Maternal Glory; who is paid
    already holds one.
    """
    return receives_awarded_mother | awarded_mother_silver | awarded_mother_gold


@amount(person, law=LAW)
def awarded_mother_amount(
    awarded_mother_gold, month_index, awarded_mother_multiple_gold, awarded_mother_multiple_silver
):
    """More for Altyn alqa and the older awards than for Kümis alqa since 1 July 2023, before it the same."""
    return round_nearest(
        month_index
        * choose(awarded_mother_gold, awarded_mother_multiple_gold, awarded_mother_multiple_silver)
    )


@amount(person, law=LAW)
def awarded_mother_at_least(month_index, awarded_mother_multiple_silver):
    """The allowance for Kümis alqa, while nobody knows which award it is."""
    return round_nearest(month_index * awarded_mother_multiple_silver)


@amount(person, law=LAW)
def awarded_mother_at_most(month_index, awarded_mother_multiple_gold):
    """The allowance for Altyn alqa, while nobody knows which award it is."""
    return round_nearest(month_index * awarded_mother_multiple_gold)


MEASURE = Measure(
    name="awarded_mother",
    unit=person,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("awarded_mother_of_six", "awarded_mother_holds_award"),
    amount="awarded_mother_amount",
    at_least="awarded_mother_at_least",
    at_most="awarded_mother_at_most",
    period="month",
    payee="self",
    received_as=("awarded_mother",),
    relieves=("income",),
    proactive=True,
)
