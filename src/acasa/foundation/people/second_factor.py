"""Whether a person used a second factor at this very sign-in; having one set up is not enough."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import RoleGrant

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
"""Recovery codes stand in for one of these; alone they are none."""
_SET_UP_HERE = "second_factor_set_up"
LAST_FACTOR = _("Your role needs a second factor: set up another one first, then remove this one.")


def is_set_up(user: Any) -> bool:
    """Whether a person has a second factor."""
    return is_mfa_enabled(user, FACTORS)


def is_needed(authenticator: Authenticator) -> bool:
    """Whether it is the last second factor of somebody who has a role."""
    if authenticator.type not in FACTORS:
        return False
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
    return (
        not others.exclude(pk=authenticator.pk).exists()
        and RoleGrant.objects.filter(user_id=authenticator.user_id).exists()
    )


def was_used(request: HttpRequest) -> bool:
    """Whether the signed-in person gave their second factor in this session, or set it up in it."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return any(record.get("method") == "mfa" for record in records) or (
        request.session.get(_SET_UP_HERE) == request.user.pk
    )


@receiver(authenticator_added)
def _was_set_up(request: HttpRequest, user: Any, authenticator: Authenticator, **_kwargs: Any) -> None:
    if authenticator.type in FACTORS and request.user == user:
        request.session[_SET_UP_HERE] = user.pk
        request.session.cycle_key()  # it may do more from now on
