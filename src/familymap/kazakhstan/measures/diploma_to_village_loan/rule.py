"""Who may take the housing loan for working in a village, and how much it is: the terms changed twice.

The conditions are those of the lifting grant and stand with it.
"""

from datetime import date

from familymap.rules import Measure, add_months, amount, asked, fact, person

LAW = "Order 72 of the Minister of National Economy, 6 November 2014, on specialists who work in villages"

diploma_to_village_loan_had = asked(
    "diploma_to_village_loan_had",
    person,
    question={
        "kk": "Сіз «Дипломмен ауылға» тұрғын үй несиесін бұрын алдыңыз ба?",
        "ru": "Вы уже брали жилищный кредит по программе «С дипломом в село»?",
        "en": "Have you already taken the housing loan of «With a diploma to the village»?",
    },
    title={
        "kk": "бұрын алған ауылдағы тұрғын үй несиесі",
        "ru": "уже взятый сельский жилищный кредит",
        "en": "village housing loan taken before",
    },
)


@amount(person, law=LAW)
def diploma_to_village_loan_amount(month_index, diploma_to_village_loan_multiple):
    """The loan, at most."""
    return month_index * diploma_to_village_loan_multiple


@fact(person, law=LAW)
def diploma_to_village_loan_interest_of_a_year(
    diploma_to_village_loan_amount, diploma_to_village_loan_interest
):
    """The interest of the first year on the whole loan."""
    return diploma_to_village_loan_amount * diploma_to_village_loan_interest


@fact(person, law=LAW)
def diploma_to_village_loan_paid_back_by(as_of, diploma_to_village_loan_months):
    """The last day of a loan that is taken today for the longest term."""
    return add_months(as_of, diploma_to_village_loan_months)


MEASURE = Measure(
    name="diploma_to_village_loan",
    unit=person,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=(
        "diploma_to_village_lives_there",
        "diploma_to_village_works_there",
        "diploma_to_village_no_home_there",
        "diploma_to_village_no_arrears",
    ),
    amount="diploma_to_village_loan_amount",
    period="once",
    payee="self",
    received_fact="diploma_to_village_loan_had",
    relieves=("home", "crowding"),
    # A loan: nobody gets one without asking for it.
    proactive=False,
)
