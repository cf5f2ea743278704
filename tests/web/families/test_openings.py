"""Looking beyond the own area: stated with a reason, counted, and looked at by a supervisor."""

import pytest

from familymap.web.accounts.roles import Role
from familymap.web.audit.models import Entry
from familymap.web.families.models import Opening
from tests.web.conftest import ClientAs
from tests.web.families.conftest import Known, addresses

pytestmark = pytest.mark.django_db

REASON = "Came to our office with a small child; home is flooded."


def stated(client: object, family: Known, **more: str) -> object:
    fields = {"who": family.iins[0], "purpose": "application", "reason": REASON, **more}
    return client.post("/families/outside", fields)  # type: ignore[attr-defined]


def test_a_family_outside_is_opened_with_purpose_and_reason(
    client_as: ClientAs, ours: Known, theirs: Known
) -> None:
    client = client_as(Role.social_worker, ours.region)
    answer = stated(client, theirs)
    assert answer["Location"] == f"/families/{theirs.family_id}"  # type: ignore[index]
    card = client.get(f"/families/{theirs.family_id}")
    assert card.status_code == 200 and "outside your area" in card.content.decode()
    assert client.get(addresses(theirs)[2]).status_code == 200
    [entry] = Entry.objects.filter(action="opened_outside_area")
    assert (entry.subject_id, entry.purpose) == (str(theirs.family_id), "application")
    assert REASON in entry.detail
    other = client_as(Role.social_worker, ours.region + "9999")
    assert other.get(f"/families/{theirs.family_id}").status_code == 404, "the opening is one person's"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reason": "short"}, "at least 20 characters"),
        ({"reason": " " * 40}, "This field is required."),
        ({"purpose": ""}, "This field is required."),
        ({"purpose": "curiosity"}, "Select a valid choice."),
        ({"who": "1152921504606846976"}, "No family was found"),
        ({"who": "Сағатова"}, "digits only"),
    ],
)
def test_without_all_of_it_nothing_opens(
    client_as: ClientAs, ours: Known, theirs: Known, changed: dict[str, str], said: str
) -> None:
    client = client_as(Role.social_worker, ours.region)
    answer = stated(client, theirs, **changed)
    assert answer.status_code == 200 and said in answer.content.decode()  # type: ignore[attr-defined]
    assert client.get(f"/families/{theirs.family_id}").status_code == 404
    assert not Opening.objects.exists()


def test_an_own_family_needs_no_review(client_as: ClientAs, ours: Known) -> None:
    stated(client_as(Role.social_worker, ours.region), ours)
    assert not Opening.objects.get().outside


def test_a_day_allows_so_many(client_as: ClientAs, families: list[Known], ours: Known) -> None:
    client = client_as(Role.social_worker, ours.region)
    foreign = [one for one in families if one.region != ours.region][:11]
    for one in foreign[:10]:
        assert stated(client, one, who=str(one.family_id)).status_code == 302  # type: ignore[attr-defined]
    refused = stated(client, foreign[10], who=str(foreign[10].family_id))
    assert "Speak to your supervisor" in refused.content.decode()  # type: ignore[attr-defined]
    assert client.get(f"/families/{foreign[10].family_id}").status_code == 404


def test_the_supervisor_of_the_reader_looks_at_it(client_as: ClientAs, ours: Known, theirs: Known) -> None:
    stated(client_as(Role.social_worker, ours.region), theirs)
    opening = Opening.objects.get()
    said = {"opening": opening.pk, "finding": "questioned", "note": "Whose office was it?"}
    elsewhere = client_as(Role.supervisor, theirs.region)
    assert REASON not in elsewhere.get("/families/openings").content.decode()
    assert elsewhere.post("/families/openings", said).status_code == 404
    supervisor = client_as(Role.supervisor, ours.region)
    assert "flooded" in supervisor.get("/families/openings").content.decode()
    without = supervisor.post("/families/openings", {**said, "note": ""})
    assert "Say what has to be cleared up." in without.content.decode()
    assert supervisor.post("/families/openings", said).status_code == 302
    opening.refresh_from_db()
    assert (opening.finding, opening.note) == ("questioned", "Whose office was it?")
    assert Entry.objects.filter(action="reviewed_opening", subject_id=str(theirs.family_id)).exists()


def test_nobody_reviews_the_own_opening(client_as: ClientAs, ours: Known, theirs: Known) -> None:
    supervisor = client_as(Role.supervisor, ours.region)
    stated(supervisor, theirs)
    assert "flooded" not in supervisor.get("/families/openings").content.decode()
    said = {"opening": Opening.objects.get().pk, "finding": "justified", "note": ""}
    assert supervisor.post("/families/openings", said).status_code == 404
