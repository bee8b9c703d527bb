"""The link by which a colleague chooses a password: by mail, or printed and handed over."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

from .models import User


class OnlyOfOpenAccounts(PasswordResetTokenGenerator):
    """A link of a closed account chooses nothing, also after the account is opened again.

    allauth's own generator notes the address as one nobody verified, which then bars every second factor.
    """

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}"

    def check_token(self, user: Any, token: str | None) -> bool:
        return user is not None and user.is_active and super().check_token(user, token)


def invitation_address(user: User) -> str:
    """Where the person chooses a password; it works once, for ``PASSWORD_RESET_TIMEOUT`` seconds."""
    key = OnlyOfOpenAccounts().make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return f"{settings.BASE_URL}{path}"
