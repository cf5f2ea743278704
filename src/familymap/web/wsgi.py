"""The application as a server runs it: granian or gunicorn, `familymap.web.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "familymap.web.settings")
application = get_wsgi_application()
