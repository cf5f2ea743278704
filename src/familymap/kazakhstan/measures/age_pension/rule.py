"""Notice that the pension age is reached: the state tells it by itself.

What is paid by age for work before 1998 and from pension savings depends on records that the registers here
do not hold, so no amount is named; the basic pension is a measure of its own. Earlier pensions (mothers of
five and more, people of the Semipalatinsk zone, years of service) are not told by this notice. Before 2023
the pension age of women was not always a whole year, so the notice begins in 2023.
"""

from datetime import date

from familymap.rules import Measure, condition, person

LAW = (
    "Social Code, chapter on pensions by age (the article was not seen); the ages: "
    "news.mail.ru/society/67652330"
)


@condition(person, law=LAW)
def age_pension_age_reached(is_pension_age):
    """Has reached the pension age."""
    return is_pension_age


MEASURE = Measure(
    name="age_pension",
    unit=person,
    law=LAW,
    since=date(2023, 1, 1),
    conditions=("age_pension_age_reached",),
    amount=None,
    period="in_kind",
    payee="self",
    received_fact="has_pension",
    relieves=("income",),
    proactive=True,
)
