"""Django on a store of this machine, for whoever does not come through a browser."""

import os
from importlib import import_module
from pathlib import Path


def set_up(store: Path) -> None:
    """Settings of this store; nothing is written."""
    os.environ["FAMILYMAP_STORE"] = str(store.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "familymap.web.settings")
    import django

    django.setup()


def make_tables(store: Path) -> None:
    """Settings, and the tables of people, duties and the log as this version has them."""
    set_up(store)
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def make_ready(store: Path) -> None:
    """Settings, tables and static files, so that a server may start on this store."""
    make_tables(store)
    from django.conf import settings
    from django.core.management import call_command

    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    if not (settings.STATIC_ROOT / ".whole").exists():
        call_command("collectstatic", verbosity=0, interactive=False)
        (settings.STATIC_ROOT / ".whole").touch()
