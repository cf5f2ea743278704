"""Addresses of the data pages. A row travels by its number in the register, never by what it says."""

from django.urls import path

from familymap.web.data import review_views, views

app_name = "data"
urlpatterns = [
    path("", views.registers, name="registers"),
    path("review", review_views.review, name="review"),
    path("review/<slug:register>/<slug:role>/<int:source_key>", review_views.case, name="case"),
    path(
        "review/<slug:register>/<slug:role>/<int:source_key>/open",
        review_views.uncover_case,
        name="uncover_case",
    ),
    path("review/<slug:register>/<slug:role>/<int:source_key>/decide", review_views.decide, name="decide"),
    path("<slug:register>", views.register, name="register"),
    path("<slug:register>/<slug:delivery>", views.delivery, name="delivery"),
    path("<slug:register>/<slug:delivery>/rows", views.quarantine, name="quarantine"),
    path("<slug:register>/<slug:delivery>/rows/<int:row_number>", views.uncover_row, name="uncover_row"),
    path("<slug:register>/<slug:delivery>/rows.csv", views.repair_file, name="repair_file"),
]
