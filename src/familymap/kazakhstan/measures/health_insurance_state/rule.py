"""Health insurance whose contribution the state pays for sixteen groups of people.

The registers here show nine of them: children, pensioners, people with disabilities, the registered
unemployed, full-time students, awarded mothers and, while they do not work, mothers of a child under
three, carers and recipients of targeted assistance. Not shown: pregnancy, leave to care for a child, fathers
who care, kandas, prison and house arrest. Nobody is asked whether she is pregnant: the texts name it instead.
"""

from datetime import date

from familymap.kazakhstan.portrait.periods import by_silence
from familymap.rules import Measure, condition, fact, full_years, known, person

LAW = "Law on compulsory social health insurance; list of groups: zakon.kz 6505805 of 27 January 2026"


@fact(person, law=LAW)
def health_insurance_state_group(
    is_minor,
    has_pension,
    disabled,
    registered_unemployed,
    receives_awarded_mother,
    is_full_time_student,
    listed_at_school,
    listed_as_student,
):
    """Belongs to a group for which the state pays whether the person works or not."""
    return (
        is_minor
        | has_pension
        | disabled
        | registered_unemployed
        | receives_awarded_mother
        | by_silence(
            is_full_time_student & known(is_full_time_student),
            is_full_time_student,
            listed_at_school,
            listed_as_student,
        )
    )


@fact(person, law=LAW)
def health_insurance_state_care(
    children_born,
    youngest_child_birth_date,
    as_of,
    health_insurance_state_child_until,
    receives_child_disability_care,
    receives_carer_group1,
    receives_tsa,
):
    """Is the mother of a child under three, is paid for care, or receives targeted assistance."""
    return (
        (
            (children_born > 0)
            & (full_years(youngest_child_birth_date, as_of) < health_insurance_state_child_until)
        )
        | receives_child_disability_care
        | receives_carer_group1
        | receives_tsa
    )


@condition(person, law=LAW)
def health_insurance_state_entitled(health_insurance_state_group, health_insurance_state_care, works):
    """Belongs to a group for which the state pays, some of them only while they do not work."""
    return health_insurance_state_group | (health_insurance_state_care & ~works)


MEASURE = Measure(
    name="health_insurance_state",
    unit=person,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("health_insurance_state_entitled",),
    amount=None,
    period="in_kind",
    payee="self",
    received_fact="insured",
    relieves=("insurance",),
    proactive=True,
)
