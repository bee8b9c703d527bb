"""Accounts are made by an administrator; nobody signs up, and what an account may do comes from its roles alone."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.views import password_reset
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from acasa.foundation.people.models import SignInEvent, User
from acasa.foundation.people.queries import actor_of
from acasa.foundation.web.audience import SIGNING_IN, declared
from acasa.foundation.web.limits import client_address

from . import at_the_door
from .grants import OPEN_ROOM

_LOCKED = _(
    "Too many tries went wrong, so this account is locked for a quarter of an hour. Wait, then try again; "
    "an administrator can give you a new link at once."
)
OPEN_TOO_LONG = _(
    "Nothing was saved: this form was opened before you signed in, or in another window since. Go back, copy what "
    "you wrote, load the page anew, and send it again. Staff need cookies of this site."
)
_TOO_FAST = _("Those were many requests in a short time. Wait a minute, then try again.")


class ByInvitation(DefaultAccountAdapter):
    """No open sign-up; every failure at the door is kept; addresses are the connection's, or what our proxies say."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _LOCKED,
        "rate_limited": _TOO_FAST,
    }

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def get_client_ip(self, request: Any) -> str:
        return client_address(request)

    def pre_authenticate(self, request: Any, **credentials: Any) -> None:
        """Refuses a locked account. Raises ValidationError."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            email = credentials.get("email", "").lower()
            user = _account(email)
            if user is None or at_the_door.is_locked(user, request):
                at_the_door.note_lock(request, user, email)
            raise

    def authentication_failed(self, request: Any, **credentials: Any) -> None:
        at_the_door.note(request, SignInEvent.Kind.REFUSED, _account(credentials.get("email", "")))

    def _get_login_attempts_cache_key(self, request: Any, **credentials: Any) -> str:
        # Not by the host that is asked for: several names of one house would be several times as many tries.
        email = str(credentials.get("email", "")).lower()
        user = _account(email)
        return f"{email} {at_the_door.counted_with(user, request) if user else ''}"


def _account(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first()


@declared(SIGNING_IN)
def forgotten(request: HttpRequest) -> HttpResponseBase:
    """Sends a link for a new password; where no mail is set up, says who makes one instead."""
    if not at_the_door.mail_is_set_up():
        return render(request, "account/no_mail.html")
    return password_reset(request)


class ByRoles(AuthenticationBackend):
    """Tells libraries what a person's roles allow: Wagtail asks whether its door opens."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if perm == "wagtailadmin.access_admin":
            return actor_of(user_obj).may_somewhere(OPEN_ROOM)
        return super().has_perm(user_obj, perm, obj)
