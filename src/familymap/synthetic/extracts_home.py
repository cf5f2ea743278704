"""Extracts about homes and things: real estate, vehicles, farms, the housing queue, utilities."""

from familymap.synthetic.extracts import Extract

HOME_EXTRACTS = (
    Extract(
        "farms",
        "record_no",
        "select record_no as source_key, * exclude (record_no) from farm",
        ("kato", "cattle", "sheep_goats", "horses", "poultry", "plot_ha", "counted_on"),
        code_column="kato",
        wrong_code="999999999",
        date_column="counted_on",
    ),
    Extract(
        "real_estate",
        "right_no",
        """select right_no as source_key, * exclude (right_no)
        from property_right where person_no is not null""",
        ("object_no", "purpose", "kato", "area_m2", "rooms", "share", "registered_on", "unsafe"),
        order=(
            "right_no", "object_no", "iin", "surname", "given_name", "patronymic", "birth_date",
            "purpose", "kato", "area_m2", "rooms", "share", "registered_on", "unsafe",
        ),
        code_column="purpose",
        wrong_code="garage",
        date_column="registered_on",
    ),
    Extract(
        "vehicles",
        "vehicle_no",
        "select vehicle_no as source_key, * exclude (vehicle_no) from vehicle",
        ("kind", "made_year", "registered_on"),
        code_column="kind",
        wrong_code="moped",
        date_column="registered_on",
    ),
    Extract(
        "housing_queue",
        "queue_no",
        "select queue_no as source_key, * exclude (queue_no) from housing_place",
        ("kato", "category", "queued_on"),
        code_column="category",
        wrong_code="7",
        date_column="queued_on",
    ),
    Extract(
        "utilities",
        "account_no",
        "select account_no as source_key, * exclude (account_no) from utility_account",
        ("address_code", "month", "billed", "arrears"),
        order=(
            "account_no", "address_code", "iin", "surname", "given_name", "patronymic", "birth_date",
            "month", "billed", "arrears",
        ),
        date_column="month",
    ),
)  # fmt: skip
