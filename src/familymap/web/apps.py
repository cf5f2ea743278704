"""The ground of the web as a Django app: base pages, components, styles."""

from django.apps import AppConfig


class GroundConfig(AppConfig):
    """Holds no data."""

    name = "familymap.web"
    label = "ground"
