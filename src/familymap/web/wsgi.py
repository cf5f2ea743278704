"""The application as a server runs it: granian or gunicorn, `familymap.web.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from familymap.texts import LANGUAGES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "familymap.web.settings")
application = get_wsgi_application()


def _read_rules() -> None:
    """The words of every figure take a second in each language: no visitor should be the one who waits."""
    from familymap.web.figures import catalogue

    for language in LANGUAGES:
        catalogue(language)


_read_rules()
