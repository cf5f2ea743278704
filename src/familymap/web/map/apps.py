"""The app of the map page."""

from django.apps import AppConfig


class MapConfig(AppConfig):
    """Holds no data."""

    name = "familymap.web.map"
    label = "map"
