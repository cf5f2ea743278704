"""Whose family it is, for what it is opened, and that nothing of it is seen otherwise."""

import re
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from familymap.web.accounts.roles import Role
from familymap.web.audit.models import Entry
from familymap.web.families.models import Opening
from tests.web.conftest import ClientAs, somebody
from tests.web.families.conftest import Known, addresses, opened

pytestmark = pytest.mark.django_db

READERS = {Role.social_worker, Role.supervisor}
VALUE = re.compile(r'<input[^>]*name="(asked|who)"[^>]*>')
"""What the person typed themselves stands in the form again."""


@pytest.mark.parametrize("role", [*Role, None])
@pytest.mark.parametrize("inside", [True, False])
def test_matrix_of_card_and_search(
    client_as: ClientAs, ours: Known, theirs: Known, role: Role | None, inside: bool
) -> None:
    """Readers see families of their area; others of that area see 404; whoever is no reader sees 403."""
    client = client_as(role, (ours if inside else theirs).region)
    reader = role in READERS
    assert client.get("/families/").status_code == (200 if reader else 403)
    opened(client, ours)
    for address in addresses(ours):
        expected = 200 if reader and inside else 404 if reader else 403
        assert client.get(address).status_code == expected, (address, role, inside)
    found = client.post("/families/", {"way": "family", "asked": str(ours.family_id)})
    assert found.status_code == (200 if reader else 403)
    assert (ours.surname in found.content.decode()) is (reader and inside)


@pytest.mark.parametrize("role", [*Role, None])
def test_only_supervisors_review(client_as: ClientAs, ours: Known, role: Role | None) -> None:
    answer = client_as(role, ours.region).get("/families/openings")
    assert answer.status_code == (200 if role == Role.supervisor else 403)


def test_nobody_signed_in_sees_nothing(ours: Known) -> None:
    for address in ["/families/", "/families/outside", "/families/openings", *addresses(ours)]:
        answer = Client().get(address)
        assert answer.status_code == 302 and "login" in answer["Location"], address
    part = Client().get(f"/families/{ours.family_id}/questions", headers={"HX-Request": "true"})
    assert part.status_code == 401


def test_two_hundred_attempts_to_see_what_is_not_ones_own(
    client_as: ClientAs, families: list[Known], ours: Known
) -> None:
    """By id, search, print, PDF, why, IIN, parts for htmx, stated purposes: none succeeds."""
    client = client_as(Role.social_worker, ours.region)
    foreign = [one for one in families if one.region != ours.region and one.surname and all(one.iins)]
    foreign = [one for one in foreign if one.surname[:5] != ours.surname[:5]]
    random = Random(4)
    for attempt in range(200):
        one = random.choice(foreign)
        answer = _attempt(client, one, ours, random, attempt)
        text = VALUE.sub("", answer.content.decode("utf-8", "ignore"))
        told = [part for part in (*one.iins, *map(str, one.persons)) if part in text]
        assert not told, (attempt, one, told)
        if answer.status_code == 200:  # a search or a form: the family itself must not be in it
            assert one.surname not in text and f"/families/{one.family_id}" not in text, (attempt, one)
    assert not Opening.objects.filter(family_id__in=[one.family_id for one in foreign]).exists()


def _attempt(client: Client, one: Known, ours: Known, random: Random, attempt: int) -> Any:
    base, person = f"/families/{one.family_id}", random.choice(list(one.persons))
    htmx = {"HX-Request": "true"}
    if attempt % 4 == 0:  # after opening an own family, which gives no right to another
        opened(client, ours)
    ways = [
        lambda: client.get(base),
        lambda: client.get(f"{base}/open"),
        lambda: client.post(f"{base}/open", {"purpose": "visit"}),
        lambda: client.post(f"{base}/open", {"purpose": "visit", "reason": "x" * 50, "outside": "1"}),
        lambda: client.get(random.choice(addresses(one))),
        lambda: client.get(f"{base}/questions", headers=htmx),
        lambda: client.get(base, headers=htmx),
        lambda: client.post(f"{base}/iin/{person}"),
        lambda: client.post(f"{base}/iin/{person}", headers=htmx),
        lambda: client.post(f"/families/{ours.family_id}/iin/{person}"),
        lambda: client.get(f"/families/{ours.family_id}/why/health_insurance_state/{person}"),
        lambda: client.get(f"{base}/card-kk.pdf"),
        lambda: client.post("/families/", {"way": "iin", "asked": one.iins[0]}),
        lambda: client.post("/families/", {"way": "family", "asked": str(one.family_id)}),
        lambda: client.post("/families/outside", {"who": one.iins[0], "purpose": "visit", "reason": "short"}),
        lambda: client.post(
            "/families/outside", {"who": str(one.family_id), "purpose": "", "reason": "x" * 50}
        ),
        lambda: client.get(f"{base}/?area={one.area}&scope="),
    ]
    return random.choice(ways)()


def test_a_card_asks_for_the_purpose_first(client_as: ClientAs, ours: Known) -> None:
    client = client_as(Role.social_worker, ours.region)
    answer = client.get(f"/families/{ours.family_id}")
    assert answer.status_code == 302 and answer["Location"].endswith("/open")
    part = client.get(f"/families/{ours.family_id}/questions", headers={"HX-Request": "true"})
    assert part["HX-Redirect"].endswith("/open") and not part.content
    assert opened(client, ours, "curiosity").status_code == 200, "a purpose that is not on the list"
    assert client.get(f"/families/{ours.family_id}").status_code == 302
    assert opened(client, ours).status_code == 302
    assert client.get(f"/families/{ours.family_id}").status_code == 200


def test_a_purpose_ends_and_is_nobody_elses(client_as: ClientAs, ours: Known) -> None:
    client = client_as(Role.social_worker, ours.region)
    opened(client, ours)
    assert client_as(Role.supervisor, ours.region).get(f"/families/{ours.family_id}").status_code == 302
    Opening.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert client.get(f"/families/{ours.family_id}").status_code == 302


def test_a_duty_that_ends_closes_the_card_at_once(client_as: ClientAs, ours: Known) -> None:
    client = client_as(Role.social_worker, ours.region)
    opened(client, ours)
    assert client.get(f"/families/{ours.family_id}").status_code == 200
    somebody(Role.social_worker, ours.region).duties.all().delete()
    assert client.get(f"/families/{ours.family_id}").status_code == 403


def test_every_reading_leaves_a_trace(client_as: ClientAs, ours: Known, theirs: Known) -> None:
    client = client_as(Role.social_worker, ours.region)
    opened(client, ours, "offer")
    base = f"/families/{ours.family_id}"
    for address in (base, f"{base}/questions", f"{base}/why/targeted_assistance", f"{base}/card-ru.pdf"):
        assert client.get(address).status_code == 200
    client.post(f"{base}/iin/{ours.persons[0]}")
    client.get(f"/families/{theirs.family_id}")
    client.post("/families/", {"way": "iin", "asked": ours.iins[0]})
    told = [(one.action, one.subject_id, one.purpose) for one in Entry.objects.order_by("id")]
    ours_id, theirs_id = str(ours.family_id), str(theirs.family_id)
    assert [one for one in told if one[0] not in ("gave_duty", "took_on", "signed_in")] == [
        ("opened_card", ours_id, "offer"),
        ("opened_card", ours_id, "offer"),
        ("opened_why", ours_id, "offer"),
        ("printed", ours_id, "offer"),
        ("revealed_iin", ours_id, "offer"),
        ("refused", theirs_id, ""),
        ("searched", "", ""),
    ]
    assert ours.iins[0] not in " ".join(one.detail for one in Entry.objects.all())


def test_iin_is_masked_and_shown_on_request(client_as: ClientAs, ours: Known) -> None:
    client = client_as(Role.social_worker, ours.region)
    opened(client, ours)
    base, person, iin = f"/families/{ours.family_id}", ours.persons[0], ours.iins[0]
    card = client.get(base).content.decode()
    assert iin[-4:] in card and not [one for one in ours.iins if one in card]
    assert client.get(f"{base}/iin/{person}").status_code == 405, "never by an address that one can pass on"
    whole = client.post(f"{base}/iin/{person}").content.decode()
    part = client.post(f"{base}/iin/{person}", headers={"HX-Request": "true"}).content.decode()
    assert iin in whole and ours.iins[1] not in whole
    assert iin in part and "<html" not in part


def test_nothing_is_stored_on_the_way(client_as: ClientAs, ours: Known) -> None:
    client = client_as(Role.social_worker, ours.region)
    opened(client, ours)
    for address in ["/families/", "/families/outside", *addresses(ours)]:
        assert "no-store" in client.get(address)["Cache-Control"], address
    assert "no-store" in client.get("/families/123")["Cache-Control"]


@pytest.mark.parametrize("number", ["9223372036854775808", "0", "9" * 19, "1152921504606846976"])
def test_a_number_that_is_no_family_is_a_page_that_is_not_there(
    client_as: ClientAs, ours: Known, number: str
) -> None:
    client = client_as(Role.social_worker, ours.region)
    assert client.get(f"/families/{number}").status_code == 404
    assert client.post(f"/families/{number}/open", {"purpose": "visit"}).status_code == 404
