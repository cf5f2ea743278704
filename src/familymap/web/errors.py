"""What a person sees when something is wrong: what it is, and what to do. No database is asked here."""

import logging
import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Respond = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("familymap.web")


class NothingPublished(Exception):
    """A page needs a publication and there is none yet."""


class ToldErrors:
    """Turns the errors that have a page of their own into it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        """A page for NothingPublished; everything else goes its way."""
        if isinstance(trouble, NothingPublished):
            return page(request, "nothing_published", 503)
        return None


def page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    """One of the pages in templates/errors/."""
    answer = render(request, f"errors/{name}.html", status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request cannot be understood."""
    return page(request, "bad_request", 400)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The person's duties do not open this page."""
    return page(request, "refused", 403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came without its token: it is old, or it is not ours."""
    return page(request, "form_expired", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page, or it is not this person's."""
    return page(request, "not_found", 404)


def too_many_attempts(request: HttpRequest, credentials: object = None) -> HttpResponse:
    """Somebody tried too many passwords."""
    return page(request, "too_many_attempts", 429)


def failed(request: HttpRequest) -> HttpResponse:
    """An error of the program, or the database that went away in mid-request."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        answer = page(request, "database_lost", 503)
        answer["Retry-After"] = "30"
        return answer
    return page(request, "failed", 500)
