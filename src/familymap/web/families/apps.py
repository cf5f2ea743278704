"""Families as a Django app."""

from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    """Keeps for what purpose a family was opened; families themselves are in the serving store."""

    name = "familymap.web.families"
    label = "families"
