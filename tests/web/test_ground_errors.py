"""When something is wrong, a person is told what, and what to do, in their language."""

from collections.abc import Callable, Iterator

import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from familymap.web import errors, urls
from familymap.web.accounts import access
from familymap.web.accounts.roles import Role

pytestmark = pytest.mark.django_db


def breaks(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("family 17 of somebody")


def finds_nothing(request: HttpRequest) -> HttpResponse:
    raise errors.NothingPublished


urlpatterns = [
    *urls.urlpatterns,
    path("breaks", breaks, name="breaks"),
    path("nothing", finds_nothing, name="nothing"),
    path("forgotten", breaks, name="forgotten"),
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def open_to_all(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(access, "FOR_ANYONE", access.FOR_ANYONE | {"breaks", "nothing"})
    with override_settings(ROOT_URLCONF=__name__):
        yield


def told(address: str, language: str = "en", **more: object) -> tuple[int, str]:
    client = Client(headers={"accept-language": language}, raise_request_exception=False, **more)  # type: ignore[arg-type]
    answer = client.get(address)
    return answer.status_code, answer.text


SAID = {
    "/no-such-page": (
        404,
        {"kk": "Мұнда ондай бет жоқ", "ru": "Такой страницы здесь нет", "en": "There is no such page"},
    ),
    "/breaks": (500, {"kk": "қате шықты", "ru": "произошла ошибка", "en": "Something went wrong"}),
    "/nothing": (503, {"kk": "жарияланған жоқ", "ru": "не опубликовано", "en": "Nothing is published yet"}),
}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("address", SAID)
def test_every_error_has_its_page(open_to_all: None, address: str, language: str) -> None:
    status, page = told(address, language)
    assert status == SAID[address][0] and SAID[address][1][language] in page and "<h1>" in page
    assert "ZeroDivision" not in page and "17" not in page


def test_a_lost_database_is_told(open_to_all: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*given: object, **named: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    client = Client(headers={"accept-language": "ru"}, raise_request_exception=False)
    client.cookies["session"] = "a" * 32
    monkeypatch.setattr(connection, "cursor", lost)
    answer = client.get("/people")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "База данных не отвечает" in answer.text


def test_a_page_that_the_table_does_not_name_opens_for_nobody(
    open_to_all: None, client_as: Callable[..., Client]
) -> None:
    assert [client_as(role).get("/forgotten").status_code for role in Role] == [403] * len(Role)


def test_a_form_without_its_token_is_told() -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "kk"})
    answer = client.post("/account/login/", {"login": "a", "password": "b"})
    assert answer.status_code == 403 and "Бұл нысан ескірген" in answer.text


def test_a_page_that_is_not_mine_is_told(client_as: Callable[..., Client]) -> None:
    answer = client_as("analyst", language="kk").get("/people")
    assert answer.status_code == 403 and "Бұл бет сіздің міндетіңізге кірмейді" in answer.text
