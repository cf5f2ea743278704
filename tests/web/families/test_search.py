"""Search first: four ways, only within one's area, nothing in an address."""

import pytest
from django.test import Client

from familymap.web.accounts.roles import Role
from tests.web.conftest import ClientAs
from tests.web.families.conftest import Known

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(client_as: ClientAs, ours: Known) -> Client:
    return client_as(Role.social_worker, ours.region)


def asked(client: Client, way: str, what: str) -> str:
    answer = client.post("/families/", {"way": way, "asked": what})
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def test_each_way_leads_to_the_family(worker: Client, ours: Known) -> None:
    for way, what in (("iin", ours.iins[0]), ("iin", f"{ours.iins[0][:6]} {ours.iins[0][6:]}")):
        assert f"/families/{ours.family_id}/open" in asked(worker, way, what), way
    assert f"/families/{ours.family_id}/open" in asked(worker, "family", f"№ {ours.family_id}")
    assert ours.surname in asked(worker, "name", ours.surname)


def test_a_search_shows_no_iin(worker: Client, ours: Known) -> None:
    text = asked(worker, "family", str(ours.family_id))
    assert not [one for one in ours.iins if one in text]


def test_nobody_is_found_outside_the_area(worker: Client, theirs: Known) -> None:
    assert "Nobody was found" in asked(worker, "iin", theirs.iins[0])
    assert "Nobody was found" in asked(worker, "family", str(theirs.family_id))


@pytest.mark.parametrize(
    ("way", "what", "said"),
    [
        ("iin", "12345", "An IIN has 12 digits."),
        ("iin", "123456789012", "one of the digits is wrong"),
        ("name", "Ә", "Write at least three letters."),
        ("family", "seven", "it has digits only"),
        ("family", "9223372036854775808", "it has digits only"),
        ("address", "Абай көшесі", "it has digits only"),
        ("name", "", "This field is required."),
        ("sideways", "Абай", "Select a valid choice."),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(worker: Client, way: str, what: str, said: str) -> None:
    assert said in asked(worker, way, what)


def test_searching_by_get_finds_nobody(worker: Client, ours: Known) -> None:
    text = worker.get("/families/", {"way": "iin", "asked": ours.iins[0]}).content.decode()
    assert str(ours.family_id) not in text
