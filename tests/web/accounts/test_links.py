"""A sign-in link works once, for a while, for one person; looking at it uses nothing up."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from familymap.web.accounts import links, services
from familymap.web.accounts.models import SignInLink, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer() -> User:
    return services.take_on("newcomer", "Айгерім Оспанова")


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_link_signs_in_once(client: Client, newcomer: User) -> None:
    path = links.make(newcomer)
    looked = client.get(path, headers={"accept-language": "en"})
    assert "Айгерім Оспанова" in looked.content.decode() and not signed_in(client)
    assert client.post(path).status_code == 302 and signed_in(client)
    late = Client()
    assert (late.get(path).status_code, late.post(path).status_code) == (410, 410)
    assert not signed_in(late)


def test_only_the_hash_is_kept(newcomer: User) -> None:
    token = links.make(newcomer).rsplit("/", 1)[-1]
    kept = SignInLink.objects.get()
    assert token not in str(kept.__dict__) and len(token) >= 43


@pytest.mark.parametrize("what", ["ended", "left", "made up"])
def test_no_other_link_signs_in(client: Client, newcomer: User, what: str) -> None:
    path = links.make(newcomer)
    if what == "ended":
        SignInLink.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    elif what == "left":
        services.let_go(newcomer)
    else:
        path = path[:-1] + ("A" if path[-1] != "A" else "B")
    assert client.post(path).status_code == 410 and not signed_in(client)


def test_the_session_is_a_new_one(client: Client, newcomer: User) -> None:
    """A session that somebody else put into the browser before is not the one that is signed in."""
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["session"] = session.session_key
    client.post(links.make(newcomer))
    assert client.session.session_key != session.session_key
    assert client.session.model.objects.get(session_key=client.session.session_key).user == newcomer
