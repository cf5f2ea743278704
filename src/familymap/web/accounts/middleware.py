"""Every request gets its actor, and no view runs that the actor may not open."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from familymap.web.accounts import access, selectors
from familymap.web.accounts.actor import NOBODY, actor_of

Respond = Callable[[HttpRequest], HttpResponse]


def actor(get_response: Respond) -> Respond:
    """Puts `request.actor`: read anew for every request, so a duty that ends, ends at once."""

    def respond(request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        request.actor = selectors.actor(user) if user.is_authenticated else NOBODY  # type: ignore[attr-defined]
        answer = get_response(request)
        if request.actor.signed_in and "Cache-Control" not in answer:  # type: ignore[attr-defined]
            answer["Cache-Control"] = "no-store"
        return answer

    return respond


class Access:
    """Refuses every page that `access` does not open to the actor."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> Any:
        """None lets the view run. Raises PermissionDenied."""
        match = request.resolver_match
        url_name, who = match.view_name if match else "", actor_of(request)
        if not access.may_open(url_name, who):
            if not who.signed_in:
                return _to_sign_in(request)
            raise PermissionDenied(url_name)
        if (
            who.signed_in
            and url_name not in access.WITHOUT_SECOND_FACTOR
            and selectors.owes_second_factor(request)
        ):
            return redirect("mfa_activate_totp")
        return None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; a part of a page asked for by htmx takes the whole page along."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": reverse("account_login")})
    return redirect_to_login(request.get_full_path(), reverse("account_login"))
