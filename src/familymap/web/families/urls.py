"""Addresses of families. A family has its number in the address, a person never has more than theirs."""

from django.urls import path, register_converter

from familymap.web.families import reviewing, views

LARGEST = 2**63 - 1
"""A greater number is none that a database could hold."""


class NumberConverter:
    """The number of a family or person."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        """Raises ValueError, which is a page that does not exist, for what is no number of ours."""
        if int(value) > LARGEST:
            raise ValueError(value)
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(NumberConverter, "number")

app_name = "families"
urlpatterns = [
    path("", views.search, name="search"),
    path("outside", views.outside, name="outside"),
    path("openings", reviewing.review, name="openings"),
    path("<number:family_id>", views.card, name="card"),
    path("<number:family_id>/open", views.open_family, name="open"),
    path("<number:family_id>/questions", views.questions, name="questions"),
    path("<number:family_id>/iin/<number:person_id>", views.iin, name="iin"),
    path("<number:family_id>/why/<slug:measure>", views.why, name="why"),
    path("<number:family_id>/why/<slug:measure>/<number:person_id>", views.why, name="why_person"),
    path("<number:family_id>/card-<slug:language>.pdf", views.on_paper, name="paper"),
]
