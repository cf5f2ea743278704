"""The app of the first page."""

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """Holds no data."""

    name = "familymap.web.overview"
    label = "overview"
