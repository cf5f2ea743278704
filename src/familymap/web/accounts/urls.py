"""Addresses of signing in, of one's own account, and of the people an administrator looks after.

allauth brings more pages than we open: what `access` does not name, opens for nobody.
"""

from django.urls import include, path

from familymap.web.accounts import views

ours = [
    path("link/<str:token>", views.link, name="link"),
    path("me", views.me, name="me"),
    path("people", views.people, name="people"),
    path("people/<int:user_id>", views.person, name="person"),
]

urlpatterns = [
    path("", include((ours, "accounts"))),
    path("account/", include("allauth.urls")),
]
