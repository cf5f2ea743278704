"""The addresses of the overview."""

from django.urls import path

from familymap.web.overview import views

app_name = "overview"
urlpatterns = [
    path("overview/", views.page, name="overview"),
    path("overview/<slug:chart>.<slug:kind>", views.export, name="export"),
]
