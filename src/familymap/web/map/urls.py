"""The addresses of the map."""

from django.urls import path

from familymap.web.map import views

app_name = "map"
urlpatterns = [
    path("map/", views.page, name="map"),
    path("map/shapes/<int:number>/<slug:level>.geojson", views.shapes, name="shapes"),
    path("map/export.<slug:kind>", views.export, name="export"),
]
