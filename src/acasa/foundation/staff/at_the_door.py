"""What happens at the door is kept, and the person is told by mail of what another could have done in their name."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.core.cache import cache
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from acasa.foundation.city.queries import city
from acasa.foundation.people.actions import end_sessions, note_event
from acasa.foundation.people.browsers import browser_of
from acasa.foundation.people.models import SignInEvent, User
from acasa.foundation.web.limits import client_address, keyed

from .speaking import chosen_language

log = logging.getLogger(__name__)
Kind = SignInEvent.Kind

TOLD = {
    Kind.LOCKED, Kind.FACTOR_ADDED, Kind.FACTOR_REMOVED, Kind.CODES_MADE, Kind.CODE_USED,
    Kind.PASSWORD_CHANGED, Kind.PASSWORD_RESET,
}  # fmt: skip
"""Beside signing in from a place or with a browser that the account did not know."""

LOCKED_SECONDS = 15 * 60
"""A lock is noted once, however many tries follow."""


def note(request: HttpRequest, kind: str, user: User | None) -> None:
    """Keeps an event, and tells the person where it concerns them."""
    place = keyed(client_address(request))
    browser = browser_of(request.META.get("HTTP_USER_AGENT", ""))
    tell = user is not None and (kind in TOLD or _is_new(kind, user, place, browser))
    event = note_event(kind=kind, user=user, place=place, browser=browser)
    if user is not None and tell:
        transaction.on_commit(lambda: send_notice(event, user))


def _is_new(kind: str, user: User, place: str, browser: str) -> bool:
    if kind != Kind.SIGNED_IN:
        return False
    return not _places(user).filter(place=place, browser=browser).exists()


def counted_with(user: User, request: HttpRequest) -> str:
    """Whose wrong passwords are counted together: those of a place where the person has signed in, or of all others.

    Returns the place's keyed hash, or an empty text. So nobody elsewhere locks a person out of their own office.
    """
    place = keyed(client_address(request))
    return place if _places(user).filter(place=place).exists() else ""


def is_locked(user: User, request: HttpRequest) -> bool:
    """Whether the account itself is locked for this place, and not the place for all accounts."""
    since = timezone.now() - timedelta(seconds=LOCKED_SECONDS)
    refused = SignInEvent.objects.filter(user=user, kind=Kind.REFUSED, at__gte=since)
    place = counted_with(user, request)
    counted = (
        refused.filter(place=place) if place else refused.exclude(place__in=_places(user).values("place"))
    )
    return counted.count() >= settings.LOCKED_AFTER


def _places(user: User) -> QuerySet[SignInEvent]:
    return SignInEvent.objects.filter(kind=Kind.SIGNED_IN, user=user)


def note_lock(request: HttpRequest, user: User | None, key: str) -> None:
    """Keeps that an account is locked, once for as long as it is."""
    if cache.add(f"lock-noted:{key}", 1, timeout=LOCKED_SECONDS):
        note(request, Kind.LOCKED, user)


def mail_is_set_up() -> bool:
    return not settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend")


def send_notice(event: SignInEvent, user: User) -> None:
    """Tells a person what happened, in their language; nothing where no mail is set up.

    A mail that cannot be handed over stops nobody from signing in; the event stands on their page all the same.
    """
    if not mail_is_set_up():
        return
    here = city()
    with override(chosen_language(user) or here.source_language):
        context = {
            "city": here, "event": event, "person": user, "zone": here.time_zone,
            "address": settings.BASE_URL + reverse("account-sessions"),
        }  # fmt: skip
        subject = _("%(city)s: %(event)s") % {"city": here.name, "event": event.get_kind_display()}
        text = render_to_string("staff/notice.txt", context)
    try:
        send_mail(subject, text.strip() + "\n", None, [user.email])
    except OSError as error:  # smtplib's errors are OSErrors
        log.warning("a notice could not be sent", extra={"reason": type(error).__name__})


@receiver(account.user_logged_in)
def _signed_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    note(request, Kind.SIGNED_IN, user)


@receiver(user_logged_out)
def _signed_out(request: HttpRequest, user: User | None, **_kwargs: Any) -> None:
    if user is not None:
        note(request, Kind.ENDED, user)


@receiver(account.password_changed)
@receiver(account.password_set)
def _password_changed(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    end_sessions(user=user, but=request.session.session_key)
    note(request, Kind.PASSWORD_CHANGED, user)


@receiver(account.password_reset)
def _password_reset(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    end_sessions(user=user)
    note(request, Kind.PASSWORD_RESET, user)


@receiver(mfa.authenticator_added)
def _factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    codes = authenticator.type == Authenticator.Type.RECOVERY_CODES
    note(request, Kind.CODES_MADE if codes else Kind.FACTOR_ADDED, user)


@receiver(mfa.authenticator_reset)
def _codes_made(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    note(request, Kind.CODES_MADE, user)


@receiver(mfa.authenticator_removed)
def _factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        note(request, Kind.FACTOR_REMOVED, user)


@receiver(mfa.authenticator_used)
def _factor_used(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        note(request, Kind.CODE_USED, user)


@receiver(mfa.authentication_failed)
def _wrong_code(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    note(request, Kind.WRONG_CODE, user)
