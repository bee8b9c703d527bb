"""What every request passes: security headers, its language, who is acting, the second factor."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from acasa.foundation.guard.actor import acting, person
from acasa.foundation.people.queries import is_staff

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
    """Says what a page may load and ask for: nothing from anyone else, no script written into the page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        staff = request.path.startswith("/cms/")
        response.headers.setdefault("Content-Security-Policy", _STAFF_POLICY if staff else _PUBLIC_POLICY)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if staff or request.path.startswith(("/accounts/", "/workbench/")):
            response.headers["Cache-Control"] = "no-store"
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
    """Names the signed-in person to the database's audit trail, for everything the request changes."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS") or not request.user.is_authenticated:
            return self.get_response(request)
        from django.db import transaction

        with transaction.atomic(), acting(person(request.user.pk)):
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            return response


class SecondFactorForStaff:
    """Staff sign in with a second factor; until one is set up, nothing else opens."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(("/cms/", "/workbench/")) and is_staff(request.user):
            from allauth.mfa.models import Authenticator
            from allauth.mfa.utils import is_mfa_enabled

            if not is_mfa_enabled(request.user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]):
                return redirect("mfa_activate_totp")
        return self.get_response(request)
