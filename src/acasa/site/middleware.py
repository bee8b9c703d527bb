"""What every request passes: its language, for whom the view is, who is acting, security headers."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import fields
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from acasa.foundation.guard.actor import acting
from acasa.foundation.people.queries import actor_of
from acasa.foundation.web.audience import Audience
from acasa.foundation.web.public import PUBLIC_HEADER

from .views import not_found

Handler = Callable[[HttpRequest], HttpResponse]

_PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
# Wagtail's authoring room writes scripts and styles into its pages; only signed-in staff ever see it.
_STAFF_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; frame-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'self'"
)
_PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"


class SecurityHeaders:
    """Says what a page may load and ask for, and that only what is everybody's may be kept or made small."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        audience: Audience | None = getattr(request, "audience", None)
        staff = audience is not None and audience.verb is not None
        response.headers.setdefault("Content-Security-Policy", _STAFF_POLICY if staff else _PUBLIC_POLICY)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if audience is None or not audience.is_public:
            response.headers["Cache-Control"] = "no-store"
        else:
            response.headers[PUBLIC_HEADER] = "1"
        return response


class LanguageOfAddress:
    """A public page speaks the language of its address; other pages speak the browser's, if we can."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.known = dict(settings.LANGUAGES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        first = request.path.split("/", 2)[1]
        language = first if first in self.known else translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            return self.get_response(request)


class ActingPerson:
    """Names the signed-in person to the database, for everything the request reads and changes."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Who carries no cookie is nobody: a reader's page asks no database for a session.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        with transaction.atomic(), acting(actor_of(request.user)):
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            return response


class FindsNothingWhereNothingCanBe:
    """What no row can be called by is not found: staff's tools hand what an address says to the database as it is."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Our own page stands where an address is asked in a way that it does not answer, such as a form's."""
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = not_found(request, Http404())
        page.status_code, page.headers["Allow"] = 405, response.headers["Allow"]
        return page

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """No text of the database has a NUL in it. Readers' pages say themselves what they make of their query."""
        asked = [request.path]
        if not request.audience.is_public:  # type: ignore[attr-defined]
            asked += [text for name, values in request.GET.lists() for text in (name, *values)]
        if any("\x00" in text for text in asked):
            raise Http404

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A number or key that is none, which a chooser or a bulk action was given."""
        names_rows = "id" in request.GET or (request.resolver_match and request.resolver_match.kwargs)
        if names_rows and not request.audience.is_public and _no_value_of_a_field(exception):  # type: ignore[attr-defined]
            raise Http404 from exception


def _no_value_of_a_field(exception: Exception) -> bool:
    """Whether a field of a model refused what it was to be compared with, before the database was asked."""
    if not isinstance(exception, ValueError | ValidationError):
        return False
    *_, (frame, _line) = traceback.walk_tb(exception.__traceback__)
    called = {found.f_code.co_name for found, _line in traceback.walk_tb(exception.__traceback__)}
    return frame.f_globals.get("__name__") == fields.__name__ and "build_lookup" in called
