"""Who may join a youth labour detachment for a season's paid work.

Whoever works and is in no register of education is taken for not studying (assumption).
"""

from datetime import date

from familymap.kazakhstan.portrait.periods import by_silence
from familymap.rules import Measure, assume, choose, condition, fact, person

LAW = "Law on State Youth Policy of 9 February 2015, No. 285-V, art. 1 (4-2); regional terms of Zhasyl El"


@condition(person, law=LAW)
def youth_labour_detachment_of_age(is_youth):
    """Is young by the law on youth policy; some regions take nobody under 16 (pricom.kz; rikatv.kz)."""
    return is_youth


@fact(person)
def youth_labour_detachment_studies(
    attends_school, is_student, works_by_registers, listed_at_school, listed_as_student
):
    """Studies; unknown where the registers show neither study nor work."""
    return choose(
        works_by_registers,
        by_silence(
            assume(
                attends_school | is_student,
                False,
                because="whoever works and is in no register of education is taken for not studying",
            ),
            attends_school | is_student,
            listed_at_school,
            listed_as_student,
        ),
        attends_school | is_student,
    )


@condition(person, law=LAW)
def youth_labour_detachment_free(youth_labour_detachment_studies, is_neet, registered_unemployed):
    """Studies, or has neither work nor study: the work is for holidays and for those without a job."""
    return youth_labour_detachment_studies | is_neet | registered_unemployed


MEASURE = Measure(
    name="youth_labour_detachment",
    unit=person,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("youth_labour_detachment_of_age", "youth_labour_detachment_free"),
    amount=None,
    period="in_kind",
    payee="self",
    relieves=("income", "neet"),
    # Places are few and seasonal, and a minor needs a parent's consent: applying comes first.
    proactive=False,
)
