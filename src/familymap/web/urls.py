"""Every address of the web. Each app keeps its own in a `urls.py`; accounts/access.py says who opens what."""

from django.urls import URLPattern, URLResolver, include, path

from familymap.web import errors, home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("set-language", home.set_language, name="set_language"),
    path("", include("familymap.web.accounts.urls")),
    path("", include("familymap.web.overview.urls")),
    path("", include("familymap.web.map.urls")),
    path("families/", include("familymap.web.families.urls")),
    path("log/", include("familymap.web.audit.urls")),
    path("data/", include("familymap.web.data.urls")),
]

handler400 = errors.bad_request
handler403 = errors.refused
handler404 = errors.not_found
handler500 = errors.failed
