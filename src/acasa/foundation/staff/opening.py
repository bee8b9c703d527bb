"""What a request passes that may be a colleague's: whose the view is, in which language, and whether it opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from acasa.foundation.people import second_factor, sessions
from acasa.foundation.people.queries import actor_of
from acasa.foundation.web.audience import CLOSED, SIGNED_IN, Audience, audience_of

from . import unsaved
from .speaking import speak_with

Handler = Callable[[HttpRequest], HttpResponse]

_BY_ITSELF = {"wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release"}
"""What an open editor asks again and again while nobody may sit before it."""


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
