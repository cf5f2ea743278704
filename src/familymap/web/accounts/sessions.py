"""Sessions on the server, each with its person."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions


class SessionStore(DatabaseSessions):
    """Django's sessions in the database, in our table."""

    @classmethod
    def get_model_class(cls) -> Any:
        from familymap.web.accounts.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        kept: Any = super().create_model_instance(data)
        kept.user_id = data.get(SESSION_KEY)
        return kept
