"""The payment to whoever buried a person who received a pension or a state allowance.

It goes to the family or to whoever arranged the burial. No register says who did: a family is asked where an
act tells that a spouse, parent or child died in the last twelve months. Of the others it is taken that they
buried nobody; whoever buried a brother, a grandparent or a neighbour says so and is heard. Only a worker
or the family itself begins it. Until July 2023 it was 15.7 times the monthly calculation index; the
size under the Social Code was not found, so the amount stays open since then.
"""

from datetime import date

from familymap.rules import Measure, amount, asked, choose, condition, family, first_known, round_up

LAW = "Social Code, art. 242; rules approved by Order 256 of 27 June 2023"

BURIED = asked(
    "burial_payment_told",
    family,
    title={
        "kk": "Зейнетақы немесе жәрдемақы алған адамды жерлеген",
        "ru": "Похоронили получателя пенсии или пособия",
        "en": "Buried somebody who received a pension or allowance",
    },
    question={
        "kk": "Жақында зейнетақы не жәрдемақы алған адамды жерледіңіз бе? Жерлеуге төлем алмаған "
        "болсаңыз, «иә» деңіз.",
        "ru": "Хоронили ли вы недавно получателя пенсии или пособия? Ответьте «да», если выплаты на "
        "погребение не было.",
        "en": "Did you recently bury somebody who received a pension or allowance? Say yes if no payment "
        "came for the burial.",
    },
)


@condition(family, law=LAW)
def burial_payment_buried(burial_payment_told, bereaved):
    """Has buried somebody who received a pension or a state allowance; asked where a near relative died."""
    return first_known(burial_payment_told, choose(bereaved, None, False))


@amount(family, law=LAW)
def burial_payment_amount(month_index, burial_payment_multiple):
    """A multiple of the monthly calculation index, once."""
    return round_up(month_index * burial_payment_multiple)


MEASURE = Measure(
    name="burial_payment",
    unit=family,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("burial_payment_buried",),
    amount="burial_payment_amount",
    period="once",
    payee="parent_payee",
    relieves=("income",),
    proactive=False,
)
