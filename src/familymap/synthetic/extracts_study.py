"""Extracts about study and health: students, disability."""

from familymap.synthetic.extracts import Extract


def study_extracts() -> list[Extract]:
    """Colleges and universities."""
    return [
        Extract(
            "students",
            "enrolment_no",
            "select enrolment_no as source_key, * exclude (enrolment_no) from study",
            ("institution_code", "level", "form", "funding", "enrolled_on", "left_on"),
            code_column="level",
            wrong_code="?",
            date_column="enrolled_on",
        ),
    ]


def health_extracts() -> list[Extract]:
    """Disability."""
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
    ]
