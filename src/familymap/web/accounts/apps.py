"""The app of people who sign in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, duties, one-time links, sessions."""

    name = "familymap.web.accounts"
    label = "accounts"
