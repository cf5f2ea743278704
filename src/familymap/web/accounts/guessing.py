"""Who tries passwords, and whose: by these two together wrong tries are counted."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest


def tried_name(request: HttpRequest | None, credentials: Mapping[str, str] | None) -> str:
    """The name as typed, small letters; '' where there is none.

    allauth calls it «login» in its form and «username» afterwards.
    """
    typed = (credentials or {}).get("username") or (request.POST.get("login") if request else "")
    return str(typed or "").strip().lower()


def address(request: HttpRequest) -> str:
    """Where a request comes from: what our own proxy saw, never what a stranger may write before it."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_TLS else ""
    return str(forwarded.split(",")[-1].strip() or request.META.get("REMOTE_ADDR", ""))
