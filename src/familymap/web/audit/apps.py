"""The app of the log."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Entries, the batches that seal them, and the auditor's pages."""

    name = "familymap.web.audit"
    label = "audit"
