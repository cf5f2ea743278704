"""An administrator takes people on, gives duties and links, and lets people go: each step by the page."""

import re

import pytest

from familymap.web.accounts import access, selectors
from familymap.web.accounts.actor import NOBODY, Actor
from familymap.web.accounts.models import User
from familymap.web.accounts.roles import Role
from tests.web.conftest import ClientAs

pytestmark = pytest.mark.django_db


def test_from_the_first_day_to_the_last(client_as: ClientAs) -> None:
    administrator, newcomer = client_as("administrator"), client_as(None)
    newcomer.logout()
    taken = administrator.post("/people", {"username": "botagoz", "full_name": "Ботагөз Әлі"})
    there = taken["Location"]
    administrator.post(there, {"do": "give", "role": "social_worker", "area": "1036"})
    page = administrator.post(there, {"do": "link"}).text
    [link] = re.findall(r"http://testserver(/link/[\w-]+)", page)
    newcomer.post(link)
    assert newcomer.get("/me").status_code == 200
    user = User.objects.get(username="botagoz")
    who = selectors.actor(user)
    assert who.areas == {Role.social_worker: frozenset({"1036"})}
    assert who.covers("103620100") and not who.covers("103720100")
    administrator.post(there, {"do": "let_go"})
    assert newcomer.get("/me").status_code == 302
    user.refresh_from_db()
    assert not user.is_active and not user.duties.exists()


def test_a_duty_is_given_once_and_ended(client_as: ClientAs) -> None:
    administrator = client_as("administrator")
    there = administrator.post("/people", {"username": "a", "full_name": "A"})["Location"]
    for _ in range(2):
        administrator.post(there, {"do": "give", "role": "analyst", "area": ""})
    [duty] = User.objects.get(username="a").duties.all()
    assert duty.given_by == User.objects.get(username="administrator")
    administrator.post(there, {"do": "end", "duty": duty.pk})
    assert not User.objects.get(username="a").duties.exists()


@pytest.mark.parametrize("area", ["7", "abc", "12345", "1234567890"])
def test_an_area_that_is_none_is_refused_with_words(client_as: ClientAs, area: str) -> None:
    administrator = client_as("administrator")
    there = administrator.post("/people", {"username": "a", "full_name": "A"})["Location"]
    page = administrator.post(there, {"do": "give", "role": "analyst", "area": area}).text
    assert "2, 4, 6 or 9 digits" in page and not User.objects.get(username="a").duties.exists()


def test_a_name_is_taken_once_whatever_its_letters(client_as: ClientAs) -> None:
    administrator = client_as("administrator")
    administrator.post("/people", {"username": "aliya", "full_name": "A"})
    page = administrator.post("/people", {"username": "ALIYA", "full_name": "B"})
    assert page.status_code == 200 and "taken" in page.text


def test_nobody_lets_themselves_go(client_as: ClientAs) -> None:
    administrator = client_as("administrator")
    me = User.objects.get(username="administrator")
    assert administrator.post(f"/people/{me.pk}", {"do": "let_go"}).status_code == 404
    assert administrator.post(f"/people/{me.pk}", {"do": "what?"}).status_code == 404


def test_the_actor_sees_where_their_duties_are() -> None:
    who = Actor(1, "x", {Role.social_worker: frozenset({"1036"}), Role.analyst: frozenset({""})})
    assert who.has(Role.analyst, Role.auditor) and not who.has(Role.auditor)
    assert who.scope(Role.social_worker) == {"1036"} and who.scope() == {"1036", ""}
    assert who.covers("103620100", Role.social_worker) and not who.covers("7110", Role.social_worker)
    assert who.covers("7110") and not who.covers("7110", Role.auditor)
    assert NOBODY.scope() == frozenset() and not NOBODY.covers("10")
    assert not any(access.may_open(name, NOBODY) for name in access.PAGES)
