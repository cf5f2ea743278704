"""Addresses of the log."""

from django.urls import path

from familymap.web.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.log, name="log"),
    path("download", views.download, name="download"),
    path("seals", views.seals, name="seals"),
    path("check", views.check, name="check"),
]
