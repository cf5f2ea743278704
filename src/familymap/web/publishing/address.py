"""Where the serving store lies: in PostgreSQL when what people do is kept there, else in the publication
itself.
"""

import os


def postgres_address() -> str | None:
    """The address of the PostgreSQL database, or None for the embedded store."""
    from django.conf import settings

    given = settings.FAMILYMAP_DATABASE if settings.configured else os.environ.get("FAMILYMAP_DATABASE", "")
    return given if str(given).startswith(("postgresql://", "postgres://")) else None
