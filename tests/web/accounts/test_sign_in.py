"""Name and password open nothing without the phone's code; guessing is stopped; leaving ends everything."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client, RequestFactory, override_settings

from familymap.web.accounts import guessing, services
from familymap.web.accounts.models import User
from familymap.web.accounts.roles import Role
from tests.web.conftest import ClientAs, PageAs

PASSWORD = "four quiet horses walk"
EN = {"accept-language": "en"}
SIGN_IN = "/account/login/"


def code(secret: str) -> str:
    """What the app on the phone shows now."""
    now = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, now[len(now) // 2]))


@pytest.fixture
def steward(db: None) -> User:
    user = services.take_on("askar", "Асқар Бейсенов")
    services.give_duty(user, Role.administrator)
    user.set_password(PASSWORD)
    user.save()
    return user


def with_password(password: str = PASSWORD, name: str = "askar") -> tuple[Client, int]:
    client = Client(headers=EN)
    return client, client.post(SIGN_IN, {"login": name, "password": password}).status_code


def set_up_codes(client: Client) -> str:
    page = client.get("/account/2fa/totp/activate/").content.decode()
    found = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert found
    assert client.post("/account/2fa/totp/activate/", {"code": code(found[1])}).status_code == 302
    return found[1]


def test_a_password_alone_opens_nothing(steward: User) -> None:
    client, _ = with_password()
    for path in ("/", "/people"):
        assert client.get(path)["Location"] == "/account/2fa/totp/activate/"
    set_up_codes(client)
    assert client.get("/people").status_code == 200


def test_from_then_on_the_code_is_asked(steward: User) -> None:
    first, _ = with_password()
    secret = set_up_codes(first)
    client, _ = with_password()
    assert client.get("/people").status_code == 302
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "The code is wrong" in wrong.content.decode()
    assert client.post("/account/2fa/authenticate/", {"code": code(secret)}).status_code == 302
    assert client.get("/people").status_code == 200


def test_a_code_works_once_and_a_spare_code_once(steward: User) -> None:
    first, _ = with_password()
    secret = set_up_codes(first)
    spare = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for given, good in ((code(secret), True), (code(secret), False), (spare, True), (spare, False)):
        client, _ = with_password()
        client.post("/account/2fa/authenticate/", {"code": given})
        assert (client.get("/people").status_code == 200) is good, given


def test_guessing_is_stopped_for_a_while(steward: User) -> None:
    tried = [with_password(f"wrong {attempt}")[1] for attempt in range(6)]
    assert tried == [200, 200, 200, 200, 429, 429]
    stopped, status = with_password()
    assert status == 429 and "_auth_user_id" not in stopped.session
    assert with_password(name="somebody else")[1] == 200, "others are not stopped with them"


@pytest.mark.parametrize(("behind", "seen"), [(True, "10.0.0.7"), (False, "127.0.0.1")])
def test_a_made_up_address_before_the_proxy_counts_for_nothing(behind: bool, seen: str) -> None:
    asked = RequestFactory().get("/", headers={"x-forwarded-for": "1.2.3.4, 10.0.0.7"})
    with override_settings(BEHIND_TLS=behind):
        assert guessing.address(asked) == seen


def test_the_form_says_what_is_wrong(steward: User) -> None:
    for language, said in {"kk": "құпиясөз қате", "ru": "пароль неверны", "en": "password is wrong"}.items():
        client = Client(headers={"accept-language": language})
        answer = client.post(SIGN_IN, {"login": "askar", "password": "no"})
        assert said in answer.content.decode()


def test_leaving_ends_every_session_at_once(client_as: ClientAs) -> None:
    client = client_as("administrator")
    assert client.get("/people").status_code == 200
    user = User.objects.get(username="administrator")
    services.let_go(user)
    assert client.get("/people").status_code == 302
    assert user.sessions.count() == 0


def test_a_duty_that_ends_ends_at_once(client_as: ClientAs) -> None:
    client = client_as("administrator")
    User.objects.get(username="administrator").duties.all().delete()
    assert client.get("/people").status_code == 403


def test_a_person_signs_out_everywhere(client_as: ClientAs) -> None:
    here, elsewhere = client_as("analyst"), client_as("analyst")
    here.post("/me")
    assert [one.get("/me").status_code for one in (here, elsewhere)] == [302, 302]


def test_nobody_signs_up(client: Client, db: None) -> None:
    for path in ("/account/signup/", "/account/password/reset/", "/account/email/", "/account/login/code/"):
        assert client.get(path).status_code in {302, 404}, path
    client.post("/account/signup/", {"username": "me", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.filter(username="me").exists()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_way_in_is_sound_in_a_browser(
    page_as: PageAs, axe: Callable[..., list[str]], language: str
) -> None:
    page = page_as(None, language=language)
    page.goto("/")
    assert page.url.endswith(f"{SIGN_IN}?next=/") and axe(page) == []
    mine = page_as("", language=language)
    for path in ("/", "/me", "/account/password/set/", "/account/2fa/totp/activate/", "/account/logout/"):
        mine.goto(path)
        assert axe(mine) == [], path
