"""Extracts about study and health: kindergartens, schools, colleges, disability, clinics, observation."""

from familymap.synthetic.circumstances_health import clinic
from familymap.synthetic.dirt import OWNED
from familymap.synthetic.draws import Draws
from familymap.synthetic.extracts import Extract
from familymap.synthetic.register_parameters import RegisterParameters

STUDY_EXTRACTS = (
    Extract(
        "school",
        "enrolment_no",
        "select enrolment_no as source_key, * exclude (enrolment_no) from schooling",
        ("school_code", "grade", "enrolled_on", "left_on", "free_meals"),
        code_column="grade",
        wrong_code="12",
        date_column="enrolled_on",
    ),
    Extract(
        "kindergarten",
        "record_no",
        "select record_no as source_key, * exclude (record_no) from kindergarten_place",
        ("status", "organisation_code", "since"),
        code_column="status",
        wrong_code="?",
        date_column="since",
    ),
    Extract(
        "students",
        "enrolment_no",
        "select enrolment_no as source_key, * exclude (enrolment_no) from study",
        ("institution_code", "level", "form", "funding", "enrolled_on", "left_on"),
        code_column="level",
        wrong_code="?",
        date_column="enrolled_on",
    ),
)


def health_extracts(parameters: RegisterParameters, draws: Draws) -> list[Extract]:
    """Disability, attachment to clinics, observation."""
    return [
        Extract(
            "disability",
            "certificate_no",
            "select certificate_no as source_key, * exclude (certificate_no) from disability",
            ("disability_group", "since_childhood", "cause", "valid_from", "valid_to"),
            code_column="disability_group",
            wrong_code="IV",
            date_column="valid_from",
        ),
        _health(parameters, draws),
        Extract(
            "dispensary",
            "record_no",
            "select record_no as source_key, * exclude (record_no) from observation",
            ("diagnosis_group", "valid_from", "valid_to"),
            code_column="diagnosis_group",
            wrong_code="E66",
            date_column="valid_from",
        ),
    ]


def _health(parameters: RegisterParameters, draws: Draws) -> Extract:
    """Attachments: part of those who moved are listed where they lived, and part of the dead."""
    still = draws.chance("person_no", "health old address", parameters.dirt("old_address", "health"))
    kept = draws.chance("person_no", "health dead", parameters["dead_still_listed"])
    owned = ", ".join(("person_no", *OWNED))
    rows = f"""
        select record_no as source_key, {owned}, attachment.sex,
            case when previous_kato is not null and {still} then {clinic("previous_kato", parameters, draws)}
                else organisation_code end as organisation_code,
            attached_on, insured, insurance_category
        from identity join attachment using (person_no)
        union all
        select person_no as source_key, {owned}, sex, {clinic("kato", parameters, draws)},
            greatest(birth_date, death_date - 900),
            true, 'state'
        from identity
        where person_no > 0 and death_date is not null and {kept}
            and person_no not in (select person_no from attachment)"""
    return Extract(
        "health",
        "record_no",
        rows,
        ("sex", "organisation_code", "attached_on", "insured", "insurance_category"),
        code_column="insurance_category",
        wrong_code="?",
        date_column="attached_on",
        own_identity=True,
    )
