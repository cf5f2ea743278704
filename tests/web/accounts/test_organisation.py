"""Signing in with the organisation's account: a real OpenID Connect provider answers, beside the tests."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import oidc_provider_mock
import pytest
from django.conf import settings
from django.test import Client, override_settings

from familymap.web.accounts import services
from familymap.web.accounts.models import User
from familymap.web.accounts.roles import Role

pytestmark = pytest.mark.django_db
BEGIN = "/account/oidc/organisation/login/"


class Stay(HTTPRedirectHandler):
    """Says where it was sent to, and does not go there."""

    def http_error_302(self, request, file, status, message, headers):  # type: ignore[no-untyped-def]
        return headers["Location"]


@pytest.fixture
def organisation() -> Iterator[str]:
    """The address of the organisation's provider; Family Map knows it by its settings."""
    knows = [
        oidc_provider_mock.User(sub="e-4711", claims={"name": "Бақыт Сапаров", "email": "b@example.org"})
    ]
    with oidc_provider_mock.run_server_in_thread(user_claims=knows) as server:
        address = f"http://localhost:{server.server_port}"
        app = {"provider_id": "organisation", "name": "test", "client_id": "familymap", "secret": "made up"}
        app["settings"] = {"server_url": address}  # type: ignore[assignment]
        providers = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        with override_settings(SOCIALACCOUNT_PROVIDERS=providers):
            yield address


def come_in(client: Client, sub: str | None) -> str:
    """Go to the organisation, sign in there as `sub` (None: say no), come back; where one lands."""
    sent = client.post(BEGIN)["Location"]
    asked = parse_qs(urlsplit(sent).query)
    assert asked["code_challenge_method"] == ["S256"] and asked["state"]
    answer = f"sub={sub}" if sub else "action=deny"
    back = build_opener(Stay).open(Request(sent, data=answer.encode()))
    assert "/account/oidc/organisation/login/callback/" in back
    landed = client.get(back.removeprefix("http://testserver"))
    return str(landed.headers.get("Location", landed.status_code))


def test_somebody_comes_in_and_is_known_again(organisation: str) -> None:
    first, again = Client(), Client()
    assert come_in(first, "e-4711") == "/"
    user = User.objects.get(socialaccount__uid="e-4711")
    assert (user.full_name, user.has_usable_password()) == ("Бақыт Сапаров", False)
    assert come_in(again, "e-4711") == "/" and User.objects.filter(full_name="Бақыт Сапаров").count() == 1


def test_who_comes_in_has_no_duty_until_somebody_gives_one(organisation: str) -> None:
    client = Client(headers={"accept-language": "en"})
    come_in(client, "e-4711")
    assert "You have no duty here yet" in client.get("/").content.decode()
    assert client.get("/people").status_code == 403
    services.give_duty(User.objects.get(socialaccount__uid="e-4711"), Role.administrator)
    assert client.get("/people").status_code == 200


def test_who_left_stays_out(organisation: str) -> None:
    come_in(Client(), "e-4711")
    services.let_go(User.objects.get(socialaccount__uid="e-4711"))
    client = Client()
    come_in(client, "e-4711")
    assert "_auth_user_id" not in client.session


def test_a_refusal_there_is_told(organisation: str) -> None:
    client = Client()
    come_in(client, None)
    assert "_auth_user_id" not in client.session


def test_an_answer_that_we_did_not_ask_for_is_refused(organisation: str) -> None:
    sent = Client().post(BEGIN)["Location"]
    back = build_opener(Stay).open(Request(sent, data=b"sub=e-4711"))
    stranger = Client(headers={"accept-language": "en"})
    answer = stranger.get(back.removeprefix("http://testserver"))
    assert "Signing in did not work" in answer.content.decode() and "_auth_user_id" not in stranger.session


def test_the_page_offers_it_first(organisation: str) -> None:
    page = Client(headers={"accept-language": "en"}).get("/account/login/").content.decode()
    assert page.index("Sign in with test") < page.index("With name and password")


def test_without_an_organisation_there_is_none() -> None:
    assert settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] == []
    assert Client().post(BEGIN).status_code == 404
