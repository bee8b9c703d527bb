"""What every request passes: its language, for whom the view is, who is acting, security headers."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import fields
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation

from acasa.foundation.guard.actor import acting
from acasa.foundation.people import second_factor, sessions
from acasa.foundation.people.queries import actor_of
from acasa.foundation.staff import unsaved
from acasa.foundation.staff.speaking import speak_with
from acasa.foundation.web.audience import CLOSED, SIGNED_IN, Audience, audience_of
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
_BY_ITSELF = {"wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release"}
"""What an open editor asks again and again while nobody may sit before it."""
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


class SpeaksWithStaff:
    """Reads whose a view is. What only staff see speaks their language, else the city's, and tells the city's time."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(None):  # what was turned for this request ends with it
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        assert request.resolver_match is not None
        audience = audience_of(request.resolver_match)
        if audience is None:  # the start refuses such a view; this is for one added since
            raise ImproperlyConfigured(f"{request.resolver_match.route} says for nobody whom it is for")
        request.audience = audience  # type: ignore[attr-defined]
        if audience.is_public or audience is CLOSED:
            return
        if language := speak_with(request.user):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]


class OpensToItsAudience:
    """Opens a view to those for whom it is declared. Staff gave their second factor at this very sign-in.

    A session that is over opens nothing; what was sent with its last form is kept until the person is back.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        assert request.resolver_match is not None
        audience: Audience = request.audience  # type: ignore[attr-defined]
        if audience is CLOSED:
            raise Http404
        if audience.verb is None and audience is not SIGNED_IN:
            return None
        if not request.user.is_authenticated:
            return _sign_in(request)
        if sessions.is_over(request.session):
            return _over(request, may_be_kept=audience.verb is not None)
        if request.resolver_match.view_name not in _BY_ITSELF:
            sessions.note_seen(request.session)
        unsaved.saved(request)
        set_up = second_factor.is_set_up(request.user)
        if set_up and not second_factor.was_used(request):
            logout(request)
            return _sign_in(request)
        if audience.verb is None:
            return None
        if not set_up:
            return redirect("mfa_activate_totp")
        if not actor_of(request.user).may_somewhere(audience.verb):
            raise PermissionDenied(audience.verb.refusal)
        return None


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


def _over(request: HttpRequest, *, may_be_kept: bool) -> HttpResponse:
    """Ends a session that is over. What a page asks by itself ends nothing: a form may still be open in it."""
    if _asked_by_script(request):
        raise PermissionDenied
    form = unsaved.form_of(request) if may_be_kept and request.method == "POST" else None
    logout(request)
    if form is None:
        return _sign_in(request)
    unsaved.keep(request, form)
    return redirect_to_login(reverse("account-unsaved"), settings.LOGIN_URL)


def _asked_by_script(request: HttpRequest) -> bool:
    return (
        request.headers.get("X-Requested-With") == "XMLHttpRequest"
        or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
    )


def _sign_in(request: HttpRequest) -> HttpResponse:
    if _asked_by_script(request):
        raise PermissionDenied
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
