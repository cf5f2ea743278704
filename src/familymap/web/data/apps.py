"""The app of the data steward."""

from django.apps import AppConfig


class DataConfig(AppConfig):
    """Deliveries, quarantine, freshness, and the review list of links. It keeps no tables of its own."""

    name = "familymap.web.data"
    label = "data"
