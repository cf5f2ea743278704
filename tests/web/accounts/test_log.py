"""Signing in and out, and what an administrator does with people, stands in the log."""

import pytest
from django.test import Client

from familymap.web.accounts import links, services
from familymap.web.accounts.models import User
from familymap.web.audit.models import Entry
from tests.web.conftest import ClientAs

pytestmark = pytest.mark.django_db


def deeds() -> list[tuple[str, str, str]]:
    """Who did what to whom, in order."""
    return list(Entry.objects.order_by("pk").values_list("actor_name", "action", "subject_id"))


def test_signing_in_and_out(client: Client) -> None:
    before = len(deeds())
    user = services.take_on("aidos", "Айдос")
    client.post(links.make(user))
    client.post("/account/logout/")
    assert deeds()[before:] == [("Айдос", "signed_in", ""), ("Айдос", "signed_out", "")]
    assert '"link"' in Entry.objects.order_by("-pk")[1].detail


def test_what_an_administrator_does(client_as: ClientAs) -> None:
    administrator, before = client_as("administrator"), len(deeds())
    there = administrator.post("/people", {"username": "aidos", "full_name": "Айдос"})["Location"]
    user = User.objects.get(username="aidos")
    administrator.post(there, {"do": "give", "role": "analyst", "area": "10"})
    administrator.post(there, {"do": "give", "role": "analyst", "area": "10"})
    administrator.post(there, {"do": "link"})
    administrator.post(there, {"do": "end", "duty": user.duties.get().pk})
    administrator.post(there, {"do": "let_go"})
    done = ["took_on", "gave_duty", "made_link", "ended_duty", "let_go"]
    assert deeds()[before:] == [("Administrator", deed, str(user.pk)) for deed in done]
